//! Renaming, merging and deleting tags. Each is one transaction, and each can be undone.
//!
//! Tags are locked in the order of their ids, so that two acts at once come one after the other. A
//! publication that gives an article one of them waits too (see `tags::assign`).

use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use domain::{Slug, Tag, TagId, TagName};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::schema::{edition_tags, redirects, tags};
use crate::{DatabaseError, paths, undo};

/// The names under which undos are kept.
pub(super) const RENAME: &str = "tag_rename";
pub(super) const MERGE: &str = "tag_merge";
pub(super) const DELETION: &str = "tag_deletion";

/// Why a tag was not changed.
#[derive(Debug, thiserror::Error)]
pub enum TagError {
    /// Another tag has the name.
    #[error("Another tag has this name. Merge the two instead.")]
    NameTaken,
    /// Another tag has the address.
    #[error("Another tag has this address. Merge the two, or choose another address.")]
    SlugTaken,
    /// The tag is gone.
    #[error("This tag does not exist any more.")]
    Missing,
    /// A tag was to become part of itself.
    #[error("Choose another tag: this one is already itself.")]
    Same,
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<DieselError> for TagError {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, information)
                if information.constraint_name() == Some("tags_slug_key") =>
            {
                Self::SlugTaken
            }
            _ => Self::Database(error.into()),
        }
    }
}

/// Holds tags until the end of the transaction; those that are gone are left out.
pub(super) fn hold(conn: &mut PgConnection, ids: &[TagId]) -> Result<Vec<Tag>, DatabaseError> {
    // Each article of a tag is indexed anew in the statement that changes the tag, some milliseconds each.
    diesel::sql_query("select set_config('statement_timeout', '300000', true)").execute(conn)?;
    let ids: Vec<Uuid> = ids.iter().map(TagId::as_uuid).collect();
    let rows: Vec<super::StoredTag> = tags::table
        .filter(tags::id.eq_any(ids))
        .order(tags::id)
        .select((tags::id, tags::slug, tags::name))
        .for_update()
        .load(conn)?;
    rows.into_iter().map(super::from_row).collect()
}

/// Gives a tag another name and address. The old address leads to it from then on, and drafts that
/// still carry the old name mean it. Gives the tag as it was, and the id of the undo; no undo where
/// nothing changed.
///
/// # Errors
/// [`TagError::NameTaken`], [`TagError::SlugTaken`], [`TagError::Missing`];
/// [`TagError::Database`] when the database did not answer.
pub fn rename(
    conn: &mut PgConnection,
    id: TagId,
    name: &TagName,
    slug: &Slug,
) -> Result<(Tag, Option<Uuid>), TagError> {
    conn.transaction(|conn| {
        let before = hold(conn, &[id])?.pop().ok_or(TagError::Missing)?;
        if before.name == *name && before.slug == *slug {
            return Ok((before, None));
        }
        let is_named: bool = diesel::select(diesel::dsl::exists(
            tags::table
                .filter(tags::id.ne(id.as_uuid()))
                .filter(crate::sql::lower(tags::name).eq(super::naming::folded(name.as_str()))),
        ))
        .get_result(conn)?;
        if is_named {
            return Err(TagError::NameTaken);
        }
        diesel::update(tags::table.find(id.as_uuid()))
            .set((tags::name.eq(name.as_str()), tags::slug.eq(slug.as_str())))
            .execute(conn)?;
        if before.slug != *slug {
            let old_path = paths::tag(&before.slug);
            crate::redirects::keep_old_tag(conn, &old_path, id.as_uuid(), "rename")?;
            crate::redirects::release(conn, &paths::tag(slug))?;
        }
        keep_old_name(conn, &before, slug)?;
        let undo_id = undo::keep(
            conn,
            RENAME,
            &json!({"id": id.as_uuid(), "name": before.name.as_str(), "slug": before.slug.as_str()}),
        )?;
        Ok((before, Some(undo_id)))
    })
}

/// Where the old name is not what the old address says, drafts that carry it are led by a redirect
/// of their own, unless another tag has that address.
fn keep_old_name(conn: &mut PgConnection, before: &Tag, slug: &Slug) -> Result<(), DatabaseError> {
    let Some(of_name) = Slug::from_title(before.name.as_str()) else {
        return Ok(());
    };
    if of_name == before.slug || of_name == *slug {
        return Ok(());
    }
    let is_taken: bool = diesel::select(diesel::dsl::exists(
        tags::table.filter(tags::slug.eq(of_name.as_str())),
    ))
    .get_result(conn)?;
    if is_taken {
        return Ok(());
    }
    crate::redirects::keep_old_tag(conn, &paths::tag(&of_name), before.id.as_uuid(), "rename")
}

/// What a merge did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The tag that is gone.
    pub from: Tag,
    /// The tag that has its articles now.
    pub into: Tag,
    /// The id of the undo.
    pub undo: Uuid,
}

