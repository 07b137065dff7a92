//! The walk over a JPEG's segments (ITU-T T.81, annex B).

use crate::cursor::Cursor;
use crate::refusal::check_dimensions;
use crate::{Format, Refusal};

/// More scans than this make a small file expensive to decode; encoders write about ten.
const MAX_SCANS: usize = 64;
/// A profile is some kilobytes, one for print up to two megabytes.
const MAX_PROFILE_BYTES: usize = 4 * 1024 * 1024;

const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::Jpeg,
};
const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Jpeg,
};

/// What a JPEG is made of.
pub(super) struct Walked<'a> {
    /// The picture alone: no metadata, no profile, nothing after its end.
    pub(super) stripped: Vec<u8>,
    pub(super) components: u8,
    /// The colour transform that Adobe's marker declares: inks are stored inverted where it is present.
    pub(super) adobe_transform: Option<u8>,
    /// The TIFF structure in the EXIF segment.
    pub(super) exif: Option<&'a [u8]>,
    pub(super) profile: Option<Vec<u8>>,
    /// Whether the file says that more pictures follow (a gain map, a preview).
    pub(super) has_companions: bool,
    /// What follows the end of the picture.
    pub(super) tail: &'a [u8],
}

/// Walks from the beginning to the end of the picture.
pub(super) fn walk(bytes: &[u8]) -> Result<Walked<'_>, Refusal> {
    let mut walk = Walk {
        cursor: Cursor::new(bytes),
        out: Vec::with_capacity(bytes.len()),
        components: None,
        adobe_transform: None,
        exif: None,
        profile_parts: Vec::new(),
        has_companions: false,
        scans: 0,
    };
    if walk.cursor.take(2) != Some(&[0xFF, 0xD8]) {
        return Err(DAMAGED);
    }
    walk.out.extend([0xFF, 0xD8]);
    while walk.segment()? {}
    let components = walk.components.ok_or(DAMAGED)?;
    if walk.scans == 0 {
        return Err(DAMAGED);
    }
    Ok(Walked {
        profile: joined_profile(walk.profile_parts),
        stripped: walk.out,
        components,
        adobe_transform: walk.adobe_transform,
        exif: walk.exif,
        has_companions: walk.has_companions,
        tail: walk.cursor.rest(),
    })
}

struct Walk<'a> {
    cursor: Cursor<'a>,
    out: Vec<u8>,
    components: Option<u8>,
    adobe_transform: Option<u8>,
    exif: Option<&'a [u8]>,
    profile_parts: Vec<(u8, &'a [u8])>,
    has_companions: bool,
    scans: usize,
}

impl<'a> Walk<'a> {
    /// Reads one segment; false at the end of the picture.
    fn segment(&mut self) -> Result<bool, Refusal> {
        if self.cursor.u8().ok_or(TRUNCATED)? != 0xFF {
            return Err(DAMAGED);
        }
        let mut marker = self.cursor.u8().ok_or(TRUNCATED)?;
        while marker == 0xFF {
            // Any number of fill bytes may stand before a marker.
            marker = self.cursor.u8().ok_or(TRUNCATED)?;
        }
        if marker == 0xD9 {
            self.out.extend([0xFF, 0xD9]);
            return Ok(false);
        }
        if matches!(marker, 0x00..=0x01 | 0xD0..=0xD8) {
            return Err(DAMAGED);
        }
        let length = usize::from(self.cursor.u16_be().ok_or(TRUNCATED)?);
        let length = length.checked_sub(2).ok_or(DAMAGED)?;
        let payload = self.cursor.take(length).ok_or(TRUNCATED)?;
        match marker {
            0xC0..=0xC2 => {
                self.frame(payload)?;
                self.keep(marker, payload);
            }
            0xC4 | 0xDB | 0xDD => self.keep(marker, payload),
            0xDA => self.scan(payload)?,
            0xC9..=0xCC => return Err(unsupported("arithmetic coding")),
            0xC3 | 0xC5..=0xC8 | 0xCD..=0xCF | 0xDE..=0xDF => {
                return Err(unsupported("lossless or hierarchical coding"));
            }
            0xDC => return Err(unsupported("a height that is told late")),
            0xE0 => self.jfif(payload),
            0xE1 => {
                if let Some(tiff) = payload.strip_prefix(b"Exif\0") {
                    self.exif = self.exif.or(tiff.get(1..));
                }
            }
            0xE2 => {
                if let Some([number, _, part @ ..]) = payload.strip_prefix(b"ICC_PROFILE\0") {
                    self.profile_parts.push((*number, part));
                }
                self.has_companions |= payload.starts_with(b"MPF\0");
            }
            0xEE => self.adobe(payload),
            // Every other application segment, and comments.
            _ => {}
        }
        Ok(true)
    }

