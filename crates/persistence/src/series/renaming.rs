//! What becomes of a series' address when its articles are moved to a series of another title, which
//! is how an owner renames one.

use diesel::prelude::*;
use domain::{ArticleDraft, ArticleId, Slug};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::{article_editions, series};
use crate::{DatabaseError, paths, redirects};

/// Called after an article was published or scheduled that stood in a series before. Where it was the
/// last that visitors find there, the series' address leads to the article from now on, and so to
/// whatever series that is in at the time. A series that still has parts keeps its page.
pub(crate) fn settle(
    conn: &mut PgConnection,
    id: ArticleId,
    before: Option<Uuid>,
) -> Result<(), DatabaseError> {
    let Some(before) = before else {
        return Ok(());
    };
    // Of the article itself only what is to be seen last counts: until a planned move, the page of
    // the series wins over the redirect.
    let stays: Option<Option<Uuid>> = article_editions::table
        .filter(article_editions::article_id.eq(id.as_uuid()))
        .order(article_editions::visible_from.desc())
        .select(article_editions::series_id)
        .first(conn)
        .optional()?;
    if stays.flatten() == Some(before) {
        return Ok(());
    }
    let others = article_editions::table
        .filter(article_editions::series_id.eq(before))
        .filter(article_editions::article_id.ne(id.as_uuid()))
        .filter(article_editions::is_trashed.eq(false))
        .filter(
            article_editions::visible_until
                .is_null()
                .or(article_editions::visible_until.gt(diesel::dsl::now)),
        );
    if diesel::select(diesel::dsl::exists(others)).get_result(conn)? {
        return Ok(());
    }
    let slug: String = series::table
        .find(before)
        .select(series::slug)
        .first(conn)?;
    let slug = stored("series.slug", Slug::parse(&slug))?;
    redirects::keep_old_address(conn, &paths::series(&slug), id.into())
}

/// Forgets a redirect away from the series in which an article was just published.
pub(crate) fn release(
    conn: &mut PgConnection,
    article: &ArticleDraft,
) -> Result<(), DatabaseError> {
    let title = article.series.as_ref().map(|(title, _)| title.as_str());
    match title.and_then(Slug::from_title) {
        Some(slug) => redirects::release(conn, &paths::series(&slug)),
        None => Ok(()),
    }
}
