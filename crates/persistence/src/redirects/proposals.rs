//! Which page somebody may have meant who asked for one that is not there.

use diesel::prelude::*;
use domain::{ContentId, SitePath, Slug, similarity};
use uuid::Uuid;

use crate::articles::visible_now;
use crate::error::stored;
use crate::schema::{article_editions, services};
use crate::{DatabaseError, paths};

/// Below this, a likeness is chance.
const LEAST: f64 = 0.35;

/// Articles that are compared, the newest first.
const MOST: i64 = 5_000;

/// A page that visitors see and whose address is like a missing one.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The content.
    pub content: ContentId,
    /// Its title.
    pub title: String,
    /// Its present address.
    pub path: String,
}

type Row = (Uuid, String, String);

/// The page whose address is most like the last part of a path, or like all of it; `None` when none
/// is like it at all.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn propose(
    conn: &mut PgConnection,
    path: &SitePath,
) -> Result<Option<Proposal>, DatabaseError> {
    let articles: Vec<Row> = article_editions::table
        .filter(visible_now())
        .order((
            article_editions::published_at.desc(),
            article_editions::article_id.desc(),
        ))
        .limit(MOST)
        .select((
            article_editions::article_id,
            article_editions::slug,
            article_editions::title,
        ))
        .load(conn)?;
    let services: Vec<Row> = services::table
        .filter(services::is_shown)
        .filter(services::deleted_at.is_null())
        .order(services::position)
        .limit(MOST)
        .select((services::id, services::slug, services::title))
        .load(conn)?;
    let wanted = path.as_str().rsplit('/').next().unwrap_or_default();
    // Old sites put an ending behind a page's name.
    let wanted = wanted.rsplit_once('.').map_or(wanted, |(name, _)| name);
    let likeness =
        |(_, slug, title): &Row| similarity(wanted, slug).max(similarity(wanted, title) * 0.9);
    let best = |rows: Vec<Row>| {
        rows.into_iter()
            .map(|row| (likeness(&row), row))
            .max_by(|(a, _), (b, _)| a.total_cmp(b))
            .filter(|(likeness, _)| *likeness >= LEAST)
    };
    let slug = |text: &str| stored("slug", Slug::parse(text));
    let (is_article, (_, (id, text, title))) = match (best(articles), best(services)) {
        (Some(article), Some(service)) if service.0 > article.0 => (false, service),
        (Some(article), _) => (true, article),
        (None, Some(service)) => (false, service),
        (None, None) => return Ok(None),
    };
    let path = if is_article {
        paths::article(&slug(&text)?)
    } else {
        paths::service(&slug(&text)?)
    };
    Ok(Some(Proposal {
        content: ContentId::from_uuid(id),
        title,
        path,
    }))
}

/// The pages that visitors see, as path and title: what a target can be chosen from.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_pages(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<(String, String)>, DatabaseError> {
    let articles: Vec<(String, String)> = article_editions::table
        .filter(visible_now())
        .order((
            article_editions::published_at.desc(),
            article_editions::article_id.desc(),
        ))
        .limit(limit)
        .select((article_editions::slug, article_editions::title))
        .load(conn)?;
    let services: Vec<(String, String)> = services::table
        .filter(services::is_shown)
        .filter(services::deleted_at.is_null())
        .order(services::position)
        .limit(limit)
        .select((services::slug, services::title))
        .load(conn)?;
    let services = services
        .into_iter()
        .map(|(slug, title)| (format!("/services/{slug}"), title));
    let articles = articles
        .into_iter()
        .map(|(slug, title)| (format!("/articles/{slug}"), title));
    Ok(services.chain(articles).collect())
}
