//! Articles that belong together in an order.

mod published;
mod renaming;

pub use published::{
    PublishedSeries, SeriesPage, any_published, find_published_by_slug, list_published,
    list_published_parts,
};
pub(crate) use renaming::{release, settle};

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{Series, SeriesId, SeriesPart, SeriesPlace, Slug, Title};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::series;

/// A title without a letter or digit, which publishing refuses before.
#[derive(Debug, thiserror::Error)]
#[error("the title makes no address")]
struct NoAddress;

/// The series at the address that a title makes, made where there is none. It is called as the title
/// that was published last has it: a slip in a capital is mended by publishing it right.
pub(crate) fn find_or_insert(
    conn: &mut PgConnection,
    title: &Title,
) -> Result<Uuid, DatabaseError> {
    let slug = stored(
        "series.slug",
        Slug::from_title(title.as_str()).ok_or(NoAddress),
    )?;
    // The row is locked only where it changes, so that publications do not wait for each other.
    let known: Option<(Uuid, String)> = series::table
        .filter(series::slug.eq(slug.as_str()))
        .select((series::id, series::title))
        .first(conn)
        .optional()?;
    if let Some((id, known)) = known
        && known == title.as_str()
    {
        return Ok(id);
    }
    Ok(diesel::insert_into(series::table)
        .values((
            series::id.eq(Uuid::now_v7()),
            series::slug.eq(slug.as_str()),
            series::title.eq(title.as_str()),
        ))
        .on_conflict(series::slug)
        .do_update()
        .set(series::title.eq(title.as_str()))
        .returning(series::id)
        .get_result(conn)?)
}

/// Some series, by their ids.
pub(crate) fn list_by_ids(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Series>, DatabaseError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String, String)> = series::table
        .filter(series::id.eq_any(ids))
        .select((series::id, series::slug, series::title))
        .load(conn)?;
    rows.into_iter()
        .map(|(id, slug, title)| {
            let found = Series {
                id: SeriesId::from_uuid(id),
                slug: stored("series.slug", Slug::parse(&slug))?,
                title: stored("series.title", Title::parse(&title))?,
            };
            Ok((id, found))
        })
        .collect()
}

/// The place that two columns say.
pub(crate) fn place(
    known: &HashMap<Uuid, Series>,
    id: Option<Uuid>,
    part: Option<i32>,
) -> Result<Option<SeriesPlace>, DatabaseError> {
    let Some(series) = id.and_then(|id| known.get(&id)) else {
        return Ok(None);
    };
    let part = part
        .map(|part| {
            let number = u16::try_from(part).unwrap_or(0);
            stored("article_editions.series_part", SeriesPart::new(number))
        })
        .transpose()?;
    Ok(Some(SeriesPlace {
        series: series.clone(),
        part,
    }))
}

/// The titles of all series, for suggestions in the editor.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_titles(conn: &mut PgConnection) -> Result<Vec<String>, DatabaseError> {
    Ok(series::table
        .order(series::title)
        .select(series::title)
        .limit(200)
        .load(conn)?)
}

/// The place in a series that an article would have, where the series exists; under the title that
/// publishing it would give the series.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_place(
    conn: &mut PgConnection,
    title: &Title,
    part: Option<SeriesPart>,
) -> Result<Option<SeriesPlace>, DatabaseError> {
    let Some(slug) = Slug::from_title(title.as_str()) else {
        return Ok(None);
    };
    let id: Option<Uuid> = series::table
        .filter(series::slug.eq(slug.as_str()))
        .select(series::id)
        .first(conn)
        .optional()?;
    let ids: Vec<Uuid> = id.into_iter().collect();
    let known = list_by_ids(conn, &ids)?;
    Ok(known.into_values().next().map(|series| SeriesPlace {
        series: Series {
            title: title.clone(),
            ..series
        },
        part,
    }))
}
