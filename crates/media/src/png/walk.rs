//! The walk over a PNG's chunks.

use crate::colour::Source;
use crate::cursor::Cursor;
use crate::refusal::check_dimensions;
use crate::{Format, MAX_ANIMATION_PIXELS, MAX_FRAMES, Refusal};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const MAX_PROFILE_BYTES: usize = 4 * 1024 * 1024;

const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::Png,
};
const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Png,
};

/// What a PNG is made of.
pub(super) struct Walked<'a> {
    pub(super) is_grey: bool,
    /// The TIFF structure of the eXIf chunk.
    pub(super) exif: Option<&'a [u8]>,
    /// The unpacked iCCP chunk.
    pub(super) profile: Option<Vec<u8>>,
    /// How many frames an animation has.
    pub(super) frames: Option<usize>,
    header: &'a [u8],
    kept: Vec<(&'a [u8], &'a [u8])>,
    is_declared_srgb: bool,
    code_points: Option<(u8, u8)>,
    gamma: Option<u32>,
    chromaticities: Option<[u32; 8]>,
}

impl Walked<'_> {
    /// What the file says about its colours, by the precedence of the PNG specification.
    pub(super) fn source(&self) -> Option<Source<'_>> {
        if let Some((primaries, transfer)) = self.code_points {
            return Some(Source::CodePoints {
                primaries,
                transfer,
            });
        }
        if let Some(profile) = &self.profile {
            return Some(Source::Profile(profile));
        }
        let is_measured = self.gamma.is_some() || self.chromaticities.is_some();
        (is_measured && !self.is_declared_srgb).then_some(Source::Measured {
            gamma: self.gamma,
            chromaticities: self.chromaticities,
        })
    }

    /// The picture alone, with a profile where an animation needs one.
    pub(super) fn stripped(&self, profile: Option<&[u8]>) -> Result<Vec<u8>, Refusal> {
        let mut out = SIGNATURE.to_vec();
        write_chunk(&mut out, b"IHDR", self.header);
        if let Some(profile) = profile {
            let packed = miniz_oxide::deflate::compress_to_vec_zlib(profile, 9);
            write_chunk(
                &mut out,
                b"iCCP",
                &[b"RGB\0\0".as_slice(), &packed].concat(),
            );
        }
        for (kind, data) in &self.kept {
            write_chunk(&mut out, kind.first_chunk().ok_or(DAMAGED)?, data);
        }
        write_chunk(&mut out, b"IEND", &[]);
        Ok(out)
    }
}

fn write_chunk(out: &mut Vec<u8>, kind: &[u8; 4], data: &[u8]) {
    // A chunk that was read, or made here, is far below 4 GiB.
    out.extend(u32::try_from(data.len()).unwrap_or(u32::MAX).to_be_bytes());
    let start = out.len();
    out.extend(kind);
    out.extend(data);
    let sum = crate::crc::crc32(&out[start..]);
    out.extend(sum.to_be_bytes());
}

