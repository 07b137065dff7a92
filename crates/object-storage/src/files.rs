//! The directory: who may look into it, how its files are read, and what crashes leave in it.

use std::fs::{self, DirBuilder, File, Permissions};
use std::io;
use std::ops::Range;
use std::os::unix::fs::{DirBuilderExt, FileExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt};

use crate::error::StorageError;

/// How much is read at once.
const CHUNK_BYTES: u64 = 128 * 1_024;

/// Makes the directory when it is missing, and closes it to every other user. Its files are made by
/// the umask, but nobody else gets as far as to them.
pub(crate) fn prepare(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    if fs::metadata(path)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// The bytes of an open file, read on blocking threads, a piece at a time.
pub(crate) fn chunks(
    file: File,
    range: Range<u64>,
) -> BoxStream<'static, Result<Bytes, StorageError>> {
    let file = Arc::new(file);
    stream::try_unfold(range.start, move |start| {
        let file = Arc::clone(&file);
        let end = range.end;
        async move {
            if start >= end {
                return Ok(None);
            }
            let length = CHUNK_BYTES.min(end - start);
            let chunk = tokio::task::spawn_blocking(move || read(&file, start, length))
                .await
                .map_err(|_| StorageError::interrupted())??;
            Ok(Some((chunk, start + length)))
        }
    })
    .boxed()
}

fn read(file: &File, start: u64, length: u64) -> io::Result<Bytes> {
    let mut chunk = vec![0; usize::try_from(length).map_err(io::Error::other)?];
    file.read_exact_at(&mut chunk, start)?;
    Ok(chunk.into())
}

/// Removes what writes that were cut off left behind: `name#1`, which no key can name. Only what is
/// older than an hour, since younger ones may be another process's writes.
pub(crate) fn remove_unfinished(directory: &Path, now: SystemTime) -> io::Result<usize> {
    const HOUR: Duration = Duration::from_secs(3_600);
    let mut removed = 0;
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() && entry.file_name().as_encoded_bytes().contains(&b'#') {
                let age = now.duration_since(entry.metadata()?.modified()?);
                if age.is_ok_and(|age| age > HOUR) {
                    fs::remove_file(entry.path())?;
                    removed += 1;
                }
            }
        }
    }
    Ok(removed)
}
