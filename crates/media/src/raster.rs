//! Pixels in memory: eight bits per channel, with or without alpha.

use image::metadata::Orientation;
use image::{DynamicImage, RgbImage, RgbaImage};

/// A decoded picture, always in sRGB once a decoder hands it on.
pub(crate) struct Raster {
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    /// 3 for RGB, 4 for RGB with straight alpha.
    pub(crate) channels: usize,
    pub(crate) pixels: Vec<u8>,
}

impl Raster {
    /// None when the pixels do not fill the area.
    pub(crate) fn new(
        width_px: u32,
        height_px: u32,
        channels: usize,
        pixels: Vec<u8>,
    ) -> Option<Self> {
        let wanted = width_px as usize * height_px as usize * channels;
        (pixels.len() == wanted && wanted > 0).then_some(Self {
            width_px,
            height_px,
            channels,
            pixels,
        })
    }

    /// Turned and mirrored as a viewer would show it.
    pub(crate) fn oriented(self, orientation: Orientation) -> Option<Self> {
        if orientation == Orientation::NoTransforms {
            return Some(self);
        }
        let mut image = if self.channels == 3 {
            DynamicImage::ImageRgb8(RgbImage::from_raw(
                self.width_px,
                self.height_px,
                self.pixels,
            )?)
        } else {
            DynamicImage::ImageRgba8(RgbaImage::from_raw(
                self.width_px,
                self.height_px,
                self.pixels,
            )?)
        };
        image.apply_orientation(orientation);
        Self::new(
            image.width(),
            image.height(),
            self.channels,
            image.into_bytes(),
        )
    }

    /// Whether any pixel lets something through.
    pub(crate) fn has_transparency(&self) -> bool {
        self.channels == 4 && self.pixels.chunks_exact(4).any(|pixel| pixel[3] < 255)
    }

    /// A picture with alpha laid over white, as a page would show it.
    pub(crate) fn flattened(&self) -> Self {
        let over_white = |value: u8, alpha: u8| {
            let (value, alpha) = (u32::from(value), u32::from(alpha));
            // At most 255 by construction.
            ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
        };
        let pixels = self
            .pixels
            .chunks_exact(4)
            .flat_map(|pixel| [0, 1, 2].map(|channel| over_white(pixel[channel], pixel[3])))
            .collect();
        Self {
            width_px: self.width_px,
            height_px: self.height_px,
            channels: 3,
            pixels,
        }
    }
}

/// The colour that stands for the picture while it loads: the mean of the most frequent of 512 groups of
/// colours, over an even sample of at most 128 × 128 pixels. None when nothing is visible.
pub(crate) fn dominant_colour(raster: &Raster) -> Option<[u8; 3]> {
    const SAMPLES_PER_SIDE: u32 = 128;
    let mut groups = vec![[0_u64; 4]; 512];
    let step_x = raster.width_px.div_ceil(SAMPLES_PER_SIDE).max(1) as usize;
    let step_y = raster.height_px.div_ceil(SAMPLES_PER_SIDE).max(1) as usize;
    let row_bytes = raster.width_px as usize * raster.channels;
    for row in raster.pixels.chunks_exact(row_bytes).step_by(step_y) {
        for pixel in row.chunks_exact(raster.channels).step_by(step_x) {
            let weight = pixel.get(3).map_or(255, |alpha| u64::from(*alpha));
            let group = pixel[..3]
                .iter()
                .fold(0, |group, value| group << 3 | usize::from(value >> 5));
            let sums = &mut groups[group];
            for (sum, value) in sums.iter_mut().zip(&pixel[..3]) {
                *sum += u64::from(*value) * weight;
            }
            sums[3] += weight;
        }
    }
    // Of equal groups the first wins, so that the same picture always gives the same colour.
    let mut largest = [0_u64; 4];
    for group in groups {
        if group[3] > largest[3] {
            largest = group;
        }
    }
    let [red, green, blue, weight] = largest;
    let mean = |sum: u64| u8::try_from((sum + weight / 2) / weight).unwrap_or(u8::MAX);
    (weight > 0).then(|| [mean(red), mean(green), mean(blue)])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raster(channels: usize, pixels: &[u8]) -> Raster {
        let width = pixels.len() / channels;
        Raster::new(width as u32, 1, channels, pixels.to_vec()).expect("a raster")
    }

    #[test]
    fn the_dominant_colour_is_the_most_frequent_one_and_not_the_mean() {
        let picture = raster(3, &[200, 10, 10, 202, 12, 12, 0, 0, 255]);
        assert_eq!(dominant_colour(&picture), Some([201, 11, 11]));
    }

    #[test]
    fn what_is_transparent_has_no_colour() {
        assert_eq!(dominant_colour(&raster(4, &[200, 10, 10, 0])), None);
        let picture = raster(4, &[200, 10, 10, 0, 200, 10, 10, 0, 1, 2, 3, 255]);
        assert_eq!(dominant_colour(&picture), Some([1, 2, 3]));
    }

    #[test]
    fn a_transparent_picture_is_laid_over_white() {
        let flat = raster(4, &[0, 0, 0, 0, 10, 20, 30, 255, 0, 0, 0, 128]).flattened();
        assert_eq!(flat.pixels, [255, 255, 255, 10, 20, 30, 127, 127, 127]);
    }

    #[test]
    fn a_quarter_turn_swaps_the_sides() {
        let picture = raster(3, &[1, 1, 1, 2, 2, 2]);
        let turned = picture.oriented(Orientation::Rotate90).expect("a raster");
        assert_eq!((turned.width_px, turned.height_px), (1, 2));
        assert_eq!(turned.pixels, [1, 1, 1, 2, 2, 2]);
    }

    #[test]
    fn pixels_that_do_not_fill_the_area_make_no_raster() {
        assert!(Raster::new(2, 2, 3, vec![0; 11]).is_none());
        assert!(Raster::new(0, 2, 3, vec![]).is_none());
    }
}