/// Makes one tag part of another: every edition of the first gets the second, the address of the
/// first leads to the second, as does whatever led to the first, and the first is gone.
///
/// # Errors
/// [`TagError::Same`]; [`TagError::Missing`] when one of them is gone; [`TagError::Database`] when
/// the database did not answer.
pub fn merge(conn: &mut PgConnection, from: TagId, into: TagId) -> Result<Merged, TagError> {
    if from == into {
        return Err(TagError::Same);
    }
    conn.transaction(|conn| {
        let held = hold(conn, &[from, into])?;
        let tag = |id: TagId| held.iter().find(|tag| tag.id == id).cloned();
        let (Some(old), Some(kept)) = (tag(from), tag(into)) else {
            return Err(TagError::Missing);
        };
        let record = record(conn, &old)?;
        let had: Vec<Uuid> = edition_tags::table
            .filter(edition_tags::tag_id.eq(into.as_uuid()))
            .select(edition_tags::edition_id)
            .load(conn)?;
        diesel::sql_query(
            "insert into edition_tags (edition_id, tag_id)
             select edition_id, $2 from edition_tags where tag_id = $1
             on conflict do nothing",
        )
        .bind::<diesel::sql_types::Uuid, _>(from.as_uuid())
        .bind::<diesel::sql_types::Uuid, _>(into.as_uuid())
        .execute(conn)?;
        diesel::update(redirects::table.filter(redirects::tag_id.eq(from.as_uuid())))
            .set(redirects::tag_id.eq(into.as_uuid()))
            .execute(conn)?;
        diesel::delete(tags::table.find(from.as_uuid())).execute(conn)?;
        crate::redirects::keep_old_tag(conn, &paths::tag(&old.slug), into.as_uuid(), "merge")?;
        keep_old_name_of_merged(conn, &old, &kept)?;
        let undo = undo::keep(
            conn,
            MERGE,
            &json!({"tag": record, "into": into.as_uuid(), "had": had}),
        )?;
        Ok(Merged {
            from: old,
            into: kept,
            undo,
        })
    })
}

fn keep_old_name_of_merged(
    conn: &mut PgConnection,
    old: &Tag,
    kept: &Tag,
) -> Result<(), DatabaseError> {
    let as_kept = Tag {
        id: kept.id,
        ..old.clone()
    };
    keep_old_name(conn, &as_kept, &kept.slug)
}

/// Deletes a tag: articles lose it, and its address answers as one that never was. Gives the tag and
/// the id of the undo.
///
/// # Errors
/// [`TagError::Missing`]; [`TagError::Database`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id: TagId) -> Result<(Tag, Uuid), TagError> {
    conn.transaction(|conn| {
        let tag = hold(conn, &[id])?.pop().ok_or(TagError::Missing)?;
        let record = record(conn, &tag)?;
        diesel::delete(tags::table.find(id.as_uuid())).execute(conn)?;
        let undo = undo::keep(conn, DELETION, &json!([record]))?;
        Ok((tag, undo))
    })
}

/// Deletes the tags that no edition of any article has. Gives how many, and the id of the undo where
/// there were some.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete_unused(conn: &mut PgConnection) -> Result<(usize, Option<Uuid>), DatabaseError> {
    conn.transaction(|conn| {
        let unused: Vec<Uuid> = tags::table
            .filter(diesel::dsl::not(diesel::dsl::exists(
                edition_tags::table.filter(edition_tags::tag_id.eq(tags::id)),
            )))
            .order(tags::id)
            .select(tags::id)
            .for_update()
            .load(conn)?;
        let ids: Vec<TagId> = unused.iter().copied().map(TagId::from_uuid).collect();
        let mut records = Vec::new();
        for tag in hold(conn, &ids)? {
            let record = record(conn, &tag)?;
            // One that an article got since it was looked for is kept.
            let is_unused = record
                .get("editions")
                .and_then(Value::as_array)
                .is_some_and(Vec::is_empty);
            if is_unused {
                diesel::delete(tags::table.find(tag.id.as_uuid())).execute(conn)?;
                records.push(record);
            }
        }
        if records.is_empty() {
            return Ok((0, None));
        }
        let count = records.len();
        let undo = undo::keep(conn, DELETION, &Value::Array(records))?;
        Ok((count, Some(undo)))
    })
}

/// What it takes to bring a tag back.
fn record(conn: &mut PgConnection, tag: &Tag) -> Result<Value, DatabaseError> {
    let editions: Vec<Uuid> = edition_tags::table
        .filter(edition_tags::tag_id.eq(tag.id.as_uuid()))
        .select(edition_tags::edition_id)
        .load(conn)?;
    let sources: Vec<(String, String, i64)> = redirects::table
        .filter(redirects::tag_id.eq(tag.id.as_uuid()))
        .select((redirects::source_path, redirects::origin, redirects::hits))
        .load(conn)?;
    Ok(json!({
        "id": tag.id.as_uuid(), "slug": tag.slug.as_str(), "name": tag.name.as_str(),
        "editions": editions, "redirects": sources,
    }))
}
