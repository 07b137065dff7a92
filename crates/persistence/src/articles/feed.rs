//! What a feed holds, and when it changed last.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid};
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

#[derive(QueryableByName)]
struct ChangeRow {
    #[diesel(sql_type = Nullable<Timestamptz>)]
    at: Option<DateTime<Utc>>,
}

/// The newest articles count by what they say, when they came and when they came back; beside them
/// what left: withdrawn, replaced or put into the trash. Each part reads the end of an index.
const LAST_CHANGE: &str = "
    select greatest(
        (select max(greatest(newest.changed_at, newest.published_at, newest.visible_from)) from (
            select changed_at, published_at, visible_from from article_editions
            where not is_trashed and visible_from <= now()
              and (visible_until is null or visible_until > now())
              and ($2 is null or id in (select edition_id from edition_tags where tag_id = $2))
            order by published_at desc, article_id desc limit $1
        ) newest),
        (select visible_until from article_editions
         where visible_until is not null and visible_until <= now()
         order by visible_until desc limit 1),
        (select trashed_at from contents
         where trashed_at is not null order by trashed_at desc, id desc limit 1)
    ) as at";

/// When a feed of so many articles, of all or of one tag, changed last: also by what is no longer in
/// it. `None` for a site on which nothing was ever published.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_feed_change(
    conn: &mut PgConnection,
    tag: Option<TagId>,
    limit: i64,
) -> Result<Option<DateTime<Utc>>, DatabaseError> {
    let row: ChangeRow = sql_query(LAST_CHANGE)
        .bind::<BigInt, _>(limit)
        .bind::<Nullable<SqlUuid>, _>(tag.map(|tag| tag.as_uuid()))
        .get_result(conn)?;
    Ok(row.at)
}
