//! From uploaded bytes to bytes that can be stored.

use crate::raster::{Raster, dominant_colour};
use crate::sniff::sniff;
use crate::{Format, MAX_FILE_BYTES, Refusal, jpeg, png};

/// A file that can be stored and served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// What the bytes are, which may differ from what was uploaded (see [`prepare`]).
    pub format: Format,
    /// The bytes to store.
    pub bytes: Vec<u8>,
    /// The width as shown; 0 for a PDF.
    pub width_px: u32,
    /// The height as shown; 0 for a PDF.
    pub height_px: u32,
    /// The dominant colour in sRGB; none for what is not made of pixels or is wholly transparent.
    pub colour: Option<[u8; 3]>,
    /// Whether something shines through.
    pub has_transparency: bool,
    /// Whether it moves.
    pub is_animated: bool,
}

/// Checks, cleans and measures an uploaded file. Takes up to some seconds: call it on a blocking thread.
///
/// # Errors
/// A [`Refusal`] that prints as a sentence for the owner.
pub fn prepare(bytes: &[u8]) -> Result<Prepared, Refusal> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Refusal::TooLarge { bytes: bytes.len() });
    }
    let format = sniff(bytes)?;
    match format {
        Format::Jpeg => {
            let (raster, bytes) = jpeg::prepare(bytes)?;
            Ok(of_raster(format, bytes, &raster, false))
        }
        Format::Png => {
            let (raster, bytes, is_animated) = png::prepare(bytes)?;
            Ok(of_raster(format, bytes, &raster, is_animated))
        }
        _ => Err(Refusal::UnknownFormat),
    }
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
