//! PNG: its chunks are walked and written anew, its pixels decoded with every checksum.
//!
//! The picture alone stays: header, palette, transparency, pixels, and the frames of an animation. Text,
//! EXIF, time, resolution, profiles and chunks of programs are left behind.

mod pixels;
mod walk;

use image::metadata::Orientation;

use crate::colour;
use crate::raster::Raster;
use crate::{Format, Refusal};

pub(crate) use pixels::encode;

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Png,
};

/// A checked picture: its pixels in sRGB the right way up (of an animation, its first frame), its bytes
/// without metadata, and whether it is animated.
pub(crate) fn prepare(bytes: &[u8]) -> Result<(Raster, Vec<u8>, bool), Refusal> {
    let walked = walk::walk(bytes)?;
    let orientation = walked
        .exif
        .and_then(Orientation::from_exif_chunk)
        .unwrap_or(Orientation::NoTransforms);
    let source = walked.source();
    let is_animated = walked.frames.is_some();
    let mut raster = pixels::decode(&walked)?;
    let is_converted =
        source.is_some_and(|source| colour::to_srgb(&mut raster, source, walked.is_grey));
    if is_animated {
        // An animation is kept as it is, so one that is turned stays as its pixels are; only its colours
        // keep a description, without names.
        let profile = walked
            .profile
            .as_deref()
            .filter(|_| is_converted)
            .and_then(colour::anonymous_profile);
        return Ok((raster, walked.stripped(profile.as_deref())?, true));
    }
    let is_turned = orientation != Orientation::NoTransforms;
    let raster = raster.oriented(orientation).ok_or(DAMAGED)?;
    let stored = if is_turned || is_converted {
        encode(&raster).ok_or(DAMAGED)?
    } else {
        walked.stripped(None)?
    };
    Ok((raster, stored, false))
}

/// The pixels of a stored picture.
pub(crate) fn decode(bytes: &[u8]) -> Result<Raster, Refusal> {
    pixels::decode(&walk::walk(bytes)?)
}
