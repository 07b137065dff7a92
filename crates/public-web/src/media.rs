//! `/media/{hash}.{ext}` and `/media/{hash}-{width}.{ext}`: stored files and their renditions, which
//! never change. The name says everything, so the database is not asked.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use object_storage::ObjectKey;

use crate::error::PublicError;
use crate::fallback;
use crate::state::PublicState;
use crate::stored::{self, Kind, StoredFile};

/// How many hexadecimal digits name a file.
const HASH_DIGITS: usize = 32;

/// No picture is wider than five digits say.
const MAX_WIDTH_DIGITS: usize = 5;

/// Sends a file or a rendition.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    name: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let Some(file) = stored_file(&name) else {
        // Not a name of ours; an earlier site may have had pictures at such an address.
        return fallback::show(request, state).await;
    };
    stored::send(&request, &state.storage, &file).await
}

/// What a name stands for, if it is a name of ours.
fn stored_file(name: &str) -> Option<StoredFile> {
    let (stem, extension) = name.rsplit_once('.')?;
    let kind = Kind::parse(extension)?;
    let (hash, width) = match stem.split_once('-') {
        Some((hash, width)) => (hash, Some(width)),
        None => (stem, None),
    };
    let is_hash = hash.len() == HASH_DIGITS
        && hash
            .bytes()
            .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let is_width = width.is_none_or(|width| {
        (1..=MAX_WIDTH_DIGITS).contains(&width.len())
            && !width.starts_with('0')
            && width.bytes().all(|digit| digit.is_ascii_digit())
    });
    if !is_hash || !is_width {
        return None;
    }
    let folder = hash.get(..2)?;
    Some(StoredFile {
        key: ObjectKey::parse(&format!("media/{folder}/{name}")).ok()?,
        kind,
        tag: name.to_owned(),
        cache_control: stored::KEPT_FOR_EVER,
        download_as: (kind == Kind::Pdf).then(|| name.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "0123456789abcdef0123456789abcdef";

    fn key(name: &str) -> Option<String> {
        stored_file(name).map(|file| file.key.to_string())
    }

    #[test]
    fn a_name_is_a_hash_perhaps_a_width_and_a_kind() {
        for name in [
            format!("{HASH}.jpg"),
            format!("{HASH}-480.webp"),
            format!("{HASH}-12000.avif"),
            format!("{HASH}.pdf"),
        ] {
            assert_eq!(key(&name), Some(format!("media/01/{name}")));
        }
    }

    #[test]
    fn other_names_are_not_ours() {
        for name in [
            "logo.png".to_owned(),
            HASH.to_owned(),
            format!("{HASH}.html"),
            format!("{HASH}.JPG"),
            format!("{}.jpg", HASH.to_uppercase()),
            format!("{}.jpg", &HASH[1..]),
            format!("{HASH}0.jpg"),
            format!("{HASH}-.jpg"),
            format!("{HASH}-0480.jpg"),
            format!("{HASH}-480-1.jpg"),
            format!("{HASH}-123456.jpg"),
            format!("../{HASH}.jpg"),
        ] {
            assert_eq!(key(&name), None, "{name}");
        }
    }
}
