//! Style sheets and scripts in their smallest form, made once and kept.

use std::sync::{Arc, OnceLock};

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_ENCODING;
use actix_web::web::{self, Bytes};
use brotli::enc::BrotliEncoderParams;

/// High enough for what is sent a thousand times and packed once; 11 takes ten times as long for
/// some 2% less.
const QUALITY: i32 = 9;

/// An asset's brotli form (RFC 7932), made when it is first asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    bytes: Arc<OnceLock<Bytes>>,
}

impl Packed {
    /// The packed form, or nothing where packing failed.
    pub(super) async fn of(&self, plain: &Bytes) -> Option<Bytes> {
        if let Some(bytes) = self.bytes.get() {
            return Some(bytes.clone());
        }
        let (cell, plain) = (Arc::clone(&self.bytes), plain.clone());
        // It takes some milliseconds of a processor, so it leaves the thread that serves others.
        web::block(move || {
            if let Some(packed) = pack(&plain) {
                let _ = cell.set(packed);
            }
            cell.get().cloned()
        })
        .await
        .ok()
        .flatten()
    }
}

fn pack(plain: &[u8]) -> Option<Bytes> {
    let params = BrotliEncoderParams {
        quality: QUALITY,
        size_hint: plain.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut packed, &params).ok()?;
    Some(Bytes::from(packed))
}

/// Whether the browser takes brotli.
pub(super) fn is_wanted(request: &HttpRequest) -> bool {
    request
        .headers()
        .get_all(ACCEPT_ENCODING)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let is_brotli = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case("br"));
            let is_refused = parts.any(|part| {
                part.strip_prefix("q=")
                    .and_then(|weight| weight.trim().parse::<f32>().ok())
                    .is_some_and(|weight| weight <= 0.0)
            });
            is_brotli && !is_refused
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn brotli_is_sent_only_to_whom_it_is_welcome() {
        for (header, expected) in [
            ("br", true),
            ("gzip, deflate, BR;q=0.5", true),
            ("gzip", false),
            ("br;q=0", false),
            ("br; q=0.0, gzip", false),
            ("brx, *", false),
        ] {
            let request = TestRequest::get()
                .insert_header((ACCEPT_ENCODING, header))
                .to_http_request();
            assert_eq!(is_wanted(&request), expected, "{header}");
        }
        assert!(!is_wanted(&TestRequest::get().to_http_request()));
    }

    #[actix_web::test]
    async fn what_was_packed_is_smaller_and_unpacks_to_the_same() {
        let plain = Bytes::from("body { color: red; } ".repeat(200));
        let packed = Packed::default();
        let first = packed.of(&plain).await.unwrap();
        assert!(first.len() * 10 < plain.len());
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &first[..], &mut unpacked).unwrap();
        assert_eq!(unpacked, plain);
        assert_eq!(packed.of(&plain).await.unwrap(), first);
    }
}
