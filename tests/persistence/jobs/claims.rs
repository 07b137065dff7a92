//! Who gets a job, and until when.

use super::*;

#[test]
fn workers_that_look_at_once_get_different_jobs() {
    let database = TestDatabase::empty();
    let mut first = database.connection();
    for number in 0..40 {
        enqueue(&mut first, &format!("job {number}"), at(0));
    }
    let mut taken: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let mut conn = database.connection();
                scope.spawn(move || {
                    let mut mine = Vec::new();
                    while let Some(job) = claim(&mut conn, at(1)) {
                        mine.push(key_of(&job).to_owned());
                    }
                    mine
                })
            })
            .collect();
        let finished = workers.into_iter().map(|worker| worker.join().unwrap());
        finished.flatten().collect()
    });
    assert_eq!(taken.len(), 40);
    taken.sort();
    taken.dedup();
    assert_eq!(taken.len(), 40, "a job was given out twice");
}

#[test]
fn what_was_due_while_nothing_ran_is_done_at_the_start_the_oldest_first() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "yesterday", at(-86_400));
    enqueue(conn, "last week", at(-7 * 86_400));
    enqueue(conn, "now", at(0));
    let order: Vec<_> = std::iter::from_fn(|| claim(conn, at(0)))
        .map(|job| key_of(&job).to_owned())
        .collect();
    assert_eq!(order, ["last week", "yesterday", "now"]);
}

#[test]
fn nothing_is_done_before_its_time() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "later", at(60));
    assert!(claim(conn, at(59)).is_none());
    assert!(claim(conn, at(60)).is_some());
}

#[test]
fn a_program_takes_only_the_kinds_that_it_knows() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "of a newer program", at(0));
    assert!(
        jobs::claim(conn, &["another_kind"], at(1), LEASE)
            .unwrap()
            .is_none()
    );
    let both = jobs::claim(conn, &["another_kind", KIND], at(1), LEASE).unwrap();
    assert_eq!(both.unwrap().kind, KIND);
}

#[test]
fn the_job_of_a_worker_that_vanished_is_claimed_again_after_its_lease_and_not_before() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let vanished = claim(conn, at(0)).unwrap();
    assert_eq!(vanished.attempt, 1);
    assert!(claim(conn, at(119)).is_none());
    let second = claim(conn, at(120)).unwrap();
    assert_eq!((second.id, second.attempt), (vanished.id, 2));
    assert_eq!(finish(conn, &second, at(121)), Ran::Finished(Outcome::Done));
}

#[test]
fn a_slow_worker_that_comes_back_changes_nothing_of_what_another_finished() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let slow = claim(conn, at(0)).unwrap();
    let quick = claim(conn, at(120)).unwrap();
    jobs::run(conn, &quick, Clock::Stopped(at(121)), leave_effect).unwrap();

    let late = jobs::run(conn, &slow, Clock::Stopped(at(122)), leave_effect).unwrap();
    assert_eq!(late, Ran::LeaseLost);
    assert_eq!(fail(conn, &slow, at(123)), AfterFailure::LeaseLost);
    assert_eq!(effects(&database), 1);
    assert_eq!(only(&database, "outcome"), "done");
    assert_eq!(only(&database, "last_error"), "null");
}

#[test]
fn a_slow_worker_neither_finishes_nor_fails_a_job_that_another_has_in_hand() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let slow = claim(conn, at(0)).unwrap();
    let quick = claim(conn, at(120)).unwrap();
    let late = jobs::run(conn, &slow, Clock::Stopped(at(122)), leave_effect).unwrap();
    assert_eq!(late, Ran::LeaseLost);
    assert_eq!(fail(conn, &slow, at(123)), AfterFailure::LeaseLost);
    assert_eq!(effects(&database), 0);
    assert!(claim(conn, at(124)).is_none(), "the second lease stands");
    assert_eq!(finish(conn, &quick, at(125)), Ran::Finished(Outcome::Done));
}

#[test]
fn a_job_that_outlasts_its_lease_is_not_begun_by_anybody_else_meanwhile() {
    let database = with_effects();
    let conn = &mut database.connection();
    let mut other = database.connection();
    enqueue(conn, "a", at(0));
    let claimed = claim(conn, at(0)).unwrap();
    let ran = jobs::run(conn, &claimed, Clock::Stopped(at(0)), |conn, task| {
        leave_effect(conn, task)?;
        assert!(claim(&mut other, at(10_000)).is_none());
        Ok(Outcome::Done)
    });
    assert_eq!(ran.unwrap(), Ran::Finished(Outcome::Done));
    assert!(claim(&mut other, at(10_000)).is_none());
    assert_eq!(effects(&database), 1);
}

#[test]
fn the_databases_own_clock_serves_where_none_is_given() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let now = Clock::default().now(conn).unwrap();
    enqueue(conn, "a", now);
    let claimed = claim(conn, now).unwrap();
    jobs::run(conn, &claimed, Clock::default(), |_, task| {
        assert!(task.now >= now);
        Ok(Outcome::Done)
    })
    .unwrap();
    assert_eq!(only(&database, "finished_at >= run_at"), "true");
}
