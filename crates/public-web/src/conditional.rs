//! Answers 304 to a browser that already has the page.

use std::time::SystemTime;

use actix_web::HttpRequest;
use actix_web::http::header::{HttpDate, IF_MODIFIED_SINCE, IF_NONE_MATCH};
use chrono::{DateTime, Utc};
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

/// Whether nothing changed since the moment that the browser names. One that names a validator is
/// asked for that alone (RFC 9110, 13.1.3), as a date knows whole seconds only.
pub(crate) fn is_unmodified(request: &HttpRequest, changed_at: DateTime<Utc>) -> bool {
    let headers = request.headers();
    if headers.contains_key(IF_NONE_MATCH) {
        return false;
    }
    headers
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok()?.parse::<HttpDate>().ok())
        .is_some_and(|since| {
            changed_at.timestamp() <= DateTime::<Utc>::from(SystemTime::from(since)).timestamp()
        })
}

/// The moment as a header carries it, in whole seconds.
pub(crate) fn http_date(at: DateTime<Utc>) -> HttpDate {
    HttpDate::from(SystemTime::from(at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;
    use chrono::{TimeDelta, TimeZone as _};

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

    #[test]
    fn a_date_counts_in_whole_seconds_and_only_without_a_validator() {
        let at =
            Utc.with_ymd_and_hms(2026, 11, 12, 9, 0, 0).unwrap() + TimeDelta::milliseconds(700);
        let asked = |date: &str| TestRequest::get().insert_header((IF_MODIFIED_SINCE, date));
        for (date, is_unchanged) in [
            ("Thu, 12 Nov 2026 09:00:00 GMT", true),
            ("Thu, 12 Nov 2026 09:00:01 GMT", true),
            ("Thu, 12 Nov 2026 08:59:59 GMT", false),
            ("yesterday", false),
            ("", false),
        ] {
            let request = asked(date).to_http_request();
            assert_eq!(is_unmodified(&request, at), is_unchanged, "{date}");
        }
        let both = asked("Thu, 12 Nov 2026 09:00:00 GMT").insert_header((IF_NONE_MATCH, "\"x\""));
        assert!(!is_unmodified(&both.to_http_request(), at));
        assert!(!is_unmodified(&TestRequest::get().to_http_request(), at));
        assert_eq!(http_date(at).to_string(), "Thu, 12 Nov 2026 09:00:00 GMT");
    }
}
