//! Jobs that failed for good, jobs that nobody does, and jobs that are over.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;
use domain::JobId;
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::jobs;

/// A job that waits for the owner's decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadJob {
    /// Its id.
    pub id: JobId,
    /// Which handler did not get it done.
    pub kind: String,
    /// What tells it from others of its kind.
    pub unique_key: Option<String>,
    /// How often it was tried.
    pub attempts: i32,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// When it was given up, UTC.
    pub died_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = jobs, check_for_backend(diesel::pg::Pg))]
struct DeadRow {
    id: Uuid,
    kind: String,
    unique_key: Option<String>,
    attempts: i32,
    last_error: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

/// How many jobs need somebody's eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobCounts {
    /// They failed for good.
    pub dead: i64,
    /// They should have been done by now.
    pub overdue: i64,
}

/// The jobs that failed for good, the latest first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_dead(conn: &mut PgConnection, at_most: i64) -> Result<Vec<DeadJob>, DatabaseError> {
    let rows = jobs::table
        .filter(jobs::outcome.eq("dead"))
        .order((jobs::finished_at.desc(), jobs::id.desc()))
        .limit(at_most)
        .select(DeadRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(DeadJob::from).collect())
}

impl From<DeadRow> for DeadJob {
    fn from(row: DeadRow) -> Self {
        Self {
            id: JobId::from_uuid(row.id),
            kind: row.kind,
            unique_key: row.unique_key,
            attempts: row.attempts,
            last_error: row.last_error,
            // The schema holds no outcome without its time.
            died_at: row.finished_at.unwrap_or_default(),
        }
    }
}

/// Takes up a dead job again, with all of its attempts; `false` when there is no such dead job.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn retry(
    conn: &mut PgConnection,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let dead = jobs::table
        .find(id.as_uuid())
        .filter(jobs::outcome.eq("dead"));
    Ok(diesel::update(dead).set(anew(now)).execute(conn)? > 0)
}

/// Takes up every dead job again, and tells how many there were.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn retry_all(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let dead = jobs::table.filter(jobs::outcome.eq("dead"));
    Ok(diesel::update(dead).set(anew(now)).execute(conn)?)
}

type Anew = (
    diesel::dsl::Eq<jobs::run_at, DateTime<Utc>>,
    diesel::dsl::Eq<jobs::attempts, i32>,
    diesel::dsl::Eq<jobs::finished_at, Option<DateTime<Utc>>>,
    diesel::dsl::Eq<jobs::outcome, Option<String>>,
);

fn anew(now: DateTime<Utc>) -> Anew {
    (
        jobs::run_at.eq(now),
        jobs::attempts.eq(0),
        jobs::finished_at.eq(None),
        jobs::outcome.eq(None),
    )
}

/// Gives a dead job up; `false` when there is no such dead job. Its row stays for a while, so that
/// the same job is not asked for again.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn discard(
    conn: &mut PgConnection,
    id: JobId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let dead = jobs::table
        .find(id.as_uuid())
        .filter(jobs::outcome.eq("dead"));
    let changed = diesel::update(dead)
        .set((
            jobs::outcome.eq(Some("discarded")),
            jobs::finished_at.eq(Some(now)),
        ))
        .execute(conn)?;
    Ok(changed > 0)
}

/// Counts the dead, and those that were due for longer than the grace and that nobody has in hand.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count_troubled(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    grace: TimeDelta,
) -> Result<JobCounts, DatabaseError> {
    let dead = jobs::table
        .filter(jobs::outcome.eq("dead"))
        .select(count_star())
        .first(conn)?;
    let overdue = jobs::table
        .filter(jobs::finished_at.is_null())
        .filter(jobs::run_at.le(now - grace))
        .filter(
            jobs::locked_until
                .is_null()
                .or(jobs::locked_until.le(now - grace)),
        )
        .select(count_star())
        .first(conn)?;
    Ok(JobCounts { dead, overdue })
}

/// Removes what was finished before then, and tells how many there were. The dead stay until the
/// owner decides.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete_over(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let over = jobs::table
        .filter(jobs::outcome.ne("dead"))
        .filter(jobs::finished_at.lt(before));
    Ok(diesel::delete(over).execute(conn)?)
}
