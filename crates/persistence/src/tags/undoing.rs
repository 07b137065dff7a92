//! Taking back what was done to tags. What changed since is not touched: an undo that would take a
//! name or an address from another tag is refused.

use diesel::prelude::*;
use domain::{Slug, TagId, TagName};
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::changes::{DELETION, MERGE, RENAME, TagError, hold};
use crate::error::stored;
use crate::schema::{edition_tags, redirects, tags};
use crate::{DatabaseError, paths, undo};

fn part<T: DeserializeOwned>(value: &Value, name: &str) -> Result<T, DatabaseError> {
    let part = value.get(name).cloned().unwrap_or_default();
    stored("bulk_actions.undo", serde_json::from_value(part))
}

/// Gives a renamed tag its name and address back; the newer address leads to it no more. `false`
/// when that was done already.
///
/// # Errors
/// [`TagError::SlugTaken`] when another tag has the address by now; [`TagError::Missing`];
/// [`TagError::Database`] when the database did not answer.
pub fn undo_rename(conn: &mut PgConnection, undo_id: Uuid) -> Result<bool, TagError> {
    conn.transaction(|conn| {
        let Some(kept) = undo::take(conn, undo_id, RENAME)? else {
            return Ok(false);
        };
        let id = TagId::from_uuid(part(&kept, "id")?);
        let name: String = part(&kept, "name")?;
        let slug: String = part(&kept, "slug")?;
        let slug = stored("bulk_actions.undo", Slug::parse(&slug))?;
        let name = stored("bulk_actions.undo", TagName::parse(&name))?;
        hold(conn, &[id])?.pop().ok_or(TagError::Missing)?;
        diesel::update(tags::table.find(id.as_uuid()))
            .set((tags::name.eq(name.as_str()), tags::slug.eq(slug.as_str())))
            .execute(conn)?;
        crate::redirects::release(conn, &paths::tag(&slug))?;
        Ok(true)
    })
}

/// Takes a merge apart: the tag is back with its articles and its old addresses, and the other keeps
/// only the articles that it had. `false` when that was done already.
///
/// # Errors
/// [`TagError::SlugTaken`] when another tag has the address by now; [`TagError::Missing`] when the
/// other tag is gone; [`TagError::Database`] when the database did not answer.
pub fn undo_merge(conn: &mut PgConnection, undo_id: Uuid) -> Result<bool, TagError> {
    conn.transaction(|conn| {
        let Some(kept) = undo::take(conn, undo_id, MERGE)? else {
            return Ok(false);
        };
        let into = TagId::from_uuid(part(&kept, "into")?);
        hold(conn, &[into])?.pop().ok_or(TagError::Missing)?;
        let tag: Value = part(&kept, "tag")?;
        let editions: Vec<Uuid> = part(&tag, "editions")?;
        let had: Vec<Uuid> = part(&kept, "had")?;
        bring_back(conn, &tag)?;
        diesel::delete(
            edition_tags::table
                .filter(edition_tags::tag_id.eq(into.as_uuid()))
                .filter(edition_tags::edition_id.eq_any(&editions))
                .filter(edition_tags::edition_id.ne_all(&had)),
        )
        .execute(conn)?;
        Ok(true)
    })
}

/// Brings deleted tags back with their articles and old addresses; `false` when that was done
/// already.
///
/// # Errors
/// [`TagError::SlugTaken`] when another tag has an address by now; [`TagError::Database`] when the
/// database did not answer.
pub fn restore(conn: &mut PgConnection, undo_id: Uuid) -> Result<bool, TagError> {
    conn.transaction(|conn| {
        let Some(kept) = undo::take(conn, undo_id, DELETION)? else {
            return Ok(false);
        };
        for tag in kept.as_array().into_iter().flatten() {
            bring_back(conn, tag)?;
        }
        Ok(true)
    })
}

fn bring_back(conn: &mut PgConnection, tag: &Value) -> Result<(), TagError> {
    let id: Uuid = part(tag, "id")?;
    let slug: String = part(tag, "slug")?;
    let name: String = part(tag, "name")?;
    let editions: Vec<Uuid> = part(tag, "editions")?;
    let sources: Vec<(String, String, i64)> = part(tag, "redirects")?;
    diesel::insert_into(tags::table)
        .values((tags::id.eq(id), tags::slug.eq(&slug), tags::name.eq(&name)))
        .execute(conn)?;
    // Editions that were replaced meanwhile have the tags of their own time.
    diesel::sql_query(
        "insert into edition_tags (edition_id, tag_id)
         select e.id, $2 from article_editions e where e.id = any($1) on conflict do nothing",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(&editions)
    .bind::<diesel::sql_types::Uuid, _>(id)
    .execute(conn)?;
    crate::redirects::release(conn, &format!("/tags/{slug}"))?;
    for (source, origin, hits) in sources {
        crate::redirects::keep_old_tag(conn, &source, id, &origin)?;
        diesel::update(redirects::table.filter(redirects::source_path.eq(&source)))
            .set(redirects::hits.eq(hits))
            .execute(conn)?;
    }
    Ok(())
}
