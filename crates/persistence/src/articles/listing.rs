//! Lists of articles: by key, newest first, without their bodies.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use domain::{ArticleId, ArticleSummary, Cursor, Page, SeriesId, SeriesPart, Slug, Title};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::{article_editions, contents, edition_tags, tags};
use crate::sql::left;

use super::{excerpt_of, visible_now};

/// How much of a body a list carries, for an excerpt made from it.
const OPENING_CHARS: i32 = 1_000;

/// How many articles the owner may keep on top of the list.
const MAX_PINNED: i64 = 12;

type SummaryRow = (
    Uuid,
    Uuid,
    String,
    String,
    Option<String>,
    String,
    i32,
    bool,
    DateTime<Utc>,
    DateTime<Utc>,
);

type SummaryColumns = (
    article_editions::id,
    article_editions::article_id,
    article_editions::slug,
    article_editions::title,
    article_editions::excerpt,
    left<article_editions::body, i32>,
    article_editions::word_count,
    contents::is_pinned,
    article_editions::published_at,
    article_editions::changed_at,
);

fn summary_columns() -> SummaryColumns {
    (
        article_editions::id,
        article_editions::article_id,
        article_editions::slug,
        article_editions::title,
        article_editions::excerpt,
        left(article_editions::body, OPENING_CHARS),
        article_editions::word_count,
        contents::is_pinned,
        article_editions::published_at,
        article_editions::changed_at,
    )
}

fn summaries(
    conn: &mut PgConnection,
    rows: Vec<SummaryRow>,
) -> Result<Vec<ArticleSummary>, DatabaseError> {
    let editions: Vec<_> = rows.iter().map(|row| row.0).collect();
    let mut tags = crate::tags::of_editions(conn, &editions)?;
    rows.into_iter()
        .map(|row| {
            let (edition, id, slug, title, excerpt, opening, words, is_pinned, published, changed) =
                row;
            Ok(ArticleSummary {
                id: ArticleId::from_uuid(id),
                slug: stored("article_editions.slug", Slug::parse(&slug))?,
                title: stored("article_editions.title", Title::parse(&title))?,
                excerpt: excerpt_of(excerpt)?,
                opening,
                word_count: u32::try_from(words).unwrap_or(0),
                tags: tags.remove(&edition).unwrap_or_default(),
                is_pinned,
                published_at: published,
                updated_at: changed,
            })
        })
        .collect()
}

fn published_cursor(article: &ArticleSummary) -> Cursor {
    Cursor {
        at: article.published_at,
        id: article.id.as_uuid(),
    }
}

/// One row more than the page holds, which tells whether there is a next page.
fn one_more(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

/// The articles that visitors can read, newest first, optionally of one tag.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published(
    conn: &mut PgConnection,
    before: Option<&Cursor>,
    tag: Option<&Slug>,
    limit: usize,
) -> Result<Page<ArticleSummary>, DatabaseError> {
    let mut query = article_editions::table
        .inner_join(contents::table)
        .filter(visible_now())
        .order((
            article_editions::published_at.desc(),
            article_editions::article_id.desc(),
        ))
        .limit(one_more(limit))
        .select(summary_columns())
        .into_boxed();
    if let Some(cursor) = before {
        query = query.filter(
            sql::<Bool>("(article_editions.published_at, article_editions.article_id) < (")
                .bind::<Timestamptz, _>(cursor.at)
                .sql(", ")
                .bind::<SqlUuid, _>(cursor.id)
                .sql(")"),
        );
    }
    if let Some(slug) = tag {
        query = query.filter(
            article_editions::id.eq_any(
                edition_tags::table
                    .inner_join(tags::table)
                    .filter(tags::slug.eq(slug.as_str().to_owned()))
                    .select(edition_tags::edition_id),
            ),
        );
    }
    let rows = query.load(conn)?;
    Ok(Page::of(summaries(conn, rows)?, limit, published_cursor))
}

/// The articles of some editions that visitors can read, in the order in which they are named.
pub(crate) fn list_published_by_editions(
    conn: &mut PgConnection,
    editions: &[Uuid],
) -> Result<Vec<ArticleSummary>, DatabaseError> {
    let mut rows: Vec<SummaryRow> = article_editions::table
        .inner_join(contents::table)
        .filter(article_editions::id.eq_any(editions))
        .filter(visible_now())
        .select(summary_columns())
        .load(conn)?;
    rows.sort_by_key(|row| editions.iter().position(|id| *id == row.0));
    summaries(conn, rows)
}

/// True when there is an article that visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn any_published(conn: &mut PgConnection) -> Result<bool, DatabaseError> {
    let published = article_editions::table
        .filter(visible_now())
        .select(article_editions::id);
    Ok(diesel::select(diesel::dsl::exists(published)).get_result(conn)?)
}

/// The articles that the owner put on top, newest first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_pinned(
    conn: &mut PgConnection,
) -> Result<Vec<ArticleSummary>, DatabaseError> {
    let rows = article_editions::table
        .inner_join(contents::table)
        .filter(contents::is_pinned)
        .filter(visible_now())
        .order((
            article_editions::published_at.desc(),
            article_editions::article_id.desc(),
        ))
        .limit(MAX_PINNED)
        .select(summary_columns())
        .load(conn)?;
    summaries(conn, rows)
}

/// An article in the list of its series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesMember {
    /// Its id.
    pub id: ArticleId,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its number in the series.
    pub part: Option<SeriesPart>,
}

/// The articles of a series that visitors can read: by their parts, then by their dates.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_of_series(
    conn: &mut PgConnection,
    series: SeriesId,
) -> Result<Vec<SeriesMember>, DatabaseError> {
    let rows: Vec<(Uuid, String, String, Option<i32>)> = article_editions::table
        .filter(article_editions::series_id.eq(series.as_uuid()))
        .filter(visible_now())
        .order((
            article_editions::series_part.asc().nulls_last(),
            article_editions::published_at,
            article_editions::article_id,
        ))
        .limit(999)
        .select((
            article_editions::article_id,
            article_editions::slug,
            article_editions::title,
            article_editions::series_part,
        ))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, slug, title, part)| SeriesMember {
            id: ArticleId::from_uuid(id),
            slug,
            title,
            part: part
                .and_then(|part| u16::try_from(part).ok())
                .and_then(|part| SeriesPart::new(part).ok()),
        })
        .collect())
}

/// The articles that the first page names: those on top first, then the newest.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_newest(
    conn: &mut PgConnection,
    limit: usize,
) -> Result<Vec<ArticleSummary>, DatabaseError> {
    let mut articles = list_published_pinned(conn)?;
    articles.truncate(limit);
    let newest = list_published(conn, None, None, limit)?.items;
    for article in newest {
        if articles.len() < limit && !articles.iter().any(|known| known.id == article.id) {
            articles.push(article);
        }
    }
    Ok(articles)
}
