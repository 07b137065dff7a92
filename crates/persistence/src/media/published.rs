//! Pictures and files as visitors get them. Also what lies in the trash is answered for texts that
//! still show it: no page loses a picture by a click in the library.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Bool, Uuid as SqlUuid};
use domain::{AltText, FileFormat, FocalPoint, MediaFile, MediaId, MediaName, Rendition};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::{media_files, media_items, media_renditions};

use super::mentions::{IS_SHOWN, NAMED};
use super::{FileRow, ItemRow, item};

/// A picture of the library with what there is of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPicture {
    /// The item.
    pub id: MediaId,
    /// The stored file.
    pub file: MediaFile,
    /// What it shows.
    pub alt: AltText,
    /// True where it says nothing.
    pub is_decorative: bool,
    /// What must stay in sight.
    pub focus: FocalPoint,
    /// The renditions that are made, by format and width.
    pub renditions: Vec<Rendition>,
}

/// The pictures among these items of the library, in two queries whatever their number.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_pictures(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<Vec<PublishedPicture>, DatabaseError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<(ItemRow, FileRow)> = media_items::table
        .inner_join(media_files::table)
        .filter(media_items::id.eq_any(ids))
        .filter(media_files::format.ne(FileFormat::Pdf.extension()))
        .select((ItemRow::as_select(), FileRow::as_select()))
        .load(conn)?;
    let items = rows
        .into_iter()
        .map(|(row, file)| item(row, file))
        .collect::<Result<Vec<_>, _>>()?;
    let hashes: Vec<&str> = items.iter().map(|item| item.file.hash.as_str()).collect();
    let mut renditions = renditions_of(conn, &hashes)?;
    Ok(items
        .into_iter()
        .map(|item| PublishedPicture {
            renditions: renditions
                .get_mut(item.file.hash.as_str())
                .map(|list| list.clone())
                .unwrap_or_default(),
            id: item.id,
            file: item.file,
            alt: item.alt,
            is_decorative: item.is_decorative,
            focus: item.focus,
        })
        .collect())
}

/// The renditions of some files that are made, each list by format and width.
pub(super) fn renditions_of(
    conn: &mut PgConnection,
    hashes: &[&str],
) -> Result<HashMap<String, Vec<Rendition>>, DatabaseError> {
    if hashes.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, String, i32, i32, i64)> = media_renditions::table
        .filter(media_renditions::file_hash.eq_any(hashes))
        .order((
            media_renditions::file_hash,
            media_renditions::format,
            media_renditions::width_px,
        ))
        .select((
            media_renditions::file_hash,
            media_renditions::format,
            media_renditions::width_px,
            media_renditions::height_px,
            media_renditions::size_bytes,
        ))
        .load(conn)?;
    let mut by_file: HashMap<String, Vec<Rendition>> = HashMap::new();
    for (hash, format, width, height, size) in rows {
        let rendition = Rendition {
            format: stored("media_renditions.format", format.parse::<FileFormat>())?,
            width_px: u32::try_from(width).unwrap_or(0),
            height_px: u32::try_from(height).unwrap_or(0),
            size_bytes: u64::try_from(size).unwrap_or(0),
        };
        by_file.entry(hash).or_default().push(rendition);
    }
    Ok(by_file)
}

/// What a stable address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishedFile {
    /// This file.
    Found {
        /// The file behind the address now.
        file: MediaFile,
        /// The name in the address.
        name: MediaName,
    },
    /// It was there and lies in the trash.
    Deleted,
}

/// What the address `/files/{name}` leads to. Names can be guessed, so a picture is found only where
/// something that visitors see names it or shows it; a download, which is there to be passed on, is
/// found by whoever knows its name.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_file(
    conn: &mut PgConnection,
    name: &MediaName,
) -> Result<Option<PublishedFile>, DatabaseError> {
    let rows: Vec<(ItemRow, FileRow)> = media_items::table
        .inner_join(media_files::table)
        .filter(media_items::name.eq(name.as_str()))
        // What stands comes before what was deleted under the same name.
        .order(media_items::trashed_at.desc().nulls_first())
        .limit(1)
        .select((ItemRow::as_select(), FileRow::as_select()))
        .load(conn)?;
    let Some((row, file)) = rows.into_iter().next() else {
        return Ok(None);
    };
    let found = item(row, file)?;
    let is_standing_picture = found.trashed_at.is_none() && found.file.format.is_picture();
    if is_standing_picture && !is_published(conn, found.id)? {
        return Ok(None);
    }
    Ok(Some(if found.trashed_at.is_some() {
        PublishedFile::Deleted
    } else {
        PublishedFile::Found {
            file: found.file,
            name: found.name,
        }
    }))
}

/// Whether something that visitors see names an item.
fn is_published(conn: &mut PgConnection, id: MediaId) -> Result<bool, DatabaseError> {
    #[derive(QueryableByName)]
    struct Shown {
        #[diesel(sql_type = Bool)]
        is_shown: bool,
    }
    let query =
        format!("select ({IS_SHOWN}) as is_shown from media_items i {NAMED} where i.id = $1");
    let shown: Option<Shown> = diesel::sql_query(query)
        .bind::<SqlUuid, _>(id.as_uuid())
        .get_result(conn)
        .optional()?;
    Ok(shown.is_some_and(|shown| shown.is_shown))
}

/// The stable addresses of the items among these ids that are not in the trash.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published_names(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, DatabaseError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(Uuid, String)> = media_items::table
        .filter(media_items::id.eq_any(ids))
        .filter(media_items::trashed_at.is_null())
        .select((media_items::id, media_items::name))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (id, format!("/files/{name}")))
        .collect())
}
