//! What follows when a schedule publishes or withdraws something.
//!
//! What visitors see does not wait for this: that is a condition on the database's time. These jobs
//! do what has to happen once besides, and the first of it is the entry in the audit.

use chrono::{DateTime, SecondsFormat, Utc};
use diesel::prelude::*;
use domain::{Boundary, BoundaryKind};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Enqueued, JobError, MAX_ATTEMPTS, NewJob, OnConflict, Outcome, Task, enqueue};
use crate::schema::jobs;
use crate::{DatabaseError, articles, audit};

/// The kind of these jobs.
pub const KIND: &str = "publication_boundary";

/// Asks for what follows at a boundary, in the transaction that stores the schedule. A boundary has
/// one job. When the schedule moves, the job of the old boundary stays and finds nothing to do; when
/// it moves back, that job is taken up again.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn schedule(
    conn: &mut PgConnection,
    content_id: Uuid,
    boundary: Boundary,
) -> Result<Enqueued, DatabaseError> {
    let at = boundary.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    let key = format!("{content_id} {} {at}", boundary.kind);
    let job = NewJob {
        kind: KIND,
        payload: json!({
            "content_id": content_id.to_string(),
            "kind": boundary.kind.as_str(),
            "boundary": at,
        }),
        unique_key: Some(&key),
        run_at: boundary.at,
        max_attempts: MAX_ATTEMPTS,
    };
    match enqueue(conn, &job, OnConflict::Keep)? {
        Enqueued::Kept => take_up_superseded(conn, &key, boundary.at),
        Enqueued::Stored => Ok(Enqueued::Stored),
    }
}

/// A boundary that was left and come back to within the minute that still counts as now has a job
/// that is over without having done anything. A runner never holds such a row, so nothing waits.
fn take_up_superseded(
    conn: &mut PgConnection,
    key: &str,
    run_at: DateTime<Utc>,
) -> Result<Enqueued, DatabaseError> {
    let superseded = jobs::table
        .filter(jobs::kind.eq(KIND))
        .filter(jobs::unique_key.eq(key))
        .filter(jobs::outcome.eq(Outcome::Superseded.as_str()));
    let changed = diesel::update(superseded)
        .set((
            jobs::run_at.eq(run_at),
            jobs::attempts.eq(0),
            jobs::finished_at.eq(None::<DateTime<Utc>>),
            jobs::outcome.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(match changed {
        0 => Enqueued::Kept,
        _ => Enqueued::Stored,
    })
}

/// Does what follows at a boundary, if the article's editions still have it.
///
/// # Errors
/// [`JobError::Payload`] for a job that [`schedule`] did not make; [`JobError::Database`] when the
/// database did not answer.
pub fn run(conn: &mut PgConnection, task: &Task<'_>) -> Result<Outcome, JobError> {
    run_if(conn, task, articles::has_boundary)
}

/// As [`run`], where `is_current` says whether the content's schedule still has this boundary. It
/// reads the schedule `for share`, so that a change of the schedule that is under way is waited for.
///
/// # Errors
/// As [`run`].
pub fn run_if(
    conn: &mut PgConnection,
    task: &Task<'_>,
    is_current: impl FnOnce(&mut PgConnection, Uuid, Boundary) -> Result<bool, DatabaseError>,
) -> Result<Outcome, JobError> {
    let (content_id, boundary) = parse(task.payload)?;
    if !is_current(conn, content_id, boundary)? {
        return Ok(Outcome::Superseded);
    }
    audit::record_once(conn, content_id, boundary, task.now)?;
    Ok(Outcome::Done)
}

fn parse(payload: &Value) -> Result<(Uuid, Boundary), JobError> {
    let text = |name: &str| payload.get(name).and_then(Value::as_str);
    let content_id = text("content_id")
        .and_then(|id| Uuid::parse_str(id).ok())
        .ok_or(JobError::Payload("content_id is no id"))?;
    let kind = text("kind")
        .and_then(|word| BoundaryKind::parse(word).ok())
        .ok_or(JobError::Payload("kind is neither published nor withdrawn"))?;
    let at = text("boundary")
        .and_then(|at| at.parse::<DateTime<Utc>>().ok())
        .ok_or(JobError::Payload("boundary is no time"))?;
    Ok((content_id, Boundary { kind, at }))
}
