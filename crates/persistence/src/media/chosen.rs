//! What the owner chose of the library, for those who look over or compare what is written.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::MediaItem;
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::{media_files, media_items};

use super::{FileRow, ItemRow, item};

/// The items among these ids, also those in the trash.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_chosen(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, MediaItem>, DatabaseError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(ItemRow, FileRow)> = media_items::table
        .inner_join(media_files::table)
        .filter(media_items::id.eq_any(ids))
        .select((ItemRow::as_select(), FileRow::as_select()))
        .load(conn)?;
    rows.into_iter()
        .map(|(row, file)| item(row, file).map(|item| (item.id.as_uuid(), item)))
        .collect()
}
