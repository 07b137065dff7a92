//! Links by which somebody without an account sees one revision before visitors do.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::PreviewLinkId;
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::{preview_links, revisions};

/// A link that is about to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewPreviewLink<'a> {
    /// Its id.
    pub id: PreviewLinkId,
    /// The content that it shows.
    pub content_id: Uuid,
    /// The revision that it shows, whatever is written later.
    pub revision_id: Uuid,
    /// SHA-256 of the token in its address.
    pub token_hash: &'a [u8; 32],
    /// When it is made, UTC.
    pub created_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub expires_at: DateTime<Utc>,
}

/// A link in the owner's list. Its address is not stored, so that it is shown once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewLink {
    /// Its id.
    pub id: PreviewLinkId,
    /// The revision that it shows.
    pub revision_id: Uuid,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When it ends, UTC.
    pub expires_at: DateTime<Utc>,
    /// When the owner took it back, UTC.
    pub revoked_at: Option<DateTime<Utc>>,
    /// When somebody followed it last, UTC.
    pub last_used_at: Option<DateTime<Utc>>,
    /// How often it was followed.
    pub uses: i64,
}

impl PreviewLink {
    /// True while it shows its revision.
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

/// What a link that has not ended leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PreviewedRevision {
    /// The link.
    pub link: PreviewLinkId,
    /// The content.
    pub content_id: Uuid,
    /// The revision.
    pub revision_id: Uuid,
    /// When the link ends, UTC.
    pub expires_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = preview_links, check_for_backend(diesel::pg::Pg))]
struct PreviewLinkRow {
    id: Uuid,
    revision_id: Uuid,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    revoked_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    uses: i64,
}

impl From<PreviewLinkRow> for PreviewLink {
    fn from(row: PreviewLinkRow) -> Self {
        Self {
            id: PreviewLinkId::from_uuid(row.id),
            revision_id: row.revision_id,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_at: row.last_used_at,
            uses: row.uses,
        }
    }
}

/// Makes a link.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer, or when the link would end before it begins.
pub fn insert(conn: &mut PgConnection, new: &NewPreviewLink<'_>) -> Result<(), DatabaseError> {
    diesel::insert_into(preview_links::table)
        .values((
            preview_links::id.eq(new.id.as_uuid()),
            preview_links::content_id.eq(new.content_id),
            preview_links::revision_id.eq(new.revision_id),
            preview_links::token_hash.eq(&new.token_hash[..]),
            preview_links::created_at.eq(new.created_at),
            preview_links::expires_at.eq(new.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The links of a content, the newest first, with those that have ended.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_of_content(
    conn: &mut PgConnection,
    content_id: Uuid,
) -> Result<Vec<PreviewLink>, DatabaseError> {
    let rows = preview_links::table
        .filter(preview_links::content_id.eq(content_id))
        .order((preview_links::created_at.desc(), preview_links::id.desc()))
        .select(PreviewLinkRow::as_select())
        .load(conn)?;
    Ok(rows.into_iter().map(PreviewLink::from).collect())
}

/// As [`list_of_content`], each with the number of its revision.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_numbered(
    conn: &mut PgConnection,
    content_id: Uuid,
) -> Result<Vec<(PreviewLink, i32)>, DatabaseError> {
    let rows: Vec<(PreviewLinkRow, i32)> = preview_links::table
        .inner_join(revisions::table.on(revisions::id.eq(preview_links::revision_id)))
        .filter(preview_links::content_id.eq(content_id))
        .order((preview_links::created_at.desc(), preview_links::id.desc()))
        .limit(100)
        .select((PreviewLinkRow::as_select(), revisions::number))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(row, number)| (row.into(), number))
        .collect())
}

/// Takes a link of a content back; false when it has none of that id. Taking it back again keeps
/// the first moment.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn revoke(
    conn: &mut PgConnection,
    content_id: Uuid,
    id: PreviewLinkId,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let link = preview_links::table
        .filter(preview_links::content_id.eq(content_id))
        .filter(preview_links::id.eq(id.as_uuid()));
    let is_there = diesel::select(diesel::dsl::exists(link)).get_result(conn)?;
    diesel::update(link.filter(preview_links::revoked_at.is_null()))
        .set(preview_links::revoked_at.eq(now))
        .execute(conn)?;
    Ok(is_there)
}

/// What a token leads to; nothing when the link has ended, was taken back or never was.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_by_token_hash(
    conn: &mut PgConnection,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<PreviewedRevision>, DatabaseError> {
    let row: Option<(Uuid, Uuid, Uuid, DateTime<Utc>)> = preview_links::table
        .filter(preview_links::token_hash.eq(&token_hash[..]))
        .filter(preview_links::revoked_at.is_null())
        .filter(preview_links::expires_at.gt(now))
        .select((
            preview_links::id,
            preview_links::content_id,
            preview_links::revision_id,
            preview_links::expires_at,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(
        |(link, content_id, revision_id, expires_at)| PreviewedRevision {
            link: PreviewLinkId::from_uuid(link),
            content_id,
            revision_id,
            expires_at,
        },
    ))
}

/// Notes that a link was followed, as a log would.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count_use(
    conn: &mut PgConnection,
    id: PreviewLinkId,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(preview_links::table.find(id.as_uuid()))
        .set((
            preview_links::uses.eq(preview_links::uses + 1),
            preview_links::last_used_at.eq(now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets links that ended thirty days before `now`. Returns how many.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn forget_ended(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::days(30);
    Ok(
        diesel::delete(preview_links::table.filter(preview_links::expires_at.lt(end)))
            .execute(conn)?,
    )
}
