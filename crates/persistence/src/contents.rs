//! The identity of whatever the owner writes: made with the first save, put into the trash, erased
//! thirty days later.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz};
use domain::{Authorship, ContentId, ContentKind, RevisionId, RevisionReason, Snapshot};

use crate::drafts::{self, Current};
use crate::schema::{contents, drafts as draft_rows};
use crate::{DatabaseError, snapshots};
use uuid::Uuid;

/// How long the trash keeps what is in it.
pub const TRASH_DAYS: i64 = 30;

/// The database's own time, which all programs share.
pub(crate) fn database_time(conn: &mut PgConnection) -> Result<DateTime<Utc>, DatabaseError> {
    Ok(diesel::select(diesel::dsl::sql::<Timestamptz>("clock_timestamp()")).get_result(conn)?)
}

/// Notes that visitors could see a content.
pub(crate) fn mark_public(conn: &mut PgConnection, id: ContentId) -> Result<(), DatabaseError> {
    diesel::update(
        contents::table
            .find(id.as_uuid())
            .filter(contents::was_public.eq(false)),
    )
    .set(contents::was_public.eq(true))
    .execute(conn)?;
    Ok(())
}

/// Keeps a locked draft as a revision for a reason, with its address filled in, and makes that the
/// draft's own state too. The version grows only where a field changed by it.
pub(crate) fn keep_as(
    conn: &mut PgConnection,
    current: &Current,
    fields: &Snapshot,
    authorship: Authorship,
) -> Result<RevisionId, DatabaseError> {
    let fields = snapshots::to_json(fields);
    let version = if fields == current.fields {
        current.version
    } else {
        current.version + 1
    };
    let revision = crate::revisions::insert(
        conn,
        &crate::revisions::NewRevision {
            content: current.id,
            fields: &fields,
            authorship,
            draft_version: version,
            parent: current.revision.or(current.parent),
            source: None,
            made_at: None,
        },
    )?;
    diesel::update(draft_rows::table.find(current.id.as_uuid()))
        .set((
            draft_rows::fields.eq(&fields),
            draft_rows::version.eq(version),
            draft_rows::revision_id.eq(revision.as_uuid()),
            draft_rows::parent_id.eq(revision.as_uuid()),
        ))
        .execute(conn)?;
    Ok(revision)
}

/// Makes a content whose draft is its first revision; for content that is published as it comes.
pub(crate) fn insert_published(
    conn: &mut PgConnection,
    id: ContentId,
    snapshot: &Snapshot,
) -> Result<RevisionId, DatabaseError> {
    let fields = snapshots::to_json(snapshot);
    diesel::insert_into(contents::table)
        .values((
            contents::id.eq(id.as_uuid()),
            contents::kind.eq(snapshot.kind().as_str()),
            contents::was_public.eq(true),
        ))
        .execute(conn)?;
    let revision = crate::revisions::insert(
        conn,
        &crate::revisions::NewRevision {
            content: id,
            fields: &fields,
            authorship: Authorship {
                author: None,
                reason: RevisionReason::Import,
            },
            draft_version: 1,
            parent: None,
            source: None,
            made_at: None,
        },
    )?;
    diesel::insert_into(draft_rows::table)
        .values((
            draft_rows::content_id.eq(id.as_uuid()),
            draft_rows::fields.eq(&fields),
            draft_rows::revision_id.eq(revision.as_uuid()),
            draft_rows::parent_id.eq(revision.as_uuid()),
        ))
        .execute(conn)?;
    Ok(revision)
}

/// Puts a content of a kind into the trash; `false` when it is there already or never was.
pub(crate) fn trash(
    conn: &mut PgConnection,
    id: ContentId,
    kind: ContentKind,
) -> Result<bool, DatabaseError> {
    // The draft's lock comes first everywhere, so that nobody waits for somebody who waits for him.
    drafts::lock(conn, id)?;
    let changed = diesel::update(
        contents::table
            .find(id.as_uuid())
            .filter(contents::trashed_at.is_null())
            .filter(contents::kind.eq(kind.as_str())),
    )
    .set(contents::trashed_at.eq(diesel::dsl::now))
    .execute(conn)?;
    Ok(changed > 0)
}

