//! A database that goes away and comes back.

use persistence::{DatabaseError, services};
use plinth_tests::TestDatabase;

#[test]
fn a_pool_tells_that_the_database_is_away_and_works_again_without_a_restart() {
    let fixture = TestDatabase::with_site();
    let database = fixture.database();
    let count = |conn: &mut persistence::PgConnection| services::list(conn).map(|list| list.len());
    assert_eq!(database.run_blocking(count).unwrap(), 7);

    fixture.set_reachable(false);
    let away = database.run_blocking(count).unwrap_err();
    assert!(away.is_unavailable(), "{away:?}");

    fixture.set_reachable(true);
    // Every pooled connection was cut; none of them may fail a call now.
    for _ in 0..8 {
        assert_eq!(database.run_blocking(count).unwrap(), 7);
    }
}

#[test]
fn a_connection_that_is_cut_in_the_middle_of_the_work_counts_as_unavailable() {
    let fixture = TestDatabase::with_site();
    let outcome: Result<usize, DatabaseError> = fixture.database().run_blocking(|conn| {
        services::list(conn)?;
        fixture.set_reachable(false);
        services::list(conn).map(|list| list.len())
    });
    assert!(outcome.unwrap_err().is_unavailable());
}
