//! Series as visitors see them: those with an article that they can read.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Integer, Text, Timestamptz, Uuid as SqlUuid};
use domain::{ArticleSummary, Cursor, Series, SeriesCursor, SeriesId, SeriesPart, Slug, Title};
use uuid::Uuid;

use crate::articles::{list_published_by_editions, visible_now};
use crate::error::stored;
use crate::schema::{article_editions, series};
use crate::{DatabaseError, sql::PART_KEY};

/// How many series one page names. More than anybody writes, so that there is no second page.
const MOST_SERIES: i64 = 500;

/// A series in the list of all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedSeries {
    /// The series.
    pub series: Series,
    /// How many articles visitors find in it.
    pub parts: i64,
    /// When the newest of them was published, UTC.
    pub newest_at: DateTime<Utc>,
}

/// Some articles of a series in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPage {
    /// How many stand before these.
    pub before: usize,
    /// How many there are in all.
    pub total: usize,
    /// Words to read in all of them.
    pub words: u32,
    /// These.
    pub items: Vec<ArticleSummary>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<SeriesCursor>,
}

type StoredSeries = (Uuid, String, String);

fn from_row((id, slug, title): StoredSeries) -> Result<Series, DatabaseError> {
    Ok(Series {
        id: SeriesId::from_uuid(id),
        slug: stored("series.slug", Slug::parse(&slug))?,
        title: stored("series.title", Title::parse(&title))?,
    })
}

/// A series in which at least one article stands that visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_by_slug(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Series>, DatabaseError> {
    series::table
        .filter(series::slug.eq(slug.as_str()))
        .filter(diesel::dsl::exists(
            article_editions::table
                .filter(article_editions::series_id.eq(series::id.nullable()))
                .filter(visible_now()),
        ))
        .select((series::id, series::slug, series::title))
        .first::<StoredSeries>(conn)
        .optional()?
        .map(from_row)
        .transpose()
}

/// True when there is a series in which visitors find something.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn any_published(conn: &mut PgConnection) -> Result<bool, DatabaseError> {
    let published = article_editions::table
        .filter(article_editions::series_id.is_not_null())
        .filter(visible_now());
    Ok(diesel::select(diesel::dsl::exists(published)).get_result(conn)?)
}

#[derive(QueryableByName)]
struct ListedRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = BigInt)]
    parts: i64,
    #[diesel(sql_type = Timestamptz)]
    newest_at: DateTime<Utc>,
}

/// The series in which visitors find something: the one that grew last comes first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published(conn: &mut PgConnection) -> Result<Vec<PublishedSeries>, DatabaseError> {
    let rows: Vec<ListedRow> = diesel::sql_query(
        "select series.id, series.slug, series.title, found.parts, found.newest_at
         from series cross join lateral (
             select count(*) as parts, max(published_at) as newest_at from article_editions
             where series_id = series.id and not is_trashed and visible_from <= now()
               and (visible_until is null or visible_until > now())) found
         where found.parts > 0
         order by found.newest_at desc, series.id desc limit $1",
    )
    .bind::<BigInt, _>(MOST_SERIES)
    .load(conn)?;
    rows.into_iter()
        .map(|row| {
            Ok(PublishedSeries {
                series: from_row((row.id, row.slug, row.title))?,
                parts: row.parts,
                newest_at: row.newest_at,
            })
        })
        .collect()
}

#[derive(QueryableByName)]
struct CountRow {
    #[diesel(sql_type = BigInt)]
    before: i64,
    #[diesel(sql_type = BigInt)]
    total: i64,
    #[diesel(sql_type = BigInt)]
    words: i64,
}

/// The key of the last article before a page. Nothing comes before the first page.
fn key_of(after: Option<&SeriesCursor>) -> (i32, DateTime<Utc>, Uuid) {
    after.map_or((0, DateTime::UNIX_EPOCH, Uuid::nil()), |cursor| {
        let part = cursor.part.map_or(UNNUMBERED, |part| i32::from(part.get()));
        (part, cursor.key.at, cursor.key.id)
    })
}

/// Behind every number that a part can have; [`PART_KEY`] says the same.
const UNNUMBERED: i32 = 1_000;

fn counts(
    conn: &mut PgConnection,
    series: SeriesId,
    (part, at, id): (i32, DateTime<Utc>, Uuid),
) -> Result<CountRow, DatabaseError> {
    Ok(diesel::sql_query(format!(
        "select count(*) filter (where ({PART_KEY}, published_at, article_id) <= ($2, $3, $4))
                    as before,
                count(*) as total, coalesce(sum(word_count), 0)::bigint as words
         from article_editions
         where series_id = $1 and not is_trashed and visible_from <= now()
           and (visible_until is null or visible_until > now())",
    ))
    .bind::<SqlUuid, _>(series.as_uuid())
    .bind::<Integer, _>(part)
    .bind::<Timestamptz, _>(at)
    .bind::<SqlUuid, _>(id)
    .get_result(conn)?)
}

/// The articles of a series that visitors can read, page by page: by their numbers, then by their
/// dates.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_parts(
    conn: &mut PgConnection,
    series: SeriesId,
    after: Option<&SeriesCursor>,
    limit: usize,
) -> Result<SeriesPage, DatabaseError> {
    let key = key_of(after);
    let CountRow {
        before,
        total,
        words,
    } = counts(conn, series, key)?;
    let (part, at, id) = key;
    let mut rows: Vec<(Uuid, Uuid, Option<i32>, DateTime<Utc>)> = article_editions::table
        .filter(article_editions::series_id.eq(series.as_uuid()))
        .filter(visible_now())
        .filter(
            sql::<Bool>(&format!(
                "({PART_KEY}, article_editions.published_at, article_editions.article_id) > ("
            ))
            .bind::<Integer, _>(part)
            .sql(", ")
            .bind::<Timestamptz, _>(at)
            .sql(", ")
            .bind::<SqlUuid, _>(id)
            .sql(")"),
        )
        .order((
            sql::<Integer>(PART_KEY),
            article_editions::published_at,
            article_editions::article_id,
        ))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1))
        .select((
            article_editions::id,
            article_editions::article_id,
            article_editions::series_part,
            article_editions::published_at,
        ))
        .load(conn)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|(_, id, part, at)| SeriesCursor {
            part: part
                .and_then(|part| u16::try_from(part).ok())
                .and_then(|part| SeriesPart::new(part).ok()),
            key: Cursor { at: *at, id: *id },
        });
    // The texts of the page alone are read, after it is known which these are.
    let editions: Vec<Uuid> = rows.iter().map(|(edition, ..)| *edition).collect();
    Ok(SeriesPage {
        before: usize::try_from(before).unwrap_or(0),
        total: usize::try_from(total).unwrap_or(0),
        words: u32::try_from(words).unwrap_or(u32::MAX),
        items: list_published_by_editions(conn, &editions)?,
        next,
    })
}
