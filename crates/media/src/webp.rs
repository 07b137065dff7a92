//! WebP.

use crate::raster::Raster;

/// Compresses with libwebp at its usual effort; colours lose half their resolution.
pub(crate) fn encode(raster: &Raster, quality: u8) -> Option<Vec<u8>> {
    let encoder = if raster.channels == 3 {
        webp::Encoder::from_rgb(&raster.pixels, raster.width_px, raster.height_px)
    } else {
        webp::Encoder::from_rgba(&raster.pixels, raster.width_px, raster.height_px)
    };
    let memory = encoder.encode_simple(false, f32::from(quality)).ok()?;
    Some(memory.to_vec())
}
