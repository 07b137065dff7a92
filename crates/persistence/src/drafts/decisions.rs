//! Going back: to what is live, to an older state, to one of two texts that met. Whatever is
//! replaced or not chosen becomes a revision first.

use diesel::prelude::*;
use domain::{Authorship, ContentId, Draft, RevisionId, RevisionReason, Snapshot};
use serde_json::Value;
use uuid::Uuid;

use crate::revisions::{self, NewRevision};
use crate::schema::{article_editions, page_sections, revisions as revision_rows, services};
use crate::sql::digest_of_fields;
use crate::{DatabaseError, SaveError, snapshots};

use super::{Current, find, keep_current, lock, replace};

fn locked(conn: &mut PgConnection, id: ContentId) -> Result<Current, SaveError<Draft>> {
    lock(conn, id)?
        .filter(|current| !current.is_trashed)
        .ok_or(SaveError::Missing)
}

/// Keeps a text beside the draft, as the one that was not chosen; the draft stays as it is. A text
/// that is kept already is not kept twice, unless by an autosave, which may be thinned out. Returns
/// the revision's number.
///
/// # Errors
/// [`SaveError::Missing`] when the content is gone; [`SaveError::Database`] when the database did
/// not answer.
pub fn keep_aside(
    conn: &mut PgConnection,
    id: ContentId,
    snapshot: &Snapshot,
    authorship: Authorship,
) -> Result<i32, SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = lock(conn, id)?.ok_or(SaveError::Missing)?;
        let fields = snapshots::to_json(snapshot);
        let known: Option<i32> = revision_rows::table
            .filter(revision_rows::content_id.eq(id.as_uuid()))
            .filter(revision_rows::fields_hash.eq(digest_of_fields(&fields)))
            .filter(revision_rows::reason.ne(RevisionReason::Autosave.as_str()))
            .select(revision_rows::number)
            .order(revision_rows::number.desc())
            .first(conn)
            .optional()?;
        if let Some(number) = known {
            return Ok(number);
        }
        let revision = revisions::insert(
            conn,
            &NewRevision {
                content: id,
                fields: &fields,
                authorship,
                draft_version: 0,
                parent: current.parent,
                source: None,
                made_at: None,
            },
        )?;
        Ok(revision_rows::table
            .find(revision.as_uuid())
            .select(revision_rows::number)
            .first(conn)?)
    })
}

/// Gives the draft the fields of an older revision, as a new revision. The address stays the
/// draft's own unless `with_slug`. What visitors see does not change.
///
/// # Errors
/// [`SaveError::Missing`] when the content or that revision is gone; [`SaveError::Database`] when
/// the database did not answer.
pub fn restore(
    conn: &mut PgConnection,
    id: ContentId,
    number: i32,
    with_slug: bool,
    authorship: Authorship,
) -> Result<Draft, SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = locked(conn, id)?;
        let revision = revisions::find_by_number(conn, id, number)?.ok_or(SaveError::Missing)?;
        let mut snapshot = revision.snapshot;
        if !with_slug {
            let slug = current.snapshot()?.get("slug").to_owned();
            // It stands in a draft, so that it fits; a section has none, which changes nothing.
            let _ = snapshot.set("slug", &slug);
        }
        let fields = snapshots::to_json(&snapshot);
        let version = current.version + 1;
        replace(
            conn,
            &current,
            &fields,
            authorship,
            Some(revision.id),
            version,
        )?;
        find(conn, id)?.ok_or(SaveError::Missing)
    })
}

/// Gives the draft the fields that visitors see; what stood in it is kept as a revision.
///
/// # Errors
/// [`SaveError::Missing`] when the content is gone or was never published; [`SaveError::Database`]
/// when the database did not answer.
pub fn discard(
    conn: &mut PgConnection,
    id: ContentId,
    authorship: Authorship,
) -> Result<Draft, SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = locked(conn, id)?;
        let live = live_revision(conn, id)?.ok_or(SaveError::Missing)?;
        let fields: Value = revision_rows::table
            .find(live.as_uuid())
            .select(revision_rows::fields)
            .first(conn)?;
        if fields != current.fields {
            // Promised to be in the history, so not as an autosave, which may be thinned out.
            keep_current(conn, &current, RevisionReason::Manual)?;
            point_at_live(conn, &current, &fields, live, authorship)?;
        }
        find(conn, id)?.ok_or(SaveError::Missing)
    })
}

/// The draft is the live revision again: no new one is needed.
fn point_at_live(
    conn: &mut PgConnection,
    current: &Current,
    fields: &Value,
    live: RevisionId,
    authorship: Authorship,
) -> Result<(), DatabaseError> {
    use crate::schema::drafts;
    diesel::update(drafts::table.find(current.id.as_uuid()))
        .set((
            drafts::fields.eq(fields),
            drafts::version.eq(current.version + 1),
            drafts::revision_id.eq(live.as_uuid()),
            drafts::parent_id.eq(live.as_uuid()),
            drafts::saved_by.eq(authorship.author.map(|id| id.as_uuid())),
            drafts::saved_at.eq(diesel::dsl::sql::<diesel::sql_types::Timestamptz>(
                "clock_timestamp()",
            )),
        ))
        .execute(conn)?;
    Ok(())
}

/// The revision that visitors see now, of a content of any kind.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub(crate) fn live_revision(
    conn: &mut PgConnection,
    id: ContentId,
) -> Result<Option<RevisionId>, DatabaseError> {
    let id = id.as_uuid();
    let edition: Option<Uuid> = article_editions::table
        .filter(article_editions::article_id.eq(id))
        .filter(crate::articles::visible_now())
        .select(article_editions::revision_id)
        .first(conn)
        .optional()?;
    let service = || services::table.find(id).select(services::revision_id);
    let section = || {
        page_sections::table
            .filter(page_sections::content_id.eq(id))
            .select(page_sections::revision_id)
    };
    let found = match edition {
        Some(id) => Some(id),
        None => match service().first(conn).optional()? {
            Some(id) => Some(id),
            None => section().first(conn).optional()?,
        },
    };
    Ok(found.map(RevisionId::from_uuid))
}
