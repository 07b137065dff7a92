//! The promises that every kind of storage keeps.

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_storage::{MAX_OBJECT_BYTES, ObjectKey, Storage, StorageError};

pub(crate) fn key(text: &str) -> ObjectKey {
    ObjectKey::parse(text).unwrap()
}

/// Bytes that no piece of which looks like another.
pub(crate) fn noise(length: usize) -> Bytes {
    let mut state = 0x9e37_79b9_u32;
    std::iter::repeat_with(|| {
        // Marsaglia's xorshift.
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    })
    .take(length)
    .collect()
}

pub(crate) async fn stored(storage: &Storage, name: &str) -> Option<Bytes> {
    match storage.get(&key(name)).await.unwrap() {
        Some(object) => Some(object.bytes().await.unwrap()),
        None => None,
    }
}

/// Every promise in turn, on an empty storage.
pub(crate) async fn are_kept(storage: &Storage) {
    absence_is_no_error(storage).await;
    what_was_put_is_got_whole_and_in_parts(storage).await;
    the_same_may_be_put_again_and_other_bytes_replace_it(storage).await;
    a_list_holds_what_is_below_a_folder(storage).await;
    a_large_object_comes_back_as_a_stream(storage).await;
    what_is_too_large_is_refused(storage).await;
    a_put_that_nobody_waits_for_is_whole_or_absent(storage).await;
}

async fn absence_is_no_error(storage: &Storage) {
    assert!(storage.get(&key("media/aa/none")).await.unwrap().is_none());
    assert!(
        storage
            .get_part(&key("media/aa/none"), 0..1)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(storage.size_bytes(&key("none")).await.unwrap(), None);
    storage.delete(&key("media/aa/none")).await.unwrap();
    assert!(storage.list("media").await.unwrap().is_empty());
}

async fn what_was_put_is_got_whole_and_in_parts(storage: &Storage) {
    let name = key("media/ab/abc.jpg");
    storage
        .put(&name, Bytes::from_static(b"0123456789"))
        .await
        .unwrap();
    let object = storage.get(&name).await.unwrap().unwrap();
    assert_eq!(object.size_bytes, 10);
    assert_eq!(object.bytes().await.unwrap(), "0123456789");
    assert_eq!(storage.size_bytes(&name).await.unwrap(), Some(10));
    let part = storage.get_part(&name, 2..5).await.unwrap().unwrap();
    assert_eq!(part.size_bytes, 3);
    assert_eq!(part.bytes().await.unwrap(), "234");

    let empty = key("media/ab/empty");
    storage.put(&empty, Bytes::new()).await.unwrap();
    assert_eq!(stored(storage, "media/ab/empty").await.unwrap(), "");

    for name in [&name, &empty] {
        storage.delete(name).await.unwrap();
        assert!(storage.get(name).await.unwrap().is_none());
    }
}

async fn the_same_may_be_put_again_and_other_bytes_replace_it(storage: &Storage) {
    let name = key("cards/one.png");
    for bytes in ["same", "same", "other, and longer"] {
        storage.put(&name, Bytes::from(bytes)).await.unwrap();
        assert_eq!(stored(storage, "cards/one.png").await.unwrap(), bytes);
    }
    storage.delete(&name).await.unwrap();
}

async fn a_list_holds_what_is_below_a_folder(storage: &Storage) {
    for name in ["media/ab/2", "media/ab/1", "media/abc/3", "cards/4"] {
        storage.put(&key(name), Bytes::from(name)).await.unwrap();
    }
    let names = async |folder: &str| -> Vec<String> {
        let listed = storage.list(folder).await.unwrap();
        for object in &listed {
            assert_eq!(object.size_bytes, object.key.as_str().len() as u64);
            assert!(object.modified_at.timestamp() > 1_700_000_000);
        }
        listed
            .into_iter()
            .map(|object| object.key.to_string())
            .collect()
    };
    assert_eq!(
        names("media").await,
        ["media/ab/1", "media/ab/2", "media/abc/3"]
    );
    assert_eq!(names("media/ab").await, ["media/ab/1", "media/ab/2"]);
    for name in ["media/ab/2", "media/ab/1", "media/abc/3", "cards/4"] {
        storage.delete(&key(name)).await.unwrap();
    }
    assert!(names("media").await.is_empty());
}

async fn a_large_object_comes_back_as_a_stream(storage: &Storage) {
    let name = key("media/ff/large.pdf");
    let bytes = noise(20 * 1_024 * 1_024);
    storage.put(&name, bytes.clone()).await.unwrap();
    let mut stream = storage.get(&name).await.unwrap().unwrap().stream();
    let mut read = 0;
    let mut pieces = 0;
    while let Some(piece) = stream.try_next().await.unwrap() {
        assert!(bytes[read..].starts_with(&piece), "at {read}");
        read += piece.len();
        pieces += 1;
    }
    assert_eq!(read, bytes.len());
    // Memory holds it anyway.
    assert!(pieces > 1 || format!("{storage:?}").contains("InMemory"));
    storage.delete(&name).await.unwrap();
}

async fn what_is_too_large_is_refused(storage: &Storage) {
    let outcome = storage
        .put(
            &key("media/too-large"),
            vec![0; MAX_OBJECT_BYTES + 1].into(),
        )
        .await;
    assert!(matches!(outcome, Err(StorageError::TooLarge { .. })));
    assert!(stored(storage, "media/too-large").await.is_none());
}

async fn a_put_that_nobody_waits_for_is_whole_or_absent(storage: &Storage) {
    let bytes = noise(4 * 1_024 * 1_024);
    for round in 0..5 {
        let name = key(&format!("media/cut/{round}"));
        let put = tokio::spawn({
            let (storage, name, bytes) = (storage.clone(), name.clone(), bytes.clone());
            async move { storage.put(&name, bytes).await }
        });
        for _ in 0..round {
            tokio::task::yield_now().await;
        }
        put.abort();
        let _ = put.await;
        if let Some(found) = stored(storage, name.as_str()).await {
            assert!(found == bytes, "half of it is readable");
        }
    }
}
