//! Where the files are: below the data directory, or in a bucket.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use object_storage::Storage;

use crate::configuration::Configuration;

/// The directory of the files, for a site without a bucket.
pub fn directory(data_dir: &Path) -> PathBuf {
    data_dir.join("files")
}

/// Opens the storage that the settings name.
///
/// # Errors
/// The directory cannot be used, or the settings do not fit each other.
pub fn open(configuration: &Configuration) -> anyhow::Result<Storage> {
    #[cfg(feature = "s3")]
    if let Some(s3) = &configuration.s3 {
        return Ok(Storage::s3(s3)?);
    }
    Ok(Storage::in_directory(&directory(&configuration.data_dir))?)
}

/// Removes in the background what writes that were cut off left behind.
pub(crate) fn sweep(storage: Storage) {
    actix_web::rt::spawn(async move {
        match storage.remove_unfinished(SystemTime::now()).await {
            Ok(0) => {}
            Ok(removed) => tracing::info!(removed, "files that were never finished are gone"),
            Err(error) => tracing::warn!(%error, "unfinished files could not be looked for"),
        }
    });
}
