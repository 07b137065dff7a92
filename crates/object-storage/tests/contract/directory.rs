//! What holds for a directory beyond the common promises.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use object_storage::{Storage, StorageError};

use crate::promises::{self, key, stored};

#[tokio::test]
async fn a_directory_keeps_the_promises() {
    let directory = tempfile::tempdir().unwrap();
    let storage = Storage::in_directory(&directory.path().join("made/when/missing")).unwrap();
    promises::are_kept(&storage).await;
}

#[tokio::test]
async fn memory_keeps_them_too() {
    promises::are_kept(&Storage::in_memory()).await;
}

#[tokio::test]
async fn what_was_put_is_there_after_a_new_start() {
    let directory = tempfile::tempdir().unwrap();
    Storage::in_directory(directory.path())
        .unwrap()
        .put(&key("media/a"), Bytes::from_static(b"kept"))
        .await
        .unwrap();
    let again = Storage::in_directory(directory.path()).unwrap();
    assert_eq!(stored(&again, "media/a").await.unwrap(), "kept");
}

#[test]
fn other_users_of_the_machine_are_kept_out() {
    let directory = tempfile::tempdir().unwrap();
    let open = directory.path().join("open");
    fs::create_dir(&open).unwrap();
    fs::set_permissions(&open, Permissions::from_mode(0o755)).unwrap();
    for path in [open, directory.path().join("made")] {
        Storage::in_directory(&path).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{}", path.display());
    }
}

#[test]
fn a_path_that_is_no_directory_is_named() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "").unwrap();
    let error = Storage::in_directory(&path).unwrap_err();
    assert!(matches!(error, StorageError::Directory { .. }));
    assert!(
        error.to_string().contains("/file cannot be used"),
        "{error}"
    );
}

#[tokio::test]
async fn a_write_that_a_crash_cut_off_is_not_readable_and_goes_after_an_hour() {
    let directory = tempfile::tempdir().unwrap();
    let storage = Storage::in_directory(directory.path()).unwrap();
    storage
        .put(&key("media/ab/whole"), Bytes::from_static(b"whole"))
        .await
        .unwrap();
    // This is how a write begins that becomes `media/ab/half` at its end.
    let half = directory.path().join("media/ab/half#1");
    fs::write(&half, "ha").unwrap();
    assert!(stored(&storage, "media/ab/half").await.is_none());
    assert_eq!(storage.list("media").await.unwrap().len(), 1);

    let now = SystemTime::now();
    assert_eq!(storage.remove_unfinished(now).await.unwrap(), 0);
    let long_ago = now - Duration::from_secs(7_200);
    File::options()
        .write(true)
        .open(&half)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();
    assert_eq!(storage.remove_unfinished(now).await.unwrap(), 1);
    assert!(!half.exists());
    assert_eq!(stored(&storage, "media/ab/whole").await.unwrap(), "whole");
}
