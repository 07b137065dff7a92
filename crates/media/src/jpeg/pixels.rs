//! Decodes a JPEG's pixels to sRGB.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::walk::Walked;
use crate::colour::{self, Source};
use crate::raster::Raster;
use crate::{Format, MAX_SIDE_PX, Refusal};

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Jpeg,
};

/// The pixels in sRGB, and whether the stored bytes say something else than they do.
pub(super) fn decode(
    walked: &Walked<'_>,
    source: Option<Source<'_>>,
) -> Result<(Raster, bool), Refusal> {
    if walked.components == 4 {
        return inks(walked, source).map(|raster| (raster, true));
    }
    let mut raster = decode_to(walked, ColorSpace::RGB)?;
    let is_grey = walked.components == 1;
    let is_converted = source.is_some_and(|source| colour::to_srgb(&mut raster, source, is_grey));
    Ok((raster, is_converted))
}

/// Strict: what breaks off or runs on is damaged, never half grey.
fn decode_to(walked: &Walked<'_>, space: ColorSpace) -> Result<Raster, Refusal> {
    let side = MAX_SIDE_PX as usize;
    let options = DecoderOptions::new_safe()
        .set_strict_mode(true)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_out_colorspace(space);
    let mut decoder =
        JpegDecoder::new_with_options(ZCursor::new(walked.stripped.as_slice()), options);
    let pixels = decoder.decode().map_err(|_| DAMAGED)?;
    let (width, height) = decoder.dimensions().ok_or(DAMAGED)?;
    let width = u32::try_from(width).map_err(|_| DAMAGED)?;
    let height = u32::try_from(height).map_err(|_| DAMAGED)?;
    Raster::new(width, height, space.num_components(), pixels).ok_or(DAMAGED)
}

/// A picture for print. With its profile the inks become colours as its printer would show them, without
/// one they are mixed simply. Browsers disagree about such files, so the stored one is always RGB.
fn inks(walked: &Walked<'_>, source: Option<Source<'_>>) -> Result<Raster, Refusal> {
    let is_ycck = walked.adobe_transform == Some(2);
    let space = if is_ycck {
        ColorSpace::YCCK
    } else {
        ColorSpace::CMYK
    };
    let mut raster = decode_to(walked, space)?;
    if is_ycck {
        for pixel in raster.pixels.chunks_exact_mut(4) {
            let rgb = rgb_of(pixel[0], pixel[1], pixel[2]);
            pixel[..3].copy_from_slice(&rgb);
        }
    }
    // Adobe stores how much paper is left; everyone else how much ink there is.
    let is_inverted = walked.adobe_transform.is_some();
    if is_inverted {
        for value in &mut raster.pixels {
            *value = 255 - *value;
        }
    }
    let Raster {
        width_px,
        height_px,
        pixels,
        ..
    } = raster;
    let rgb = colour::inks_to_srgb(&pixels, source);
    Raster::new(width_px, height_px, 3, rgb).ok_or(DAMAGED)
}

/// JFIF's conversion from luma and chroma.
fn rgb_of(luma: u8, blue_chroma: u8, red_chroma: u8) -> [u8; 3] {
    let luma = f32::from(luma);
    let blue = f32::from(blue_chroma) - 128.0;
    let red = f32::from(red_chroma) - 128.0;
    // The conversion to an integer saturates.
    [
        (luma + 1.402 * red).round() as u8,
        (luma - 0.344_136 * blue - 0.714_136 * red).round() as u8,
        (luma + 1.772 * blue).round() as u8,
    ]
}
