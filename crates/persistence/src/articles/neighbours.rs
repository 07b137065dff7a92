//! What was published just before an article and just after it.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::{ArticleId, SeriesId, Slug, Title};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;

/// An article beside another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// The date that it carries, UTC.
    pub published_at: DateTime<Utc>,
}

/// The articles on both sides of a place in time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// The one before.
    pub earlier: Option<Neighbour>,
    /// The one after.
    pub later: Option<Neighbour>,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Bool)]
    is_later: bool,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Timestamptz)]
    published_at: DateTime<Utc>,
}

/// Two looks into the index of dates, one in each direction.
const BOTH_SIDES: &str = "
    (select true as is_later, slug, title, published_at from article_editions
     where not is_trashed and visible_from <= now()
       and (visible_until is null or visible_until > now())
       and (published_at, article_id) > ($1, $2)
       and ($3 is null or series_id is null or series_id <> $3)
     order by published_at, article_id limit 1)
    union all
    (select false, slug, title, published_at from article_editions
     where not is_trashed and visible_from <= now()
       and (visible_until is null or visible_until > now())
       and (published_at, article_id) < ($1, $2)
       and ($3 is null or series_id is null or series_id <> $3)
     order by published_at desc, article_id desc limit 1)";

/// The articles that visitors can read on both sides of the one with this date and id, whether or
/// not visitors see that one. Those of its own series are passed over: the way through the series
/// names them already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_neighbours(
    conn: &mut PgConnection,
    published_at: DateTime<Utc>,
    id: ArticleId,
    own_series: Option<SeriesId>,
) -> Result<Neighbours, DatabaseError> {
    let rows: Vec<Row> = diesel::sql_query(BOTH_SIDES)
        .bind::<Timestamptz, _>(published_at)
        .bind::<SqlUuid, _>(id.as_uuid())
        .bind::<Nullable<SqlUuid>, _>(own_series.map(|series| -> Uuid { series.as_uuid() }))
        .load(conn)?;
    let mut neighbours = Neighbours::default();
    for row in rows {
        let side = if row.is_later {
            &mut neighbours.later
        } else {
            &mut neighbours.earlier
        };
        *side = Some(Neighbour {
            slug: stored("article_editions.slug", Slug::parse(&row.slug))?,
            title: stored("article_editions.title", Title::parse(&row.title))?,
            published_at: row.published_at,
        });
    }
    Ok(neighbours)
}
