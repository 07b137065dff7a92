//! How jobs are found when there are many.

use super::*;

/// A hundred thousand jobs: most are over, some wait for later, one is due, some are dead.
fn many_jobs() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute(
        "insert into jobs (id, kind, unique_key, run_at, attempts, max_attempts, finished_at, outcome)
         select gen_random_uuid(), 'ring_bell', 'job ' || n,
                timestamptz '2026-11-24 12:00Z' + (n - 98000) * interval '1 minute', 1, 8,
                case when n < 97999 then timestamptz '2026-11-01' + n * interval '1 second' end,
                case when n >= 97999 then null when n % 1000 = 0 then 'dead' else 'done' end
         from generate_series(1, 100000) n;
         analyze jobs;",
    );
    database
}

fn assert_plan(database: &TestDatabase, index: &str, query: &str) {
    let plan = database.plan(query);
    assert!(plan.contains(index), "{plan}");
    assert!(
        !plan.contains("Sort") && !plan.contains("Seq Scan"),
        "{plan}"
    );
}

#[test]
fn the_next_job_is_found_by_its_time_among_many() {
    let database = many_jobs();
    assert_plan(
        &database,
        "jobs_due_idx",
        "select id from jobs where finished_at is null and run_at <= timestamptz '2026-11-24 12:00Z'
         and attempts < max_attempts
         and (locked_until is null or locked_until <= timestamptz '2026-11-24 12:00Z')
         and kind = any(array['ring_bell', 'another_kind'])
         order by run_at, id limit 1 for update skip locked",
    );
    assert_plan(
        &database,
        "jobs_due_idx",
        "select id from jobs where finished_at is null and run_at <= timestamptz '2026-11-24 12:00Z'
         and attempts >= max_attempts
         and (locked_until is null or locked_until <= timestamptz '2026-11-24 12:00Z')
         and kind = any(array['ring_bell', 'another_kind']) for update skip locked",
    );
    let conn = &mut database.connection();
    let due: Vec<_> = std::iter::from_fn(|| claim(conn, at(0))).collect();
    assert_eq!(due.len(), 2, "what is over and what waits is left alone");
}

#[test]
fn the_dead_are_listed_and_the_overdue_counted_from_an_index() {
    let database = many_jobs();
    assert_plan(
        &database,
        "jobs_dead_idx",
        "select id from jobs where outcome = 'dead' order by finished_at desc, id desc limit 20",
    );
    assert_plan(
        &database,
        "jobs_dead_idx",
        "select count(*) from jobs where outcome = 'dead'",
    );
    assert_plan(
        &database,
        "jobs_due_idx",
        "select count(*) from jobs where finished_at is null
         and run_at <= timestamptz '2026-11-24 11:55Z'
         and (locked_until is null or locked_until <= timestamptz '2026-11-24 11:55Z')",
    );
}

#[test]
fn what_is_long_over_is_found_from_an_index() {
    assert_plan(
        &many_jobs(),
        "jobs_over_idx",
        "delete from jobs where outcome <> 'dead' and finished_at < timestamptz '2026-11-01 00:10Z'",
    );
}
