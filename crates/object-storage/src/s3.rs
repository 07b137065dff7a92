//! S3-compatible storage.

use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::{BackoffConfig, ClientOptions, RetryConfig};

use crate::error::StorageError;
use crate::s3_settings::S3Settings;
use crate::storage::Storage;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long one request may take, with its body.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(60);
/// How long tries may go on.
const RETRY_TIMEOUT: Duration = Duration::from_secs(20);
const MAX_RETRIES: usize = 3;

impl Storage {
    /// Stores in a bucket of S3-compatible storage. No connection is made yet.
    ///
    /// # Errors
    /// The settings do not fit each other.
    pub fn s3(settings: &S3Settings) -> Result<Self, StorageError> {
        if settings.is_exposed() {
            return Err(StorageError::Settings {
                reason: "the endpoint is not https, so keys and files would cross the network unencrypted",
            });
        }
        // Without one, the first request would panic; whoever was first has chosen already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = AmazonS3Builder::new()
            .with_bucket_name(&settings.bucket)
            .with_region(&settings.region)
            .with_access_key_id(&settings.access_key_id)
            .with_secret_access_key(settings.secret_access_key.expose())
            .with_client_options(
                ClientOptions::new()
                    .with_connect_timeout(CONNECT_TIMEOUT)
                    .with_timeout(REQUEST_TIMEOUT)
                    .with_allow_http(true),
            )
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: Duration::from_millis(100),
                    max_backoff: Duration::from_secs(2),
                    base: 2.0,
                },
                max_retries: MAX_RETRIES,
                retry_timeout: RETRY_TIMEOUT,
            });
        let builder = match &settings.endpoint {
            Some(endpoint) => builder.with_endpoint(endpoint.as_str().trim_end_matches('/')),
            None => builder,
        };
        builder
            .build()
            .map(Self::over)
            .map_err(|_| StorageError::Settings {
                reason: "the bucket, the region or the endpoint is not usable",
            })
    }
}
