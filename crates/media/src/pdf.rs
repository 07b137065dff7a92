//! PDF: checked and stored as it is.
//!
//! A PDF is rewritten only by programs that understand all of it, and a signature breaks when a byte changes:
//! so its bytes are kept, **and so is its own metadata** (title, author, program, dates, XMP), which anyone
//! who downloads it can read. What is refused: scripts, programs to start, files and media within, forms of
//! the XFA kind, protection by password (which hides the rest from this look), and anything before its
//! header or behind its end.
//!
//! Names are looked for in the plain file and in object streams, which are unpacked up to a limit.

mod names;

use crate::{Format, Refusal};

const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::Pdf,
};
const POLYGLOT: Refusal = Refusal::Polyglot {
    format: Format::Pdf,
};
const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Pdf,
};

/// Refuses what should not be offered for download.
pub(crate) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let is_header = matches!(
        bytes,
        [
            b'%',
            b'P',
            b'D',
            b'F',
            b'-',
            b'1' | b'2',
            b'.',
            b'0'..=b'9',
            ..
        ]
    );
    if !is_header {
        return Err(TRUNCATED);
    }
    let end = last(bytes, b"%%EOF").ok_or(TRUNCATED)?;
    let behind = &bytes[end + 5..];
    if !behind
        .iter()
        .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    {
        return Err(if has_archive_end(bytes) || behind.len() > 1024 {
            POLYGLOT
        } else {
            TRUNCATED
        });
    }
    if has_archive_end(bytes) {
        return Err(POLYGLOT);
    }
    // Before the end: where the table of objects starts. It has to lie within the file.
    let before = &bytes[..end];
    let at = last(before, b"startxref").ok_or(TRUNCATED)?;
    let digits = before[at + 9..].trim_ascii();
    let table: usize = std::str::from_utf8(digits)
        .ok()
        .and_then(|digits| digits.parse().ok())
        .ok_or(DAMAGED)?;
    if table >= at || is_cut_linearized(bytes) {
        return Err(TRUNCATED);
    }
    names::check(bytes)
}

/// Where a pattern occurs last.
fn last(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes
        .windows(pattern.len())
        .rposition(|window| window == pattern)
}

/// A file prepared for the web ends twice and says how long it is: a shorter one was cut off.
fn is_cut_linearized(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1024)];
    let Some(at) = head.windows(11).position(|window| window == b"/Linearized") else {
        return false;
    };
    let mut words = head[at..].split(|byte| byte.is_ascii_whitespace() || *byte == b'/');
    let length = words.by_ref().find(|word| *word == b"L").and_then(|_| {
        let mut words = words.filter(|word| !word.is_empty());
        std::str::from_utf8(words.next()?)
            .ok()?
            .parse::<usize>()
            .ok()
    });
    length.is_some_and(|length| length > bytes.len())
}

/// The end of a ZIP archive whose comment reaches exactly to the end of the file.
fn has_archive_end(bytes: &[u8]) -> bool {
    const RECORD_BYTES: usize = 22;
    let from = bytes
        .len()
        .saturating_sub(RECORD_BYTES + usize::from(u16::MAX));
    bytes[from..]
        .windows(RECORD_BYTES)
        .enumerate()
        .any(|(at, record)| {
            let comment = usize::from(u16::from_le_bytes([record[20], record[21]]));
            let end = from + at + RECORD_BYTES + comment;
            // Some programs tolerate padding behind the comment.
            record.starts_with(b"PK\x05\x06") && end <= bytes.len() && end + 1024 > bytes.len()
        })
}
