//! Makes a raster smaller.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::pixels::{InnerPixel, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, PixelType, ResizeAlg, ResizeOptions, Resizer};

use crate::raster::Raster;

/// With Lanczos' filter; colours are weighted by their alpha, so that what is transparent does not bleed
/// into the edges.
pub(crate) fn resize(raster: &Raster, width_px: u32, height_px: u32) -> Option<Raster> {
    let pixels = if raster.channels == 3 {
        resize_as::<U8x3>(raster, width_px, height_px, PixelType::U8x3)
    } else {
        resize_as::<U8x4>(raster, width_px, height_px, PixelType::U8x4)
    };
    Raster::new(width_px, height_px, raster.channels, pixels?)
}

/// Names the kind of pixel, since the library would otherwise be compiled for all of its own: minutes for
/// kinds that never occur here.
fn resize_as<P: PixelTrait + InnerPixel>(
    raster: &Raster,
    width_px: u32,
    height_px: u32,
    kind: PixelType,
) -> Option<Vec<u8>> {
    let from = ImageRef::new(raster.width_px, raster.height_px, &raster.pixels, kind).ok()?;
    let mut to = Image::new(width_px, height_px, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new()
        .resize_typed::<P>(&from.typed_image()?, &mut to.typed_image_mut()?, &options)
        .ok()?;
    Some(to.into_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transparent_neighbour_does_not_colour_an_edge() {
        // Green that nobody sees beside opaque red.
        let pixels = [[255, 0, 0, 255], [0, 255, 0, 0]].concat().repeat(8 * 16);
        let raster = Raster::new(16, 16, 4, pixels).expect("a raster");
        let small = resize(&raster, 4, 4).expect("a raster");
        for pixel in small.pixels.chunks_exact(4) {
            assert!(pixel[1] == 0 && pixel[0] > 250, "{pixel:?}");
        }
    }
}
