//! What the owner is writing. A save touches the draft and its history only: no address, no
//! redirect, nothing that visitors see.

mod decisions;
mod keeping;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use domain::{
    ArticleId, Authorship, ContentId, ContentKind, Draft, EmailAddress, RevisionId, RevisionReason,
    ServiceId, Snapshot, Version,
};
use serde_json::Value;
use uuid::Uuid;

use crate::error::stored;
use crate::schema::{accounts, contents, draft_saves, drafts, page_sections};
use crate::sql::digest_of_fields;
use crate::{DatabaseError, SaveError, snapshots};

pub use decisions::{discard, keep_aside, restore};
pub use keeping::{GROUP_MINUTES, forget_old_saves, sweep_empty};

pub(crate) use decisions::live_revision;
pub(crate) use keeping::{keep_current, replace};

/// A save that was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Save<'a> {
    /// Which content; it is made where it does not exist and `expected` is 0.
    pub id: ContentId,
    /// The fields.
    pub snapshot: &'a Snapshot,
    /// The version that they were made from.
    pub expected: Version,
    /// The client's own name for this save: the same key and fields sent again are answered, not
    /// saved again.
    pub key: Option<Uuid>,
    /// Who saves and why.
    pub authorship: Authorship,
}

/// A save that was done, now or when the same key was sent before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The version that the save made.
    pub version: Version,
    /// When, UTC.
    pub saved_at: DateTime<Utc>,
}

/// A draft's row, locked.
pub(crate) struct Current {
    pub id: ContentId,
    pub kind: ContentKind,
    pub fields: Value,
    pub version: i64,
    pub revision: Option<Uuid>,
    pub parent: Option<Uuid>,
    pub saved_by: Option<Uuid>,
    pub saved_at: DateTime<Utc>,
    pub group_started_at: DateTime<Utc>,
    pub is_trashed: bool,
}

impl Current {
    pub fn snapshot(&self) -> Result<Snapshot, DatabaseError> {
        snapshots::from_json(self.kind, &self.fields)
    }
}

type CurrentRow = (
    Uuid,
    Value,
    i64,
    Option<Uuid>,
    Option<Uuid>,
    Option<Uuid>,
    DateTime<Utc>,
    DateTime<Utc>,
);

/// Locks a draft until the transaction ends.
pub(crate) fn lock(
    conn: &mut PgConnection,
    id: ContentId,
) -> Result<Option<Current>, DatabaseError> {
    let row: Option<CurrentRow> = drafts::table
        .find(id.as_uuid())
        .select((
            drafts::content_id,
            drafts::fields,
            drafts::version,
            drafts::revision_id,
            drafts::parent_id,
            drafts::saved_by,
            drafts::saved_at,
            drafts::group_started_at,
        ))
        .for_update()
        .first(conn)
        .optional()?;
    let Some((content, fields, version, revision, parent, saved_by, saved_at, started)) = row
    else {
        return Ok(None);
    };
    let (kind, trashed_at, section): (String, Option<DateTime<Utc>>, Option<String>) =
        contents::table
            .left_join(page_sections::table)
            .filter(contents::id.eq(content))
            .select((
                contents::kind,
                contents::trashed_at,
                page_sections::key.nullable(),
            ))
            .first(conn)?;
    Ok(Some(Current {
        id: ContentId::from_uuid(content),
        kind: snapshots::kind(&kind, section.as_deref())?,
        fields,
        version,
        revision,
        parent,
        saved_by,
        saved_at,
        group_started_at: started,
        is_trashed: trashed_at.is_some(),
    }))
}

/// A draft of a kind, locked, if it is the expected version.
pub(crate) fn expect(
    conn: &mut PgConnection,
    id: ContentId,
    kind: ContentKind,
    expected: Version,
) -> Result<Current, SaveError<Draft>> {
    let current = lock(conn, id)?
        .filter(|current| !current.is_trashed && current.kind == kind)
        .ok_or(SaveError::Missing)?;
    if current.version == expected.get() {
        return Ok(current);
    }
    let current = find(conn, id)?.ok_or(SaveError::Missing)?;
    Err(SaveError::Stale {
        current: Box::new(current),
    })
}

type DraftRow = (
    Uuid,
    Value,
    i64,
    Option<Uuid>,
    DateTime<Utc>,
    DateTime<Utc>,
    String,
    Option<String>,
    Option<String>,
);

/// The draft of a content that stands.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: ContentId) -> Result<Option<Draft>, DatabaseError> {
    let row: Option<DraftRow> = drafts::table
        .inner_join(contents::table.left_join(page_sections::table))
        .left_join(accounts::table.on(accounts::id.nullable().eq(drafts::saved_by)))
        .filter(drafts::content_id.eq(id.as_uuid()))
        .filter(contents::trashed_at.is_null())
        .select((
            drafts::content_id,
            drafts::fields,
            drafts::version,
            drafts::revision_id,
            drafts::saved_at,
            contents::created_at,
            contents::kind,
            page_sections::key.nullable(),
            accounts::email.nullable(),
        ))
        .first(conn)
        .optional()?;
    row.map(
        |(id, fields, version, revision, saved_at, created_at, kind, section, email)| {
            let kind = snapshots::kind(&kind, section.as_deref())?;
            Ok(Draft {
                id: ContentId::from_uuid(id),
                snapshot: snapshots::from_json(kind, &fields)?,
                version: Version::new(version),
                revision: revision.map(RevisionId::from_uuid),
                saved_at,
                saved_by: email
                    .map(|email| stored("accounts.email", EmailAddress::parse(&email)))
                    .transpose()?,
                created_at,
            })
        },
    )
    .transpose()
}