    fn keep(&mut self, marker: u8, payload: &[u8]) {
        self.out.extend([0xFF, marker]);
        // A payload that was read from a segment fits into one.
        let length = u16::try_from(payload.len() + 2).unwrap_or(u16::MAX);
        self.out.extend(length.to_be_bytes());
        self.out.extend(payload);
    }

    fn frame(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        let mut header = Cursor::new(payload);
        let mut read = || {
            Some((
                header.u8()?,
                header.u16_be()?,
                header.u16_be()?,
                header.u8()?,
            ))
        };
        let (precision, height, width, components) = read().ok_or(DAMAGED)?;
        if precision != 8 {
            return Err(unsupported("more than 8 bits per colour"));
        }
        if self.components.is_some() || width == 0 || height == 0 {
            return Err(DAMAGED);
        }
        check_dimensions(width.into(), height.into())?;
        if !matches!(components, 1 | 3 | 4) {
            return Err(unsupported("an unusual number of colours"));
        }
        self.components = Some(components);
        Ok(())
    }

    /// A scan's header, and its compressed data up to the next marker.
    fn scan(&mut self, payload: &[u8]) -> Result<(), Refusal> {
        self.scans += 1;
        if self.components.is_none() {
            return Err(DAMAGED);
        }
        if self.scans > MAX_SCANS {
            return Err(Refusal::Bomb {
                format: Format::Jpeg,
            });
        }
        self.keep(0xDA, payload);
        loop {
            let rest = self.cursor.rest();
            let end = rest.iter().position(|byte| *byte == 0xFF);
            let data = self.cursor.take(end.ok_or(TRUNCATED)?).ok_or(TRUNCATED)?;
            self.out.extend(data);
            let after = self.cursor.rest().get(1).copied().ok_or(TRUNCATED)?;
            match after {
                // A stuffed byte, or a restart marker: both are part of the data.
                0x00 | 0xD0..=0xD7 => {
                    self.out.extend([0xFF, after]);
                    self.cursor.take(2);
                }
                0xFF => {
                    self.cursor.take(1);
                }
                _ => return Ok(()),
            }
        }
    }

    /// Only what says how the colours are stored; the resolution and the thumbnail go.
    fn jfif(&mut self, payload: &[u8]) {
        if payload.starts_with(b"JFIF\0") && self.out.len() == 2 {
            self.keep(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        }
    }

    fn adobe(&mut self, payload: &[u8]) {
        if let Some(transform) = payload.get(11)
            && payload.starts_with(b"Adobe")
            && self.adobe_transform.is_none()
        {
            self.adobe_transform = Some(*transform);
            let plain = [b"Adobe\0\x64\0\0\0\0".as_slice(), &[*transform]].concat();
            self.keep(0xEE, &plain);
        }
    }
}

/// The profile of its numbered parts; none when a part is missing or it is too large.
fn joined_profile(mut parts: Vec<(u8, &[u8])>) -> Option<Vec<u8>> {
    parts.sort_by_key(|(number, _)| *number);
    let is_complete = parts
        .iter()
        .zip(1_u8..)
        .all(|((number, _), wanted)| *number == wanted);
    let size: usize = parts.iter().map(|(_, part)| part.len()).sum();
    (is_complete && size > 0 && size <= MAX_PROFILE_BYTES).then(|| {
        parts
            .into_iter()
            .flat_map(|(_, part)| part)
            .copied()
            .collect()
    })
}

const fn unsupported(what: &'static str) -> Refusal {
    Refusal::Unsupported {
        format: Format::Jpeg,
        what,
    }
}
