//! Kept states of what the owner wrote. Rows are inserted and never changed; the database refuses
//! anything else.

mod thinning;

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use domain::{
    Authorship, ContentId, ContentKind, EmailAddress, Revision, RevisionId, RevisionReason,
    RevisionSummary, Snapshot, Version,
};
use serde_json::Value;
use uuid::Uuid;

use crate::error::stored;
use crate::schema::{accounts, contents, page_sections, revisions};
use crate::{DatabaseError, snapshots};

pub use thinning::thin;

/// A state that is about to be kept.
pub(crate) struct NewRevision<'a> {
    pub content: ContentId,
    pub fields: &'a Value,
    pub authorship: Authorship,
    /// The draft's version that held exactly these fields; 0 for none.
    pub draft_version: i64,
    pub parent: Option<Uuid>,
    pub source: Option<RevisionId>,
    /// When the state was made, where that is earlier than now.
    pub made_at: Option<DateTime<Utc>>,
}

/// Keeps a state. The draft's row must be locked, so that two states get two numbers.
pub(crate) fn insert(
    conn: &mut PgConnection,
    new: &NewRevision<'_>,
) -> Result<RevisionId, DatabaseError> {
    let last: Option<i32> = revisions::table
        .filter(revisions::content_id.eq(new.content.as_uuid()))
        .select(diesel::dsl::max(revisions::number))
        .first(conn)?;
    let id = Uuid::now_v7();
    diesel::insert_into(revisions::table)
        .values((
            revisions::id.eq(id),
            revisions::content_id.eq(new.content.as_uuid()),
            revisions::number.eq(last.unwrap_or(0).saturating_add(1)),
            revisions::parent_id.eq(new.parent),
            revisions::source_id.eq(new.source.map(|id| id.as_uuid())),
            revisions::author_id.eq(new.authorship.author.map(|id| id.as_uuid())),
            revisions::reason.eq(new.authorship.reason.as_str()),
            revisions::fields.eq(new.fields),
            revisions::draft_version.eq(new.draft_version),
            revisions::renderer_version.eq(domain::RENDERER_VERSION),
            new.made_at.map(|at| revisions::created_at.eq(at)),
        ))
        .execute(conn)?;
    Ok(RevisionId::from_uuid(id))
}

type Row = (
    Uuid,
    Uuid,
    i32,
    String,
    Value,
    i64,
    DateTime<Utc>,
    String,
    Option<String>,
);

fn from_row(row: Row) -> Result<Revision, DatabaseError> {
    let (id, content, number, reason, fields, version, created_at, kind, section) = row;
    let kind = snapshots::kind(&kind, section.as_deref())?;
    Ok(Revision {
        id: RevisionId::from_uuid(id),
        content: ContentId::from_uuid(content),
        number,
        reason: stored("revisions.reason", RevisionReason::parse(&reason))?,
        snapshot: snapshots::from_json(kind, &fields)?,
        draft_version: Version::new(version),
        created_at,
    })
}

/// A kept state of a content, by its number.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_by_number(
    conn: &mut PgConnection,
    content: ContentId,
    number: i32,
) -> Result<Option<Revision>, DatabaseError> {
    let id: Option<Uuid> = revisions::table
        .filter(revisions::content_id.eq(content.as_uuid()))
        .filter(revisions::number.eq(number))
        .select(revisions::id)
        .first(conn)
        .optional()?;
    match id {
        Some(id) => find(conn, RevisionId::from_uuid(id)),
        None => Ok(None),
    }
}

/// A kept state.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: RevisionId) -> Result<Option<Revision>, DatabaseError> {
    revisions::table
        .inner_join(contents::table.left_join(page_sections::table))
        .filter(revisions::id.eq(id.as_uuid()))
        .select((
            revisions::id,
            revisions::content_id,
            revisions::number,
            revisions::reason,
            revisions::fields,
            revisions::draft_version,
            revisions::created_at,
            contents::kind,
            page_sections::key.nullable(),
        ))
        .first::<Row>(conn)
        .optional()?
        .map(from_row)
        .transpose()
}

