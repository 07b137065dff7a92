//! Stored bytes by key: in a directory, or in S3-compatible storage.
//!
//! What is stored is written whole or not at all, and read as a stream. A key is parsed, so no key
//! leads out of the storage; nothing here shows a secret, neither in an error nor in debug output.
//! It knows no media, no articles and no HTTP: the rooms that do give their keys a meaning.

mod error;
mod files;
mod key;
mod object;
#[cfg(feature = "s3")]
mod s3;
mod s3_settings;
mod storage;

pub use error::StorageError;
pub use key::{KeyError, ObjectKey};
pub use object::{ListedObject, Object};
pub use s3_settings::{S3Settings, SecretText};
pub use storage::{MAX_OBJECT_BYTES, Storage};
