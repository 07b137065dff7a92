//! Where files are kept: in the data directory, unless a bucket is named.

use std::io::Read;

use object_storage::{S3Settings, SecretText};
use url::Url;

use super::error::Fault;
use super::settings::{self, Setting};
use super::sources::Sources;
use super::{boolean, path};

/// What only means something beside a bucket.
const BESIDE_BUCKET: [&Setting; 6] = [
    &settings::S3_REGION,
    &settings::S3_ENDPOINT,
    &settings::S3_ALLOW_HTTP,
    &settings::S3_ACCESS_KEY_ID,
    &settings::S3_SECRET_ACCESS_KEY,
    &settings::S3_SECRET_ACCESS_KEY_FILE,
];

/// How long a file with a secret in it may be.
const MAX_SECRET_BYTES: u64 = 1_024;

pub(super) fn read(sources: &Sources, faults: &mut Vec<Fault>) -> Option<S3Settings> {
    let bucket = sources.read(
        &settings::S3_BUCKET,
        None,
        |text| bucket(text).map(Some),
        faults,
    );
    let region = sources.read(
        &settings::S3_REGION,
        settings::S3_REGION.default.to_owned(),
        word,
        faults,
    );
    let allow_plain_http = sources.read(&settings::S3_ALLOW_HTTP, false, boolean, faults);
    let endpoint = sources.read(
        &settings::S3_ENDPOINT,
        None,
        |text| endpoint(text).map(Some),
        faults,
    );
    let access_key_id = sources.read(
        &settings::S3_ACCESS_KEY_ID,
        None,
        |text| word(text).map(Some),
        faults,
    );
    let secret = sources.read(
        &settings::S3_SECRET_ACCESS_KEY,
        None,
        |text| word(text).map(Some),
        faults,
    );
    let secret_in_file = sources.read(
        &settings::S3_SECRET_ACCESS_KEY_FILE,
        None,
        |text| secret_in_file(text).map(Some),
        faults,
    );
    if !sources.has(&settings::S3_BUCKET) {
        // A bucket that was forgotten must not look like files that vanished.
        if let Some(beside) = BESIDE_BUCKET.iter().find(|setting| sources.has(setting)) {
            faults.push(Fault::Missing {
                missing: &settings::S3_BUCKET,
                beside,
            });
        }
        return None;
    }
    for (is_there, missing) in [
        (
            sources.has(&settings::S3_ACCESS_KEY_ID),
            &settings::S3_ACCESS_KEY_ID,
        ),
        (
            sources.has(&settings::S3_SECRET_ACCESS_KEY)
                || sources.has(&settings::S3_SECRET_ACCESS_KEY_FILE),
            &settings::S3_SECRET_ACCESS_KEY,
        ),
    ] {
        if !is_there {
            faults.push(Fault::Missing {
                missing,
                beside: &settings::S3_BUCKET,
            });
        }
    }
    let s3 = S3Settings {
        bucket: bucket?,
        region,
        endpoint,
        access_key_id: access_key_id?,
        secret_access_key: SecretText::new(secret.or(secret_in_file)?),
        allow_plain_http,
    };
    // Read once more so that the fault names where the address came from.
    sources.read(
        &settings::S3_ENDPOINT,
        (),
        |_| {
            if s3.is_exposed() {
                Err("keys and files would cross the network unencrypted".to_owned())
            } else {
                Ok(())
            }
        },
        faults,
    );
    Some(s3)
}

fn bucket(text: &str) -> Result<String, String> {
    if !cfg!(feature = "s3") {
        return Err(
            "this program was built without S3-compatible storage. Build with `--features s3`, or \
             name no bucket to keep files in the data directory"
                .to_owned(),
        );
    }
    let name = word(text)?;
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    if name.len() <= 255 && name.bytes().all(is_allowed) {
        Ok(name)
    } else {
        Err("it has characters that no bucket's name has".to_owned())
    }
}

fn word(text: &str) -> Result<String, String> {
    let text = text.trim();
    if text.is_empty() || text.len() > 512 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it is empty, too long, or holds spaces or letters beyond ASCII".to_owned());
    }
    Ok(text.to_owned())
}

fn endpoint(text: &str) -> Result<Url, String> {
    let address = Url::parse(text.trim()).map_err(|error| format!("it is no address ({error})"))?;
    if !matches!(address.scheme(), "http" | "https") {
        return Err("it begins neither with http:// nor with https://".to_owned());
    }
    if !address.username().is_empty() || address.password().is_some() {
        return Err("it holds a user or a password".to_owned());
    }
    if address.query().is_some() || address.fragment().is_some() {
        return Err("it holds more than an address".to_owned());
    }
    Ok(address)
}

fn secret_in_file(text: &str) -> Result<String, String> {
    let mut secret = String::new();
    std::fs::File::open(path(text)?)
        .and_then(|file| file.take(MAX_SECRET_BYTES).read_to_string(&mut secret))
        .map_err(|error| format!("it cannot be read ({error})"))?;
    word(&secret).map_err(|_| "it does not hold one key and nothing else".to_owned())
}
