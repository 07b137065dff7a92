//! What the owner says of an item, its address, and the files that it had before.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    AltText, FileHash, FocalPoint, MediaFile, MediaId, MediaItem, MediaName, RedirectOrigin,
    Rendition, Version,
};
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::{media_files, media_item_files, media_items, redirects};

use super::published::renditions_of;
use super::upload::set_file;
use super::{FileRow, MediaError, find, uses};

/// What is said of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaText {
    /// What it shows.
    pub alt: AltText,
    /// True where it says nothing.
    pub is_decorative: bool,
    /// What must stay in sight.
    pub focus: FocalPoint,
}

/// Says what an item shows. Saying the same again changes nothing, also on an old version.
///
/// # Errors
/// [`MediaError`]: gone, changed meanwhile, a picture that visitors see would lose its description, or
/// the database did not answer.
pub fn update_text(
    conn: &mut PgConnection,
    id: MediaId,
    expected: Version,
    text: &MediaText,
) -> Result<MediaItem, MediaError> {
    conn.transaction(|conn| {
        let current = locked(conn, id)?;
        let said = MediaText {
            alt: current.alt.clone(),
            is_decorative: current.is_decorative,
            focus: current.focus,
        };
        if said == *text {
            return Ok(current);
        }
        fresh(&current, expected)?;
        let has_description =
            |text: &MediaText| text.is_decorative || !text.alt.as_str().is_empty();
        let is_picture = current.file.format.is_picture();
        if is_picture && has_description(&said) && !has_description(text) {
            // Publishing asks for a description, so what is published does not lose it either.
            let mut shown = uses(conn, id)?;
            shown.retain(|used| used.is_live || used.is_scheduled);
            if !shown.is_empty() {
                return Err(MediaError::ShownUndescribed { shown });
            }
        }
        diesel::update(media_items::table.find(id.as_uuid()))
            .set((
                media_items::alt.eq(text.alt.as_str()),
                media_items::is_decorative.eq(text.is_decorative),
                media_items::focal_x.eq(i16::from(text.focus.x())),
                media_items::focal_y.eq(i16::from(text.focus.y())),
                media_items::version.eq(media_items::version + 1),
                media_items::updated_at.eq(diesel::dsl::now),
            ))
            .execute(conn)?;
        found(conn, id)
    })
}

/// Gives an item another address. The old one leads to it from then on, as do those before it: each
/// leads there in one step. The ending stays, since it says what the file is.
///
/// # Errors
/// [`MediaError`]: gone, changed meanwhile, the name is taken, the ending is another, or the database
/// did not answer.
pub fn rename(
    conn: &mut PgConnection,
    id: MediaId,
    expected: Version,
    name: &MediaName,
) -> Result<MediaItem, MediaError> {
    conn.transaction(|conn| {
        let current = locked(conn, id)?;
        if current.name == *name {
            return Ok(current);
        }
        fresh(&current, expected)?;
        let ending = |name: &MediaName| name.as_str().rsplit('.').next().map(str::to_owned);
        if ending(&current.name) != ending(name) {
            return Err(MediaError::OtherEnding);
        }
        if is_promised(conn, name, Some(&current.name))? {
            return Err(MediaError::NameTaken);
        }
        diesel::update(media_items::table.find(id.as_uuid()))
            .set((
                media_items::name.eq(name.as_str()),
                media_items::version.eq(media_items::version + 1),
                media_items::updated_at.eq(diesel::dsl::now),
            ))
            .execute(conn)?;
        lead_on(conn, &current.name, name)?;
        found(conn, id)
    })
}

/// The address of an item.
pub(super) fn address(name: &str) -> String {
    format!("/files/{name}")
}

/// Whether an address is spoken for though no file stands there: a rule of the owner begins at it, it
/// leads to a file that had it before, or it is the last one of a file in the trash to which earlier
/// ones lead. What led from there to the item that is called `own` now is that item's.
pub(super) fn is_promised(
    conn: &mut PgConnection,
    name: &MediaName,
    own: Option<&MediaName>,
) -> Result<bool, DatabaseError> {
    let wanted = address(name.as_str());
    let led: Option<(Option<String>, String)> = redirects::table
        .filter(redirects::source_path.eq(&wanted))
        .select((redirects::target_address, redirects::origin))
        .first(conn)
        .optional()?;
    if let Some((target, origin)) = led {
        let is_own = origin == RedirectOrigin::Rename.as_str()
            && target.is_some()
            && target == own.map(|own| address(own.as_str()));
        if !is_own {
            return Ok(true);
        }
    }
    Ok(diesel::select(diesel::dsl::exists(
        redirects::table
            .filter(redirects::target_address.eq(&wanted))
            .filter(redirects::origin.eq(RedirectOrigin::Rename.as_str())),
    ))
    .get_result(conn)?)
}

