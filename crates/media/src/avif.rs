//! AVIF: its boxes are read and a plain file is written from them; the AV1 data itself stays.
//!
//! EXIF, XMP, thumbnails, depth maps and profiles are left behind, since only the picture and its alpha are
//! written again. What a plain file cannot say (a turn, a profile of other colours, a grid of tiles) is
//! decoded and stored as WebP at high quality, since AV1 takes seconds to compress. Colours that four
//! numbers describe (nclx) stay as they are in the file: every browser reads them. Renditions are sRGB.

mod boxes;
#[cfg(feature = "avif")]
mod compress;
mod items;
mod planes;
mod write;

use image::metadata::Orientation;

use crate::colour::{self, Source};
use crate::raster::Raster;
use crate::{Format, Refusal, webp};

#[cfg(feature = "avif")]
pub(crate) use compress::encode;

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Avif,
};
const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::Avif,
};

/// A checked picture: its pixels in sRGB the right way up, its bytes without metadata, and their format.
pub(crate) fn prepare(bytes: &[u8]) -> Result<(Raster, Vec<u8>, Format), Refusal> {
    let file = boxes::read(bytes)?;
    let picture = items::picture(&file)?;
    let (raster, is_converted) = decode_picture(&picture)?;
    let is_plain = picture.is_plain() && !is_converted;
    if is_plain {
        return Ok((raster, write::write(&picture)?, Format::Avif));
    }
    let stored = webp::encode_to_store(&raster).ok_or(DAMAGED)?;
    Ok((raster, stored, Format::WebP))
}

/// The pixels of a stored picture.
pub(crate) fn decode(bytes: &[u8]) -> Result<Raster, Refusal> {
    let file = boxes::read(bytes)?;
    let picture = items::picture(&file)?;
    decode_picture(&picture).map(|(raster, _)| raster)
}

/// The pixels in sRGB the right way up, and whether a profile was applied, which the file could not keep.
fn decode_picture(picture: &items::Picture<'_>) -> Result<(Raster, bool), Refusal> {
    // The decoder is a translation of C: should it ever panic on a damaged file, the file is refused.
    let mut raster =
        std::panic::catch_unwind(|| planes::decode(picture)).unwrap_or(Err(DAMAGED))?;
    let mut is_converted = false;
    if let Some(profile) = picture.profile {
        is_converted = colour::to_srgb(&mut raster, Source::Profile(profile), picture.is_grey);
    } else if let Some(nclx) = picture.nclx {
        let source = Source::CodePoints {
            primaries: nclx.primaries,
            transfer: nclx.transfer,
        };
        colour::to_srgb(&mut raster, source, false);
    }
    // First turned against the clock, then mirrored (ISO/IEC 23008-12, 6.5.10 and 6.5.12).
    let turn = match picture.quarter_turns {
        1 => Orientation::Rotate270,
        2 => Orientation::Rotate180,
        3 => Orientation::Rotate90,
        _ => Orientation::NoTransforms,
    };
    let mirror = match picture.mirror {
        Some(0) => Orientation::FlipVertical,
        Some(_) => Orientation::FlipHorizontal,
        None => Orientation::NoTransforms,
    };
    let turned = raster.oriented(turn).ok_or(DAMAGED)?;
    let mirrored = turned.oriented(mirror).ok_or(DAMAGED)?;
    Ok((mirrored, is_converted))
}
