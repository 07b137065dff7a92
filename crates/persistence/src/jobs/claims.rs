//! From a job that is due to one that is done: claiming, running, failing.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Integer, Jsonb, Text, Timestamptz, Uuid as SqlUuid};
use domain::JobId;
use serde_json::Value;
use uuid::Uuid;

use super::{Clock, JobError, Outcome, Task, backoff};
use crate::DatabaseError;
use crate::schema::jobs;

/// Jobs whose runner vanished in the last attempt. Nobody else would ever look at them.
const BURY: &str = "update jobs set finished_at = $1, outcome = 'dead', locked_until = null, \
     last_error = 'the program ended during the last attempt' \
     where id in (select id from jobs where finished_at is null and run_at <= $1 \
     and attempts >= max_attempts and (locked_until is null or locked_until <= $1) \
     and kind = any($2) for update skip locked)";

/// The job that has waited longest. An equal sign and not `in`: the inner query has to run once.
const CLAIM: &str = "update jobs set attempts = attempts + 1, lease_number = lease_number + 1, \
     locked_until = $2 \
     where id = (select id from jobs where finished_at is null and run_at <= $1 \
     and attempts < max_attempts and (locked_until is null or locked_until <= $1) \
     and kind = any($3) order by run_at, id limit 1 for update skip locked) \
     returning id, kind, payload, attempts, max_attempts, lease_number";

/// A job in the hands of one runner.
#[derive(Debug, Clone)]
pub struct ClaimedJob {
    /// Its id.
    pub id: JobId,
    /// Which handler does it.
    pub kind: String,
    /// What the handler needs to know.
    pub payload: Value,
    /// Which attempt this is, from 1.
    pub attempt: i32,
    max_attempts: i32,
    lease_number: i64,
}

#[derive(QueryableByName)]
struct ClaimedRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Jsonb)]
    payload: Value,
    #[diesel(sql_type = Integer)]
    attempts: i32,
    #[diesel(sql_type = Integer)]
    max_attempts: i32,
    #[diesel(sql_type = BigInt)]
    lease_number: i64,
}

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ran {
    /// The job is over, and all that it stored is stored.
    Finished(Outcome),
    /// Somebody else has the job, or has finished it; nothing was done.
    LeaseLost,
}

/// Why a run failed, as it is kept with the job.
#[derive(Debug, Clone)]
pub struct Failure {
    what: String,
    is_final: bool,
}

/// What becomes of a job after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again then, UTC.
    TriedAgainAt(DateTime<Utc>),
    /// It was the last attempt; the owner has to decide.
    Dead,
    /// Somebody else has it, or has finished it; nothing was changed.
    LeaseLost,
}

impl Failure {
    /// The handler's own error.
    pub fn of(error: &JobError) -> Self {
        const LONGEST: usize = 1_000;
        let mut what = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(error) = cause {
            what.push_str(": ");
            what.push_str(&error.to_string());
            cause = error.source();
        }
        Self {
            what: what.chars().take(LONGEST).collect(),
            is_final: error.is_final(),
        }
    }

    /// The handler panicked.
    pub fn panicked() -> Self {
        Self {
            what: "the work panicked; the log of that moment says where".to_owned(),
            is_final: false,
        }
    }
}

/// Takes the job of these kinds that has waited longest and is due, until the end of the lease.
/// Many may do this at once; no two get the same job. What was claimed and not finished within its
/// lease is claimed again, or is dead if that was its last attempt.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn claim(
    conn: &mut PgConnection,
    kinds: &[&str],
    now: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Option<ClaimedJob>, DatabaseError> {
    let buried = diesel::sql_query(BURY)
        .bind::<Timestamptz, _>(now)
        .bind::<Array<Text>, _>(kinds)
        .execute(conn)?;
    if buried > 0 {
        tracing::warn!(
            count = buried,
            "jobs are dead, since the program ended during their last attempt"
        );
    }
    let row = diesel::sql_query(CLAIM)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now + lease)
        .bind::<Array<Text>, _>(kinds)
        .get_result::<ClaimedRow>(conn)
        .optional()?;
    Ok(row.map(|row| ClaimedJob {
        id: JobId::from_uuid(row.id),
        kind: row.kind,
        payload: row.payload,
        attempt: row.attempts,
        max_attempts: row.max_attempts,
        lease_number: row.lease_number,
    }))
}

/// Does the work and marks the job as finished, in one transaction. The job's row is held during
/// it, so that nobody else begins the same job even when the lease ends before the work does.
///
/// # Errors
/// The work's own error, with everything undone; the caller then tells [`fail`].
pub fn run(
    conn: &mut PgConnection,
    job: &ClaimedJob,
    clock: Clock,
    work: impl FnOnce(&mut PgConnection, &Task<'_>) -> Result<Outcome, JobError>,
) -> Result<Ran, JobError> {
    conn.transaction(|conn| {
        let held = jobs::table
            .find(job.id.as_uuid())
            .filter(jobs::lease_number.eq(job.lease_number))
            .filter(jobs::finished_at.is_null())
            .select(jobs::id)
            .for_update()
            .first::<Uuid>(conn)
            .optional()?;
        if held.is_none() {
            return Ok(Ran::LeaseLost);
        }
        let task = Task {
            payload: &job.payload,
            now: clock.now(conn)?,
        };
        let outcome = work(conn, &task)?;
        diesel::update(jobs::table.find(job.id.as_uuid()))
            .set((
                jobs::finished_at.eq(Some(clock.now(conn)?)),
                jobs::outcome.eq(Some(outcome.as_str())),
                jobs::locked_until.eq(None::<DateTime<Utc>>),
                jobs::last_error.eq(None::<String>),
            ))
            .execute(conn)?;
        Ok(Ran::Finished(outcome))
    })
}

/// Puts a job back until later, or among the dead. The jitter is a random number from 0 to 1.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; the lease then ends by itself.
pub fn fail(
    conn: &mut PgConnection,
    job: &ClaimedJob,
    failure: &Failure,
    now: DateTime<Utc>,
    jitter: f64,
) -> Result<AfterFailure, DatabaseError> {
    let ours = jobs::table
        .find(job.id.as_uuid())
        .filter(jobs::lease_number.eq(job.lease_number))
        .filter(jobs::finished_at.is_null());
    let unlocked = (
        jobs::locked_until.eq(None::<DateTime<Utc>>),
        // The lease is over with this, also for whoever failed.
        jobs::lease_number.eq(jobs::lease_number + 1),
        jobs::last_error.eq(Some(&failure.what)),
    );
    let is_dead = failure.is_final || job.attempt >= job.max_attempts;
    let run_at = now + backoff::pause(job.attempt, jitter);
    let changed = if is_dead {
        diesel::update(ours)
            .set((
                unlocked,
                jobs::finished_at.eq(Some(now)),
                jobs::outcome.eq(Some("dead")),
            ))
            .execute(conn)?
    } else {
        diesel::update(ours)
            .set((unlocked, jobs::run_at.eq(run_at)))
            .execute(conn)?
    };
    Ok(match (changed, is_dead) {
        (0, _) => AfterFailure::LeaseLost,
        (_, true) => AfterFailure::Dead,
        (_, false) => AfterFailure::TriedAgainAt(run_at),
    })
}