/// Leads the old address of an item, and what leads to that one, to its new address.
pub(super) fn lead_on(
    conn: &mut PgConnection,
    old: &MediaName,
    new: &MediaName,
) -> Result<(), DatabaseError> {
    let (old, new) = (address(old.as_str()), address(new.as_str()));
    // The file had this address before, and stands there again.
    diesel::delete(redirects::table.filter(redirects::source_path.eq(&new))).execute(conn)?;
    diesel::update(redirects::table.filter(redirects::target_address.eq(&old)))
        .set(redirects::target_address.eq(&new))
        .execute(conn)?;
    diesel::insert_into(redirects::table)
        .values((
            redirects::id.eq(Uuid::now_v7()),
            redirects::source_path.eq(&old),
            redirects::target_address.eq(&new),
            redirects::origin.eq(RedirectOrigin::Rename.as_str()),
        ))
        .on_conflict(redirects::source_path)
        .do_update()
        .set((
            redirects::content_id.eq(None::<Uuid>),
            redirects::tag_id.eq(None::<Uuid>),
            redirects::target_address.eq(&new),
            redirects::is_prefix.eq(false),
            redirects::origin.eq(RedirectOrigin::Rename.as_str()),
        ))
        .execute(conn)?;
    Ok(())
}

/// A file that an item had before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierFile {
    /// The file.
    pub file: MediaFile,
    /// Its renditions that are made.
    pub renditions: Vec<Rendition>,
    /// When another took its place, UTC.
    pub replaced_at: DateTime<Utc>,
}

/// The files that an item had before with their renditions, the last one first: two queries.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_earlier_files(
    conn: &mut PgConnection,
    id: MediaId,
) -> Result<Vec<EarlierFile>, DatabaseError> {
    let rows: Vec<(FileRow, DateTime<Utc>)> = media_item_files::table
        .inner_join(media_files::table)
        .filter(media_item_files::item_id.eq(id.as_uuid()))
        .order((
            media_item_files::replaced_at.desc(),
            media_item_files::file_hash,
        ))
        .select((FileRow::as_select(), media_item_files::replaced_at))
        .load(conn)?;
    let hashes: Vec<&str> = rows.iter().map(|(file, _)| file.hash.as_str()).collect();
    let mut renditions = renditions_of(conn, &hashes)?;
    rows.into_iter()
        .map(|(file, replaced_at)| {
            Ok(EarlierFile {
                renditions: renditions.remove(&file.hash).unwrap_or_default(),
                file: file.try_into()?,
                replaced_at,
            })
        })
        .collect()
}

/// Brings back a file that an item had before; the one that it has now is kept with it.
///
/// # Errors
/// [`MediaError`]: the item or the file is gone, changed meanwhile, or the database did not answer.
pub fn bring_back_file(
    conn: &mut PgConnection,
    id: MediaId,
    expected: Version,
    hash: &FileHash,
) -> Result<MediaItem, MediaError> {
    conn.transaction(|conn| {
        let current = locked(conn, id)?;
        if current.file.hash == *hash {
            return Ok(current);
        }
        fresh(&current, expected)?;
        let is_kept: bool = diesel::select(diesel::dsl::exists(
            media_item_files::table.find((id.as_uuid(), hash.as_str())),
        ))
        .get_result(conn)?;
        if !is_kept {
            return Err(MediaError::Missing);
        }
        set_file(conn, &current, hash)?;
        found(conn, id)
    })
}

/// The item, locked, where it is not in the trash.
pub(super) fn locked(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, MediaError> {
    let locked: Option<Uuid> = media_items::table
        .find(id.as_uuid())
        .filter(media_items::trashed_at.is_null())
        .select(media_items::id)
        .for_update()
        .first(conn)
        .optional()?;
    match locked {
        Some(_) => found(conn, id),
        None => Err(MediaError::Missing),
    }
}

fn found(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, MediaError> {
    find(conn, id)?.ok_or(MediaError::Missing)
}

fn fresh(current: &MediaItem, expected: Version) -> Result<(), MediaError> {
    if current.version == expected {
        Ok(())
    } else {
        Err(MediaError::Stale {
            current: Box::new(current.clone()),
        })
    }
}
