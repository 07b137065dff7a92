//! Putting, getting, listing and removing.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::{
    GetOptions, GetRange, GetResult, GetResultPayload, ObjectStore, ObjectStoreExt,
};

use crate::error::StorageError;
use crate::files;
use crate::key::ObjectKey;
use crate::object::{ListedObject, Object};

/// How large an object may be: more than any upload, and little enough to be held in memory once.
pub const MAX_OBJECT_BYTES: usize = 64 * 1_024 * 1_024;

/// Where bytes are stored. Clones share it.
#[derive(Clone, Debug)]
pub struct Storage {
    store: Arc<dyn ObjectStore>,
    /// The directory, if it is one.
    directory: Option<PathBuf>,
}

impl Storage {
    /// Stores in a directory, which is made when missing, and closed to other users of the machine.
    /// What has been stored survives a power cut.
    ///
    /// # Errors
    /// The directory cannot be made, opened or closed to others.
    pub fn in_directory(path: &Path) -> Result<Self, StorageError> {
        let unusable = |source| StorageError::Directory {
            path: path.to_owned(),
            source,
        };
        files::prepare(path).map_err(unusable)?;
        let store = LocalFileSystem::new_with_prefix(path)
            .map_err(|error| StorageError::of(&error))?
            .with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            directory: Some(path.to_owned()),
        })
    }

    /// Stores in memory alone, for tests.
    pub fn in_memory() -> Self {
        Self::over(InMemory::new())
    }

    pub(crate) fn over(store: impl ObjectStore) -> Self {
        Self {
            store: Arc::new(store),
            directory: None,
        }
    }

    /// Stores the bytes under this key, whole or not at all. What was there before is replaced.
    ///
    /// # Errors
    /// They are too many, or the storage fails.
    pub async fn put(&self, key: &ObjectKey, bytes: Bytes) -> Result<(), StorageError> {
        if bytes.len() > MAX_OBJECT_BYTES {
            return Err(StorageError::TooLarge {
                size_bytes: bytes.len(),
            });
        }
        self.store
            .put(&key.to_path(), bytes.into())
            .await
            .map(|_| ())
            .map_err(|error| StorageError::of(&error))
    }

    /// What is stored under this key, if anything is.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn get(&self, key: &ObjectKey) -> Result<Option<Object>, StorageError> {
        self.read(key, GetOptions::default()).await
    }

    /// These bytes of what is stored under this key. The range must lie within the object.
    ///
    /// # Errors
    /// The storage fails, or the object is shorter.
    pub async fn get_part(
        &self,
        key: &ObjectKey,
        range: Range<u64>,
    ) -> Result<Option<Object>, StorageError> {
        let options = GetOptions {
            range: Some(GetRange::Bounded(range)),
            ..GetOptions::default()
        };
        self.read(key, options).await
    }

    /// How many bytes are stored under this key, if anything is.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn size_bytes(&self, key: &ObjectKey) -> Result<Option<u64>, StorageError> {
        let found = self.store.head(&key.to_path()).await;
        Ok(present(found)?.map(|found| found.size))
    }

    /// Removes what is stored under this key. Nothing there is fine.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn delete(&self, key: &ObjectKey) -> Result<(), StorageError> {
        present(self.store.delete(&key.to_path()).await).map(|_| ())
    }

    /// Everything below a folder such as `media` or `media/ab`, in the order of the keys. What has a
    /// name that is no key is not ours and left out.
    ///
    /// # Errors
    /// The storage fails.
    pub async fn list(&self, folder: &str) -> Result<Vec<ListedObject>, StorageError> {
        let folder = object_store::path::Path::from(folder);
        let mut listed: Vec<_> = self
            .store
            .list(Some(&folder))
            .try_filter_map(async |found| {
                Ok(ObjectKey::parse(found.location.as_ref())
                    .ok()
                    .map(|key| ListedObject {
                        key,
                        size_bytes: found.size,
                        modified_at: found.last_modified,
                    }))
            })
            .try_collect()
            .await
            .map_err(|error| StorageError::of(&error))?;
        listed.sort_by(|left, right| left.key.cmp(&right.key));
        Ok(listed)
    }

    /// Removes what writes that were cut off more than an hour ago left behind, and says how many
    /// there were. S3-compatible storage leaves nothing behind.
    ///
    /// # Errors
    /// The directory cannot be read or written.
    pub async fn remove_unfinished(&self, now: SystemTime) -> Result<usize, StorageError> {
        let Some(directory) = self.directory.clone() else {
            return Ok(0);
        };
        tokio::task::spawn_blocking(move || files::remove_unfinished(&directory, now))
            .await
            .map_err(|_| StorageError::interrupted())?
            .map_err(StorageError::from)
    }

    async fn read(
        &self,
        key: &ObjectKey,
        options: GetOptions,
    ) -> Result<Option<Object>, StorageError> {
        let found = self.store.get_opts(&key.to_path(), options).await;
        Ok(present(found)?.map(object))
    }
}

fn present<T>(outcome: Result<T, object_store::Error>) -> Result<Option<T>, StorageError> {
    match outcome {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(StorageError::of(&error)),
    }
}

fn object(found: GetResult) -> Object {
    let range = found.range.clone();
    Object {
        size_bytes: range.end.saturating_sub(range.start),
        chunks: match found.payload {
            GetResultPayload::File(file, _) => files::chunks(file, range),
            GetResultPayload::Stream(stream) => {
                stream.map_err(|error| StorageError::of(&error)).boxed()
            }
        },
    }
}
