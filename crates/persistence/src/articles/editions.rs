//! Reading and writing the editions of one article. The draft's row is locked meanwhile, so that
//! two publications of one article come one after the other.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use domain::{ArticleDraft, ArticleId, RevisionId, Slug, TimeZone};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::article_editions;
use crate::{DatabaseError, SaveError, media, series, tags};

/// What the writing side needs to know of an edition.
pub(super) struct Edition {
    pub id: Uuid,
    pub slug: Slug,
    pub revision: RevisionId,
    pub series: Option<Uuid>,
    pub published_at: DateTime<Utc>,
    pub visible_from: DateTime<Utc>,
}

/// The editions of an article by what they are at a moment.
pub(super) struct Editions {
    /// The one that visitors see.
    pub live: Option<Edition>,
    /// The one that they will see.
    pub scheduled: Option<Edition>,
    /// The last one that they saw.
    pub past: Option<Edition>,
}

type Row = (
    Uuid,
    String,
    Uuid,
    Option<Uuid>,
    DateTime<Utc>,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
);

/// The editions that are not in the trash.
pub(super) fn of_article(
    conn: &mut PgConnection,
    id: ArticleId,
    now: DateTime<Utc>,
) -> Result<Editions, DatabaseError> {
    let rows: Vec<Row> = article_editions::table
        .filter(article_editions::article_id.eq(id.as_uuid()))
        .order(article_editions::visible_from)
        .select((
            article_editions::id,
            article_editions::slug,
            article_editions::revision_id,
            article_editions::series_id,
            article_editions::published_at,
            article_editions::visible_from,
            article_editions::visible_until,
        ))
        .load(conn)?;
    let mut editions = Editions {
        live: None,
        scheduled: None,
        past: None,
    };
    for (id, slug, revision, series, published_at, visible_from, visible_until) in rows {
        let edition = Edition {
            id,
            slug: stored("article_editions.slug", Slug::parse(&slug))?,
            revision: RevisionId::from_uuid(revision),
            series,
            published_at,
            visible_from,
        };
        if visible_from > now {
            editions.scheduled = Some(edition);
        } else if visible_until.is_some_and(|until| until <= now) {
            editions.past = Some(edition);
        } else {
            editions.live = Some(edition);
        }
    }
    Ok(editions)
}

/// When an edition is seen, and in which zone that was said.
pub(super) struct Span<'a> {
    pub published_at: DateTime<Utc>,
    pub from: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
    pub zone: &'a str,
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = article_editions, treat_none_as_null = true)]
struct Columns<'a> {
    revision_id: Uuid,
    slug: &'a str,
    title: &'a str,
    excerpt: Option<&'a str>,
    body: &'a str,
    word_count: i32,
    series_id: Option<Uuid>,
    series_part: Option<i32>,
    changed_at: DateTime<Utc>,
    feature_media_id: Option<Uuid>,
    feature_alt: Option<&'a str>,
    feature_x: Option<i16>,
    feature_y: Option<i16>,
    declared_update: Option<NaiveDate>,
}

fn columns<'a>(
    conn: &mut PgConnection,
    draft: &'a ArticleDraft,
    word_count: u32,
    revision: RevisionId,
    changed_at: DateTime<Utc>,
) -> Result<Columns<'a>, DatabaseError> {
    let series_id = match &draft.series {
        Some((title, _)) => Some(series::find_or_insert(conn, title)?),
        None => None,
    };
    let part = draft.series.as_ref().and_then(|(_, part)| *part);
    let feature = media::feature_columns(conn, draft.feature.as_ref())?;
    Ok(Columns {
        revision_id: revision.as_uuid(),
        slug: draft.slug.as_str(),
        title: draft.title.as_str(),
        excerpt: draft.excerpt.as_ref().map(domain::Summary::as_str),
        body: draft.body.as_str(),
        word_count: i32::try_from(word_count).unwrap_or(i32::MAX),
        series_id,
        series_part: part.map(|part| i32::from(part.get())),
        changed_at,
        feature_media_id: feature.media_id,
        feature_alt: feature.alt,
        feature_x: feature.x,
        feature_y: feature.y,
        declared_update: draft.declared_update,
    })
}

/// Adds an edition. Fails with [`SaveError::SlugTaken`] when another article has the address at any
/// moment of its span.
pub(super) fn insert<T>(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
    word_count: u32,
    revision: RevisionId,
    span: &Span<'_>,
) -> Result<(), SaveError<T>> {
    let edition = Uuid::now_v7();
    let columns = columns(conn, draft, word_count, revision, span.from)?;
    diesel::insert_into(article_editions::table)
        .values((
            article_editions::id.eq(edition),
            article_editions::article_id.eq(id.as_uuid()),
            article_editions::published_at.eq(span.published_at),
            article_editions::visible_from.eq(span.from),
            article_editions::visible_until.eq(span.until),
            article_editions::zone.eq(span.zone),
            columns,
        ))
        .execute(conn)?;
    Ok(tags::assign(conn, edition, &draft.tags)?)
}

/// Puts other content into an edition that visitors see. At another address it begins now: who had
/// that address before and left it shall not be in the way.
pub(super) fn update<T>(
    conn: &mut PgConnection,
    edition: &Edition,
    draft: &ArticleDraft,
    word_count: u32,
    revision: RevisionId,
    now: DateTime<Utc>,
) -> Result<(), SaveError<T>> {
    let columns = columns(conn, draft, word_count, revision, now)?;
    let visible_from = if edition.slug == draft.slug {
        edition.visible_from
    } else {
        now
    };
    diesel::update(article_editions::table.find(edition.id))
        .set((columns, article_editions::visible_from.eq(visible_from)))
        .execute(conn)?;
    Ok(tags::assign(conn, edition.id, &draft.tags)?)
}

/// Removes an edition; the revision that it was made from stays.
pub(super) fn delete(conn: &mut PgConnection, edition: Uuid) -> Result<(), DatabaseError> {
    diesel::delete(article_editions::table.find(edition)).execute(conn)?;
    Ok(())
}

/// Sets the moment at which visitors no longer see an edition; `None` for never.
pub(super) fn end_at(
    conn: &mut PgConnection,
    edition: Uuid,
    until: Option<DateTime<Utc>>,
) -> Result<(), DatabaseError> {
    diesel::update(article_editions::table.find(edition))
        .set(article_editions::visible_until.eq(until))
        .execute(conn)?;
    Ok(())
}

/// Notes the zone in which the end of an edition was given.
pub(super) fn set_zone(
    conn: &mut PgConnection,
    edition: Uuid,
    zone: TimeZone,
) -> Result<(), DatabaseError> {
    diesel::update(article_editions::table.find(edition))
        .set(article_editions::zone.eq(zone.name()))
        .execute(conn)?;
    Ok(())
}
