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
    is_upload: bool,
) -> Result<(Raster, bool), Refusal> {
    if walked.components == 4 {
        return inks(walked, source, is_upload).map(|raster| (raster, true));
    }
    let mut raster = decode_to(walked, space_of(walked), is_upload)?;
    let is_grey = walked.components == 1;
    let is_converted = source.is_some_and(|source| colour::to_srgb(&mut raster, source, is_grey));
    Ok((raster, is_converted))
}

/// The space that the decoder is asked for: inks are converted here, everything else there.
fn space_of(walked: &Walked<'_>) -> ColorSpace {
    match (walked.components, walked.adobe_transform) {
        (4, Some(2)) => ColorSpace::YCCK,
        (4, _) => ColorSpace::CMYK,
        _ => ColorSpace::RGB,
    }
}

/// Tells two pictures apart without keeping both.
fn fingerprint(pixels: &[u8]) -> u64 {
    let words = pixels.chunks(8).map(|bytes| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    });
    words.fold(0xCBF2_9CE4_8422_2325, |sum, word| {
        (sum ^ word)
            .wrapping_mul(0x0000_0100_0000_01B3)
            .rotate_left(23)
    })
}

/// The pixels in a space. Of an upload, data that breaks off before its end marker is refused: a decoder fills
/// the rest with grey and says nothing, but what it makes up shows when something else follows the data.
fn decode_to(walked: &Walked<'_>, space: ColorSpace, is_upload: bool) -> Result<Raster, Refusal> {
    let mut expected = None;
    if is_upload {
        let at = walked.stripped.len().saturating_sub(2);
        let (data, end) = walked.stripped.split_at(at);
        let (pixels, ..) = raw(&[data, &[0x5A; 64], end].concat(), space, false)?;
        expected = Some(fingerprint(&pixels));
    }
    let (pixels, width, height) = raw(&walked.stripped, space, true)?;
    if expected.is_some_and(|expected| expected != fingerprint(&pixels)) {
        return Err(DAMAGED);
    }
    Raster::new(width, height, space.num_components(), pixels).ok_or(DAMAGED)
}

/// Pixels, width and height. Strict: what contradicts the format is damaged.
fn raw(bytes: &[u8], space: ColorSpace, is_strict: bool) -> Result<(Vec<u8>, u32, u32), Refusal> {
    let side = MAX_SIDE_PX as usize;
    let options = DecoderOptions::new_safe()
        .set_strict_mode(is_strict)
        .set_max_width(side)
        .set_max_height(side)
        .jpeg_set_out_colorspace(space);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let pixels = decoder.decode().map_err(|_| DAMAGED)?;
    let (width, height) = decoder.dimensions().ok_or(DAMAGED)?;
    let width = u32::try_from(width).map_err(|_| DAMAGED)?;
    let height = u32::try_from(height).map_err(|_| DAMAGED)?;
    Ok((pixels, width, height))
}

/// A picture for print. With its profile the inks become colours as its printer would show them, without
/// one they are mixed simply. Browsers disagree about such files, so the stored one is always RGB.
fn inks(
    walked: &Walked<'_>,
    source: Option<Source<'_>>,
    is_upload: bool,
) -> Result<Raster, Refusal> {
    let space = space_of(walked);
    let mut raster = decode_to(walked, space, is_upload)?;
    if space == ColorSpace::YCCK {
        for pixel in raster.pixels.chunks_exact_mut(4) {
            let complements = rgb_of(pixel[0], pixel[1], pixel[2]);
            pixel[..3].copy_from_slice(&complements.map(|value| 255 - value));
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
