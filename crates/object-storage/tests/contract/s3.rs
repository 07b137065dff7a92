//! S3-compatible storage, asked of a real server.

use std::net::SocketAddr;

use bytes::Bytes;
use object_storage::{S3Settings, Storage, StorageError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::promises::{self, key, noise, stored};
use crate::s3_server::{S3Server, SECRET, settings_for};

fn assert_shows_no_secret(error: &StorageError) {
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains(SECRET), "{shown}");
        assert!(!shown.contains("Signature="), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_keeps_the_promises() {
    let server = S3Server::open();
    let storage = Storage::s3(&server.settings()).unwrap();
    promises::are_kept(&storage).await;
    assert!(!format!("{storage:?}").contains(SECRET));
}

#[tokio::test]
async fn nobody_listening_is_a_clear_error() {
    let address = TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let storage = Storage::s3(&settings_for(address)).unwrap();
    let error = storage
        .put(&key("a"), Bytes::from_static(b"a"))
        .await
        .unwrap_err();
    assert!(
        matches!(error, StorageError::Unreachable { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("refused"), "{error}");
    assert_shows_no_secret(&error);
}

#[tokio::test]
async fn a_key_that_is_not_known_is_a_clear_error() {
    let server = S3Server::closed();
    let storage = Storage::s3(&server.settings()).unwrap();
    for error in [
        storage
            .put(&key("a"), Bytes::from_static(b"a"))
            .await
            .unwrap_err(),
        storage.get(&key("a")).await.unwrap_err(),
        storage.list("media").await.unwrap_err(),
    ] {
        assert!(matches!(error, StorageError::Refused { .. }), "{error:?}");
        assert!(error.to_string().contains("403"), "{error}");
        assert_shows_no_secret(&error);
    }
}

#[tokio::test]
async fn a_bucket_that_is_not_there_is_a_clear_error() {
    let server = S3Server::open();
    let storage = Storage::s3(&S3Settings {
        bucket: "elsewhere".to_owned(),
        ..server.settings()
    })
    .unwrap();
    let error = storage
        .put(&key("a"), Bytes::from_static(b"a"))
        .await
        .unwrap_err();
    assert!(matches!(error, StorageError::NoBucket), "{error:?}");
}

#[test]
fn an_address_that_is_not_encrypted_is_refused() {
    let settings = S3Settings {
        endpoint: Some("http://192.0.2.1".parse().unwrap()),
        ..settings_for(SocketAddr::from(([127, 0, 0, 1], 1)))
    };
    let error = Storage::s3(&settings).unwrap_err();
    assert!(error.to_string().contains("https"), "{error}");
    assert!(
        Storage::s3(&S3Settings {
            allow_plain_http: true,
            ..settings
        })
        .is_ok()
    );
}

/// Hands on the first bytes of each connection to the server, and then cuts it.
async fn cut_after(first_bytes: u64, server: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let mut upstream = TcpStream::connect(server).await.unwrap();
            let mut begun = client.take(first_bytes);
            let _ = tokio::io::copy(&mut begun, &mut upstream).await;
            let _ = upstream.shutdown().await;
        }
    });
    address
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_put_that_is_cut_off_half_way_leaves_nothing_readable() {
    let server = S3Server::open();
    let bytes = noise(1_024 * 1_024);
    let proxy = cut_after(512 * 1_024, server.address).await;
    let through_proxy = Storage::s3(&settings_for(proxy)).unwrap();
    let error = through_proxy
        .put(&key("media/cut"), bytes.clone())
        .await
        .unwrap_err();
    assert_shows_no_secret(&error);

    let storage = Storage::s3(&server.settings()).unwrap();
    assert!(stored(&storage, "media/cut").await.is_none());
    assert!(storage.list("media").await.unwrap().is_empty());
    storage.put(&key("media/cut"), bytes.clone()).await.unwrap();
    assert!(stored(&storage, "media/cut").await.unwrap() == bytes);
}
