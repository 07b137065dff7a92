//! What the owner writes, as visitors see it: editions with a first and a last moment.
//!
//! Whether visitors see an edition is decided by the database's own time in each query, so that a
//! scheduled moment cannot be missed.

pub mod bulk;
mod editions;
mod feed;
mod listing;
mod neighbours;
mod panel;
mod publication;
mod schedule;

use chrono::{DateTime, NaiveDate, Utc};
use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::Bool;
use domain::{
    Article, ArticleId, Boundary, BoundaryKind, MarkdownText, RevisionId, Slug, Summary, Title,
};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::{article_editions, contents};
use crate::{DatabaseError, media, paths, redirects, series, tags};

pub use feed::{list_published_for_feed, list_published_for_tag_feed};
pub(crate) use listing::list_published_by_editions;
pub use listing::{
    SeriesMember, any_published, list_published, list_published_newest, list_published_of_series,
    list_published_pinned,
};
pub use neighbours::{Neighbour, Neighbours, find_published_neighbours};
pub use panel::{
    ArticleCounts, ArticleFilter, ArticleOrder, ArticleRow, ArticleState, ArticleStatus, count,
    find_status, list, list_trashed,
};
pub(crate) use publication::publish_dated;
pub use publication::{PublishOptions, delete, free_slug, publish, restore, set_pinned, withdraw};
pub use schedule::{cancel_schedule, schedule, schedule_withdrawal};

/// True for the editions that visitors see at this moment.
pub(crate) fn visible_now() -> SqlLiteral<Bool> {
    sql(
        "(not article_editions.is_trashed and article_editions.visible_from <= now() \
         and (article_editions.visible_until is null or article_editions.visible_until > now()))",
    )
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = article_editions, check_for_backend(diesel::pg::Pg))]
struct EditionRow {
    id: Uuid,
    article_id: Uuid,
    revision_id: Uuid,
    slug: String,
    title: String,
    excerpt: Option<String>,
    body: String,
    word_count: i32,
    series_id: Option<Uuid>,
    series_part: Option<i32>,
    published_at: DateTime<Utc>,
    changed_at: DateTime<Utc>,
    #[diesel(embed)]
    feature: FeatureRow,
    declared_update: Option<NaiveDate>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = article_editions, check_for_backend(diesel::pg::Pg))]
struct FeatureRow {
    feature_media_id: Option<Uuid>,
    feature_alt: Option<String>,
    feature_x: Option<i16>,
    feature_y: Option<i16>,
}

fn excerpt_of(text: Option<String>) -> Result<Option<Summary>, DatabaseError> {
    text.map(|text| stored("article_editions.excerpt", Summary::parse(&text)))
        .transpose()
}

/// The articles of some editions, with their tags and series in one query each.
fn with_company(
    conn: &mut PgConnection,
    rows: Vec<EditionRow>,
) -> Result<Vec<Article>, DatabaseError> {
    let editions: Vec<_> = rows.iter().map(|row| row.id).collect();
    let of_series: Vec<_> = rows.iter().filter_map(|row| row.series_id).collect();
    let mut tags = tags::of_editions(conn, &editions)?;
    let series = series::list_by_ids(conn, &of_series)?;
    rows.into_iter()
        .map(|row| {
            Ok(Article {
                id: ArticleId::from_uuid(row.article_id),
                revision: RevisionId::from_uuid(row.revision_id),
                slug: stored("article_editions.slug", Slug::parse(&row.slug))?,
                title: stored("article_editions.title", Title::parse(&row.title))?,
                excerpt: excerpt_of(row.excerpt)?,
                body: stored("article_editions.body", MarkdownText::parse(&row.body))?,
                word_count: u32::try_from(row.word_count).unwrap_or(0),
                tags: tags.remove(&row.id).unwrap_or_default(),
                series: series::place(&series, row.series_id, row.series_part)?,
                feature: media::feature_of(
                    row.feature.feature_media_id,
                    row.feature.feature_alt,
                    row.feature.feature_x.zip(row.feature.feature_y),
                )?,
                declared_update: row.declared_update,
                published_at: row.published_at,
                updated_at: row.changed_at,
            })
        })
        .collect()
}

/// An article that visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_by_slug(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Article>, DatabaseError> {
    let rows = article_editions::table
        .filter(article_editions::slug.eq(slug.as_str()))
        .filter(visible_now())
        .select(EditionRow::as_select())
        .load(conn)?;
    Ok(with_company(conn, rows)?.pop())
}

/// An article that visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published(
    conn: &mut PgConnection,
    id: ArticleId,
) -> Result<Option<Article>, DatabaseError> {
    let rows = article_editions::table
        .filter(article_editions::article_id.eq(id.as_uuid()))
        .filter(visible_now())
        .select(EditionRow::as_select())
        .load(conn)?;
    Ok(with_company(conn, rows)?.pop())
}

/// True when visitors once read an article at this address and it is in the trash since.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_was_deleted(conn: &mut PgConnection, slug: &Slug) -> Result<bool, DatabaseError> {
    let was_deleted: bool = diesel::select(diesel::dsl::exists(
        article_editions::table
            .inner_join(contents::table)
            .filter(article_editions::slug.eq(slug.as_str()))
            .filter(article_editions::is_trashed)
            .filter(
                article_editions::visible_from
                    .nullable()
                    .le(contents::trashed_at),
            ),
    ))
    .get_result(conn)?;
    Ok(was_deleted || redirects::leads_to_deleted(conn, &paths::article(slug))?)
}

/// Of which revision visitors see an article, and the dates that it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditionDates {
    /// The revision.
    pub revision: RevisionId,
    /// The date of the first publication, UTC.
    pub published_at: DateTime<Utc>,
    /// When the text that visitors see changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

/// The dates of the edition that visitors see, else of the one that they saw last.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_edition_dates(
    conn: &mut PgConnection,
    id: ArticleId,
) -> Result<Option<EditionDates>, DatabaseError> {
    let row: Option<(Uuid, DateTime<Utc>, DateTime<Utc>)> = article_editions::table
        .filter(article_editions::article_id.eq(id.as_uuid()))
        .filter(article_editions::visible_from.le(diesel::dsl::now))
        .order(article_editions::visible_from.desc())
        .select((
            article_editions::revision_id,
            article_editions::published_at,
            article_editions::changed_at,
        ))
        .first(conn)
        .optional()?;
    Ok(
        row.map(|(revision, published_at, updated_at)| EditionDates {
            revision: RevisionId::from_uuid(revision),
            published_at,
            updated_at,
        }),
    )
}

/// True while an article's editions still have this boundary.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub(crate) fn has_boundary(
    conn: &mut PgConnection,
    id: Uuid,
    boundary: Boundary,
) -> Result<bool, DatabaseError> {
    // The schedule must not move away between this look and what follows from it.
    let of_article = article_editions::table
        .filter(article_editions::article_id.eq(id))
        .filter(article_editions::is_trashed.eq(false))
        .select(article_editions::id)
        .for_share();
    let found: Vec<Uuid> = match boundary.kind {
        BoundaryKind::Published => of_article
            .filter(article_editions::visible_from.eq(boundary.at))
            .load(conn)?,
        BoundaryKind::Withdrawn => of_article
            .filter(article_editions::visible_until.eq(boundary.at))
            .load(conn)?,
    };
    Ok(!found.is_empty())
}