/// The fields that a draft had at a version, where they were kept; the base of a merge.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_snapshot_of_version(
    conn: &mut PgConnection,
    content: ContentId,
    kind: ContentKind,
    version: Version,
) -> Result<Option<Snapshot>, DatabaseError> {
    revisions::table
        .filter(revisions::content_id.eq(content.as_uuid()))
        .filter(revisions::draft_version.eq(version.get()))
        .filter(revisions::draft_version.gt(0))
        .select(revisions::fields)
        .first::<Value>(conn)
        .optional()?
        .map(|fields| snapshots::from_json(kind, &fields))
        .transpose()
}

type SummaryRow = (
    Uuid,
    i32,
    String,
    Option<String>,
    Option<i32>,
    i64,
    String,
    DateTime<Utc>,
);

/// The kept states of a content, the newest first, from below a number on.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    content: ContentId,
    below: Option<i32>,
    limit: i64,
) -> Result<Vec<RevisionSummary>, DatabaseError> {
    let sources = diesel::alias!(revisions as sources);
    let rows: Vec<SummaryRow> = revisions::table
        .left_join(accounts::table.on(accounts::id.nullable().eq(revisions::author_id)))
        .left_join(
            sources.on(sources
                .field(revisions::id)
                .nullable()
                .eq(revisions::source_id)),
        )
        .filter(revisions::content_id.eq(content.as_uuid()))
        .filter(revisions::number.lt(below.unwrap_or(i32::MAX)))
        .order(revisions::number.desc())
        .limit(limit)
        .select((
            revisions::id,
            revisions::number,
            revisions::reason,
            accounts::email.nullable(),
            sources.field(revisions::number).nullable(),
            sql::<BigInt>(
                "(select coalesce(sum(char_length(value)), 0) from jsonb_each_text(revisions.fields))",
            ),
            sql::<Text>("coalesce(revisions.fields ->> 'slug', '')"),
            revisions::created_at,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(
            |(id, number, reason, author, source_number, length_chars, slug, created_at)| {
                Ok(RevisionSummary {
                    id: RevisionId::from_uuid(id),
                    number,
                    reason: stored("revisions.reason", RevisionReason::parse(&reason))?,
                    author: author
                        .map(|email| stored("accounts.email", EmailAddress::parse(&email)))
                        .transpose()?,
                    source_number,
                    length_chars,
                    slug,
                    created_at,
                })
            },
        )
        .collect()
}

/// The revision that visitors see now, of a content of any kind.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_live(
    conn: &mut PgConnection,
    content: ContentId,
) -> Result<Option<Revision>, DatabaseError> {
    match crate::drafts::live_revision(conn, content)? {
        Some(id) => find(conn, id),
        None => Ok(None),
    }
}

/// The revision that holds exactly a version of a draft.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_id_of_version(
    conn: &mut PgConnection,
    content: ContentId,
    version: Version,
) -> Result<Option<RevisionId>, DatabaseError> {
    use crate::schema::drafts;
    // After going back to what is live, the draft is a revision of an earlier version.
    let current: Option<Option<Uuid>> = drafts::table
        .find(content.as_uuid())
        .filter(drafts::version.eq(version.get()))
        .select(drafts::revision_id)
        .first(conn)
        .optional()?;
    if let Some(Some(id)) = current {
        return Ok(Some(RevisionId::from_uuid(id)));
    }
    let id: Option<Uuid> = revisions::table
        .filter(revisions::content_id.eq(content.as_uuid()))
        .filter(revisions::draft_version.eq(version.get()))
        .order(revisions::number.desc())
        .select(revisions::id)
        .first(conn)
        .optional()?;
    Ok(id.map(RevisionId::from_uuid))
}
