//! Holding a file while its bytes and its row are brought together, or taken apart.

use diesel::prelude::*;
use diesel::sql_types::Text;
use domain::FileHash;

use crate::DatabaseError;
use crate::schema::{media_files, media_removals};

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
            diesel::delete(media_removals::table.find(hash.as_str())).execute(conn)?;
            return Ok(false);
        }
        remove().map_err(Either)?;
        diesel::delete(media_removals::table.find(hash.as_str())).execute(conn)?;
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
