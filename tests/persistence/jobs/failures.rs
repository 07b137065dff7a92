//! What is tried again, and what is given up.

use super::*;

fn dead(conn: &mut PgConnection) -> Vec<jobs::DeadJob> {
    jobs::list_dead(conn, 10).unwrap()
}

/// Lets a job of three attempts fail three times, and gives its id.
fn die(conn: &mut PgConnection, key: &str) -> JobId {
    enqueue(conn, key, at(0));
    let mut now = at(0);
    loop {
        let claimed = claim(conn, now).unwrap();
        match fail(conn, &claimed, now) {
            AfterFailure::TriedAgainAt(next) => now = next,
            after => {
                assert_eq!((after, claimed.attempt), (AfterFailure::Dead, 3));
                return claimed.id;
            }
        }
    }
}

#[test]
fn a_failed_job_waits_longer_each_time() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let first = claim(conn, at(0)).unwrap();
    let next = at(30);
    assert_eq!(fail(conn, &first, at(0)), AfterFailure::TriedAgainAt(next));
    assert_eq!(
        only(&database, "last_error"),
        "the work failed: the bell is cracked"
    );
    assert!(claim(conn, at(29)).is_none());
    let second = claim(conn, next).unwrap();
    assert_eq!(
        fail(conn, &second, next),
        AfterFailure::TriedAgainAt(at(150))
    );
    let third = claim(conn, at(150)).unwrap();
    assert_eq!(finish(conn, &third, at(150)), Ran::Finished(Outcome::Done));
    assert_eq!(only(&database, "last_error"), "null");
}

#[test]
fn jitter_spreads_what_failed_together() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let mut next = Vec::new();
    for (key, jitter) in [("a", 0.0), ("b", 1.0)] {
        enqueue(conn, key, at(0));
        let claimed = claim(conn, at(0)).unwrap();
        next.push(jobs::fail(conn, &claimed, &Failure::panicked(), at(0), jitter).unwrap());
    }
    assert_eq!(
        next,
        [24, 36].map(|seconds| AfterFailure::TriedAgainAt(at(seconds)))
    );
}

#[test]
fn after_its_last_attempt_a_job_is_dead_and_says_why() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = die(conn, "a");
    let [buried] = &dead(conn)[..] else {
        panic!("one job is dead");
    };
    assert_eq!(buried.id, id);
    assert_eq!((&*buried.kind, buried.attempts), (KIND, 3));
    assert_eq!(buried.unique_key.as_deref(), Some("a"));
    assert!(buried.last_error.as_ref().unwrap().contains("cracked"));
    assert_eq!(buried.died_at, at(150));
    assert!(claim(conn, at(1_000_000)).is_none());
}

#[test]
fn a_payload_that_makes_no_sense_is_not_tried_twice() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let claimed = claim(conn, at(0)).unwrap();
    let failure = Failure::of(&JobError::Payload("key is no key"));
    assert_eq!(
        jobs::fail(conn, &claimed, &failure, at(0), MIDDLE).unwrap(),
        AfterFailure::Dead
    );
    assert_eq!(dead(conn)[0].attempts, 1);
}

#[test]
fn a_job_that_takes_the_program_down_each_time_is_dead_in_the_end() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "poison", at(0));
    for attempt in 0..3 {
        claim(conn, at(attempt * 120)).unwrap();
        assert!(dead(conn).is_empty());
    }
    assert!(claim(conn, at(359)).is_none());
    assert!(dead(conn).is_empty(), "the last lease still stands");
    assert!(claim(conn, at(360)).is_none());
    let words = dead(conn).remove(0).last_error.unwrap();
    assert_eq!(words, "the program ended during the last attempt");
}

#[test]
fn a_dead_job_is_taken_up_again_with_all_of_its_attempts() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = die(conn, "a");
    assert!(jobs::retry(conn, id, at(1_000)).unwrap());
    assert!(!jobs::retry(conn, id, at(1_000)).unwrap(), "it is not dead");
    assert!(dead(conn).is_empty());
    let claimed = claim(conn, at(1_000)).unwrap();
    assert_eq!((claimed.id, claimed.attempt), (id, 1));
}

#[test]
fn a_runner_from_before_the_death_cannot_finish_what_was_taken_up_again() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let slow = claim(conn, at(0)).unwrap();
    claim(conn, at(120)).unwrap();
    claim(conn, at(240)).unwrap();
    assert!(claim(conn, at(360)).is_none());
    assert_eq!(jobs::retry_all(conn, at(360)).unwrap(), 1);
    let fresh = claim(conn, at(360)).unwrap();
    assert_eq!(
        fresh.attempt, slow.attempt,
        "the same number, another lease"
    );
    let late = jobs::run(conn, &slow, Clock::Stopped(at(361)), leave_effect).unwrap();
    assert_eq!(late, Ran::LeaseLost);
    assert_eq!(effects(&database), 0);
    assert_eq!(finish(conn, &fresh, at(361)), Ran::Finished(Outcome::Done));
}

#[test]
fn a_discarded_job_is_over_and_is_not_asked_for_again() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = die(conn, "a");
    assert!(jobs::discard(conn, id, at(1_000)).unwrap());
    assert!(!jobs::discard(conn, id, at(1_000)).unwrap());
    assert!(dead(conn).is_empty());
    assert_eq!(enqueue(conn, "a", at(1_000)), Enqueued::Kept);
    assert!(claim(conn, at(10_000)).is_none());
}

#[test]
fn a_job_in_order_can_neither_be_taken_up_nor_discarded() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let claimed = claim(conn, at(0)).unwrap();
    assert!(!jobs::retry(conn, claimed.id, at(1)).unwrap());
    assert!(!jobs::discard(conn, claimed.id, at(1)).unwrap());
    finish(conn, &claimed, at(1));
    assert!(!jobs::retry(conn, claimed.id, at(2)).unwrap());
    assert_eq!(only(&database, "outcome"), "done");
}

#[test]
fn the_dead_and_the_overdue_are_counted_and_what_is_in_hand_is_not() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let grace = TimeDelta::minutes(5);
    let count = |conn: &mut PgConnection, seconds| {
        let counts = jobs::count_troubled(conn, at(seconds), grace).unwrap();
        (counts.dead, counts.overdue)
    };
    die(conn, "dead");
    enqueue(conn, "waiting", at(0));
    assert_eq!(count(conn, 299), (1, 0));
    assert_eq!(count(conn, 300), (1, 1));
    claim(conn, at(300)).unwrap();
    assert_eq!(count(conn, 301), (1, 0));
    // Its lease ended at 420, and nobody has looked since.
    assert_eq!(count(conn, 720), (1, 1));
}

#[test]
fn what_is_long_over_is_removed_and_the_dead_stay() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    die(conn, "dead");
    enqueue(conn, "open", at(0));
    for (key, now) in [("old", 1_000), ("young", 2_000)] {
        jobs::enqueue(conn, &job(Some(key), at(-9)), OnConflict::Keep).unwrap();
        let claimed = claim(conn, at(now)).unwrap();
        assert_eq!(key_of(&claimed), key);
        finish(conn, &claimed, at(now));
    }
    assert_eq!(jobs::delete_over(conn, at(2_000)).unwrap(), 1);
    assert_eq!(
        database.texts("select unique_key as value from jobs order by 1"),
        ["dead", "open", "young"]
    );
}
