//! Tells a file's kind by its first bytes.

use crate::{Format, Refusal};

/// The kind, or why it is none of ours. Names and declared types are never asked.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    // The first bytes of each signature are enough: a file cut within it is told apart as incomplete.
    if bytes.starts_with(&[0xFF, 0xD8]) {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG") {
        return Ok(Format::Png);
    }
    Err(Refusal::UnknownFormat)
}
