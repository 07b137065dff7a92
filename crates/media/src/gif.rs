//! GIF: its blocks are walked and written anew; frames, their timing and the loop stay.
//!
//! Comments, XMP, profiles and blocks of programs are left behind. Nothing is compressed again, so an
//! animation moves as it did.

use std::io::Cursor as Reader;

use gif::{ColorOutput, DecodeOptions, MemoryLimit};

use crate::cursor::Cursor;
use crate::raster::Raster;
use crate::refusal::check_dimensions;
use crate::{Format, MAX_ANIMATION_PIXELS, MAX_FRAMES, MAX_PIXELS, Refusal};

const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::Gif,
};
const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Gif,
};

/// A checked picture: its first frame, its bytes without metadata, and whether it is animated.
pub(crate) fn prepare(bytes: &[u8]) -> Result<(Raster, Vec<u8>, bool), Refusal> {
    let walked = walk(bytes)?;
    let raster = decode_all(&walked)?;
    Ok((raster, walked.stripped, walked.frames > 1))
}

/// The first frame of a stored picture.
pub(crate) fn decode(bytes: &[u8]) -> Result<Raster, Refusal> {
    decode_all(&walk(bytes)?)
}

struct Walked {
    stripped: Vec<u8>,
    width: u16,
    height: u16,
    frames: usize,
}

fn walk(bytes: &[u8]) -> Result<Walked, Refusal> {
    let mut cursor = Cursor::new(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let version = cursor.take(6).ok_or(TRUNCATED)?;
    if version != b"GIF87a" && version != b"GIF89a" {
        return Err(DAMAGED);
    }
    let screen = cursor.take(7).ok_or(TRUNCATED)?;
    let width = u16::from_le_bytes([screen[0], screen[1]]);
    let height = u16::from_le_bytes([screen[2], screen[3]]);
    if width == 0 || height == 0 {
        return Err(DAMAGED);
    }
    check_dimensions(width.into(), height.into())?;
    out.extend(version);
    out.extend(screen);
    out.extend(cursor.take(palette_bytes(screen[4])).ok_or(TRUNCATED)?);
    let mut walked = Walked {
        stripped: out,
        width,
        height,
        frames: 0,
    };
    let mut pixels = 0_u64;
    let mut has_loop = false;
    loop {
        match cursor.u8().ok_or(TRUNCATED)? {
            0x3B => break,
            0x21 => {
                let label = cursor.u8().ok_or(TRUNCATED)?;
                let body = sub_blocks(&mut cursor)?;
                let is_loop = label == 0xFF
                    && (body.starts_with(b"\x0BNETSCAPE2.0")
                        || body.starts_with(b"\x0BANIMEXTS1.0"));
                if label == 0xF9 || (is_loop && !has_loop) {
                    has_loop |= is_loop;
                    walked.stripped.extend([0x21, label]);
                    walked.stripped.extend(body);
                }
            }
            0x2C => {
                let descriptor = cursor.take(9).ok_or(TRUNCATED)?;
                let mut fields = Cursor::new(descriptor);
                let mut side = || fields.u16_le().map(u32::from).ok_or(DAMAGED);
                let (left, top, frame_width, frame_height) = (side()?, side()?, side()?, side()?);
                let is_inside = left + frame_width <= u32::from(width)
                    && top + frame_height <= u32::from(height);
                if !is_inside || frame_width == 0 || frame_height == 0 {
                    return Err(DAMAGED);
                }
                walked.frames += 1;
                pixels += u64::from(frame_width) * u64::from(frame_height);
                if walked.frames > MAX_FRAMES || pixels > MAX_ANIMATION_PIXELS {
                    return Err(Refusal::AnimationTooLong {
                        frames: walked.frames,
                        width_px: width.into(),
                        height_px: height.into(),
                    });
                }
                walked.stripped.push(0x2C);
                walked.stripped.extend(descriptor);
                let palette = cursor.take(palette_bytes(descriptor[8])).ok_or(TRUNCATED)?;
                walked.stripped.extend(palette);
                walked.stripped.push(cursor.u8().ok_or(TRUNCATED)?);
                walked.stripped.extend(sub_blocks(&mut cursor)?);
            }
            _ => return Err(DAMAGED),
        }
    }
    walked.stripped.push(0x3B);
    if !cursor.is_at_end() {
        return Err(Refusal::Polyglot {
            format: Format::Gif,
        });
    }
    if walked.frames == 0 {
        return Err(DAMAGED);
    }
    Ok(walked)
}

/// The size of the palette that a packed field announces.
fn palette_bytes(packed: u8) -> usize {
    if packed & 0x80 == 0 {
        0
    } else {
        3 << ((packed & 7) + 1)
    }
}

/// Blocks of at most 255 bytes up to the empty one, with their lengths.
fn sub_blocks<'a>(cursor: &mut Cursor<'a>) -> Result<&'a [u8], Refusal> {
    let start = cursor.clone();
    loop {
        let length = cursor.u8().ok_or(TRUNCATED)?;
        cursor.take(length.into()).ok_or(TRUNCATED)?;
        if length == 0 {
            let size = cursor.position() - start.position();
            return start.rest().get(..size).ok_or(DAMAGED);
        }
    }
}

/// Decodes every frame, so that a damaged one is found, and returns the first on its canvas.
fn decode_all(walked: &Walked) -> Result<Raster, Refusal> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    options.set_memory_limit(MemoryLimit::Bytes(
        MAX_PIXELS.try_into().map_err(|_| DAMAGED)?,
    ));
    let mut decoder = options
        .read_info(Reader::new(walked.stripped.as_slice()))
        .map_err(|_| DAMAGED)?;
    let global = decoder.global_palette().map(<[u8]>::to_vec);
    let mut raster = None;
    let mut indices = Vec::new();
    while let Some(frame) = decoder.next_frame_info().map_err(|_| DAMAGED)? {
        let frame = frame.clone();
        indices.resize(usize::from(frame.width) * usize::from(frame.height), 0);
        decoder
            .read_into_buffer(&mut indices)
            .map_err(|_| DAMAGED)?;
        if raster.is_none() {
            let palette = frame.palette.as_deref().or(global.as_deref());
            raster = Some(on_canvas(
                walked,
                &frame,
                palette.ok_or(DAMAGED)?,
                &indices,
            )?);
        }
    }
    raster.ok_or(DAMAGED)
}

fn on_canvas(
    walked: &Walked,
    frame: &gif::Frame<'_>,
    palette: &[u8],
    indices: &[u8],
) -> Result<Raster, Refusal> {
    let width = usize::from(walked.width);
    let mut canvas = vec![0; width * usize::from(walked.height) * 4];
    let rows = canvas
        .chunks_exact_mut(width * 4)
        .skip(frame.top.into())
        .zip(indices.chunks_exact(frame.width.into()));
    for (row, indices) in rows {
        let pixels = row.chunks_exact_mut(4).skip(frame.left.into());
        for (pixel, index) in pixels.zip(indices) {
            if frame.transparent == Some(*index) {
                continue;
            }
            // An index beyond the palette is black, as in browsers.
            let colour = palette.chunks_exact(3).nth((*index).into());
            pixel[..3].copy_from_slice(colour.unwrap_or(&[0, 0, 0]));
            pixel[3] = 255;
        }
    }
    Raster::new(walked.width.into(), walked.height.into(), 4, canvas).ok_or(DAMAGED)
}
