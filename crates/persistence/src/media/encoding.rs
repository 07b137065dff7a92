//! Which renditions are to be made, and who makes them: a lease per file, so that a runner that
//! died leaves its file to the next one.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::now;
use diesel::prelude::*;
use domain::{Encoding, FileHash, MediaFile, Rendition};

use crate::schema::{media_files, media_renditions};
use crate::{DatabaseError, contents};

use super::FileRow;

/// How often a file is begun, whatever became of it: more often than it may fail, so that its own
/// last failure is what is told.
const MOST_BEGUN: i32 = 6;

/// How often a file is tried before it is served as it is.
const MOST_ATTEMPTS: u32 = 4;

/// A file whose renditions somebody makes now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimedFile {
    /// The file; `encoding` says which renditions it lacks.
    pub file: MediaFile,
    /// How often it was begun, counted from 1.
    pub attempt: u32,
}

/// Takes the file that waits longest in hand, and leaves it to others only after the lease. Those
/// without any rendition come before those that lack AVIF alone.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn claim_encoding(
    conn: &mut PgConnection,
    lease: TimeDelta,
    with_avif: bool,
) -> Result<Option<ClaimedFile>, DatabaseError> {
    let states: &[&str] = if with_avif {
        &["pending", "avif"]
    } else {
        &["pending"]
    };
    conn.transaction(|conn| {
        let at = contents::database_time(conn)?;
        give_up(conn, at)?;
        let waiting: Option<String> = media_files::table
            .filter(media_files::encoding.eq_any(states))
            .filter(media_files::encoding_due_at.le(at))
            .order((media_files::encoding.desc(), media_files::encoding_due_at))
            .select(media_files::hash)
            .limit(1)
            .for_update()
            .skip_locked()
            .first(conn)
            .optional()?;
        let Some(hash) = waiting else {
            return Ok(None);
        };
        let (row, attempts): (FileRow, i32) = diesel::update(media_files::table.find(&hash))
            .set((
                media_files::encoding_attempts.eq(media_files::encoding_attempts + 1),
                media_files::encoding_due_at.eq(at + lease),
            ))
            .returning((FileRow::as_returning(), media_files::encoding_attempts))
            .get_result(conn)?;
        Ok(Some(ClaimedFile {
            file: row.try_into()?,
            attempt: u32::try_from(attempts).unwrap_or(0),
        }))
    })
}

/// Gives up what was begun too often and never ended: a picture that takes the program down with it
/// must not do so at every start.
fn give_up(conn: &mut PgConnection, at: DateTime<Utc>) -> Result<(), DatabaseError> {
    let error = "the program stopped each time while it made the renditions";
    for (from, to) in [
        (Encoding::Pending, Encoding::Failed),
        (Encoding::Avif, Encoding::Done),
    ] {
        diesel::update(media_files::table)
            .filter(media_files::encoding.eq(from.as_str()))
            .filter(media_files::encoding_due_at.le(at))
            .filter(media_files::encoding_attempts.ge(MOST_BEGUN))
            .set((
                media_files::encoding.eq(to.as_str()),
                media_files::encoding_error.eq(error),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Notes a rendition that is in the object storage. Noting it again changes nothing.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn insert_rendition(
    conn: &mut PgConnection,
    file: &FileHash,
    rendition: Rendition,
) -> Result<(), DatabaseError> {
    let measure = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    diesel::insert_into(media_renditions::table)
        .values((
            media_renditions::file_hash.eq(file.as_str()),
            media_renditions::format.eq(rendition.format.extension()),
            media_renditions::width_px.eq(measure(rendition.width_px)),
            media_renditions::height_px.eq(measure(rendition.height_px)),
            media_renditions::size_bytes
                .eq(i64::try_from(rendition.size_bytes).unwrap_or(i64::MAX)),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Notes how far the renditions of a claimed file are now. `false` when the claim ran out and
/// somebody else has the file in hand.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn finish_encoding(
    conn: &mut PgConnection,
    claimed: &ClaimedFile,
    state: Encoding,
) -> Result<bool, DatabaseError> {
    let changed = diesel::update(own(claimed))
        .set((
            media_files::encoding.eq(state.as_str()),
            media_files::encoding_attempts.eq(0),
            media_files::encoding_due_at.eq(now),
            media_files::encoding_error.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(changed > 0)
}

/// Notes that a claimed file could not be done, and why. It is tried again after a pause that
/// grows; after the last try the picture is served as it was stored.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn fail_encoding(
    conn: &mut PgConnection,
    claimed: &ClaimedFile,
    error: &str,
) -> Result<(), DatabaseError> {
    let is_last = claimed.attempt >= MOST_ATTEMPTS;
    // What every browser can show is there when only AVIF failed.
    let given_up = if claimed.file.encoding == Encoding::Avif {
        Encoding::Done
    } else {
        Encoding::Failed
    };
    let state = if is_last {
        given_up
    } else {
        claimed.file.encoding
    };
    let pause = TimeDelta::seconds(10i64.saturating_pow(claimed.attempt.min(4)));
    let at = contents::database_time(conn)?;
    diesel::update(own(claimed))
        .set((
            media_files::encoding.eq(state.as_str()),
            media_files::encoding_due_at.eq(at + pause),
            media_files::encoding_error.eq(error.chars().take(500).collect::<String>()),
        ))
        .execute(conn)?;
    Ok(())
}

/// The row of a claimed file, as long as nobody else claimed it.
#[diesel::dsl::auto_type(no_type_alias)]
fn own<'a>(claimed: &'a ClaimedFile) -> _ {
    let hash: &'a str = claimed.file.hash.as_str();
    let attempt: i32 = attempt_of(claimed);
    media_files::table
        .filter(media_files::hash.eq(hash))
        .filter(media_files::encoding_attempts.eq(attempt))
}

fn attempt_of(claimed: &ClaimedFile) -> i32 {
    i32::try_from(claimed.attempt).unwrap_or(i32::MAX)
}
