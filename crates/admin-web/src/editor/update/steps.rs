//! The steps of the plain form: saving, publishing, scheduling, going back, giving way.

use domain::{Authorship, ContentId, Draft, FieldProblem, RevisionReason, Snapshot, Version};
use persistence::articles::{self, bulk};
use persistence::drafts::{self, Save};
use persistence::{PgConnection, SaveError, revisions};
use uuid::Uuid;

use crate::editor::merging::merge_snapshots;
use crate::editor::publishing::{self, Refusal};
use crate::editor::schedule_form::Request;
use crate::editor::standing::Standing;
use crate::editor::subject::Subject;
use crate::error::AdminError;

use super::{Form, Outcome};

/// Gives the draft back what visitors see.
pub(super) fn discard(
    conn: &mut PgConnection,
    id: ContentId,
    form: &Form,
) -> Result<&'static str, Refusal> {
    if !Standing::load(conn, form.subject)?.is_live() {
        return Err(Refusal::Problems(vec![FieldProblem::new(
            "title",
            "There is nothing on the site to go back to any more. Your text is saved.",
        )]));
    }
    let authorship = Authorship {
        author: Some(form.account.id),
        reason: RevisionReason::Restore,
    };
    drafts::discard(conn, id, authorship)?;
    Ok("Back to what is on the site. What you had stands in the history.")
}

/// Publishes the draft; of an article, so that it can be undone.
pub(super) fn publish(
    conn: &mut PgConnection,
    form: &Form,
    version: Version,
) -> Result<Option<Uuid>, Refusal> {
    let author = form.account.id;
    let Subject::Article(id) = form.subject else {
        publishing::publish(conn, form.subject, version, author, form.publish)?;
        return Ok(None);
    };
    let mut refusal = None;
    let done = bulk::publish_many(conn, &[id], |conn, _, _| {
        match publishing::publish(conn, form.subject, version, author, form.publish) {
            Ok(()) => Ok(Ok(())),
            Err(Refusal::Database(error)) => Err(error),
            Err(other) => {
                refusal = Some(other);
                Ok(Err(String::new()))
            }
        }
    })?;
    match refusal {
        Some(refusal) => Err(refusal),
        None if done.changed + done.unchanged == 0 => Err(Refusal::Missing),
        None => Ok(done.undo),
    }
}

/// True when what is stored is what was typed, with the address filled in that was left empty, and
/// visitors see it.
pub(super) fn is_done_already(
    conn: &mut PgConnection,
    form: &Form,
    snapshot: &Snapshot,
    stored: &Draft,
) -> Result<bool, AdminError> {
    let is_same = match stored.snapshot.differences(snapshot).as_slice() {
        [] => true,
        ["slug"] => snapshot.get("slug").trim().is_empty(),
        _ => false,
    };
    let standing = Standing::load(conn, form.subject)?;
    Ok(is_same && standing.is_live() && !standing.has_unpublished_changes())
}

pub(super) fn schedule(
    conn: &mut PgConnection,
    form: &Form,
    version: Version,
) -> Result<&'static str, Refusal> {
    let (Subject::Article(id), Some(request)) = (form.subject, &form.schedule) else {
        return Err(Refusal::Missing);
    };
    match request {
        Request::Publication(schedule) => {
            publishing::schedule(conn, id, version, form.account.id, schedule, form.publish)?;
            Ok("Scheduled. The text as it is now will be published at that time.")
        }
        Request::Withdrawal { at, zone } => {
            articles::schedule_withdrawal(conn, id, *at, *zone).map_err(|error| match error {
                SaveError::Missing => Refusal::Problems(vec![FieldProblem::new(
                    "publish_at",
                    "It is not on the site; please say when it shall be published.",
                )]),
                other => other.into(),
            })?;
            Ok("It stays on the site until then.")
        }
        Request::Nothing => {
            articles::cancel_schedule(conn, id)?;
            Ok("Nothing is scheduled any more.")
        }
    }
}

/// Saves what was typed; with what was saved meanwhile where the two can be put together. Answers
/// the new version, and whether something was merged.
pub(super) fn save(
    conn: &mut PgConnection,
    id: ContentId,
    form: &Form,
    snapshot: &Snapshot,
) -> Result<Result<(Version, bool), Outcome>, AdminError> {
    let reason = if form.is_after_conflict {
        // Keeps what it replaces, which was shown beside it.
        RevisionReason::Merge
    } else {
        RevisionReason::Manual
    };
    let mut wanted = Save {
        id,
        snapshot,
        expected: Version::new(form.expected),
        key: form.key,
        authorship: Authorship {
            author: Some(form.account.id),
            reason,
        },
    };
    let stored = match drafts::save(conn, &wanted) {
        Ok(saved) => return Ok(Ok((saved.version, false))),
        Err(SaveError::Stale { current }) => current,
        Err(SaveError::Missing) => return Ok(Err(Outcome::Gone)),
        // No save of a draft asks for an address.
        Err(error @ SaveError::SlugTaken) => return Err(error.into()),
        Err(SaveError::Database(error)) => return Err(error.into()),
    };
    // The same text sent twice, as by a double click, is no conflict.
    if stored.snapshot == *snapshot {
        return Ok(Ok((stored.version, false)));
    }
    let kind = snapshot.kind();
    let base = revisions::find_snapshot_of_version(conn, id, kind, Version::new(form.expected))?;
    let merged = base.and_then(|base| merge_snapshots(&base, snapshot, &stored.snapshot).ok());
    let Some(merged) = merged else {
        return Ok(Err(Outcome::Conflict(stored)));
    };
    wanted.snapshot = &merged.snapshot;
    wanted.expected = stored.version;
    wanted.authorship.reason = RevisionReason::Merge;
    match drafts::save(conn, &wanted) {
        Ok(saved) => Ok(Ok((saved.version, true))),
        Err(SaveError::Stale { current }) => Ok(Err(Outcome::Conflict(current))),
        Err(error) => Err(error.into()),
    }
}

pub(super) fn take_theirs(
    conn: &mut PgConnection,
    id: ContentId,
    form: &Form,
    snapshot: &Snapshot,
) -> Result<Outcome, AdminError> {
    let authorship = Authorship {
        author: Some(form.account.id),
        reason: RevisionReason::Merge,
    };
    match drafts::keep_aside(conn, id, snapshot, authorship) {
        Ok(_) => Ok(Outcome::Done(
            "You took what was saved. Your own text stands in the history.",
        )),
        Err(SaveError::Database(error)) => Err(error.into()),
        Err(_) => Ok(Outcome::Gone),
    }
}
