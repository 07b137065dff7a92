//! Compresses a rendition as AVIF.

use ravif::{Encoder, Img, RGB8, RGBA8};

use crate::raster::Raster;

/// As good to the eye as WebP's 80.
const QUALITY: f32 = 60.0;
/// From 1 (smallest) to 10 (quickest); 6 takes seconds for the widest rendition.
const SPEED: u8 = 6;

/// On one thread, so that a background job leaves the other cores to readers.
pub(crate) fn encode(raster: &Raster) -> Option<Vec<u8>> {
    let encoder = Encoder::new()
        .with_quality(QUALITY)
        .with_alpha_quality(QUALITY)
        .with_speed(SPEED)
        .with_num_threads(Some(1));
    let (width, height) = (raster.width_px as usize, raster.height_px as usize);
    let encoded = if raster.channels == 3 {
        let pixels = raster.pixels.chunks_exact(3);
        let pixels: Vec<RGB8> = pixels.map(|p| RGB8::new(p[0], p[1], p[2])).collect();
        encoder.encode_rgb(Img::new(&pixels, width, height))
    } else {
        let pixels = raster.pixels.chunks_exact(4);
        let pixels: Vec<RGBA8> = pixels.map(|p| RGBA8::new(p[0], p[1], p[2], p[3])).collect();
        encoder.encode_rgba(Img::new(&pixels, width, height))
    };
    encoded.ok().map(|encoded| encoded.avif_file)
}
