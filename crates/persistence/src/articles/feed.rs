//! What a feed holds.

use diesel::prelude::*;
use domain::{Article, TagId};

use crate::DatabaseError;
use crate::schema::{article_editions, edition_tags};

use super::{EditionRow, visible_now, with_company};

/// The newest articles that visitors can read, in full.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_for_feed(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Article>, DatabaseError> {
    list(conn, None, limit)
}

/// The newest articles of a tag that visitors can read, in full.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_for_tag_feed(
    conn: &mut PgConnection,
    tag: TagId,
    limit: i64,
) -> Result<Vec<Article>, DatabaseError> {
    list(conn, Some(tag), limit)
}

fn list(
    conn: &mut PgConnection,
    tag: Option<TagId>,
    limit: i64,
) -> Result<Vec<Article>, DatabaseError> {
    let mut query = article_editions::table
        .filter(visible_now())
        .order((
            article_editions::published_at.desc(),
            article_editions::article_id.desc(),
        ))
        .limit(limit)
        .select(EditionRow::as_select())
        .into_boxed();
    if let Some(tag) = tag {
        query = query.filter(
            article_editions::id.eq_any(
                edition_tags::table
                    .filter(edition_tags::tag_id.eq(tag.as_uuid()))
                    .select(edition_tags::edition_id),
            ),
        );
    }
    let rows = query.load(conn)?;
    with_company(conn, rows)
}
