//! Subjects that articles share.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{ArticleId, Slug, Tag, TagId, TagName};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::{article_tags, articles, tags};

type TagRow = (Uuid, String, String);

fn from_row((id, slug, name): TagRow) -> Result<Tag, DatabaseError> {
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
            article_tags::table
                .inner_join(articles::table)
                .filter(article_tags::tag_id.eq(tags::id))
                .filter(articles::state.eq("published"))
                .filter(articles::deleted_at.is_null()),
        ))
        .select((tags::id, tags::slug, tags::name))
        .first::<TagRow>(conn)
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
        .inner_join(article_tags::table.inner_join(articles::table))
        .filter(articles::state.eq("published"))
        .filter(articles::deleted_at.is_null())
        .group_by((tags::id, tags::slug, tags::name))
        .order(tags::name)
        .select((
            tags::id,
            tags::slug,
            tags::name,
            diesel::dsl::count(articles::id),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, slug, name, count)| Ok((from_row((id, slug, name))?, count)))
        .collect()
}

/// The tags of some articles, in one query.
pub(crate) fn of_articles(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Tag>>, DatabaseError> {
    let rows: Vec<(Uuid, TagRow)> = article_tags::table
        .inner_join(tags::table)
        .filter(article_tags::article_id.eq_any(ids))
        .order(tags::name)
        .select((article_tags::article_id, (tags::id, tags::slug, tags::name)))
        .load(conn)?;
    let mut by_article: HashMap<Uuid, Vec<Tag>> = HashMap::new();
    for (article_id, row) in rows {
        by_article
            .entry(article_id)
            .or_default()
            .push(from_row(row)?);
    }
    Ok(by_article)
}

/// Gives an article exactly these tags; tags that do not exist yet are made.
pub(crate) fn assign(
    conn: &mut PgConnection,
    article_id: ArticleId,
    names: &[TagName],
) -> Result<(), DatabaseError> {
    // `parse_tags` refuses a name that makes no slug, so nothing is dropped here.
    let mut wanted: Vec<(Slug, &TagName)> = names
        .iter()
        .filter_map(|name| Slug::from_title(name.as_str()).map(|slug| (slug, name)))
        .collect();
    // In one order for everybody, so that two saves cannot wait for each other's new tags.
    wanted.sort();
    let new_rows: Vec<_> = wanted
        .iter()
        .map(|(slug, name)| {
            (
                tags::id.eq(Uuid::now_v7()),
                tags::slug.eq(slug.as_str()),
                tags::name.eq(name.as_str()),
            )
        })
        .collect();
    diesel::insert_into(tags::table)
        .values(new_rows)
        .on_conflict(tags::slug)
        .do_nothing()
        .execute(conn)?;
    let slugs: Vec<_> = wanted.iter().map(|(slug, _)| slug.as_str()).collect();
    let ids: Vec<Uuid> = tags::table
        .filter(tags::slug.eq_any(slugs))
        .select(tags::id)
        .load(conn)?;
    diesel::delete(article_tags::table.filter(article_tags::article_id.eq(article_id.as_uuid())))
        .execute(conn)?;
    let links: Vec<_> = ids
        .into_iter()
        .map(|tag_id| {
            (
                article_tags::article_id.eq(article_id.as_uuid()),
                article_tags::tag_id.eq(tag_id),
            )
        })
        .collect();
    diesel::insert_into(article_tags::table)
        .values(links)
        .execute(conn)?;
    Ok(())
}
