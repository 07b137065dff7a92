//! An effect in the database and the mark that the job is done are stored together or not at all.

use diesel::RunQueryDsl;
use persistence::DatabaseError;

use super::*;

#[test]
fn an_effect_of_work_that_fails_is_undone() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let claimed = claim(conn, at(0)).unwrap();
    let failed = jobs::run(conn, &claimed, Clock::Stopped(at(0)), |conn, task| {
        leave_effect(conn, task)?;
        Err(broken())
    });
    assert!(matches!(failed, Err(JobError::Failed(_))));
    assert_eq!(effects(&database), 0);
    assert_eq!(only(&database, "outcome"), "null");
}

#[test]
fn a_connection_that_is_cut_between_effect_and_finish_leaves_neither_and_the_next_run_does_both() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let claimed = claim(conn, at(0)).unwrap();
    let cut = jobs::run(conn, &claimed, Clock::Stopped(at(0)), |conn, task| {
        leave_effect(conn, task)?;
        database.set_reachable(false);
        Ok(Outcome::Done)
    });
    assert!(
        matches!(&cut, Err(JobError::Database(error)) if error.is_unavailable()),
        "{cut:?}"
    );
    database.set_reachable(true);
    assert_eq!(effects(&database), 0);

    let conn = &mut database.connection();
    assert!(claim(conn, at(119)).is_none(), "the lease still stands");
    let again = claim(conn, at(120)).unwrap();
    jobs::run(conn, &again, Clock::Stopped(at(120)), leave_effect).unwrap();
    assert_eq!(effects(&database), 1);
    assert_eq!(only(&database, "outcome"), "done");
}

#[test]
fn a_broken_statement_inside_the_work_undoes_all_of_it() {
    let database = with_effects();
    let conn = &mut database.connection();
    enqueue(conn, "a", at(0));
    let claimed = claim(conn, at(0)).unwrap();
    let failed = jobs::run(conn, &claimed, Clock::Stopped(at(0)), |conn, task| {
        leave_effect(conn, task)?;
        // Ignoring the error does not help: the transaction cannot be committed any more.
        let _ = diesel::sql_query("select 1 / 0").execute(conn);
        Ok(Outcome::Done)
    });
    assert!(matches!(
        failed,
        Err(JobError::Database(DatabaseError::Query(_)))
    ));
    assert_eq!(effects(&database), 0);
    assert!(matches!(
        fail(conn, &claimed, at(0)),
        AfterFailure::TriedAgainAt(_)
    ));
}
