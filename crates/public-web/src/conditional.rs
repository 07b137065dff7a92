//! Answers 304 to a browser that already has the page.

use actix_web::HttpRequest;
use actix_web::http::header::IF_NONE_MATCH;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// A weak validator for a body, since a compressed one counts as the same page.
pub(crate) fn weak_etag(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let digest = hash.finalize();
    format!(
        "W/\"{}\"",
        HEXLOWER.encode(digest.get(..16).unwrap_or_default())
    )
}

/// Whether the browser holds what this validator stands for (RFC 9110, 13.1.2: weak comparison).
pub(crate) fn is_known(request: &HttpRequest, etag: &str) -> bool {
    let opaque = etag.trim_start_matches("W/");
    request
        .headers()
        .get_all(IF_NONE_MATCH)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.trim_start_matches("W/") == opaque)
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[test]
    fn comparison_is_weak_and_reads_lists() {
        let etag = weak_etag(&[b"a", b"b"]);
        assert_eq!(etag, weak_etag(&[b"ab"]));
        let strong = etag.trim_start_matches("W/").to_owned();
        for header in [etag.clone(), strong, format!("\"x\", {etag}"), "*".into()] {
            let request = TestRequest::get()
                .insert_header((IF_NONE_MATCH, header))
                .to_http_request();
            assert!(is_known(&request, &etag));
        }
        let request = TestRequest::get()
            .insert_header((IF_NONE_MATCH, "\"other\""))
            .to_http_request();
        assert!(!is_known(&request, &etag));
        assert!(!is_known(&TestRequest::get().to_http_request(), &etag));
    }
}
