//! Background work: what is claimed, run, tried again and given up, with time as an argument.

mod boundary;
mod claims;
mod command;
mod failures;
mod interleavings;
mod keys;
mod once;
mod plans;
mod upkeep;
mod worker;

use chrono::{DateTime, TimeDelta, Utc};
use domain::JobId;
use persistence::PgConnection;
use persistence::jobs::{
    self, AfterFailure, ClaimedJob, Clock, Enqueued, Failure, JobError, NewJob, OnConflict,
    Outcome, Ran,
};
use plinth_tests::TestDatabase;
use serde_json::json;

const KIND: &str = "ring_bell";
const LEASE: TimeDelta = TimeDelta::minutes(2);
const MIDDLE: f64 = 0.5;

/// So many seconds after the beginning of the test's time.
fn at(seconds: i64) -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::seconds(seconds)
}

fn job(key: Option<&str>, run_at: DateTime<Utc>) -> NewJob<'_> {
    NewJob {
        kind: KIND,
        payload: json!({"key": key}),
        unique_key: key,
        run_at,
        max_attempts: 3,
    }
}

fn enqueue(conn: &mut PgConnection, key: &str, run_at: DateTime<Utc>) -> Enqueued {
    jobs::enqueue(conn, &job(Some(key), run_at), OnConflict::Keep).unwrap()
}

fn claim(conn: &mut PgConnection, now: DateTime<Utc>) -> Option<ClaimedJob> {
    jobs::claim(conn, &[KIND], now, LEASE).unwrap()
}

fn key_of(job: &ClaimedJob) -> &str {
    job.payload["key"].as_str().unwrap()
}

/// Runs a claimed job without any effect.
fn finish(conn: &mut PgConnection, job: &ClaimedJob, now: DateTime<Utc>) -> Ran {
    jobs::run(conn, job, Clock::Stopped(now), |_, _| Ok(Outcome::Done)).unwrap()
}

fn fail(conn: &mut PgConnection, job: &ClaimedJob, now: DateTime<Utc>) -> AfterFailure {
    jobs::fail(conn, job, &Failure::of(&broken()), now, MIDDLE).unwrap()
}

fn broken() -> JobError {
    JobError::Failed("the bell is cracked".into())
}

/// A column of the only job, as text.
fn only(database: &TestDatabase, column: &str) -> String {
    let sql = format!("select coalesce(({column})::text, 'null') as value from jobs");
    let values = database.texts(&sql);
    assert_eq!(values.len(), 1);
    values.into_iter().next().unwrap()
}

/// Gives the jobs' effects a place where nothing keeps a second one out.
fn with_effects() -> TestDatabase {
    let database = TestDatabase::empty();
    database.execute("create table effects (key text not null)");
    database
}

/// Work whose effect can be counted.
fn leave_effect(conn: &mut PgConnection, task: &jobs::Task<'_>) -> Result<Outcome, JobError> {
    use diesel::RunQueryDsl;
    diesel::sql_query("insert into effects (key) values ($1)")
        .bind::<diesel::sql_types::Text, _>(task.payload["key"].as_str().unwrap_or_default())
        .execute(conn)?;
    Ok(Outcome::Done)
}

fn effects(database: &TestDatabase) -> i64 {
    database.number("select count(*) as value from effects")
}
