//! Tags as the owner sees them in the panel.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use domain::{Tag, TagId};
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::tags;

/// A tag with how much it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRow {
    /// The tag.
    pub tag: Tag,
    /// Articles that visitors see with it.
    pub live: i64,
    /// Editions of articles with it, seen or not: live, scheduled, withdrawn, in the trash.
    pub editions: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    live: i64,
    #[diesel(sql_type = BigInt)]
    editions: i64,
}

/// Every tag by name, also those that no article has.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(conn: &mut PgConnection) -> Result<Vec<TagRow>, DatabaseError> {
    let rows: Vec<Row> = diesel::sql_query(
        "select tags.id, tags.slug, tags.name, count(e.id) as editions,
                count(e.id) filter (where not e.is_trashed and e.visible_from <= now()
                    and (e.visible_until is null or e.visible_until > now())) as live
         from tags
         left join edition_tags on edition_tags.tag_id = tags.id
         left join article_editions e on e.id = edition_tags.edition_id
         group by tags.id order by lower(tags.name), tags.id limit 2000",
    )
    .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(TagRow {
                tag: super::from_row((row.id, row.slug, row.name))?,
                live: row.live,
                editions: row.editions,
            })
        })
        .collect()
}

/// One tag.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: TagId) -> Result<Option<Tag>, DatabaseError> {
    tags::table
        .find(id.as_uuid())
        .select((tags::id, tags::slug, tags::name))
        .first(conn)
        .optional()?
        .map(super::from_row)
        .transpose()
}
