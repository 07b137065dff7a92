//! How much visitors find under each tag.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Uuid as SqlUuid};
use domain::{Slug, Tag, TagId};
use uuid::Uuid;

use super::from_row;
use crate::DatabaseError;
use crate::articles::visible_now;
use crate::schema::{article_editions, edition_tags};

/// Some tags by name, with how many articles visitors find under each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPage {
    /// The tags.
    pub items: Vec<(Tag, i64)>,
    /// The tag after which the next page begins; `None` on the last one.
    pub next: Option<Slug>,
}

/// How many articles of a tag visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count_published(conn: &mut PgConnection, tag: TagId) -> Result<i64, DatabaseError> {
    Ok(edition_tags::table
        .inner_join(article_editions::table)
        .filter(edition_tags::tag_id.eq(tag.as_uuid()))
        .filter(visible_now())
        .count()
        .get_result(conn)?)
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
    count: i64,
}

/// The tags after another one by name, the first ones without it; only those under which visitors
/// find something. After a tag that there is none of comes nothing.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_page(
    conn: &mut PgConnection,
    after: Option<&Slug>,
    limit: usize,
) -> Result<TagPage, DatabaseError> {
    let rows: Vec<Row> = diesel::sql_query(
        // The page first, by a look whether there is anything, then the counts of its tags in one pass.
        "with page as materialized (
             select id, slug, name from tags
             where exists (select from edition_tags et join article_editions e on e.id = et.edition_id
                           where et.tag_id = tags.id and not e.is_trashed and e.visible_from <= now()
                             and (e.visible_until is null or e.visible_until > now()))
               and ($1 or (name collate \"C\", slug) >
                    (select name collate \"C\", slug from tags where slug = $2))
             order by name collate \"C\", slug limit $3)
         select page.id, page.slug, page.name, count(*) as count
         from page join edition_tags et on et.tag_id = page.id
         join article_editions e on e.id = et.edition_id
         where not e.is_trashed and e.visible_from <= now()
           and (e.visible_until is null or e.visible_until > now())
         group by page.id, page.slug, page.name
         order by page.name collate \"C\", page.slug",
    )
    .bind::<Bool, _>(after.is_none())
    .bind::<Text, _>(after.map_or("", Slug::as_str))
    .bind::<BigInt, _>(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1))
    .load(conn)?;
    let has_more = rows.len() > limit;
    let items = rows
        .into_iter()
        .take(limit)
        .map(|row| Ok((from_row((row.id, row.slug, row.name))?, row.count)))
        .collect::<Result<Vec<_>, DatabaseError>>()?;
    let next = items
        .last()
        .filter(|_| has_more)
        .map(|(tag, _)| tag.slug.clone());
    Ok(TagPage { items, next })
}
