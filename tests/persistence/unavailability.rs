//! A database that goes away and comes back.

use diesel::RunQueryDsl;
use persistence::{Database, DatabaseError, PoolSettings, services};
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

#[test]
fn time_limits_hold_also_for_a_role_that_is_no_superuser() {
    let fixture = TestDatabase::empty();
    let role = format!("plain_{}", std::process::id());
    fixture.execute(&format!("create role {role}"));
    let address = format!("{} options='-c role={role}'", fixture.address());
    let database = Database::connect(
        &address,
        PoolSettings {
            max_connections: 1,
            ..PoolSettings::default()
        },
    );
    let limits = database
        .run_blocking(|conn| {
            diesel::dsl::sql::<diesel::sql_types::Text>(
                "select current_setting('statement_timeout') || ' '
                     || current_setting('idle_in_transaction_session_timeout') || ' '
                     || current_user",
            )
            .get_result::<String>(conn)
            .map_err(DatabaseError::from)
        })
        .unwrap();
    assert_eq!(limits, format!("10s 30s {role}"));
}
