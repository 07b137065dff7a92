//! Removes from the storage, once a day, what no row names: files whose item was erased, and what an
//! upload left behind that was cut off. It stands beside the jobs, whose transactions touch nothing
//! but the database.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::FileHash;
use object_storage::{ObjectKey, Storage, StorageError};
use persistence::{Database, DatabaseError, media};
use tokio::runtime::Handle;
use tokio::time::sleep;

/// The start of a site has other things to do.
const FIRST_AFTER: Duration = Duration::from_secs(600);
const EVERY: Duration = Duration::from_secs(24 * 3_600);

/// An upload stores its bytes before its row: what was noted later than this may be one.
const YOUNGEST: TimeDelta = TimeDelta::hours(24);

/// Why a sweep ended early.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The storage failed.
    #[error("the storage failed")]
    Storage(#[from] StorageError),
    /// The database did not answer.
    #[error("the database failed")]
    Database(#[from] DatabaseError),
}

/// Sweeps in the background for as long as the program runs.
pub(super) fn start(database: Database, storage: Storage) {
    actix_web::rt::spawn(async move {
        sleep(FIRST_AFTER).await;
        loop {
            match sweep(&database, &storage, Utc::now()).await {
                Ok(0) => {}
                Ok(removed) => tracing::info!(removed, "stored files that nothing names are gone"),
                Err(error) => tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "stored files that nothing names could not be looked for"
                ),
            }
            sleep(EVERY).await;
        }
    });
}

/// Removes the bytes of files that were noted a day ago and have no row. What this database never
/// knew stays, whatever it is: the storage may be older than the database, or somebody else's too.
/// Returns how many objects.
///
/// # Errors
/// The storage or the database fails; what was removed until then had no row.
pub async fn sweep(
    database: &Database,
    storage: &Storage,
    now: DateTime<Utc>,
) -> Result<usize, SweepError> {
    let before = now - YOUNGEST;
    let mut removed = 0;
    loop {
        let noted = database
            .run(move |conn| media::list_noted(conn, before))
            .await?;
        if noted.is_empty() {
            return Ok(removed);
        }
        for hash in noted {
            let listed = storage.list(&format!("media/{}", hash.shelf())).await?;
            let keys: Vec<ObjectKey> = listed
                .into_iter()
                .map(|object| object.key)
                .filter(|key| hash_in(key).as_ref() == Some(&hash))
                .collect();
            let storage = storage.clone();
            let count = keys.len();
            let was_removed = database
                .run(move |conn| {
                    // This thread may block. The name's lock is held until the objects are gone, so
                    // that an upload of the same bytes finds them either there or gone.
                    let remove = || Handle::current().block_on(delete(&storage, &keys));
                    media::remove_without_row(conn, &hash, remove)
                })
                .await?;
            removed += if was_removed { count } else { 0 };
        }
    }
}

async fn delete(storage: &Storage, keys: &[ObjectKey]) -> Result<(), SweepError> {
    for key in keys {
        storage.delete(key).await?;
    }
    Ok(())
}

/// The file that an object belongs to: the stored bytes themselves, or a rendition of them.
fn hash_in(key: &ObjectKey) -> Option<FileHash> {
    let name = key.as_str().rsplit('/').next()?;
    FileHash::parse(name.get(..32)?).ok()
}
