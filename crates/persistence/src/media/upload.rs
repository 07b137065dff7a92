//! New files, for new items and for those that have one.

use diesel::prelude::*;
use domain::{Encoding, FileFormat, FileHash, MediaId, MediaItem, MediaName, Version};
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::{media_files, media_item_files, media_items, media_removals};

use super::editing::is_promised;
use super::{MediaUse, find};

/// A file whose bytes are in the object storage already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its name, made from its bytes.
    pub hash: FileHash,
    /// Its format.
    pub format: FileFormat,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its width in pixels; 0 for what has none.
    pub width_px: u32,
    /// Its height in pixels; 0 for what has none.
    pub height_px: u32,
    /// Its dominant colour, sRGB.
    pub colour: Option<[u8; 3]>,
    /// Whether something shows through it.
    pub has_transparency: bool,
    /// Whether it moves.
    pub is_animated: bool,
    /// Whether renditions are to be made of it.
    pub encoding: Encoding,
}

/// What an upload became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uploaded {
    /// The item.
    pub item: MediaItem,
    /// False where the library had an item with exactly these bytes, which is this one.
    pub is_new: bool,
}

/// Why an item was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MediaError {
    /// It does not exist, or is in the trash.
    #[error("it does not exist any more")]
    Missing,
    /// Somebody changed it in the meantime; nothing was changed.
    #[error("somebody else changed it in the meantime")]
    Stale {
        /// What is stored now.
        current: Box<MediaItem>,
    },
    /// A download cannot become a picture, nor the other way round.
    #[error("a picture can only be replaced by a picture, a download by the same kind of file")]
    OtherKind,
    /// The ending of its name says what it is.
    #[error("the ending of a name stays what it is")]
    OtherEnding,
    /// Visitors see it now, or will, and would have nothing to read in its place.
    #[error("it needs a description where visitors see it")]
    ShownUndescribed {
        /// Where they see it.
        shown: Vec<MediaUse>,
    },
    /// Something names it.
    #[error("something names it")]
    StillUsed,
    /// Another item has that name.
    #[error("another file has that name")]
    NameTaken,
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<diesel::result::Error> for MediaError {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind, Error};
        match &error {
            Error::DatabaseError(DatabaseErrorKind::UniqueViolation, information)
                if information.constraint_name() == Some("media_items_name_key") =>
            {
                Self::NameTaken
            }
            _ => Self::Database(error.into()),
        }
    }
}

/// Stores a file, if it is not known, and makes an item of it. The same bytes again are the item
/// that has them, the oldest where there are several.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn insert_upload(
    conn: &mut PgConnection,
    id: MediaId,
    file_name: &str,
    file: &NewFile,
) -> Result<Uploaded, DatabaseError> {
    conn.transaction(|conn| {
        insert_file(conn, file)?;
        let known: Option<Uuid> = media_items::table
            .filter(media_items::file_hash.eq(file.hash.as_str()))
            .filter(media_items::trashed_at.is_null())
            .order(media_items::id)
            .select(media_items::id)
            .first(conn)
            .optional()?;
        if let Some(known) = known.map(MediaId::from_uuid) {
            return Ok(Uploaded {
                item: found(conn, known)?,
                is_new: false,
            });
        }
        insert_item(conn, id, file_name, file)?;
        Ok(Uploaded {
            item: found(conn, id)?,
            is_new: true,
        })
    })
}

/// The row of a file. It also takes the file's lock, so that two uploads of the same bytes, or an
/// upload and the upkeep, come one after the other.
fn insert_file(conn: &mut PgConnection, file: &NewFile) -> Result<(), DatabaseError> {
    diesel::delete(media_removals::table.find(file.hash.as_str())).execute(conn)?;
    let measure = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let colour = file
        .colour
        .map(|[red, green, blue]| format!("{red:02x}{green:02x}{blue:02x}"));
    diesel::insert_into(media_files::table)
        .values((
            media_files::hash.eq(file.hash.as_str()),
            media_files::format.eq(file.format.extension()),
            media_files::size_bytes.eq(i64::try_from(file.size_bytes).unwrap_or(i64::MAX)),
            media_files::width_px.eq(measure(file.width_px)),
            media_files::height_px.eq(measure(file.height_px)),
            media_files::colour.eq(colour),
            media_files::has_transparency.eq(file.has_transparency),
            media_files::is_animated.eq(file.is_animated),
            media_files::encoding.eq(file.encoding.as_str()),
        ))
        .on_conflict(media_files::hash)
        .do_update()
        .set(media_files::format.eq(file.format.extension()))
        .execute(conn)?;
    // Uploading it again is how the owner asks for another try.
    diesel::update(media_files::table.find(file.hash.as_str()))
        .filter(media_files::encoding.eq(Encoding::Failed.as_str()))
        .set((
            media_files::encoding.eq(file.encoding.as_str()),
            media_files::encoding_attempts.eq(0),
            media_files::encoding_due_at.eq(diesel::dsl::now),
        ))
        .execute(conn)?;
    Ok(())
}