/// The draft of an article that stands.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_of_article(
    conn: &mut PgConnection,
    id: ArticleId,
) -> Result<Option<Draft>, DatabaseError> {
    let draft = find(conn, id.into())?;
    Ok(draft.filter(|draft| draft.snapshot.kind() == ContentKind::Article))
}

/// The draft of a service that stands.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_of_service(
    conn: &mut PgConnection,
    id: ServiceId,
) -> Result<Option<Draft>, DatabaseError> {
    let draft = find(conn, id.into())?;
    Ok(draft.filter(|draft| draft.snapshot.kind() == ContentKind::Service))
}

/// Stores what was typed, if it was made from the stored version.
///
/// The state that is replaced is kept as a revision before, where the promise of the history asks
/// for it (see [`GROUP_MINUTES`]). Nothing changes, and the version stays, when the fields are the
/// stored ones already.
///
/// # Errors
/// [`SaveError::Stale`] with what is stored now; [`SaveError::Missing`] when the content is in the
/// trash, is of another kind, or never was and the save was made from a stored version;
/// [`SaveError::Database`] when the database did not answer.
pub fn save(conn: &mut PgConnection, save: &Save<'_>) -> Result<Saved, SaveError<Draft>> {
    conn.transaction(|conn| {
        if save.expected.get() == 0 {
            make(conn, save)?;
        }
        let current = lock(conn, save.id)?.ok_or(SaveError::Missing)?;
        if current.kind != save.snapshot.kind() {
            return Err(SaveError::Missing);
        }
        if let Some(done) = already_done(conn, save)? {
            return Ok(done);
        }
        if current.is_trashed {
            return Err(SaveError::Missing);
        }
        // A row that was made just now holds nothing yet, so that nobody's words are in it.
        if current.version != save.expected.get().max(1)
            || (save.expected.get() == 0 && !is_fresh(&current))
        {
            let current = find(conn, save.id)?.ok_or(SaveError::Missing)?;
            return Err(SaveError::Stale {
                current: Box::new(current),
            });
        }
        let saved = apply(conn, &current, save)?;
        remember(conn, save, saved)?;
        Ok(saved)
    })
}

/// A new row's version is 1 before its first save is applied, and its fields are all empty.
fn is_fresh(current: &Current) -> bool {
    current.version == 1
        && current.revision.is_none()
        && current
            .fields
            .as_object()
            .is_some_and(|fields| fields.is_empty())
}

/// Makes the content and an empty draft, unless it exists.
fn make(conn: &mut PgConnection, save: &Save<'_>) -> Result<(), DatabaseError> {
    let kind = save.snapshot.kind();
    if matches!(kind, ContentKind::Section(_)) {
        return Ok(());
    }
    diesel::insert_into(contents::table)
        .values((
            contents::id.eq(save.id.as_uuid()),
            contents::kind.eq(kind.as_str()),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    diesel::insert_into(drafts::table)
        .values((
            drafts::content_id.eq(save.id.as_uuid()),
            drafts::fields.eq(Value::Object(serde_json::Map::new())),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

fn apply(
    conn: &mut PgConnection,
    current: &Current,
    save: &Save<'_>,
) -> Result<Saved, DatabaseError> {
    let fields = snapshots::to_json(save.snapshot);
    let is_deliberate = save.authorship.reason != RevisionReason::Autosave;
    if current.fields == fields && (!is_deliberate || current.revision.is_some()) {
        return Ok(Saved {
            version: Version::new(current.version),
            saved_at: current.saved_at,
        });
    }
    if is_fresh(current) {
        return replace(conn, current, &fields, save.authorship, None, 1);
    }
    replace(
        conn,
        current,
        &fields,
        save.authorship,
        None,
        current.version + 1,
    )
}

/// The outcome of a save that was done under the same key.
pub(crate) fn already_done(
    conn: &mut PgConnection,
    save: &Save<'_>,
) -> Result<Option<Saved>, DatabaseError> {
    let Some(key) = save.key else {
        return Ok(None);
    };
    // A key that comes with other words, as from a form that was given back and changed, is a save
    // of its own.
    let row: Option<(i64, DateTime<Utc>)> = draft_saves::table
        .find((save.id.as_uuid(), key))
        .filter(draft_saves::fields_hash.eq(digest_of_fields(snapshots::to_json(save.snapshot))))
        .select((draft_saves::version, draft_saves::saved_at))
        .first(conn)
        .optional()?;
    Ok(row.map(|(version, saved_at)| Saved {
        version: Version::new(version),
        saved_at,
    }))
}

fn remember(conn: &mut PgConnection, save: &Save<'_>, saved: Saved) -> Result<(), DatabaseError> {
    let Some(key) = save.key else {
        return Ok(());
    };
    diesel::insert_into(draft_saves::table)
        .values((
            draft_saves::content_id.eq(save.id.as_uuid()),
            draft_saves::save_key.eq(key),
            draft_saves::fields_hash.eq(digest_of_fields(snapshots::to_json(save.snapshot))),
            draft_saves::version.eq(saved.version.get()),
            draft_saves::saved_at.eq(saved.saved_at),
        ))
        .on_conflict((draft_saves::content_id, draft_saves::save_key))
        .do_update()
        .set((
            draft_saves::fields_hash.eq(excluded(draft_saves::fields_hash)),
            draft_saves::version.eq(excluded(draft_saves::version)),
            draft_saves::saved_at.eq(excluded(draft_saves::saved_at)),
        ))
        .execute(conn)?;
    Ok(())
}
