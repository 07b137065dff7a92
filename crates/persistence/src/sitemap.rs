//! The addresses of all that visitors can read, with the times of their last changes. Articles come
//! in parts, oldest first and by key, so that a full part stays as it is while new ones are written.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Bool, Timestamptz, Uuid as SqlUuid};
use domain::{Cursor, Slug};
use uuid::Uuid;

use crate::DatabaseError;
use crate::articles::visible_now;
use crate::error::stored;
use crate::schema::{article_editions, edition_tags, series, tags};

/// The name in an address, and when what stands there changed last, UTC.
pub type Change = (Slug, DateTime<Utc>);

/// So many articles that follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The key of the first.
    pub first: Cursor,
    /// The last change of any of them, UTC.
    pub changed_at: DateTime<Utc>,
    /// How many they are.
    pub length: i64,
}

#[derive(QueryableByName)]
struct PartRow {
    #[diesel(sql_type = Timestamptz)]
    first_at: DateTime<Utc>,
    #[diesel(sql_type = SqlUuid)]
    first_id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    changed_at: DateTime<Utc>,
    #[diesel(sql_type = BigInt)]
    length: i64,
}

const PARTS: &str = "
    select min(published_at) as first_at,
           min(article_id::text) filter (where number % $1 = 0)::uuid as first_id,
           max(greatest(changed_at, published_at)) as changed_at,
           count(*) as length
    from (
        select published_at, article_id, changed_at,
               row_number() over (order by published_at, article_id) - 1 as number
        from article_editions
        where not is_trashed and visible_from <= now()
          and (visible_until is null or visible_until > now())
    ) numbered
    group by number / $1
    order by number / $1";

/// The articles that visitors can read, in parts of this length; none where there are none.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_parts(
    conn: &mut PgConnection,
    length: i64,
) -> Result<Vec<Part>, DatabaseError> {
    let rows: Vec<PartRow> = sql_query(PARTS)
        .bind::<BigInt, _>(length.max(1))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|row| Part {
            first: Cursor {
                at: row.first_at,
                id: row.first_id,
            },
            changed_at: row.changed_at,
            length: row.length,
        })
        .collect())
}

/// So many articles that visitors can read, oldest first, from this one on.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_articles(
    conn: &mut PgConnection,
    from: &Cursor,
    limit: i64,
) -> Result<Vec<Change>, DatabaseError> {
    let rows: Vec<(String, DateTime<Utc>)> = article_editions::table
        .filter(visible_now())
        .filter(
            sql::<Bool>("(article_editions.published_at, article_editions.article_id) >= (")
                .bind::<Timestamptz, _>(from.at)
                .sql(", ")
                .bind::<SqlUuid, _>(from.id)
                .sql(")"),
        )
        .order((
            article_editions::published_at.asc(),
            article_editions::article_id.asc(),
        ))
        .limit(limit)
        .select((
            article_editions::slug,
            sql::<Timestamptz>(
                "greatest(article_editions.changed_at, article_editions.published_at)",
            ),
        ))
        .load(conn)?;
    changes("article_editions.slug", rows)
}

/// The tags of articles that visitors can read, with the newest change of an article of each.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_tags(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Change>, DatabaseError> {
    let rows: Vec<(String, DateTime<Utc>)> = tags::table
        .inner_join(edition_tags::table.inner_join(article_editions::table))
        .filter(visible_now())
        .group_by((tags::id, tags::slug))
        .order(tags::slug)
        .limit(limit)
        .select((tags::slug, newest_change()))
        .load(conn)?;
    changes("tags.slug", rows)
}

/// The series of articles that visitors can read, with the newest change of a part of each.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_series(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<Change>, DatabaseError> {
    let rows: Vec<(String, DateTime<Utc>)> = series::table
        .inner_join(article_editions::table)
        .filter(visible_now())
        .group_by((series::id, series::slug))
        .order(series::slug)
        .limit(limit)
        .select((series::slug, newest_change()))
        .load(conn)?;
    changes("series.slug", rows)
}

fn newest_change() -> diesel::expression::SqlLiteral<Timestamptz> {
    sql("max(greatest(article_editions.changed_at, article_editions.published_at))")
}

fn changes(
    column: &'static str,
    rows: Vec<(String, DateTime<Utc>)>,
) -> Result<Vec<Change>, DatabaseError> {
    rows.into_iter()
        .map(|(slug, at)| Ok((stored(column, Slug::parse(&slug))?, at)))
        .collect()
}
