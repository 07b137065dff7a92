//! Looks for names in a PDF that say that it acts (ISO 32000-1, 7.3.5 and 12.6).

use crate::{Format, Refusal};

/// What all object streams of a file may unpack to.
const MAX_UNPACKED_BYTES: usize = 64 * 1024 * 1024;

const REFUSED: [(&[u8], &str); 9] = [
    (b"JavaScript", "a script"),
    (b"JS", "a script"),
    (b"Launch", "an action that starts a program"),
    (b"EmbeddedFile", "attached files"),
    (b"EmbeddedFiles", "attached files"),
    (b"RichMedia", "a film or a program"),
    (b"XFA", "a form that is a program"),
    (b"ImportData", "an action that reads files"),
    (b"SubmitForm", "a form that sends data elsewhere"),
];

/// Refuses a file with one of the names, in plain text or in its object streams.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut left = MAX_UNPACKED_BYTES;
    // Where the text that is not looked through yet begins, and where the next stream is looked for.
    let (mut at, mut search) = (0, 0);
    let mut place = Place::default();
    // Outside of streams everything is names, numbers and strings; within them anything may stand by chance.
    while let Some(start) = find(bytes, search, b"stream") {
        place.advance(bytes, start);
        // A stream follows its dictionary; the same word in a string or a comment begins nothing.
        let is_line = matches!(bytes.get(start + 6), Some(b'\r' | b'\n'));
        if !is_line || !place.is_behind_dictionary() {
            search = start + 6;
            continue;
        }
        check_to(bytes, at, start)?;
        let dictionary = &bytes[at..start];
        let end = find(bytes, start, b"endstream").ok_or(Refusal::Truncated {
            format: Format::Pdf,
        })?;
        if is_object_stream(dictionary) {
            let unpacked = unpack(dictionary, &bytes[start + 6..end], left)?;
            left -= unpacked.len();
            refuse_names(&unpacked)?;
        }
        at = (end + b"endstream".len()).min(bytes.len());
        search = at;
        place = Place {
            at,
            ..Place::default()
        };
    }
    check_to(bytes, at, bytes.len())
}

/// What a place in the text is in: strings, a comment, or neither. It goes forward only, so that a
/// file full of false beginnings is read once.
#[derive(Default)]
struct Place {
    at: usize,
    depth: usize,
    is_comment: bool,
    is_escaped: bool,
    /// The last two bytes outside of strings, comments and white space.
    last: [u8; 2],
}

impl Place {
    fn advance(&mut self, bytes: &[u8], to: usize) {
        for byte in bytes.get(self.at..to).unwrap_or_default().iter().copied() {
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' if self.depth > 0 => self.is_escaped = true,
                b'\r' | b'\n' => self.is_comment = false,
                _ if self.is_comment => {}
                b'(' => self.depth += 1,
                b')' => self.depth = self.depth.saturating_sub(1),
                _ if self.depth > 0 => {}
                b'%' => self.is_comment = true,
                _ if byte.is_ascii_whitespace() || byte == 0 => {}
                _ => self.last = [self.last[1], byte],
            }
        }
        self.at = self.at.max(to);
    }

    fn is_behind_dictionary(&self) -> bool {
        self.depth == 0 && !self.is_comment && self.last == *b">>"
    }
}

fn check_to(bytes: &[u8], from: usize, to: usize) -> Result<(), Refusal> {
    refuse_names(&bytes[from.min(to)..to])
}

fn find(bytes: &[u8], from: usize, pattern: &[u8]) -> Option<usize> {
    bytes
        .get(from..)?
        .windows(pattern.len())
        .position(|window| window == pattern)
        .map(|at| from + at)
}

/// Names after a slash, `#4a` read as the byte it stands for.
fn names(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    bytes.split(|byte| *byte == b'/').skip(1).map(|after| {
        let is_end = |byte: &u8| byte.is_ascii_whitespace() || b"\0()<>[]{}/%".contains(byte);
        // The longest name that is looked for has 13 bytes, each written as three.
        let end = after.iter().take(60).position(is_end);
        let raw = &after[..end.unwrap_or_else(|| after.len().min(60))];
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let [first, tail @ ..] = rest {
            let escaped = (*first == b'#')
                .then(|| std::str::from_utf8(tail.get(..2)?).ok())
                .flatten()
                .and_then(|digits| u8::from_str_radix(digits, 16).ok());
            name.push(escaped.unwrap_or(*first));
            rest = if escaped.is_some() { &tail[2..] } else { tail };
        }
        name
    })
}

/// The text without strings and comments: an address in a link may well hold a name.
fn without_strings(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut depth = 0_usize;
    let mut bytes = bytes.iter().copied();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if depth > 0 => {
                bytes.next();
            }
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            b'%' if depth == 0 => {
                bytes.by_ref().find(|byte| matches!(byte, b'\r' | b'\n'));
                out.push(b'\n');
            }
            _ if depth == 0 => out.push(byte),
            _ => {}
        }
    }
    out
}

fn refuse_names(bytes: &[u8]) -> Result<(), Refusal> {
    for name in names(&without_strings(bytes)) {
        if name == b"Encrypt" {
            return Err(Refusal::PdfProtected);
        }
        if let Some((_, what)) = REFUSED.iter().find(|(refused, _)| *refused == name) {
            return Err(Refusal::PdfActive { what });
        }
    }
    Ok(())
}

/// Whether the dictionary right before a stream, which is the last in this text, is an object stream's.
fn is_object_stream(before: &[u8]) -> bool {
    let object = before.windows(4).rposition(|window| window == b" obj");
    let dictionary = without_strings(&before[object.unwrap_or(0)..]);
    names(&dictionary).any(|name| name == b"ObjStm")
}

/// Unpacks a stream, which an honest file packs with deflate or not at all.
fn unpack(dictionary: &[u8], data: &[u8], left: usize) -> Result<Vec<u8>, Refusal> {
    let bomb = || Refusal::Bomb {
        format: Format::Pdf,
    };
    let object = dictionary.windows(4).rposition(|window| window == b" obj");
    let mut is_packed = false;
    for name in names(&dictionary[object.unwrap_or(0)..]) {
        match name.as_slice() {
            b"FlateDecode" | b"Fl" => is_packed = true,
            b"LZWDecode" | b"ASCIIHexDecode" | b"ASCII85Decode" | b"RunLengthDecode" => {
                return Err(Refusal::Unsupported {
                    format: Format::Pdf,
                    what: "an unusual packing",
                });
            }
            _ => {}
        }
    }
    let data = data.strip_prefix(b"\r\n").or(data.strip_prefix(b"\n"));
    let data = data.unwrap_or_default();
    if !is_packed {
        return if data.len() > left {
            Err(bomb())
        } else {
            Ok(data.to_vec())
        };
    }
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};
    match decompress_to_vec_zlib_with_limit(data, left) {
        Ok(unpacked) => Ok(unpacked),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Err(bomb()),
        Err(_) => Err(Refusal::Damaged {
            format: Format::Pdf,
        }),
    }
}
