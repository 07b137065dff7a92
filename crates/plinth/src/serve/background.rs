//! Everything that is done while nobody waits for it: a line for each kind of work.

use chrono::TimeDelta;
use persistence::jobs::upkeep::Period;
use persistence::jobs::{self, JobError, Outcome, boundary};
use persistence::{
    DatabaseError, contents, drafts, media, preview_links, revisions, search, sessions, undo,
};

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
        .every(Period::Day, "thin_revisions", |conn, task| {
            let count = revisions::thin(conn, task.now);
            counted("autosaves were thinned out", count)
        })
        .every(Period::Day, "purge_trash", |conn, task| {
            let count = contents::purge_trash(conn, task.now);
            counted("contents were erased from the trash", count)
        })
        .every(Period::Day, "purge_media_trash", |conn, task| {
            let count = media::purge_trash(conn, task.now);
            counted("pictures and files were erased from the trash", count)
        })
        .every(Period::Day, "purge_media_files", |conn, _| {
            let count = media::purge_files(conn);
            counted("files that nothing has were forgotten", count)
        })
        .every(Period::Hour, "sweep_empty_drafts", |conn, task| {
            let count = drafts::sweep_empty(conn, task.now);
            counted("empty drafts were swept away", count)
        })
        .every(Period::Day, "forget_old_saves", |conn, task| {
            let count = drafts::forget_old_saves(conn, task.now);
            counted("keys of old saves were forgotten", count)
        })
        .every(Period::Day, "forget_old_undos", |conn, task| {
            let count = undo::forget_old(conn, task.now);
            counted("undos that were long over were forgotten", count)
        })
        .every(Period::Day, "forget_ended_preview_links", |conn, task| {
            let count = preview_links::forget_ended(conn, task.now);
            counted("preview links that had ended were forgotten", count)
        })
        .every(Period::Day, "forget_search_terms", |conn, task| {
            let count = search::forget_terms(conn, task.now);
            counted("words that nothing has any more were forgotten", count)
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
