//! From uploaded bytes to bytes that can be stored.

use crate::raster::{Raster, dominant_colour};
use crate::sniff::sniff;
use crate::{Format, MAX_FILE_BYTES, Refusal, avif, gif, jpeg, pdf, png, svg, webp};

/// A file that can be stored and served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What the bytes are. An AVIF that is turned, tiled or has a profile of other colours becomes WebP;
    /// every other file keeps the format that it was uploaded in.
    pub format: Format,
    /// The bytes to store.
    pub bytes: Vec<u8>,
    /// The width as shown; 0 for a PDF.
    pub width_px: u32,
    /// The height as shown; 0 for a PDF.
    pub height_px: u32,
    /// The dominant colour in sRGB; none for SVG, PDF and what is wholly transparent.
    pub colour: Option<[u8; 3]>,
    /// Whether something shines through; taken to be so for an SVG.
    pub has_transparency: bool,
    /// Whether it moves.
    pub is_animated: bool,
}

/// Checks, cleans and measures an uploaded file. Takes up to some seconds: call it on a blocking thread.
///
/// The kind is judged by the content alone; limits are checked in the header, before anything is unpacked.
/// The same bytes always give the same result, and what it returned gives itself again.
///
/// # Errors
/// A [`Refusal`] that prints as a sentence for the owner: for an unknown kind, a limit, a file that is cut
/// off, damaged or two things at once, a decompression bomb, and what only one kind knows (entities in an
/// SVG, a script in a PDF).
pub fn prepare(bytes: &[u8]) -> Result<Prepared, Refusal> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len() });
    }
    match sniff(bytes)? {
        Format::Svg => {
            let (bytes, width_px, height_px) = svg::prepare(bytes)?;
            Ok(Prepared {
                format: Format::Svg,
                bytes,
                width_px,
                height_px,
                colour: None,
                has_transparency: true,
                is_animated: false,
            })
        }
        Format::Pdf => {
            pdf::check(bytes)?;
            Ok(Prepared {
                format: Format::Pdf,
                bytes: bytes.to_vec(),
                width_px: 0,
                height_px: 0,
                colour: None,
                has_transparency: false,
                is_animated: false,
            })
        }
        _ => prepare_raster(bytes),
    }
}

/// The part of [`prepare`] for pictures made of pixels; others are unknown to it.
pub(crate) fn prepare_raster(bytes: &[u8]) -> Result<Prepared, Refusal> {
    let format = sniff(bytes)?;
    let mut is_animated = false;
    let mut stored_format = format;
    let (raster, stored) = match format {
        Format::Jpeg => jpeg::prepare(bytes)?,
        Format::Avif => {
            let (raster, stored, format) = avif::prepare(bytes)?;
            stored_format = format;
            (raster, stored)
        }
        Format::Png | Format::Gif | Format::WebP => {
            let (raster, stored, moves) = match format {
                Format::Png => png::prepare(bytes)?,
                Format::Gif => gif::prepare(bytes)?,
                _ => webp::prepare(bytes)?,
            };
            is_animated = moves;
            (raster, stored)
        }
        Format::Svg | Format::Pdf => return Err(Refusal::UnknownFormat),
    };
    Ok(of_raster(stored_format, stored, &raster, is_animated))
}

fn of_raster(format: Format, bytes: Vec<u8>, raster: &Raster, is_animated: bool) -> Prepared {
    Prepared {
        format,
        bytes,
        width_px: raster.width_px,
        height_px: raster.height_px,
        colour: dominant_colour(raster),
        has_transparency: raster.has_transparency(),
        is_animated,
    }
}