/// How many names of the form `name-2.jpg` are tried before one gets an ending of its own.
const NUMBERED_NAMES: u32 = 20;

fn insert_item(
    conn: &mut PgConnection,
    id: MediaId,
    file_name: &str,
    file: &NewFile,
) -> Result<(), DatabaseError> {
    let numbered =
        (1..=NUMBERED_NAMES).map(|number| MediaName::of_upload(file_name, file.format, number));
    let last = MediaName::of_upload(&format!("file-{id}"), file.format, 1);
    for name in numbered.chain([own_name(id, file_name, file), last]) {
        // An address that leads to another file goes on doing so, and what leads to a file in the
        // trash does not lead to this one.
        if is_promised(conn, &name, None)? {
            continue;
        }
        // The name may be taken by another upload at the same time, so it is tried and not asked.
        let inserted = diesel::insert_into(media_items::table)
            .values((
                media_items::id.eq(id.as_uuid()),
                media_items::name.eq(name.as_str()),
                media_items::file_hash.eq(file.hash.as_str()),
            ))
            .on_conflict_do_nothing()
            .execute(conn)?;
        if inserted > 0 {
            break;
        }
    }
    Ok(())
}

/// A name that no other file has and that still says what this one was called: what is pasted is
/// called `image.png` each time.
fn own_name(id: MediaId, file_name: &str, file: &NewFile) -> MediaName {
    let plain = MediaName::of_upload(file_name, file.format, 1);
    let stem = plain.as_str().rsplit_once('.').map_or("", |(stem, _)| stem);
    let stem: String = stem.chars().take(50).collect();
    // The end of an id is random; its beginning is the time.
    let digits = id.as_uuid().simple().to_string();
    let tail = digits.get(24..).unwrap_or_default();
    MediaName::of_upload(&format!("{stem}-{tail}"), file.format, 1)
}

fn found(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, DatabaseError> {
    find(conn, id)?.ok_or_else(|| diesel::result::Error::NotFound.into())
}

/// Puts another file behind an item; its id, its address and what was said of it stay. The file
/// that it had is kept with it.
///
/// # Errors
/// [`MediaError`]: gone, changed meanwhile, another kind of file, or the database did not answer.
pub fn replace_file(
    conn: &mut PgConnection,
    id: MediaId,
    expected: Version,
    file: &NewFile,
) -> Result<MediaItem, MediaError> {
    conn.transaction(|conn| {
        let locked: Option<Uuid> = media_items::table
            .find(id.as_uuid())
            .filter(media_items::trashed_at.is_null())
            .select(media_items::id)
            .for_update()
            .first(conn)
            .optional()?;
        let current = match locked {
            Some(_) => found(conn, id)?,
            None => return Err(MediaError::Missing),
        };
        if current.version != expected {
            return Err(MediaError::Stale {
                current: Box::new(current),
            });
        }
        if current.file.format.is_picture() != file.format.is_picture() {
            return Err(MediaError::OtherKind);
        }
        if current.file.hash == file.hash {
            return Ok(current);
        }
        insert_file(conn, file)?;
        set_file(conn, &current, &file.hash)?;
        Ok(found(conn, id)?)
    })
}

/// Gives an item another stored file, and keeps the one that it had.
pub(super) fn set_file(
    conn: &mut PgConnection,
    current: &MediaItem,
    hash: &FileHash,
) -> Result<(), DatabaseError> {
    let id = current.id.as_uuid();
    diesel::delete(media_item_files::table.find((id, hash.as_str()))).execute(conn)?;
    diesel::insert_into(media_item_files::table)
        .values((
            media_item_files::item_id.eq(id),
            media_item_files::file_hash.eq(current.file.hash.as_str()),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    diesel::update(media_items::table.find(id))
        .set((
            media_items::file_hash.eq(hash.as_str()),
            media_items::version.eq(media_items::version + 1),
            media_items::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)?;
    Ok(())
}
