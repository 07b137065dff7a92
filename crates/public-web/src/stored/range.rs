//! Which part of a file a browser asks for (RFC 9110, section 14).

use std::ops::Range;

use actix_web::HttpRequest;
use actix_web::http::header::RANGE;

/// What is to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it.
    Everything,
    /// These bytes.
    Part(Range<u64>),
    /// A part that there is not.
    Nothing,
}

/// Whether the request names a part at all.
pub(super) fn is_asked_for(request: &HttpRequest) -> bool {
    request.headers().contains_key(RANGE)
}

/// The part of a file of this size that the request names. What cannot be understood, and several
/// parts at once, are answered with all of it, as the standard allows.
pub(super) fn wanted(request: &HttpRequest, size_bytes: u64) -> Wanted {
    match request.headers().get(RANGE).map(|value| value.to_str()) {
        Some(Ok(text)) => part(text, size_bytes).unwrap_or(Wanted::Everything),
        Some(Err(_)) | None => Wanted::Everything,
    }
}

fn part(text: &str, size_bytes: u64) -> Option<Wanted> {
    let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (number(first)?, number(last)?);
    let part = match (first, last) {
        (Some(first), Some(last)) if first > last => return None,
        (Some(first), last) => {
            let end = last.map_or(size_bytes, |last| last.saturating_add(1));
            first..end.min(size_bytes)
        }
        (None, Some(length)) => size_bytes.saturating_sub(length)..size_bytes,
        (None, None) => return None,
    };
    Some(if part.is_empty() {
        Wanted::Nothing
    } else {
        Wanted::Part(part)
    })
}

/// Nothing where it is no number; nothing inside where there is none.
#[expect(clippy::option_option, reason = "no number and a wrong one differ")]
fn number(text: &str) -> Option<Option<u64>> {
    match text.trim() {
        "" => Some(None),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok().map(Some),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_is_understood_in_each_of_its_forms() {
        for (text, expected) in [
            ("bytes=0-9", Wanted::Part(0..10)),
            ("bytes=90-", Wanted::Part(90..100)),
            ("bytes=-10", Wanted::Part(90..100)),
            ("bytes=-1000", Wanted::Part(0..100)),
            ("bytes=50-1000", Wanted::Part(50..100)),
            ("bytes=99-99", Wanted::Part(99..100)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=100-200", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=0-18446744073709551615", Wanted::Part(0..100)),
        ] {
            assert_eq!(part(text, 100), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_part_or_more_than_one_is_answered_with_everything() {
        for text in [
            "bytes=9-0",
            "bytes=-",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=0-1,3-4",
            "items=0-1",
            "0-1",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(part(text, 100), None, "{text}");
        }
    }
}