/// Takes a content of a kind out of the trash. Answers since when it was there; nothing when it is
/// not in it.
pub(crate) fn take_from_trash(
    conn: &mut PgConnection,
    id: ContentId,
    kind: ContentKind,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
    drafts::lock(conn, id)?;
    let in_trash = contents::table
        .find(id.as_uuid())
        .filter(contents::kind.eq(kind.as_str()));
    let since: Option<DateTime<Utc>> = in_trash
        .select(contents::trashed_at)
        .first(conn)
        .optional()?
        .flatten();
    if since.is_some() {
        diesel::update(in_trash)
            .set(contents::trashed_at.eq(None::<DateTime<Utc>>))
            .execute(conn)?;
    }
    Ok(since)
}

/// The kind of a content, also of one in the trash: `article`, `service` or `section`.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_kind(conn: &mut PgConnection, id: ContentId) -> Result<Option<String>, DatabaseError> {
    Ok(contents::table
        .find(id.as_uuid())
        .select(contents::kind)
        .first(conn)
        .optional()?)
}

/// Erases what was in the trash for [`TRASH_DAYS`] at `now`, with its history. Returns how many.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn purge_trash(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::days(TRASH_DAYS);
    conn.transaction(|conn| {
        // The drafts' locks come first, as everywhere.
        let over: Vec<Uuid> = draft_rows::table
            .filter(
                draft_rows::content_id.eq_any(
                    contents::table
                        .filter(contents::trashed_at.lt(end))
                        .select(contents::id),
                ),
            )
            .order(draft_rows::content_id)
            .select(draft_rows::content_id)
            .for_update()
            .load(conn)?;
        Ok(diesel::delete(
            contents::table
                .filter(contents::id.eq_any(over))
                .filter(contents::trashed_at.lt(end)),
        )
        .execute(conn)?)
    })
}

#[derive(QueryableByName)]
struct AddressRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    address: String,
}

/// The present addresses of some contents that visitors see; others are left out.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_addresses(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, DatabaseError> {
    let rows: Vec<AddressRow> = diesel::sql_query(
        "select article_id as id, '/articles/' || slug as address from article_editions
         where article_id = any($1) and not is_trashed and visible_from <= now()
           and (visible_until is null or visible_until > now())
         union all
         select id, '/services/' || slug from services
         where id = any($1) and is_shown and deleted_at is null",
    )
    .bind::<Array<diesel::sql_types::Uuid>, _>(ids)
    .load(conn)?;
    Ok(rows.into_iter().map(|row| (row.id, row.address)).collect())
}

/// An article or a service that a text can link to.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Linkable {
    /// Its id.
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: Uuid,
    /// `article` or `service`.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// The draft's title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// The address that visitors know; `None` while they see nothing there.
    #[diesel(sql_type = Nullable<Text>)]
    pub address: Option<String>,
}

/// What stands and can be linked to, whose title or address holds the words, or that has this id; what visitors see comes first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn search_linkable(
    conn: &mut PgConnection,
    words: &str,
    limit: i64,
) -> Result<Vec<Linkable>, DatabaseError> {
    Ok(diesel::sql_query(
        "select c.id, c.kind, d.title,
                coalesce('/articles/' || e.slug, '/services/' || s.slug) as address
         from contents c join drafts d on d.content_id = c.id
         left join article_editions e on e.article_id = c.id and e.visible_from <= now()
             and (e.visible_until is null or e.visible_until > now())
         left join services s on s.id = c.id and s.is_shown
         where c.kind <> 'section' and c.trashed_at is null and btrim(d.title) <> ''
           and (d.title ilike $1 or e.slug ilike $1 or s.slug ilike $1 or c.id::text = lower($3))
         order by (e.id is null and s.id is null), d.saved_at desc, c.id
         limit $2",
    )
    .bind::<Text, _>(crate::sql::containing(words))
    .bind::<diesel::sql_types::BigInt, _>(limit)
    .bind::<Text, _>(words.trim())
    .load(conn)?)
}

/// The drafts' titles of some contents that stand.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_titles(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, DatabaseError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = contents::table
        .inner_join(draft_rows::table)
        .filter(contents::id.eq_any(ids))
        .filter(contents::trashed_at.is_null())
        .select((contents::id, draft_rows::title))
        .load(conn)?;
    Ok(rows.into_iter().collect())
}
