//! The trash for many items at once: all that can be moved is, or nothing where the database fails.

use diesel::prelude::*;
use domain::{MediaId, MediaItem};

use crate::DatabaseError;

use super::trash::{restore, trash};
use super::{MediaError, find, used_among};

/// What became of items that were to be moved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moved {
    /// Those that were moved.
    pub moved: Vec<MediaItem>,
    /// Those that stay where they are: something names them, or others took each name that was tried.
    pub left: Vec<MediaItem>,
}

/// Puts those of some items into the trash that nothing names. One that something names is left, since
/// a list does not tell where it is used.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was moved.
pub fn trash_unused(conn: &mut PgConnection, ids: &[MediaId]) -> Result<Moved, DatabaseError> {
    conn.transaction(|conn| {
        let used = used_among(conn, ids)?;
        each(conn, ids, |conn, id| {
            if used.contains(&id) {
                Err(MediaError::StillUsed)
            } else {
                trash(conn, id)
            }
        })
    })
}

/// Takes some items out of the trash.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was moved.
pub fn restore_many(conn: &mut PgConnection, ids: &[MediaId]) -> Result<Moved, DatabaseError> {
    conn.transaction(|conn| each(conn, ids, restore))
}

/// Does the same for each, always in the same order, so that two who do it never wait for each other.
/// What is gone, or was moved by somebody else, is left out.
fn each(
    conn: &mut PgConnection,
    ids: &[MediaId],
    act: impl Fn(&mut PgConnection, MediaId) -> Result<MediaItem, MediaError>,
) -> Result<Moved, DatabaseError> {
    let mut ids = ids.to_vec();
    ids.sort_by_key(|id| id.as_uuid());
    ids.dedup();
    let mut outcome = Moved::default();
    for id in ids {
        match act(conn, id) {
            Ok(item) => outcome.moved.push(item),
            Err(MediaError::Missing) => {}
            Err(MediaError::Database(error)) => return Err(error),
            Err(_) => outcome.left.extend(find(conn, id)?),
        }
    }
    Ok(outcome)
}
