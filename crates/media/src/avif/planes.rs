//! Decodes AV1 and turns luma and chroma into colours.

use re_rav1d::dav1d::{
    Decoder, Error, Picture as Frame, PixelLayout, PlanarImageComponent, Settings,
};

use super::DAMAGED;
use super::items::{Layer, Picture};
use crate::raster::Raster;
use crate::{MAX_PIXELS, Refusal};

/// The picture as stored: neither turned nor converted.
pub(super) fn decode(picture: &Picture<'_>) -> Result<Raster, Refusal> {
    let channels = if picture.alpha.is_some() { 4 } else { 3 };
    let area = picture.width as usize * picture.height as usize;
    let mut pixels = vec![0; area * channels];
    each_tile(picture, &picture.colour, |frame, left, top| {
        let matrix = Matrix::of(frame, picture);
        paint(frame, picture, (left, top), |at, samples| {
            let rgb = matrix.rgb(samples);
            pixels[at * channels..at * channels + 3].copy_from_slice(&rgb);
        })
    })?;
    if let Some(alpha) = &picture.alpha {
        each_tile(picture, alpha, |frame, left, top| {
            let range = Range::of(frame, None);
            paint(frame, picture, (left, top), |at, [level, ..]| {
                let pixel = &mut pixels[at * 4..at * 4 + 4];
                // The conversion to an integer saturates.
                let alpha = (range.luma(level) * 255.0).round() as u8;
                pixel[3] = alpha;
                if picture.is_premultiplied && alpha > 0 {
                    for value in &mut pixel[..3] {
                        let straight = u32::from(*value) * 255 / u32::from(alpha);
                        *value = u8::try_from(straight).unwrap_or(u8::MAX);
                    }
                }
            })
        })?;
    }
    Raster::new(picture.width, picture.height, channels, pixels).ok_or(DAMAGED)
}

/// Decodes the tiles one by one; together they have to cover the picture.
fn each_tile(
    picture: &Picture<'_>,
    layer: &Layer<'_>,
    mut painted: impl FnMut(&Frame, usize, usize) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let (width, height) = (picture.width as usize, picture.height as usize);
    let mut tile_size = None;
    let rows = layer.tiles.len() / layer.columns;
    for (index, tile) in layer.tiles.iter().enumerate() {
        let frame = frame(tile)?;
        let size = (frame.width() as usize, frame.height() as usize);
        let is_fitting = if layer.is_grid {
            size.0 * layer.columns >= width
                && size.0 * (layer.columns - 1) < width
                && size.1 * rows >= height
                && size.1 * (rows - 1) < height
        } else {
            size == (width, height)
        };
        if !is_fitting || *tile_size.get_or_insert(size) != size {
            return Err(DAMAGED);
        }
        painted(
            &frame,
            index % layer.columns * size.0,
            index / layer.columns * size.1,
        )?;
    }
    Ok(())
}

/// The first frame of AV1 data, on one thread and within the limit of pixels.
fn frame(data: &[u8]) -> Result<Frame, Refusal> {
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_all_layers(false);
    settings.set_frame_size_limit(u32::try_from(MAX_PIXELS).unwrap_or(u32::MAX));
    let mut decoder = Decoder::with_settings(&settings).map_err(|_| DAMAGED)?;
    match decoder.send_data(data.to_vec(), None, None, None) {
        Ok(()) | Err(Error::Again) => {}
        Err(_) => return Err(DAMAGED),
    }
    loop {
        match decoder.get_picture() {
            Ok(frame) => return Ok(frame),
            Err(Error::Again) => match decoder.send_pending_data() {
                // Nothing was pending: the data holds no frame.
                Ok(()) => return decoder.get_picture().map_err(|_| DAMAGED),
                Err(Error::Again) => {}
                Err(_) => return Err(DAMAGED),
            },
            Err(_) => return Err(DAMAGED),
        }
    }
}

