//! The walk over a WebP's chunks (RFC 9649).

use crate::cursor::Cursor;
use crate::refusal::check_dimensions;
use crate::{Format, MAX_ANIMATION_PIXELS, MAX_FRAMES, Refusal};

const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::WebP,
};
const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::WebP,
};

const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const IS_ANIMATED: u8 = 0x02;

/// What a WebP is made of.
pub(super) struct Walked<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    /// How many frames an animation has; 0 for a still picture.
    pub(super) frames: usize,
    pub(super) is_lossless: bool,
    /// The TIFF structure of the EXIF chunk.
    pub(super) exif: Option<&'a [u8]>,
    pub(super) profile: Option<&'a [u8]>,
    has_alpha: bool,
    /// The chunks that make the picture, in their order.
    kept: Vec<(&'a [u8], Vec<u8>)>,
}

impl Walked<'_> {
    /// The picture alone, with a profile where an animation needs one.
    pub(super) fn stripped(&self, profile: Option<&[u8]>) -> Vec<u8> {
        let mut body = b"WEBP".to_vec();
        let is_extended = self.frames > 0 || self.kept.len() > 1;
        if is_extended {
            let flags = if self.frames > 0 { IS_ANIMATED } else { 0 }
                | if self.has_alpha { HAS_ALPHA } else { 0 }
                | if profile.is_some() { HAS_PROFILE } else { 0 };
            let mut header = vec![flags, 0, 0, 0];
            header.extend(&(self.width - 1).to_le_bytes()[..3]);
            header.extend(&(self.height - 1).to_le_bytes()[..3]);
            write_chunk(&mut body, b"VP8X", &header);
        }
        if let Some(profile) = profile {
            write_chunk(&mut body, b"ICCP", profile);
        }
        for (kind, data) in &self.kept {
            write_chunk(&mut body, kind, data);
        }
        let mut out = b"RIFF".to_vec();
        out.extend(u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(body);
        out
    }
}

fn write_chunk(out: &mut Vec<u8>, kind: &[u8], data: &[u8]) {
    out.extend(kind);
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(data);
    if data.len() % 2 == 1 {
        out.push(0);
    }
}

/// Walks to the end of the file, which has to be where its header says.
pub(super) fn walk(bytes: &[u8]) -> Result<Walked<'_>, Refusal> {
    let mut cursor = Cursor::new(bytes);
    cursor.take(4).ok_or(TRUNCATED)?;
    let size = cursor.u32_le().ok_or(TRUNCATED)? as usize;
    let padded = size.checked_add(size % 2).ok_or(DAMAGED)?;
    if cursor.rest().len() < size {
        return Err(TRUNCATED);
    }
    if cursor.rest().len() > padded {
        return Err(Refusal::Polyglot {
            format: Format::WebP,
        });
    }
    if cursor.take(4) != Some(b"WEBP") {
        return Err(DAMAGED);
    }
    let mut walked = Walked {
        width: 0,
        height: 0,
        frames: 0,
        is_lossless: false,
        exif: None,
        profile: None,
        has_alpha: false,
        kept: Vec::new(),
    };
    let mut is_extended = false;
    let mut is_first = true;
    let mut pictures = 0;
    while !cursor.is_at_end() {
        let (kind, data) = chunk(&mut cursor)?;
        if is_first && !matches!(kind, b"VP8 " | b"VP8L" | b"VP8X") {
            return Err(DAMAGED);
        }
        match kind {
            b"VP8X" if is_first => {
                is_extended = true;
                (walked.width, walked.height) = canvas(data)?;
                walked.has_alpha = data[0] & HAS_ALPHA != 0;
                check_dimensions(walked.width, walked.height)?;
            }
            b"VP8X" => return Err(DAMAGED),
            b"VP8 " | b"VP8L" => {
                pictures += 1;
                let (width, height) = bitstream(kind, data)?;
                if is_extended && (width, height) != (walked.width, walked.height) {
                    return Err(DAMAGED);
                }
                check_dimensions(width, height)?;
                (walked.width, walked.height) = (width, height);
                walked.is_lossless = kind == b"VP8L";
                walked.kept.push((kind, data.to_vec()));
            }
            b"ALPH" if is_extended => walked.kept.push((kind, data.to_vec())),
            b"ANIM" if is_extended => walked.kept.push((kind, data.to_vec())),
            b"ANMF" if is_extended => {
                let frame = frame(data, &mut walked)?;
                walked.kept.push((kind, frame));
            }
            b"ICCP" => walked.profile = Some(data),
            b"EXIF" => walked.exif = Some(data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
            _ => {}
        }
        is_first = false;
    }
    let is_animation = walked.frames > 0;
    let animation_chunks = walked
        .kept
        .iter()
        .filter(|(kind, _)| *kind == b"ANIM")
        .count();
    if pictures != usize::from(!is_animation) || animation_chunks != usize::from(is_animation) {
        return Err(DAMAGED);
    }
    Ok(walked)
}

