//! The media library: stored files and their renditions, the items that the owner knows, and where
//! they are used.
//!
//! A file is a row once its bytes are in the object storage, never before; so what a row names is
//! there. What is in the storage without a row is swept away by the upkeep.

mod chosen;
mod editing;
mod encoding;
mod feature;
mod holding;
mod listing;
mod many;
mod mentions;
mod published;
mod trash;
mod upload;
mod uses;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    AltText, Encoding, FileFormat, FileHash, FocalPoint, MediaFile, MediaId, MediaItem, MediaName,
    Version,
};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::{media_files, media_items};

pub use chosen::list_chosen;
pub use editing::{
    EarlierFile, MediaText, bring_back_file, list_earlier_files, rename, update_text,
};
pub use encoding::{ClaimedFile, claim_encoding, fail_encoding, finish_encoding, insert_rendition};
pub(crate) use feature::{feature_columns, feature_of};
pub use holding::{hold_stored, remove_without_row};
pub use listing::{
    MediaCounts, MediaFilter, MediaKind, MediaOrder, MediaPlace, MediaRow, MediaShelf, count, list,
    list_renditions, used_among,
};
pub use many::{Moved, restore_many, trash_unused};
pub use published::{
    PublishedFile, PublishedPicture, find_published_file, list_published_names,
    list_published_pictures,
};
pub use trash::{announce, list_noted, purge_files, purge_trash, restore, trash};
pub use upload::{MediaError, NewFile, Uploaded, insert_upload, replace_file};
pub use uses::{MediaUse, OtherUses, other_uses, uses};

#[derive(Queryable, Selectable)]
#[diesel(table_name = media_files, check_for_backend(diesel::pg::Pg))]
pub(crate) struct FileRow {
    hash: String,
    format: String,
    size_bytes: i64,
    width_px: i32,
    height_px: i32,
    colour: Option<String>,
    has_transparency: bool,
    is_animated: bool,
    encoding: String,
}

impl TryFrom<FileRow> for MediaFile {
    type Error = DatabaseError;

    fn try_from(row: FileRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            hash: stored("media_files.hash", FileHash::parse(&row.hash))?,
            format: stored("media_files.format", row.format.parse::<FileFormat>())?,
            size_bytes: u64::try_from(row.size_bytes).unwrap_or(0),
            width_px: u32::try_from(row.width_px).unwrap_or(0),
            height_px: u32::try_from(row.height_px).unwrap_or(0),
            colour: row.colour.as_deref().and_then(colour),
            has_transparency: row.has_transparency,
            is_animated: row.is_animated,
            encoding: stored("media_files.encoding", Encoding::parse(&row.encoding))?,
        })
    }
}

/// The colour that six hexadecimal digits say.
fn colour(digits: &str) -> Option<[u8; 3]> {
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, red, green, blue] = number.to_be_bytes();
    Some([red, green, blue])
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = media_items, check_for_backend(diesel::pg::Pg))]
pub(crate) struct ItemRow {
    id: Uuid,
    name: String,
    alt: String,
    is_decorative: bool,
    focal_x: i16,
    focal_y: i16,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    trashed_at: Option<DateTime<Utc>>,
}

/// The item that two rows say.
pub(crate) fn item(item: ItemRow, file: FileRow) -> Result<MediaItem, DatabaseError> {
    Ok(MediaItem {
        id: MediaId::from_uuid(item.id),
        name: stored("media_items.name", MediaName::parse(&item.name))?,
        file: file.try_into()?,
        alt: stored("media_items.alt", AltText::parse(&item.alt))?,
        is_decorative: item.is_decorative,
        focus: focus(item.focal_x, item.focal_y)?,
        version: Version::new(item.version),
        created_at: item.created_at,
        updated_at: item.updated_at,
        trashed_at: item.trashed_at,
    })
}

fn focus(x: i16, y: i16) -> Result<FocalPoint, DatabaseError> {
    let part = |part: i16| u8::try_from(part).unwrap_or(u8::MAX);
    stored("focal point", FocalPoint::new(part(x), part(y)))
}

/// An item of the library, also one in the trash.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: MediaId) -> Result<Option<MediaItem>, DatabaseError> {
    media_items::table
        .inner_join(media_files::table)
        .filter(media_items::id.eq(id.as_uuid()))
        .select((ItemRow::as_select(), FileRow::as_select()))
        .first::<(ItemRow, FileRow)>(conn)
        .optional()?
        .map(|(row, file)| item(row, file))
        .transpose()
}
