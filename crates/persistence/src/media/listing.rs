//! The library as lists: searched, filtered, sorted, a page at a time.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::{FileFormat, MediaId, MediaItem, Rendition};
use uuid::Uuid;

use crate::schema::{media_files, media_items};
use crate::{DatabaseError, sql};

use super::mentions::{IS_UNUSED, NAMED};
use super::published::renditions_of;
use super::{FileRow, ItemRow, item};

/// What an item can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// It can stand in a page.
    Picture,
    /// It is fetched by a link.
    Download,
}

impl MediaKind {
    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Download => "download",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Picture, Self::Download]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// What a file of this format is.
    pub fn of(format: FileFormat) -> Self {
        if format.is_picture() {
            Self::Picture
        } else {
            Self::Download
        }
    }
}

/// Which part of the library a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MediaShelf {
    /// All that is not in the trash.
    #[default]
    All,
    /// What nothing names.
    Unused,
    /// Pictures that are neither described nor decorative.
    WithoutAlt,
    /// What is in the trash.
    Trash,
}

/// Which items a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaFilter {
    /// Those whose name or description holds these words.
    pub words: String,
    /// Those of this kind.
    pub kind: Option<MediaKind>,
    /// Those of this part.
    pub shelf: MediaShelf,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MediaOrder {
    /// The last uploaded first; in the trash, the last deleted.
    #[default]
    Newest,
    /// By name, A to Z.
    Name,
    /// The largest first.
    Size,
}

/// The place behind which the next page of a list begins: the last item shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaPlace {
    /// When it was uploaded, or deleted.
    pub at: DateTime<Utc>,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size_bytes: i64,
    /// Its id.
    pub id: Uuid,
}

/// An item in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaRow {
    /// The item.
    pub item: MediaItem,
    /// The renditions of its file that are made.
    pub renditions: Vec<Rendition>,
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    at: DateTime<Utc>,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    size_bytes: i64,
}

/// A page of the library, with the place behind its last item when there are more.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    filter: &MediaFilter,
    order: MediaOrder,
    after: Option<&MediaPlace>,
    limit: usize,
) -> Result<(Vec<MediaRow>, Option<MediaPlace>), DatabaseError> {
    let (standing, at) = if filter.shelf == MediaShelf::Trash {
        ("i.trashed_at is not null", "i.trashed_at")
    } else {
        ("i.trashed_at is null", "i.created_at")
    };
    // Only the list of what nothing names looks each item up in all that is written.
    let (named, shelf) = match filter.shelf {
        MediaShelf::All | MediaShelf::Trash => ("", "true"),
        MediaShelf::Unused => (NAMED, IS_UNUSED),
        MediaShelf::WithoutAlt => (
            "",
            "i.alt = '' and not i.is_decorative and f.format <> 'pdf'",
        ),
    };
    let kind = match filter.kind {
        None => "true",
        Some(MediaKind::Picture) => "f.format <> 'pdf'",
        Some(MediaKind::Download) => "f.format = 'pdf'",
    };
    let (behind, sorted) = match order {
        MediaOrder::Newest => (
            format!("({at}, i.id) < ($2, $5)"),
            format!("{at} desc, i.id desc"),
        ),
        MediaOrder::Name => (
            "(i.name collate \"C\", i.id) > ($3, $5)".to_owned(),
            "i.name collate \"C\", i.id".to_owned(),
        ),
        MediaOrder::Size => (
            "(f.size_bytes, i.id) < ($4, $5)".to_owned(),
            "f.size_bytes desc, i.id desc".to_owned(),
        ),
    };
    let query = format!(
        "select i.id, {at} as at, i.name, f.size_bytes
         from media_items i join media_files f on f.hash = i.file_hash {named}
         where {standing} and {kind} and (i.name || ' ' || i.alt) ilike $1 and ({shelf})
           and ($2::timestamptz is null or $3::text is null or $4::bigint is null
                or $5::uuid is null or {behind})
         order by {sorted} limit $6"
    );
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let words = filter.words.trim();
    let words = words.strip_prefix("/files/").unwrap_or(words);
    let mut found: Vec<Found> = diesel::sql_query(query)
        .bind::<Text, _>(sql::containing(words))
        .bind::<Nullable<Timestamptz>, _>(after.map(|place| place.at))
        .bind::<Nullable<Text>, _>(after.map(|place| place.name.as_str()))
        .bind::<Nullable<BigInt>, _>(after.map(|place| place.size_bytes))
        .bind::<Nullable<SqlUuid>, _>(after.map(|place| place.id))
        .bind::<BigInt, _>(wanted)
        .load(conn)?;
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more).map(|last| MediaPlace {
        at: last.at,
        name: last.name.clone(),
        size_bytes: last.size_bytes,
        id: last.id,
    });
    Ok((rows(conn, &found)?, next))
}