fn chunk<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a [u8], &'a [u8]), Refusal> {
    let kind = cursor.take(4).ok_or(DAMAGED)?;
    let size = cursor.u32_le().ok_or(DAMAGED)? as usize;
    let data = cursor.take(size).ok_or(DAMAGED)?;
    if size % 2 == 1 && !cursor.is_at_end() {
        cursor.take(1);
    }
    Ok((kind, data))
}

fn u24(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(3)
        .rev()
        .fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn canvas(data: &[u8]) -> Result<(u32, u32), Refusal> {
    if data.len() < 10 {
        return Err(DAMAGED);
    }
    Ok((u24(&data[4..]) + 1, u24(&data[7..]) + 1))
}

/// The dimensions in the header of a lossy (RFC 6386) or lossless bitstream.
fn bitstream(kind: &[u8], data: &[u8]) -> Result<(u32, u32), Refusal> {
    if kind == b"VP8 " {
        let [_, _, _, 0x9D, 0x01, 0x2A, w0, w1, h0, h1, ..] = data else {
            return Err(DAMAGED);
        };
        let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
        let (width, height) = (side(*w0, *w1), side(*h0, *h1));
        return if width == 0 || height == 0 {
            Err(DAMAGED)
        } else {
            Ok((width, height))
        };
    }
    let [0x2F, a, b, c, d, ..] = data else {
        return Err(DAMAGED);
    };
    let bits = u32::from_le_bytes([*a, *b, *c, *d]);
    Ok(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
}

/// A frame of an animation, without chunks that are not its picture.
fn frame(data: &[u8], walked: &mut Walked<'_>) -> Result<Vec<u8>, Refusal> {
    let header = data.get(..16).ok_or(DAMAGED)?;
    let (left, top) = (u24(header) * 2, u24(&header[3..]) * 2);
    let (width, height) = (u24(&header[6..]) + 1, u24(&header[9..]) + 1);
    if left + width > walked.width || top + height > walked.height {
        return Err(DAMAGED);
    }
    walked.frames += 1;
    // Each frame is drawn on the whole canvas, whatever part of it changes.
    let canvas = u64::from(walked.width) * u64::from(walked.height);
    if walked.frames > MAX_FRAMES || canvas * walked.frames as u64 > MAX_ANIMATION_PIXELS {
        return Err(Refusal::AnimationTooLong {
            frames: walked.frames,
            width_px: walked.width,
            height_px: walked.height,
        });
    }
    let mut out = header.to_vec();
    let mut cursor = Cursor::new(&data[16..]);
    let mut pictures = 0;
    while !cursor.is_at_end() {
        let (kind, data) = chunk(&mut cursor)?;
        match kind {
            b"ALPH" => write_chunk(&mut out, kind, data),
            b"VP8 " | b"VP8L" => {
                if bitstream(kind, data)? != (width, height) {
                    return Err(DAMAGED);
                }
                pictures += 1;
                write_chunk(&mut out, kind, data);
            }
            _ => {}
        }
    }
    if pictures == 1 { Ok(out) } else { Err(DAMAGED) }
}
