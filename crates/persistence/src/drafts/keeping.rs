//! When a state that is about to be replaced becomes a revision, and what is swept away.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::{Authorship, RevisionId, RevisionReason, Version};
use serde_json::Value;
use uuid::Uuid;

use crate::DatabaseError;
use crate::revisions::{self, NewRevision};
use crate::schema::{contents, draft_saves, drafts};

use super::{Current, Saved};

/// Autosaves of one author within so many minutes are one revision at most, unless the text shrank
/// by more than [`SHRINK_PERCENT`]: that guards against "select all, then a key".
pub const GROUP_MINUTES: i64 = 10;

/// See [`GROUP_MINUTES`].
const SHRINK_PERCENT: usize = 30;

/// How long a save's key is remembered: longer than any client tries again.
const KEY_DAYS: i64 = 7;

/// How long a content without a word is left alone.
const EMPTY_HOURS: i64 = 24;

/// Keeps the current state as a revision, unless it is one already.
pub(crate) fn keep_current(
    conn: &mut PgConnection,
    current: &Current,
    reason: RevisionReason,
) -> Result<Uuid, DatabaseError> {
    if let Some(revision) = current.revision {
        return Ok(revision);
    }
    let id = revisions::insert(
        conn,
        &NewRevision {
            content: current.id,
            fields: &current.fields,
            authorship: Authorship {
                author: current.saved_by.map(domain::AccountId::from_uuid),
                reason,
            },
            draft_version: current.version,
            parent: current.parent,
            source: None,
            made_at: Some(current.saved_at),
        },
    )?;
    Ok(id.as_uuid())
}

/// Puts new fields in the place of the current ones. The old state is kept where it has to be; the
/// new one becomes a revision unless it is an autosave.
pub(crate) fn replace(
    conn: &mut PgConnection,
    current: &Current,
    fields: &Value,
    authorship: Authorship,
    source: Option<RevisionId>,
    version: i64,
) -> Result<Saved, DatabaseError> {
    let now = database_time(conn)?;
    let is_same = current.fields == *fields;
    let mut parent = current.revision.or(current.parent);
    let mut group_started_at = current.group_started_at;
    if current.revision.is_some() {
        group_started_at = now;
    } else if !is_same && has_to_be_kept(current, fields, authorship, now) {
        parent = Some(keep_current(
            conn,
            current,
            reason_of_old(authorship.reason),
        )?);
        group_started_at = now;
    }
    let revision = if authorship.reason == RevisionReason::Autosave {
        None
    } else {
        let new = NewRevision {
            content: current.id,
            fields,
            authorship,
            draft_version: version,
            parent,
            source,
            made_at: None,
        };
        Some(revisions::insert(conn, &new)?.as_uuid())
    };
    diesel::update(drafts::table.find(current.id.as_uuid()))
        .set((
            drafts::fields.eq(fields),
            drafts::version.eq(version),
            drafts::revision_id.eq(revision),
            drafts::parent_id.eq(revision.or(parent)),
            drafts::group_started_at.eq(group_started_at),
            drafts::saved_by.eq(authorship.author.map(|id| id.as_uuid())),
            drafts::saved_at.eq(now),
        ))
        .execute(conn)?;
    Ok(Saved {
        version: Version::new(version),
        saved_at: now,
    })
}

/// Why a state is kept that something else replaces. Where two texts met, or the owner went back,
/// the old one is promised to be in the history: it must not be thinned out as an autosave.
fn reason_of_old(reason: RevisionReason) -> RevisionReason {
    match reason {
        RevisionReason::Merge => RevisionReason::Merge,
        RevisionReason::Restore | RevisionReason::Unpublish => RevisionReason::Manual,
        _ => RevisionReason::Autosave,
    }
}

fn has_to_be_kept(
    current: &Current,
    fields: &Value,
    authorship: Authorship,
    now: DateTime<Utc>,
) -> bool {
    let is_empty = length(&current.fields) == 0;
    let is_other_author = current.saved_by != authorship.author.map(|id| id.as_uuid());
    let is_old = now - current.group_started_at >= TimeDelta::minutes(GROUP_MINUTES);
    let is_meeting = matches!(
        authorship.reason,
        RevisionReason::Merge | RevisionReason::Restore | RevisionReason::Unpublish
    );
    !is_empty && (is_other_author || is_old || is_meeting || has_shrunk(&current.fields, fields))
}

fn has_shrunk(before: &Value, after: &Value) -> bool {
    length(after) * 100 < length(before) * (100 - SHRINK_PERCENT)
}

/// Characters in all fields.
fn length(fields: &Value) -> usize {
    fields.as_object().map_or(0, |fields| {
        fields
            .values()
            .filter_map(Value::as_str)
            .map(|text| text.chars().count())
            .sum()
    })
}

/// The database's own time, which all programs share.
fn database_time(conn: &mut PgConnection) -> Result<DateTime<Utc>, DatabaseError> {
    Ok(
        diesel::select(diesel::dsl::sql::<diesel::sql_types::Timestamptz>(
            "clock_timestamp()",
        ))
        .get_result(conn)?,
    )
}

/// Forgets the keys of saves that nobody sends again. Returns how many.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn forget_old_saves(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::days(KEY_DAYS);
    Ok(diesel::delete(draft_saves::table.filter(draft_saves::saved_at.lt(end))).execute(conn)?)
}

/// Removes articles and services in which nothing stands and nothing ever was kept. Returns how many.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn sweep_empty(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::hours(EMPTY_HOURS);
    let empties: Vec<Uuid> = drafts::table
        .inner_join(contents::table)
        .filter(contents::kind.ne("section"))
        .filter(drafts::saved_at.lt(end))
        .filter(drafts::parent_id.is_null())
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "not exists (select from jsonb_each_text(drafts.fields) where value ~ '\\S')",
        ))
        .filter(diesel::dsl::sql::<diesel::sql_types::Bool>(
            "not exists (select from revisions where revisions.content_id = drafts.content_id)",
        ))
        .select(drafts::content_id)
        .for_update()
        .load(conn)?;
    Ok(diesel::delete(contents::table.filter(contents::id.eq_any(empties))).execute(conn)?)
}
