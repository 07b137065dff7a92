//! The trash of the library, and what is erased in the end: items that nothing names, then the files
//! that no item has, then what lies in the storage without a row.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Timestamptz, Uuid as SqlUuid};
use domain::{FileHash, MediaId, MediaItem, MediaName};
use uuid::Uuid;

use crate::contents::TRASH_DAYS;
use crate::schema::{media_item_files, media_items, redirects};
use crate::{DatabaseError, schema::media_files};

use super::editing::{address, locked};
use super::mentions::{IS_UNUSED, NAMED};
use super::{MediaError, find};

/// Puts an item into the trash and frees its address. Texts that show it go on showing it.
///
/// # Errors
/// [`MediaError`]: it is gone or in the trash already, or the database did not answer.
pub fn trash(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, MediaError> {
    conn.transaction(|conn| {
        let current = locked(conn, id)?;
        set_trashed(conn, id, true)?;
        Ok(current)
    })
}

/// Takes an item out of the trash. Its address comes back with it, unless another item has it by
/// now: then it gets one with a number.
///
/// # Errors
/// [`MediaError`]: it is not in the trash, or the database did not answer.
pub fn restore(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, MediaError> {
    conn.transaction(|conn| {
        let in_trash: Option<Uuid> = media_items::table
            .find(id.as_uuid())
            .filter(media_items::trashed_at.is_not_null())
            .select(media_items::id)
            .for_update()
            .first(conn)
            .optional()?;
        let item = match in_trash {
            Some(_) => find(conn, id)?.ok_or(MediaError::Missing)?,
            None => return Err(MediaError::Missing),
        };
        let name = free_name(conn, &item)?;
        // Whoever took the name between the look and now is told apart by the unique index.
        diesel::update(media_items::table.find(id.as_uuid()))
            .set(media_items::name.eq(name.as_str()))
            .execute(conn)?;
        set_trashed(conn, id, false)?;
        find(conn, id)?.ok_or(MediaError::Missing)
    })
}

fn set_trashed(conn: &mut PgConnection, id: MediaId, is_trashed: bool) -> Result<(), MediaError> {
    let at = if is_trashed {
        Some(crate::contents::database_time(conn)?)
    } else {
        None
    };
    diesel::update(media_items::table.find(id.as_uuid()))
        .set((
            media_items::trashed_at.eq(at),
            media_items::version.eq(media_items::version + 1),
            media_items::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)?;
    Ok(())
}

/// The item's own name, or the first with a number that is free.
fn free_name(conn: &mut PgConnection, item: &MediaItem) -> Result<MediaName, DatabaseError> {
    let numbered =
        (2..100).map(|number| MediaName::of_upload(item.name.as_str(), item.file.format, number));
    let last = MediaName::of_upload(&format!("file-{}", item.id), item.file.format, 1);
    for name in std::iter::once(item.name.clone()).chain(numbered) {
        let is_taken: bool = diesel::select(diesel::dsl::exists(
            media_items::table
                .filter(media_items::name.eq(name.as_str()))
                .filter(media_items::trashed_at.is_null()),
        ))
        .get_result(conn)?;
        if !is_taken {
            return Ok(name);
        }
    }
    Ok(last)
}

#[derive(QueryableByName)]
struct ErasedItem {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Erases what was in the trash for [`TRASH_DAYS`] at `now`, except what a text, a draft or a
/// revision names. Returns how many.
///
/// Nobody can write a text that names an item between the look and its end: texts wait for that
/// moment. The upkeep itself waits for writers at most half a second, and comes back later.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer, or writers kept it busy.
pub fn purge_trash(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::days(TRASH_DAYS);
    let unused =
        format!("select i.id from media_items i {NAMED} where i.trashed_at < $1 and {IS_UNUSED}");
    conn.transaction(|conn| {
        let over: Vec<IdRow> = diesel::sql_query(&unused)
            .bind::<Timestamptz, _>(end)
            .load(conn)?;
        if over.is_empty() {
            return Ok(0);
        }
        conn.batch_execute(
            "set local lock_timeout = '500ms';
             lock table drafts, revisions, article_editions, services in share mode;
             set local lock_timeout = default",
        )?;
        let ids: Vec<Uuid> = over.iter().map(|row| row.id).collect();
        let erased: Vec<ErasedItem> = diesel::sql_query(format!(
            "delete from media_items where id = any($2) and id in ({unused}) returning name"
        ))
        .bind::<Timestamptz, _>(end)
        .bind::<Array<SqlUuid>, _>(ids)
        .load(conn)?;
        for item in &erased {
            forget_old_addresses(conn, &item.name)?;
        }
        Ok(erased.len())
    })
}

#[derive(QueryableByName)]
struct IdRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

/// Forgets the addresses that an erased item had before, unless another item has its last one.
fn forget_old_addresses(conn: &mut PgConnection, name: &str) -> Result<(), DatabaseError> {
    let stands: bool = diesel::select(diesel::dsl::exists(
        media_items::table.filter(media_items::name.eq(name)),
    ))
    .get_result(conn)?;
    if !stands {
        diesel::delete(
            redirects::table
                .filter(redirects::target_address.eq(address(name)))
                .filter(redirects::origin.eq("rename")),
        )
        .execute(conn)?;
    }
    Ok(())
}

/// How many files are erased at once.
const FILES_AT_ONCE: i64 = 500;

/// Erases the rows of files that no item has or had. What is stored of them is removed by the sweep
/// of the storage, which looks for files without a row.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn purge_files(conn: &mut PgConnection) -> Result<usize, DatabaseError> {
    conn.transaction(|conn| {
        let without_item = || {
            media_files::table
                .filter(diesel::dsl::not(diesel::dsl::exists(
                    media_items::table.filter(media_items::file_hash.eq(media_files::hash)),
                )))
                .filter(diesel::dsl::not(diesel::dsl::exists(
                    media_item_files::table
                        .filter(media_item_files::file_hash.eq(media_files::hash)),
                )))
        };
        // An upload of the same bytes holds the row's lock until its item is there; what it holds
        // is not waited for, and is looked at again once it is locked.
        let candidates: Vec<String> = without_item()
            .select(media_files::hash)
            .limit(FILES_AT_ONCE)
            .for_update()
            .skip_locked()
            .load(conn)?;
        let alone: Vec<String> = without_item()
            .filter(media_files::hash.eq_any(&candidates))
            .select(media_files::hash)
            .load(conn)?;
        Ok(
            diesel::delete(media_files::table.filter(media_files::hash.eq_any(alone)))
                .execute(conn)?,
        )
    })
}

/// Takes the lock of a file's name until the end of the transaction. Whoever stores the row of a
/// file, and whoever removes what has no row, come one after the other.
fn lock_name(conn: &mut PgConnection, hash: &FileHash) -> Result<(), DatabaseError> {
    diesel::sql_query("select pg_advisory_xact_lock(hashtextextended('media ' || $1, 0))")
        .bind::<Text, _>(hash.as_str())
        .execute(conn)?;
    Ok(())
}

/// Removes what is stored of a file without a row; `false` where there is a row. No upload of the
/// same bytes gets its row meanwhile, and one that comes after it finds out that they are gone.
///
/// # Errors
/// That of `remove`, or [`DatabaseError`] when the database did not answer.
pub fn remove_without_row<E: From<DatabaseError>>(
    conn: &mut PgConnection,
    hash: &FileHash,
    remove: impl FnOnce() -> Result<(), E>,
) -> Result<bool, E> {
    conn.transaction::<_, Either<E>, _>(|conn| {
        lock_name(conn, hash).map_err(Either::database)?;
        let has_row: bool =
            diesel::select(diesel::dsl::exists(media_files::table.find(hash.as_str())))
                .get_result(conn)?;
        if has_row {
            return Ok(false);
        }
        remove().map_err(Either)?;
        Ok(true)
    })
    .map_err(|Either(error)| error)
}

/// Does something for a file whose bytes are stored, while nobody can remove them; nothing where
/// they are not stored, as when they were removed just before.
///
/// # Errors
/// Those of `is_stored` and `act`, or [`DatabaseError`] when the database did not answer.
pub fn hold_stored<T, E: From<DatabaseError>>(
    conn: &mut PgConnection,
    hash: &FileHash,
    is_stored: impl FnOnce() -> Result<bool, E>,
    act: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<Option<T>, E> {
    conn.transaction::<_, Either<E>, _>(|conn| {
        lock_name(conn, hash).map_err(Either::database)?;
        if !is_stored().map_err(Either)? {
            return Ok(None);
        }
        act(conn).map(Some).map_err(Either)
    })
    .map_err(|Either(error)| error)
}

/// Somebody else's error in a transaction of ours.
struct Either<E>(E);

impl<E: From<DatabaseError>> Either<E> {
    fn database(error: DatabaseError) -> Self {
        Self(E::from(error))
    }
}

impl<E: From<DatabaseError>> From<diesel::result::Error> for Either<E> {
    fn from(error: diesel::result::Error) -> Self {
        Self(E::from(DatabaseError::from(error)))
    }
}
