//! JPEG: its segments are walked and written anew, its pixels decoded strictly.
//!
//! What was told apart by the walk is the picture itself (tables, frame, scans) and everything else,
//! which is left behind: EXIF, XMP, IPTC, comments, thumbnails and profiles. A picture that needs
//! neither turning nor other colours keeps its compressed data, so nothing is lost.

mod pixels;
mod trailer;
mod walk;

use image::metadata::Orientation;

use crate::colour::Source;
use crate::raster::Raster;
use crate::{Format, Refusal};

/// The quality of a picture that had to be compressed again; visually without loss.
const STORED_QUALITY: u8 = 92;

/// A checked photograph: its pixels in sRGB the right way up, and its bytes without metadata.
pub(crate) fn prepare(bytes: &[u8]) -> Result<(Raster, Vec<u8>), Refusal> {
    let walked = walk::walk(bytes)?;
    trailer::check(walked.tail, walked.has_companions)?;
    let source = walked.profile.as_deref().map(Source::Profile);
    let (raster, is_converted) = pixels::decode(&walked, source, true)?;
    let orientation = walked
        .exif
        .and_then(Orientation::from_exif_chunk)
        .unwrap_or(Orientation::NoTransforms);
    let is_turned = orientation != Orientation::NoTransforms;
    let raster = raster.oriented(orientation).ok_or(damaged())?;
    let stored = if is_turned || is_converted {
        encode(&raster, STORED_QUALITY).ok_or(damaged())?
    } else {
        walked.stripped
    };
    Ok((raster, stored))
}

/// The pixels of a stored photograph, which carries no profile any more.
pub(crate) fn decode(bytes: &[u8]) -> Result<Raster, Refusal> {
    let walked = walk::walk(bytes)?;
    pixels::decode(&walked, None, false).map(|(raster, _)| raster)
}

/// Compresses an opaque raster. At 90 and above the colours keep their full resolution.
pub(crate) fn encode(raster: &Raster, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    // A rendition is progressive: smaller, and shown early. What is stored is decoded here again, and is
    // written as one interleaved scan: with tables of its own the encoder would write a scan per colour, of
    // which the decoder (zune-jpeg 0.5.15) loses the last rows where they take only a few bytes.
    encoder.set_progressive(quality < 90);
    encoder.set_optimized_huffman_tables(quality < 90);
    encoder
        .encode(
            &raster.pixels,
            u16::try_from(raster.width_px).ok()?,
            u16::try_from(raster.height_px).ok()?,
            jpeg_encoder::ColorType::Rgb,
        )
        .ok()?;
    Some(bytes)
}

const fn damaged() -> Refusal {
    Refusal::Damaged {
        format: Format::Jpeg,
    }
}
