//! Subjects that articles share.

mod changes;
mod listing;
mod naming;
mod published;
mod undoing;

pub use changes::{Merged, TagError, delete, delete_unused, merge, rename};
pub use listing::{TagRow, find, list};
pub(crate) use naming::assign;
pub use naming::resolve;
pub use published::{TagPage, count_published, list_published_page};
pub use undoing::{restore, undo_merge, undo_rename};

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{Slug, Tag, TagId, TagName};
use uuid::Uuid;

use crate::DatabaseError;
use crate::articles::visible_now;
use crate::error::stored;
use crate::schema::{article_editions, edition_tags, tags};

type StoredTag = (Uuid, String, String);

fn from_row((id, slug, name): StoredTag) -> Result<Tag, DatabaseError> {
    Ok(Tag {
        id: TagId::from_uuid(id),
        slug: stored("tags.slug", Slug::parse(&slug))?,
        name: stored("tags.name", TagName::parse(&name))?,
    })
}

/// A tag that at least one article has which visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_by_slug(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Tag>, DatabaseError> {
    tags::table
        .filter(tags::slug.eq(slug.as_str()))
        .filter(diesel::dsl::exists(
            edition_tags::table
                .inner_join(article_editions::table)
                .filter(edition_tags::tag_id.eq(tags::id))
                .filter(visible_now()),
        ))
        .select((tags::id, tags::slug, tags::name))
        .first::<StoredTag>(conn)
        .optional()?
        .map(from_row)
        .transpose()
}

/// The tags of articles that visitors can read, by name, with how many articles have each.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published(conn: &mut PgConnection) -> Result<Vec<(Tag, i64)>, DatabaseError> {
    let rows: Vec<(Uuid, String, String, i64)> = tags::table
        .inner_join(edition_tags::table.inner_join(article_editions::table))
        .filter(visible_now())
        .group_by((tags::id, tags::slug, tags::name))
        .order(by_name())
        .select((
            tags::id,
            tags::slug,
            tags::name,
            diesel::dsl::count(article_editions::id),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, slug, name, count)| Ok((from_row((id, slug, name))?, count)))
        .collect()
}

/// By code points, on whatever database: a preview sorts names in the same way.
fn by_name() -> diesel::expression::SqlLiteral<diesel::sql_types::Text> {
    diesel::dsl::sql("tags.name collate \"C\"")
}

/// The tags of some editions, in one query.
pub(crate) fn of_editions(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Tag>>, DatabaseError> {
    let rows: Vec<(Uuid, StoredTag)> = edition_tags::table
        .inner_join(tags::table)
        .filter(edition_tags::edition_id.eq_any(ids))
        .order(by_name())
        .select((edition_tags::edition_id, (tags::id, tags::slug, tags::name)))
        .load(conn)?;
    let mut by_edition: HashMap<Uuid, Vec<Tag>> = HashMap::new();
    for (edition_id, row) in rows {
        by_edition
            .entry(edition_id)
            .or_default()
            .push(from_row(row)?);
    }
    Ok(by_edition)
}

/// The names of all tags, for suggestions in the editor.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_names(conn: &mut PgConnection) -> Result<Vec<String>, DatabaseError> {
    Ok(tags::table
        .order(by_name())
        .select(tags::name)
        .limit(500)
        .load(conn)?)
}
