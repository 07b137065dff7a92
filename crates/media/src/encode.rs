//! Makes the renditions of a stored picture.

use thiserror::Error;

use crate::raster::Raster;
use crate::resize::resize;
use crate::{Format, Refusal, RenditionPlan, avif, gif, jpeg, png, webp};

/// The quality of JPEG and WebP renditions.
const RENDITION_QUALITY: u8 = 80;

/// A rendition that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendition {
    /// What was asked for.
    pub plan: RenditionPlan,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Why renditions were not made.
#[derive(Debug, Error)]
pub enum EncodeError<E> {
    /// The stored bytes are no picture that [`crate::prepare`] returned.
    #[error("the stored picture cannot be read: {0}")]
    Unreadable(Refusal),
    /// A plan asks for a format that is no rendition, or that this build does not make.
    #[error("a {0} cannot be made as a rendition")]
    NoRendition(Format),
    /// An encoder gave up; only memory or an absurd size can be the reason.
    #[error("the {format} of {width_px} px could not be encoded", format = .0.format, width_px = .0.width_px)]
    Failed(RenditionPlan),
    /// The receiver of a rendition failed.
    #[error("a rendition was not taken")]
    Sink(#[source] E),
}

/// Makes the planned renditions of bytes that [`crate::prepare`] returned, one after the other.
///
/// The picture is decoded once; each rendition is handed to `sink` and forgotten, so that memory holds the
/// picture (at most 200 MB, see the crate's page), its resized copy and one encoded rendition. Plans of one
/// width that follow each other share the resized copy.
///
/// # Errors
/// [`EncodeError::Unreadable`] when the bytes cannot be decoded, [`EncodeError::NoRendition`] for a plan that
/// is not WebP, JPEG, PNG or (with the feature `avif`) AVIF, [`EncodeError::Failed`] when an encoder gives up,
/// [`EncodeError::Sink`] when the receiver fails; what it took before stays with it.
pub fn encode<E>(
    stored: &[u8],
    format: Format,
    plans: &[RenditionPlan],
    mut sink: impl FnMut(Rendition) -> Result<(), E>,
) -> Result<(), EncodeError<E>> {
    if plans.is_empty() {
        return Ok(());
    }
    let picture = decode(stored, format).map_err(EncodeError::Unreadable)?;
    let mut resized: Option<Raster> = None;
    for plan in plans {
        let has_size = |raster: &Raster| {
            (raster.width_px, raster.height_px) == (plan.width_px, plan.height_px)
        };
        if !has_size(&picture) && !resized.as_ref().is_some_and(has_size) {
            let smaller = resize(&picture, plan.width_px, plan.height_px);
            resized = Some(smaller.ok_or(EncodeError::Failed(*plan))?);
        }
        let raster = resized.as_ref().filter(|raster| has_size(raster));
        let bytes = encode_one(raster.unwrap_or(&picture), plan.format)
            .ok_or(EncodeError::NoRendition(plan.format))?
            .ok_or(EncodeError::Failed(*plan))?;
        sink(Rendition { plan: *plan, bytes }).map_err(EncodeError::Sink)?;
    }
    Ok(())
}

/// None for a format that is no rendition, `Some(None)` when the encoder gave up.
fn encode_one(raster: &Raster, format: Format) -> Option<Option<Vec<u8>>> {
    match format {
        Format::Jpeg if raster.channels == 4 => {
            let flat = raster.flattened();
            Some(jpeg::encode(&flat, RENDITION_QUALITY))
        }
        Format::Jpeg => Some(jpeg::encode(raster, RENDITION_QUALITY)),
        Format::WebP => Some(webp::encode(raster, RENDITION_QUALITY)),
        Format::Png => Some(png::encode(raster)),
        #[cfg(feature = "avif")]
        Format::Avif => Some(avif::encode(raster)),
        _ => None,
    }
}

fn decode(stored: &[u8], format: Format) -> Result<Raster, Refusal> {
    match format {
        Format::Jpeg => jpeg::decode(stored),
        Format::Png => png::decode(stored),
        Format::Gif => gif::decode(stored),
        Format::WebP => webp::decode(stored),
        Format::Avif => avif::decode(stored),
        _ => Err(Refusal::UnknownFormat),
    }
}