/// Walks to the end of the file; each chunk's checksum has to be right.
pub(super) fn walk(bytes: &[u8]) -> Result<Walked<'_>, Refusal> {
    let mut cursor = Cursor::new(bytes);
    if cursor.take(SIGNATURE.len()) != Some(SIGNATURE) {
        return Err(TRUNCATED);
    }
    let (kind, header) = chunk(&mut cursor)?;
    if kind != b"IHDR" || header.len() != 13 {
        return Err(DAMAGED);
    }
    let mut fields = Cursor::new(header);
    let width = fields.u32_be().ok_or(DAMAGED)?;
    let height = fields.u32_be().ok_or(DAMAGED)?;
    if width == 0 || height == 0 {
        return Err(DAMAGED);
    }
    check_dimensions(width, height)?;
    let colour_type = header[9];
    let mut walked = Walked {
        is_grey: matches!(colour_type, 0 | 4),
        exif: None,
        profile: None,
        frames: None,
        header,
        kept: Vec::new(),
        is_declared_srgb: false,
        code_points: None,
        gamma: None,
        chromaticities: None,
    };
    let mut frames = Frames::default();
    loop {
        let (kind, data) = chunk(&mut cursor)?;
        match kind {
            b"IEND" => break,
            b"IHDR" => return Err(DAMAGED),
            b"PLTE" | b"tRNS" | b"IDAT" => walked.kept.push((kind, data)),
            b"acTL" | b"fcTL" | b"fdAT" => {
                frames.read(kind, data, width, height)?;
                walked.kept.push((kind, data));
            }
            b"eXIf" => walked.exif = Some(data),
            b"iCCP" => walked.profile = profile(data),
            b"sRGB" => walked.is_declared_srgb = true,
            b"cICP" => {
                walked.code_points = data.first_chunk().map(|[first, second]| (*first, *second))
            }
            b"gAMA" => walked.gamma = Cursor::new(data).u32_be(),
            b"cHRM" => walked.chromaticities = chromaticities(data),
            // A chunk whose name begins with a capital is needed to show the picture, and unknown.
            [first, ..] if first.is_ascii_uppercase() => return Err(DAMAGED),
            _ => {}
        }
    }
    if !cursor.is_at_end() {
        return Err(Refusal::Polyglot {
            format: Format::Png,
        });
    }
    if !walked.kept.iter().any(|(kind, _)| *kind == b"IDAT") {
        return Err(DAMAGED);
    }
    walked.frames = frames.finish()?;
    if walked.frames.is_none() {
        // A lone frame is no animation: its description goes, and the picture stays.
        walked
            .kept
            .retain(|(kind, _)| matches!(*kind, b"PLTE" | b"tRNS" | b"IDAT"));
    }
    Ok(walked)
}

fn chunk<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a [u8], &'a [u8]), Refusal> {
    let length = cursor.u32_be().ok_or(TRUNCATED)? as usize;
    let whole = cursor
        .take(length.checked_add(4).ok_or(DAMAGED)?)
        .ok_or(TRUNCATED)?;
    let sum = cursor.u32_be().ok_or(TRUNCATED)?;
    let (kind, data) = whole.split_at(4);
    let is_name = kind.iter().all(u8::is_ascii_alphabetic);
    if !is_name || crate::crc::crc32(whole) != sum {
        return Err(DAMAGED);
    }
    Ok((kind, data))
}

/// Unpacks a profile, up to a limit: a small chunk must not become gigabytes.
fn profile(data: &[u8]) -> Option<Vec<u8>> {
    let name_end = data.iter().take(80).position(|byte| *byte == 0)?;
    let [0, packed @ ..] = data.get(name_end + 1..)? else {
        return None;
    };
    miniz_oxide::inflate::decompress_to_vec_zlib_with_limit(packed, MAX_PROFILE_BYTES).ok()
}

fn chromaticities(data: &[u8]) -> Option<[u32; 8]> {
    let mut cursor = Cursor::new(data);
    let mut values = [0; 8];
    for value in &mut values {
        *value = cursor.u32_be()?;
    }
    Some(values)
}

/// Counts the frames of an animation before any of them is decoded.
#[derive(Default)]
struct Frames {
    declared: Option<u32>,
    count: usize,
    pixels: u64,
}

impl Frames {
    fn read(&mut self, kind: &[u8], data: &[u8], width: u32, height: u32) -> Result<(), Refusal> {
        let mut cursor = Cursor::new(data);
        if kind == b"acTL" {
            self.declared = Some(cursor.u32_be().ok_or(DAMAGED)?);
        } else if kind == b"fcTL" {
            cursor.u32_be().ok_or(DAMAGED)?;
            let frame_width = cursor.u32_be().ok_or(DAMAGED)?;
            let frame_height = cursor.u32_be().ok_or(DAMAGED)?;
            if frame_width > width || frame_height > height {
                return Err(DAMAGED);
            }
            self.count += 1;
            self.pixels += u64::from(frame_width) * u64::from(frame_height);
            if self.count > MAX_FRAMES || self.pixels > MAX_ANIMATION_PIXELS {
                return Err(Refusal::AnimationTooLong {
                    frames: self.count,
                    width_px: width,
                    height_px: height,
                });
            }
        }
        Ok(())
    }

    /// The number of frames when there are several.
    fn finish(self) -> Result<Option<usize>, Refusal> {
        match self.declared {
            Some(declared) if declared as usize != self.count => Err(DAMAGED),
            Some(_) if self.count > 1 => Ok(Some(self.count)),
            _ => Ok(None),
        }
    }
}
