//! Jobs that there may be only one of.

use super::*;

fn reschedule(conn: &mut PgConnection, key: &str, run_at: DateTime<Utc>) {
    let job = job(Some(key), run_at);
    assert_eq!(
        jobs::enqueue(conn, &job, OnConflict::Reschedule).unwrap(),
        Enqueued::Stored
    );
}

#[test]
fn a_key_has_one_job_of_its_kind_also_after_it_is_done() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    assert_eq!(enqueue(conn, "a", at(0)), Enqueued::Stored);
    assert_eq!(enqueue(conn, "a", at(5)), Enqueued::Kept);
    let claimed = claim(conn, at(0)).unwrap();
    finish(conn, &claimed, at(0));
    assert_eq!(enqueue(conn, "a", at(9)), Enqueued::Kept);
    assert!(claim(conn, at(100)).is_none());
    let other_kind = NewJob {
        kind: "another_kind",
        ..job(Some("a"), at(0))
    };
    assert_eq!(
        jobs::enqueue(conn, &other_kind, OnConflict::Keep).unwrap(),
        Enqueued::Stored
    );
}

#[test]
fn without_a_key_there_may_be_any_number() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for _ in 0..3 {
        let stored = jobs::enqueue(conn, &job(None, at(0)), OnConflict::Keep).unwrap();
        assert_eq!(stored, Enqueued::Stored);
    }
    assert_eq!(database.number("select count(*) as value from jobs"), 3);
}

#[test]
fn a_rescheduled_job_is_done_at_its_new_time_only() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(60));
    reschedule(conn, "a", at(600));
    assert!(claim(conn, at(599)).is_none());
    let claimed = claim(conn, at(600)).unwrap();
    assert_eq!(claimed.attempt, 1);
    finish(conn, &claimed, at(600));
    // What is done is done again when that is asked for.
    reschedule(conn, "a", at(900));
    assert!(claim(conn, at(899)).is_none());
    assert!(claim(conn, at(900)).is_some());
    assert_eq!(database.number("select count(*) as value from jobs"), 1);
}

#[test]
fn a_runner_that_has_not_begun_loses_a_job_that_is_rescheduled() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let early = claim(conn, at(0)).unwrap();
    reschedule(conn, "a", at(600));
    let late = jobs::run(conn, &early, Clock::Stopped(at(1)), leave_effect).unwrap();
    assert_eq!(late, Ran::LeaseLost);
    assert_eq!(effects(&database), 0);
    assert!(claim(conn, at(600)).is_some());
}

#[test]
fn a_job_whose_change_is_not_committed_was_never_asked_for() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let undone: Result<(), JobError> = diesel::Connection::transaction(conn, |conn| {
        enqueue(conn, "a", at(0));
        Err(broken())
    });
    assert!(undone.is_err());
    assert!(claim(conn, at(10)).is_none());
}
