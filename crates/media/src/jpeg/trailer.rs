//! What may follow the end of a photograph.
//!
//! Phones append to a JPEG: a second JPEG that holds the brightness for HDR screens, a short film, notes of
//! their own. None of it is stored, so none of it can do harm; but an owner's photograph has to be taken.
//! Anything else behind the end (an archive, a page, a script) is refused.

use super::walk::walk;
use crate::cursor::Cursor;
use crate::{Format, Refusal};

/// Refuses what no camera appends.
pub(super) fn check(tail: &[u8], has_companions: bool) -> Result<(), Refusal> {
    let is_padding = tail.iter().all(|byte| *byte == 0);
    let is_known = is_padding
        || (has_companions && is_pictures(tail))
        || is_samsung_notes(tail)
        || is_film(tail);
    if is_known {
        return Ok(());
    }
    Err(Refusal::Polyglot {
        format: Format::Jpeg,
    })
}

/// Whole JPEGs and padding, up to the end.
fn is_pictures(mut tail: &[u8]) -> bool {
    // The primary picture's own list names them; a handful is the most that is in use.
    for _ in 0..8 {
        let padding = tail.iter().take_while(|byte| **byte == 0).count();
        tail = &tail[padding..];
        if tail.is_empty() || is_samsung_notes(tail) || is_film(tail) {
            return true;
        }
        match walk(tail) {
            Ok(walked) => tail = walked.tail,
            Err(_) => return false,
        }
    }
    false
}

/// Samsung's own trailer: named blocks, then a directory between `SEFH` and `SEFT` at the very end.
fn is_samsung_notes(tail: &[u8]) -> bool {
    let Some(body) = tail.strip_suffix(b"SEFT") else {
        return false;
    };
    let Some((before, size)) = body.split_last_chunk::<4>() else {
        return false;
    };
    let size = u32::from_le_bytes(*size) as usize;
    before
        .len()
        .checked_sub(size)
        .is_some_and(|at| before[at..].starts_with(b"SEFH"))
}

/// A motion photo's film: ISO boxes from `ftyp` to the exact end.
fn is_film(tail: &[u8]) -> bool {
    let mut cursor = Cursor::new(tail);
    let mut is_first = true;
    while !cursor.is_at_end() {
        let (Some(size), Some(kind)) = (cursor.u32_be(), cursor.take(4)) else {
            return false;
        };
        if is_first && kind != b"ftyp" {
            return false;
        }
        is_first = false;
        let is_box = kind.iter().all(u8::is_ascii_graphic);
        let skipped = (size as usize)
            .checked_sub(8)
            .and_then(|body| cursor.take(body));
        if !is_box || skipped.is_none() {
            return false;
        }
    }
    !is_first
}
