//! The trash of the library, and what is erased in the end: items that nothing names, then the files
//! that no item has, then what lies in the storage without a row.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::{FileHash, MediaId, MediaItem, MediaName};
use uuid::Uuid;

use crate::contents::TRASH_DAYS;
use crate::error::stored;
use crate::schema::{media_item_files, media_items, media_removals, redirects};
use crate::{DatabaseError, schema::media_files};

use super::editing::{address, is_promised, locked};
use super::mentions::{IS_UNUSED, NAMED};
use super::{MediaError, find, used_among};

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

/// How often a name is looked for, where another item takes the one that was found just then.
const NAME_TRIES: usize = 3;

/// Takes an item out of the trash. Its address comes back with it, unless another item has it by
/// now or a rule begins at it: then it gets one with a number, and its earlier ones lead there.
///
/// # Errors
/// [`MediaError`]: it is not in the trash, others took each name that was tried, or the database did
/// not answer.
pub fn restore(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, MediaError> {
    let mut outcome = restore_once(conn, id);
    for _ in 1..NAME_TRIES {
        if !matches!(outcome, Err(MediaError::NameTaken)) {
            break;
        }
        outcome = restore_once(conn, id);
    }
    outcome
}

fn restore_once(conn: &mut PgConnection, id: MediaId) -> Result<MediaItem, MediaError> {
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
        if name != item.name {
            lead_to_restored(conn, &item.name, &name)?;
        }
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

/// Leads the earlier addresses of an item on to the name under which it came back. Where another item
/// has its last name by now, what leads there is that item's: nobody gets a name to which the
/// addresses of one in the trash lead.
fn lead_to_restored(
    conn: &mut PgConnection,
    old: &MediaName,
    new: &MediaName,
) -> Result<(), DatabaseError> {
    if is_standing(conn, old)? {
        return Ok(());
    }
    diesel::update(
        redirects::table
            .filter(redirects::target_address.eq(address(old.as_str())))
            .filter(redirects::origin.eq("rename")),
    )
    .set(redirects::target_address.eq(address(new.as_str())))
    .execute(conn)?;
    Ok(())
}

/// Whether an item that is not in the trash has this name.
fn is_standing(conn: &mut PgConnection, name: &MediaName) -> Result<bool, DatabaseError> {
    Ok(diesel::select(diesel::dsl::exists(
        media_items::table
            .filter(media_items::name.eq(name.as_str()))
            .filter(media_items::trashed_at.is_null()),
    ))
    .get_result(conn)?)
}

/// Whether another address leads from this one.
fn leads_away(conn: &mut PgConnection, name: &MediaName) -> Result<bool, DatabaseError> {
    Ok(diesel::select(diesel::dsl::exists(
        redirects::table.filter(redirects::source_path.eq(address(name.as_str()))),
    ))
    .get_result(conn)?)
}

/// The item's own name, or the first with a number that is free.
fn free_name(conn: &mut PgConnection, item: &MediaItem) -> Result<MediaName, DatabaseError> {
    let numbered =
        (2..100).map(|number| MediaName::of_upload(item.name.as_str(), item.file.format, number));
    let last = MediaName::of_upload(&format!("file-{}", item.id), item.file.format, 1);
    if !is_standing(conn, &item.name)? && !leads_away(conn, &item.name)? {
        return Ok(item.name.clone());
    }
    for name in numbered {
        if !is_standing(conn, &name)? && !is_promised(conn, &name, None)? {
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

/// How many items are looked at in one go, so that writers are never held up for long.
const ITEMS_AT_ONCE: i64 = 20;

/// Erases what was in the trash for [`TRASH_DAYS`] at `now`, except what a text, a draft or a
/// revision names. Returns how many.
///
/// Nobody can write a text that names an item between the look and its end: texts wait for that
/// moment. The upkeep itself waits for writers at most half a second, and comes back later; what it
/// erased before stays erased.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer, or writers kept it busy.
pub fn purge_trash(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::days(TRASH_DAYS);
    let mut erased = 0;
    let mut after = None;
    loop {
        let some = next_trashed(conn, end, after)?;
        let Some(last) = some.last() else {
            return Ok(erased);
        };
        after = Some((last.trashed_at, last.id));
        let ids: Vec<MediaId> = some.iter().map(|row| MediaId::from_uuid(row.id)).collect();
        // A look without locks first: what is named stays, and mostly that is all.
        let used = used_among(conn, &ids)?;
        let unused: Vec<Uuid> = ids
            .iter()
            .filter(|id| !used.contains(id))
            .map(|id| id.as_uuid())
            .collect();
        if !unused.is_empty() {
            erased += erase_unused(conn, end, &unused)?;
        }
    }
}

#[derive(QueryableByName)]
struct TrashedRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    trashed_at: DateTime<Utc>,
}

/// The next items whose time in the trash is over, the first deleted first.
fn next_trashed(
    conn: &mut PgConnection,
    end: DateTime<Utc>,
    after: Option<(DateTime<Utc>, Uuid)>,
) -> Result<Vec<TrashedRow>, DatabaseError> {
    Ok(diesel::sql_query(
        "select id, trashed_at from media_items
         where trashed_at < $1 and ($2::timestamptz is null or (trashed_at, id) > ($2, $3))
         order by trashed_at, id limit $4",
    )
    .bind::<Timestamptz, _>(end)
    .bind::<Nullable<Timestamptz>, _>(after.map(|(at, _)| at))
    .bind::<Nullable<SqlUuid>, _>(after.map(|(_, id)| id))
    .bind::<BigInt, _>(ITEMS_AT_ONCE)
    .load(conn)?)
}

/// Erases those of some items that nothing names while texts wait, and what led to them.
fn erase_unused(
    conn: &mut PgConnection,
    end: DateTime<Utc>,
    ids: &[Uuid],
) -> Result<usize, DatabaseError> {
    conn.transaction(|conn| {
        conn.batch_execute(
            "set local lock_timeout = '500ms';
             lock table drafts, revisions, article_editions, services in share mode;
             set local lock_timeout = default",
        )?;
        let erased: Vec<ErasedItem> = diesel::sql_query(format!(
            "delete from media_items where id in (
                 select i.id from media_items i {NAMED}
                 where i.id = any($2) and i.trashed_at < $1 and {IS_UNUSED}) returning name"
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
        for hash in &alone {
            note(conn, hash)?;
        }
        Ok(
            diesel::delete(media_files::table.filter(media_files::hash.eq_any(alone)))
                .execute(conn)?,
        )
    })
}

/// Notes that the bytes of a file will be in the object storage before its row is. Whoever does not
/// come to the row leaves the note, by which the sweep finds the bytes.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn announce(conn: &mut PgConnection, hash: &FileHash) -> Result<(), DatabaseError> {
    note(conn, hash.as_str())
}

fn note(conn: &mut PgConnection, hash: &str) -> Result<(), DatabaseError> {
    diesel::insert_into(media_removals::table)
        .values(media_removals::hash.eq(hash))
        .on_conflict(media_removals::hash)
        .do_update()
        .set(media_removals::noted_at.eq(sql::<Timestamptz>("clock_timestamp()")))
        .execute(conn)?;
    Ok(())
}

/// The next files, noted before this moment, whose bytes may be stored without a row.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_noted(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
) -> Result<Vec<FileHash>, DatabaseError> {
    let hashes: Vec<String> = media_removals::table
        .filter(media_removals::noted_at.lt(before))
        .order((media_removals::noted_at, media_removals::hash))
        .select(media_removals::hash)
        .limit(FILES_AT_ONCE)
        .load(conn)?;
    hashes
        .iter()
        .map(|hash| stored("media_removals.hash", FileHash::parse(hash)))
        .collect()
}
