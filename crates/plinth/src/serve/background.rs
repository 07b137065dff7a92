//! Everything that is done while nobody waits for it: a line for each kind of work.

use chrono::TimeDelta;
use persistence::jobs::upkeep::Period;
use persistence::jobs::{self, JobError, Outcome, boundary};
use persistence::{DatabaseError, sessions};

use super::worker::Handlers;

/// How long a job that is over stays to be looked at, and keeps others with its key out.
const KEEP_FINISHED: TimeDelta = TimeDelta::days(30);

/// The work that this program knows.
pub fn handlers() -> Handlers {
    Handlers::new()
        .on(boundary::KIND, boundary::run)
        .every(Period::Hour, "delete_expired_sessions", |conn, task| {
            let count = sessions::delete_expired(conn, task.now, admin_web::IDLE_LIMIT);
            counted("sessions that were over were removed", count)
        })
        .every(Period::Day, "delete_finished_jobs", |conn, task| {
            let count = jobs::delete_over(conn, task.now - KEEP_FINISHED);
            counted("jobs that were long over were removed", count)
        })
}

/// The outcome of upkeep that counts what it did.
fn counted(what: &'static str, count: Result<usize, DatabaseError>) -> Result<Outcome, JobError> {
    match count? {
        0 => {}
        count => tracing::info!(count, "{what}"),
    }
    Ok(Outcome::Done)
}