/// Calls for each pixel of the picture that a frame covers, with its three samples.
fn paint(
    frame: &Frame,
    picture: &Picture<'_>,
    (left, top): (usize, usize),
    mut pixel: impl FnMut(usize, [u16; 3]),
) -> Result<(), Refusal> {
    let layout = frame.pixel_layout();
    let (halves_x, halves_y) = match layout {
        PixelLayout::I420 => (1, 1),
        PixelLayout::I422 => (1, 0),
        PixelLayout::I444 | PixelLayout::I400 => (0, 0),
    };
    let is_wide = frame.bit_depth() > 8;
    let luma = frame.plane(PlanarImageComponent::Y);
    let chroma = (layout != PixelLayout::I400).then(|| {
        [PlanarImageComponent::U, PlanarImageComponent::V].map(|component| frame.plane(component))
    });
    let luma_stride = frame.stride(PlanarImageComponent::Y) as usize;
    let chroma_stride = frame.stride(PlanarImageComponent::U) as usize;
    let sample = |plane: &[u8], stride: usize, x: usize, y: usize| {
        let row = plane.get(y * stride..)?;
        if is_wide {
            let bytes = row.get(x * 2..)?.first_chunk::<2>()?;
            Some(u16::from_ne_bytes(*bytes))
        } else {
            row.get(x).map(|value| u16::from(*value))
        }
    };
    let (width, height) = (picture.width as usize, picture.height as usize);
    let columns = (frame.width() as usize).min(width.saturating_sub(left));
    let rows = (frame.height() as usize).min(height.saturating_sub(top));
    let middle = 1_u16 << (bits(frame) - 1);
    for y in 0..rows {
        for x in 0..columns {
            let mut samples = [middle; 3];
            samples[0] = sample(&luma, luma_stride, x, y).ok_or(DAMAGED)?;
            if let Some([blue, red]) = &chroma {
                let (x, y) = (x >> halves_x, y >> halves_y);
                samples[1] = sample(blue, chroma_stride, x, y).ok_or(DAMAGED)?;
                samples[2] = sample(red, chroma_stride, x, y).ok_or(DAMAGED)?;
            }
            pixel((top + y) * width + left + x, samples);
        }
    }
    Ok(())
}

fn bits(frame: &Frame) -> u32 {
    frame
        .bits_per_component()
        .and_then(|bits| u32::try_from(bits.0).ok())
        .unwrap_or(8)
}

/// What the numbers of a sample mean.
struct Range {
    black: f32,
    luma_span: f32,
    middle: f32,
    chroma_span: f32,
}

impl Range {
    fn of(frame: &Frame, is_full: Option<bool>) -> Self {
        // 1 is the full range in the enumeration of the decoder.
        let is_full = is_full.unwrap_or(frame.color_range() as u8 == 1);
        let scale = f32::from(1_u16 << (bits(frame) - 8));
        let most = 256.0 * scale - 1.0;
        let (black, luma_span, chroma_span) = if is_full {
            (0.0, most, most)
        } else {
            (16.0 * scale, 219.0 * scale, 224.0 * scale)
        };
        Self {
            black,
            luma_span,
            middle: 128.0 * scale,
            chroma_span,
        }
    }

    fn luma(&self, sample: u16) -> f32 {
        (f32::from(sample) - self.black) / self.luma_span
    }

    fn chroma(&self, sample: u16) -> f32 {
        (f32::from(sample) - self.middle) / self.chroma_span
    }
}

/// From luma and chroma to colours (ITU-T H.273).
struct Matrix {
    range: Range,
    /// The weights of red and blue in luma; none for the identity.
    weights: Option<(f32, f32)>,
}

impl Matrix {
    fn of(frame: &Frame, picture: &Picture<'_>) -> Self {
        let code = picture
            .nclx
            .map_or(frame.matrix_coefficients() as u8, |nclx| nclx.matrix);
        let weights = match code {
            0 if frame.pixel_layout() == PixelLayout::I444 => None,
            1 => Some((0.2126, 0.0722)),
            7 => Some((0.212, 0.087)),
            9 | 10 => Some((0.2627, 0.0593)),
            // BT.601 is also what an unspecified matrix means.
            _ => Some((0.299, 0.114)),
        };
        Self {
            range: Range::of(frame, picture.nclx.map(|nclx| nclx.is_full_range)),
            weights,
        }
    }

    fn rgb(&self, [first, second, third]: [u16; 3]) -> [u8; 3] {
        let luma = self.range.luma(first);
        let colours = match self.weights {
            None => [self.range.luma(third), luma, self.range.luma(second)],
            Some((red_weight, blue_weight)) => {
                let (blue_chroma, red_chroma) =
                    (self.range.chroma(second), self.range.chroma(third));
                let red = luma + 2.0 * (1.0 - red_weight) * red_chroma;
                let blue = luma + 2.0 * (1.0 - blue_weight) * blue_chroma;
                let rest = 1.0 - red_weight - blue_weight;
                [
                    red,
                    (luma - red_weight * red - blue_weight * blue) / rest,
                    blue,
                ]
            }
        };
        // The conversion to an integer saturates.
        colours.map(|value| (value * 255.0).round() as u8)
    }
}
