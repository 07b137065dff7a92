//! What comes out of the storage.

use bytes::{Bytes, BytesMut};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use futures_util::stream::BoxStream;

use crate::error::StorageError;
use crate::key::ObjectKey;

/// A stored object that is being read.
pub struct Object {
    /// How many bytes follow.
    pub size_bytes: u64,
    pub(crate) chunks: BoxStream<'static, Result<Bytes, StorageError>>,
}

impl Object {
    /// Its bytes, piece by piece. A stream that ends early ends with an error.
    pub fn stream(self) -> BoxStream<'static, Result<Bytes, StorageError>> {
        self.chunks
    }

    /// All of its bytes.
    ///
    /// # Errors
    /// The storage fails meanwhile.
    pub async fn bytes(mut self) -> Result<Bytes, StorageError> {
        let size_bytes = usize::try_from(self.size_bytes).unwrap_or_default();
        let mut whole = BytesMut::with_capacity(size_bytes);
        while let Some(chunk) = self.chunks.try_next().await? {
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }
}

impl std::fmt::Debug for Object {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Object")
            .field("size_bytes", &self.size_bytes)
            .finish_non_exhaustive()
    }
}

/// One line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedObject {
    /// Its key.
    pub key: ObjectKey,
    /// How long it is.
    pub size_bytes: u64,
    /// When it was written, in UTC.
    pub modified_at: DateTime<Utc>,
}
