//! WebP: its chunks are walked and written anew; bitstreams, alpha and an animation's frames stay.
//!
//! EXIF, XMP, profiles and unknown chunks are left behind. A still picture that has to be turned or
//! converted is compressed again: without loss when it was, otherwise at high quality.

mod walk;

use std::io::Cursor;

use image::metadata::Orientation;
use image_webp::WebPDecoder;

use crate::colour::{self, Source};
use crate::raster::Raster;
use crate::{Format, MAX_DECODER_BYTES, Refusal};

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::WebP,
};
/// The quality of a picture that had to be compressed again; visually without loss.
const STORED_QUALITY: u8 = 92;

/// A checked picture: its pixels in sRGB the right way up (of an animation, its first frame), its bytes
/// without metadata, and whether it is animated.
pub(crate) fn prepare(bytes: &[u8]) -> Result<(Raster, Vec<u8>, bool), Refusal> {
    let walked = walk::walk(bytes)?;
    let mut raster = decode_walked(&walked)?;
    let source = walked.profile.map(Source::Profile);
    let is_converted = source.is_some_and(|source| colour::to_srgb(&mut raster, source, false));
    if walked.frames > 0 {
        // An animation is kept as it is; only its colours keep a description, without names.
        let profile = walked
            .profile
            .filter(|_| is_converted)
            .and_then(colour::anonymous_profile);
        return Ok((raster, walked.stripped(profile.as_deref()), true));
    }
    let orientation = walked
        .exif
        .and_then(Orientation::from_exif_chunk)
        .unwrap_or(Orientation::NoTransforms);
    let is_turned = orientation != Orientation::NoTransforms;
    let raster = raster.oriented(orientation).ok_or(DAMAGED)?;
    let stored = match (is_turned || is_converted, walked.is_lossless) {
        (false, _) => Some(walked.stripped(None)),
        (true, true) => encode_lossless(&raster),
        (true, false) => encode(&raster, STORED_QUALITY),
    };
    Ok((raster, stored.ok_or(DAMAGED)?, false))
}

/// The pixels of a stored picture.
pub(crate) fn decode(bytes: &[u8]) -> Result<Raster, Refusal> {
    decode_walked(&walk::walk(bytes)?)
}

/// Compresses with libwebp at its usual effort; colours lose half their resolution.
pub(crate) fn encode(raster: &Raster, quality: u8) -> Option<Vec<u8>> {
    let bled = (raster.channels == 4).then(|| bled(raster));
    let raster = bled.as_ref().unwrap_or(raster);
    let memory = encoder(raster).encode_simple(false, f32::from(quality));
    memory.ok().map(|memory| memory.to_vec())
}

/// With colours carried on from the visible pixels of each row into the invisible ones. Colours are stored at
/// half their resolution, so that otherwise an edge would take on a colour that nobody was meant to see.
fn bled(raster: &Raster) -> Raster {
    let mut pixels = raster.pixels.clone();
    for row in pixels.chunks_exact_mut(raster.width_px as usize * 4) {
        let mut visible = None;
        let mut carry = |pixel: &mut [u8]| {
            if pixel[3] > 0 {
                visible = Some([pixel[0], pixel[1], pixel[2]]);
            } else if let Some(colour) = visible {
                pixel[..3].copy_from_slice(&colour);
            }
        };
        row.chunks_exact_mut(4).for_each(&mut carry);
        let first = row.chunks_exact(4).position(|pixel| pixel[3] > 0);
        if let Some(first) = first {
            let (before, after) = row.split_at_mut(first * 4);
            for pixel in before.chunks_exact_mut(4) {
                pixel[..3].copy_from_slice(&after[..3]);
            }
        }
    }
    // A row without any visible pixel takes over its neighbour's.
    let row_bytes = raster.width_px as usize * 4;
    for at in (row_bytes..pixels.len()).step_by(row_bytes) {
        let (above, row) = pixels.split_at_mut(at);
        let (above, row) = (&above[at - row_bytes..], &mut row[..row_bytes]);
        if row.chunks_exact(4).all(|pixel| pixel[3] == 0) {
            for (pixel, above) in row.chunks_exact_mut(4).zip(above.chunks_exact(4)) {
                pixel[..3].copy_from_slice(&above[..3]);
            }
        }
    }
    Raster {
        width_px: raster.width_px,
        height_px: raster.height_px,
        channels: 4,
        pixels,
    }
}

fn encode_lossless(raster: &Raster) -> Option<Vec<u8>> {
    let memory = encoder(raster).encode_simple(true, 75.0);
    memory.ok().map(|memory| memory.to_vec())
}

/// The quality of what another format's picture becomes when its own cannot be kept.
pub(crate) fn encode_to_store(raster: &Raster) -> Option<Vec<u8>> {
    encode(raster, STORED_QUALITY)
}

fn encoder(raster: &Raster) -> webp::Encoder<'_> {
    if raster.channels == 3 {
        webp::Encoder::from_rgb(&raster.pixels, raster.width_px, raster.height_px)
    } else {
        webp::Encoder::from_rgba(&raster.pixels, raster.width_px, raster.height_px)
    }
}

/// The picture; every frame of an animation is decoded, so that a damaged one is found.
fn decode_walked(walked: &walk::Walked<'_>) -> Result<Raster, Refusal> {
    let stripped = walked.stripped(None);
    let mut decoder = WebPDecoder::new(Cursor::new(stripped.as_slice())).map_err(|_| DAMAGED)?;
    decoder.set_memory_limit(MAX_DECODER_BYTES);
    let (width, height) = decoder.dimensions();
    if (width, height) != (walked.width, walked.height) {
        return Err(DAMAGED);
    }
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or(DAMAGED)?];
    if walked.frames == 0 {
        decoder.read_image(&mut pixels).map_err(|_| DAMAGED)?;
    } else {
        decoder.read_frame(&mut pixels).map_err(|_| DAMAGED)?;
        let mut further = vec![0; pixels.len()];
        for _ in 1..walked.frames {
            decoder.read_frame(&mut further).map_err(|_| DAMAGED)?;
        }
    }
    Raster::new(width, height, channels, pixels).ok_or(DAMAGED)
}
