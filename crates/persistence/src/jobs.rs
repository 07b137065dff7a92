//! Work that is done after the change that asks for it, each piece once.
//!
//! A job is asked for in the transaction that makes it necessary. A worker claims it with a lease,
//! and then runs it in one transaction together with the mark that it is done ([`run`]): whatever
//! happens to the program or the database in between, either both are stored or neither is.
//! Times are arguments; [`Clock`] gives the database's.

mod backoff;
mod bell;
pub mod boundary;
mod claims;
mod clock;
mod dead;
pub mod upkeep;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::on_constraint;
use serde_json::Value;
use uuid::Uuid;

pub use bell::Bell;
pub use claims::{AfterFailure, ClaimedJob, Failure, Ran, claim, fail, run};
pub use clock::Clock;
pub use dead::{
    DeadJob, JobCounts, count_troubled, delete_over, discard, list_dead, retry, retry_all,
};

use crate::DatabaseError;
use crate::schema::jobs;

/// How often a job is tried before it is dead, when nothing speaks for another number: with the
/// pauses in between that is about a day.
pub const MAX_ATTEMPTS: i32 = 8;

/// A job to be done.
#[derive(Debug, Clone)]
pub struct NewJob<'a> {
    /// Which handler does it.
    pub kind: &'a str,
    /// What the handler needs to know: ids and times, never a secret or somebody's words.
    pub payload: Value,
    /// Of one kind there is one job with a key, finished or not; without, any number.
    pub unique_key: Option<&'a str>,
    /// Not before this, UTC. What is past is done at once.
    pub run_at: DateTime<Utc>,
    /// How often it is tried before it is dead.
    pub max_attempts: i32,
}

/// What happens to a job that has the same kind and key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnConflict {
    /// It stays as it is, also when it is done.
    Keep,
    /// It takes the new time and payload, and is done again if it was done. This waits for a run
    /// that is under way, so it is not for a transaction that holds what the run could need.
    Reschedule,
}

/// What became of a wish for a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// It was stored, or took the place of the one before.
    Stored,
    /// There was one already, which stayed.
    Kept,
}

/// How a job ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// There was nothing to do any more, because something later took its place.
    Superseded,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Superseded => "superseded",
        }
    }
}

/// What a handler is given.
#[derive(Debug, Clone, Copy)]
pub struct Task<'a> {
    /// What the job was stored with.
    pub payload: &'a Value,
    /// The time of this run, UTC.
    pub now: DateTime<Utc>,
}

/// Why a handler did not do its job. Everything that it stored is undone.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// The payload is not what the kind expects; no other attempt would end better.
    #[error("the payload is not what this kind of job expects: {0}")]
    Payload(&'static str),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Something else went wrong, and may go well later.
    #[error("the work failed")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl JobError {
    /// True when another attempt cannot end better.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Payload(_))
    }
}

impl From<diesel::result::Error> for JobError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Asks for a job, in the transaction of the change that makes it necessary.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn enqueue(
    conn: &mut PgConnection,
    job: &NewJob<'_>,
    on_conflict: OnConflict,
) -> Result<Enqueued, DatabaseError> {
    let values = (
        jobs::id.eq(Uuid::now_v7()),
        jobs::kind.eq(job.kind),
        jobs::payload.eq(&job.payload),
        jobs::unique_key.eq(job.unique_key),
        jobs::run_at.eq(job.run_at),
        jobs::max_attempts.eq(job.max_attempts),
    );
    let insert = diesel::insert_into(jobs::table)
        .values(values)
        .on_conflict(on_constraint("jobs_kind_unique_key_key"));
    let count = match on_conflict {
        OnConflict::Keep => insert.do_nothing().execute(conn)?,
        OnConflict::Reschedule => insert
            .do_update()
            .set((
                jobs::payload.eq(&job.payload),
                jobs::run_at.eq(job.run_at),
                jobs::max_attempts.eq(job.max_attempts),
                jobs::attempts.eq(0),
                // A runner that has claimed it and not begun yet does not get it any more.
                jobs::lease_number.eq(jobs::lease_number + 1),
                jobs::locked_until.eq(None::<DateTime<Utc>>),
                jobs::last_error.eq(None::<String>),
                jobs::finished_at.eq(None::<DateTime<Utc>>),
                jobs::outcome.eq(None::<String>),
            ))
            .execute(conn)?,
    };
    Ok(match count {
        0 => Enqueued::Kept,
        _ => Enqueued::Stored,
    })
}
