//! Decodes and encodes a PNG's pixels.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Transformations};

use super::DAMAGED;
use super::walk::Walked;
use crate::raster::Raster;
use crate::{MAX_DECODER_BYTES, Refusal};

/// The picture, or an animation's default image; every further frame is decoded too, so that a damaged
/// one is found before it is stored.
pub(super) fn decode(walked: &Walked<'_>) -> Result<Raster, Refusal> {
    let stripped = walked.stripped(None)?;
    let mut decoder = Decoder::new_with_limits(
        Cursor::new(stripped.as_slice()),
        Limits {
            bytes: MAX_DECODER_BYTES,
        },
    );
    // Palettes and small depths are spread out, 16 bits are cut to 8.
    decoder.set_transformations(Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| DAMAGED)?;
    let size = reader.output_buffer_size().ok_or(DAMAGED)?;
    let mut buffer = vec![0; size];
    let info = reader.next_frame(&mut buffer).map_err(|_| DAMAGED)?;
    if info.bit_depth != BitDepth::Eight {
        return Err(DAMAGED);
    }
    buffer.truncate(info.buffer_size());
    let (channels, pixels) = spread(info.color_type, buffer)?;
    let raster = Raster::new(info.width, info.height, channels, pixels).ok_or(DAMAGED)?;
    if let Some(animation) = reader.info().animation_control().copied() {
        let is_part = reader.info().frame_control().is_some();
        let further = (animation.num_frames as usize).saturating_sub(usize::from(is_part));
        let mut frame = vec![0; size];
        for _ in 0..further {
            reader.next_frame(&mut frame).map_err(|_| DAMAGED)?;
        }
    }
    reader.finish().map_err(|_| DAMAGED)?;
    Ok(raster)
}

/// Grey to colour.
fn spread(kind: ColorType, pixels: Vec<u8>) -> Result<(usize, Vec<u8>), Refusal> {
    match kind {
        ColorType::Rgb => Ok((3, pixels)),
        ColorType::Rgba => Ok((4, pixels)),
        ColorType::Grayscale => Ok((3, pixels.into_iter().flat_map(|grey| [grey; 3]).collect())),
        ColorType::GrayscaleAlpha => {
            let spread = pixels
                .chunks_exact(2)
                .flat_map(|pixel| [pixel[0], pixel[0], pixel[0], pixel[1]]);
            Ok((4, spread.collect()))
        }
        ColorType::Indexed => Err(DAMAGED),
    }
}

/// Packs without loss.
pub(crate) fn encode(raster: &Raster) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, raster.width_px, raster.height_px);
    encoder.set_color(if raster.channels == 3 {
        ColorType::Rgb
    } else {
        ColorType::Rgba
    });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(&raster.pixels).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
