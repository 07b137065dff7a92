//! The schema's history.

mod old_shape;

use persistence::migrations::{self, MigrationError, SchemaState};
use plinth_tests::TestDatabase;

#[test]
fn every_migration_can_be_undone_and_run_again() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    migrations::revert_and_run_all(conn).unwrap();
    assert_eq!(migrations::state(conn).unwrap(), SchemaState::Current);
}

#[test]
fn undoing_every_migration_leaves_nothing_behind() {
    let database = TestDatabase::empty();
    migrations::revert_and_run_all(&mut database.connection()).unwrap();
    let count = "select count(*) as value from pg_class join pg_namespace n on n.oid = relnamespace
                 where nspname = 'public' and relkind in ('r', 'i', 'S')";
    let once = database.number(count);
    assert_eq!(once, TestDatabase::empty().number(count));
}

#[test]
fn programs_that_start_at_once_migrate_one_after_the_other() {
    let database = TestDatabase::bare();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let mut conn = database.connection();
            scope.spawn(move || migrations::run(&mut conn).unwrap());
        }
    });
    assert_eq!(
        migrations::state(&mut database.connection()).unwrap(),
        SchemaState::Current
    );
}

#[test]
fn a_bare_database_is_told_from_a_current_one() {
    let database = TestDatabase::bare();
    let state = migrations::state(&mut database.connection()).unwrap();
    assert!(matches!(state, SchemaState::Pending(count) if count > 0));
    let tables = "select count(*) as value from pg_class
                  where relnamespace = 'public'::regnamespace";
    assert_eq!(database.number(tables), 0, "looking changed nothing");
}

#[test]
fn a_database_that_is_newer_than_the_program_is_refused_and_left_alone() {
    let database = TestDatabase::with_site();
    database.execute("insert into __diesel_schema_migrations (version) values ('29991231000000')");
    let refused = migrations::run(&mut database.connection());
    let Err(MigrationError::DatabaseIsNewer { unknown }) = refused else {
        panic!("a newer database must be refused");
    };
    assert_eq!(unknown, "29991231000000");
    assert_eq!(database.number("select count(*) as value from services"), 7);
}