/// The items that were found, in the same order.
fn rows(conn: &mut PgConnection, found: &[Found]) -> Result<Vec<MediaRow>, DatabaseError> {
    let ids: Vec<Uuid> = found.iter().map(|found| found.id).collect();
    let loaded: Vec<(ItemRow, FileRow)> = media_items::table
        .inner_join(media_files::table)
        .filter(media_items::id.eq_any(&ids))
        .select((ItemRow::as_select(), FileRow::as_select()))
        .load(conn)?;
    let mut items: HashMap<Uuid, MediaItem> = HashMap::new();
    for (row, file) in loaded {
        let item = item(row, file)?;
        items.insert(item.id.as_uuid(), item);
    }
    let hashes: Vec<&str> = items.values().map(|item| item.file.hash.as_str()).collect();
    let renditions = renditions_of(conn, &hashes)?;
    Ok(found
        .iter()
        .filter_map(|found| {
            let item = items.remove(&found.id)?;
            let made = renditions.get(item.file.hash.as_str());
            Some(MediaRow {
                renditions: made.cloned().unwrap_or_default(),
                item,
            })
        })
        .collect())
}

/// Those among some items that something names: a text, a draft, a revision, a link or a rule.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn used_among(
    conn: &mut PgConnection,
    ids: &[MediaId],
) -> Result<HashSet<MediaId>, DatabaseError> {
    #[derive(QueryableByName)]
    struct Used {
        #[diesel(sql_type = SqlUuid)]
        id: Uuid,
    }
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.as_uuid()).collect();
    let used: Vec<Used> = diesel::sql_query(format!(
        "select i.id from media_items i {NAMED} where i.id = any($1) and not ({IS_UNUSED})"
    ))
    .bind::<Array<SqlUuid>, _>(ids)
    .load(conn)?;
    Ok(used
        .into_iter()
        .map(|row| MediaId::from_uuid(row.id))
        .collect())
}

/// The renditions of one item's file that are made, by format and width.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_renditions(
    conn: &mut PgConnection,
    item: &MediaItem,
) -> Result<Vec<Rendition>, DatabaseError> {
    let hash = item.file.hash.as_str();
    Ok(renditions_of(conn, &[hash])?
        .remove(hash)
        .unwrap_or_default())
}

/// How much there is in each part of the library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, QueryableByName)]
pub struct MediaCounts {
    /// Not in the trash.
    #[diesel(sql_type = BigInt)]
    pub all: i64,
    /// Pictures among them.
    #[diesel(sql_type = BigInt)]
    pub pictures: i64,
    /// Pictures that are neither described nor decorative.
    #[diesel(sql_type = BigInt)]
    pub without_alt: i64,
    /// In the trash.
    #[diesel(sql_type = BigInt)]
    pub trashed: i64,
}

/// How much there is in each part of the library; what nothing names is not counted, since that
/// looks each item up in all that is written.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count(conn: &mut PgConnection) -> Result<MediaCounts, DatabaseError> {
    let query = "select count(*) filter (where i.trashed_at is null) as \"all\",
                count(*) filter (where i.trashed_at is null and f.format <> 'pdf') as pictures,
                count(*) filter (where i.trashed_at is null and f.format <> 'pdf'
                                   and i.alt = '' and not i.is_decorative) as without_alt,
                count(*) filter (where i.trashed_at is not null) as trashed
         from media_items i join media_files f on f.hash = i.file_hash";
    Ok(diesel::sql_query(query).get_result(conn)?)
}
