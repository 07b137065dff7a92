//! Lists of articles: by key, newest first, without their bodies.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use domain::{
    Article, ArticleCounts, ArticleId, ArticleSummary, Cursor, Page, PublicationState, Slug, Title,
};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::{article_tags, articles, tags};
use crate::sql::left;

use super::{ArticleRow, excerpt_of, publication_of, with_tags};

/// How much of a body a list carries, for an excerpt made from it.
const OPENING_CHARS: i32 = 1_000;

type SummaryRow = (
    Uuid,
    String,
    String,
    Option<String>,
    String,
    i32,
    String,
    Option<DateTime<Utc>>,
    DateTime<Utc>,
);

type SummaryColumns = (
    articles::id,
    articles::slug,
    articles::title,
    articles::excerpt,
    left<articles::body, i32>,
    articles::word_count,
    articles::state,
    articles::published_at,
    articles::updated_at,
);

fn summary_columns() -> SummaryColumns {
    (
        articles::id,
        articles::slug,
        articles::title,
        articles::excerpt,
        left(articles::body, OPENING_CHARS),
        articles::word_count,
        articles::state,
        articles::published_at,
        articles::updated_at,
    )
}

fn summaries(
    conn: &mut PgConnection,
    rows: Vec<SummaryRow>,
) -> Result<Vec<ArticleSummary>, DatabaseError> {
    let ids: Vec<_> = rows.iter().map(|row| row.0).collect();
    let mut tags = crate::tags::of_articles(conn, &ids)?;
    rows.into_iter()
        .map(
            |(id, slug, title, excerpt, opening, words, state, published_at, updated_at)| {
                Ok(ArticleSummary {
                    id: ArticleId::from_uuid(id),
                    slug: stored("articles.slug", Slug::parse(&slug))?,
                    title: stored("articles.title", Title::parse(&title))?,
                    excerpt: excerpt_of(excerpt)?,
                    opening,
                    word_count: u32::try_from(words).unwrap_or(0),
                    tags: tags.remove(&id).unwrap_or_default(),
                    publication: publication_of(&state, published_at),
                    updated_at,
                })
            },
        )
        .collect()
}

fn published_cursor(article: &ArticleSummary) -> Cursor {
    Cursor {
        at: article
            .publication
            .published_at()
            .unwrap_or(article.updated_at),
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
    let mut query = articles::table
        .filter(articles::deleted_at.is_null())
        .filter(articles::state.eq("published"))
        .order((articles::published_at.desc(), articles::id.desc()))
        .limit(one_more(limit))
        .select(summary_columns())
        .into_boxed();
    if let Some(cursor) = before {
        query = query.filter(
            sql::<Bool>("(articles.published_at, articles.id) < (")
                .bind::<Timestamptz, _>(cursor.at)
                .sql(", ")
                .bind::<SqlUuid, _>(cursor.id)
                .sql(")"),
        );
    }
    if let Some(slug) = tag {
        query = query.filter(
            articles::id.eq_any(
                article_tags::table
                    .inner_join(tags::table)
                    .filter(tags::slug.eq(slug.as_str().to_owned()))
                    .select(article_tags::article_id),
            ),
        );
    }
    let rows = query.load(conn)?;
    Ok(Page::of(summaries(conn, rows)?, limit, published_cursor))
}

/// True when there is an article that visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn any_published(conn: &mut PgConnection) -> Result<bool, DatabaseError> {
    let published = articles::table
        .filter(articles::deleted_at.is_null())
        .filter(articles::state.eq("published"))
        .select(articles::id);
    Ok(diesel::select(diesel::dsl::exists(published)).get_result(conn)?)
}

/// The newest articles that visitors can read, in full.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_for_feed(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Article>, DatabaseError> {
    let rows: Vec<ArticleRow> = articles::table
        .filter(articles::deleted_at.is_null())
        .filter(articles::state.eq("published"))
        .order((articles::published_at.desc(), articles::id.desc()))
        .limit(limit)
        .select(ArticleRow::as_select())
        .load(conn)?;
    with_tags(conn, rows)
}

/// The addresses of at most `limit` articles that visitors can read, with the times of their last
/// change, newest first; for the sitemap.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_addresses(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<(Slug, DateTime<Utc>)>, DatabaseError> {
    let rows: Vec<(String, DateTime<Utc>)> = articles::table
        .filter(articles::deleted_at.is_null())
        .filter(articles::state.eq("published"))
        .order((articles::published_at.desc(), articles::id.desc()))
        .limit(limit)
        .select((articles::slug, articles::updated_at))
        .load(conn)?;
    rows.into_iter()
        .map(|(slug, updated_at)| Ok((stored("articles.slug", Slug::parse(&slug))?, updated_at)))
        .collect()
}

/// The articles that stand, the last changed first, optionally of one state; for the panel.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    state: Option<PublicationState>,
    before: Option<&Cursor>,
    limit: usize,
) -> Result<Page<ArticleSummary>, DatabaseError> {
    let mut query = articles::table
        .filter(articles::deleted_at.is_null())
        .order((articles::updated_at.desc(), articles::id.desc()))
        .limit(one_more(limit))
        .select(summary_columns())
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(articles::state.eq(state.as_str()));
    }
    if let Some(cursor) = before {
        query = query.filter(
            sql::<Bool>("(articles.updated_at, articles.id) < (")
                .bind::<Timestamptz, _>(cursor.at)
                .sql(", ")
                .bind::<SqlUuid, _>(cursor.id)
                .sql(")"),
        );
    }
    let rows = query.load(conn)?;
    Ok(Page::of(summaries(conn, rows)?, limit, |article| Cursor {
        at: article.updated_at,
        id: article.id.as_uuid(),
    }))
}

/// The articles that were deleted, the last one first, at most `limit`.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_deleted(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<ArticleSummary>, DatabaseError> {
    let rows = articles::table
        .filter(articles::deleted_at.is_not_null())
        .order((articles::deleted_at.desc(), articles::id.desc()))
        .limit(limit)
        .select(summary_columns())
        .load(conn)?;
    summaries(conn, rows)
}

/// How many articles stand, by state; for the panel's first page only.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count_by_state(conn: &mut PgConnection) -> Result<ArticleCounts, DatabaseError> {
    let rows: Vec<(String, i64)> = articles::table
        .filter(articles::deleted_at.is_null())
        .group_by(articles::state)
        .select((articles::state, diesel::dsl::count_star()))
        .load(conn)?;
    let of = |state: PublicationState| {
        rows.iter()
            .find(|(word, _)| word == state.as_str())
            .map_or(0, |(_, count)| *count)
    };
    Ok(ArticleCounts {
        drafts: of(PublicationState::Draft),
        published: of(PublicationState::Published),
    })
}
