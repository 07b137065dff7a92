//! Stores a file, then what the library knows of it. A row whose bytes are not there is never made.

use object_storage::ObjectKey;
use persistence::{DatabaseError, PgConnection, media};
use tokio::runtime::Handle;

use crate::AdminState;
use crate::error::AdminError;

use super::judging::Judged;

/// How often bytes are stored anew that the sweep of the storage removed just then: it does so once
/// a day for a file that nothing had.
const TRIES: usize = 3;

/// Stores the bytes, and does the rest in one transaction in which nobody can remove them.
///
/// # Errors
/// The storage or the database fails, or `act` does.
pub(super) async fn store<T, E>(
    state: &AdminState,
    judged: &Judged,
    act: impl Fn(&mut PgConnection) -> Result<T, E> + Clone + Send + 'static,
) -> Result<T, E>
where
    T: Send + 'static,
    E: From<DatabaseError> + From<AdminError> + Send + 'static,
{
    let hash = &judged.file.hash;
    let name = format!(
        "media/{}/{hash}.{}",
        hash.shelf(),
        judged.file.format.extension()
    );
    let key = ObjectKey::parse(&name).map_err(|_| E::from(AdminError::StorageLost))?;
    for _ in 0..TRIES {
        let announced = hash.clone();
        state
            .database
            .run(move |conn| media::announce(conn, &announced))
            .await?;
        state
            .storage
            .put(&key, judged.bytes.clone())
            .await
            .map_err(AdminError::from)?;
        let (storage, key, hash, act) = (
            state.storage.clone(),
            key.clone(),
            hash.clone(),
            act.clone(),
        );
        let stored = state
            .database
            .run(move |conn| {
                // This thread may block; the look at the storage is short.
                let is_stored = || {
                    let size = Handle::current().block_on(storage.size_bytes(&key));
                    Ok(size.map_err(AdminError::from)?.is_some())
                };
                media::hold_stored(conn, &hash, is_stored, act)
            })
            .await?;
        if let Some(stored) = stored {
            state.database.encoding_bell().ring();
            return Ok(stored);
        }
    }
    Err(AdminError::StorageLost.into())
}
