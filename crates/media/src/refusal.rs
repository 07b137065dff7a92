//! Why a file is not taken, in sentences for the owner.

use thiserror::Error;

use crate::{Format, MAX_FILE_BYTES, MAX_PIXELS, MAX_SIDE_PX};

/// Why [`crate::prepare`] refuses a file. Each variant prints as what is wrong and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// No bytes at all.
    #[error("This file is empty. Choose it again, or export it again.")]
    Empty,
    /// More bytes than [`MAX_FILE_BYTES`].
    #[error(
        "This file has {} MB, and {} MB is the most that can be stored. Export it smaller.",
        bytes.div_ceil(1024 * 1024), MAX_FILE_BYTES / 1024 / 1024
    )]
    TooLarge {
        /// The size of the file.
        bytes: usize,
    },
    /// None of the kinds that the library takes.
    #[error(
        "This is not a picture or a document that can be stored here. Use JPEG, PNG, GIF, WebP, AVIF, SVG or PDF."
    )]
    UnknownFormat,
    /// A photograph as iPhones store it.
    #[error(
        "This is a HEIC photograph, which most browsers cannot show. Export it as JPEG; on an iPhone, Settings › Camera › Formats › Most Compatible takes JPEGs."
    )]
    Heic,
    /// A known kind that the library does not take.
    #[error("This is {name}, which browsers do not show everywhere. {advice}")]
    OtherFormat {
        /// What it is, with its article.
        name: &'static str,
        /// What to do instead.
        advice: &'static str,
    },
    /// A variety of a known kind that cannot be read.
    #[error(
        "This {format} uses {what}, which cannot be read here. Save it again as a plain {format}."
    )]
    Unsupported {
        /// The kind of the file.
        format: Format,
        /// The feature that is in the way.
        what: &'static str,
    },
    /// More pixels than [`MAX_PIXELS`], as its header says.
    #[error(
        "This picture has {width_px} × {height_px} pixels, more than the {} million that can be stored. Make it smaller.",
        MAX_PIXELS / 1_000_000
    )]
    TooManyPixels {
        /// The width that the header declares.
        width_px: u32,
        /// The height that the header declares.
        height_px: u32,
    },
    /// A side longer than [`MAX_SIDE_PX`], as its header says.
    #[error(
        "This picture is {width_px} × {height_px} pixels, and {MAX_SIDE_PX} is the most for a side. Make it smaller."
    )]
    TooWide {
        /// The width that the header declares.
        width_px: u32,
        /// The height that the header declares.
        height_px: u32,
    },
    /// An animation with too many frames, or with too many pixels in all of them.
    #[error(
        "This animation is too long: {frames} frames of {width_px} × {height_px} pixels. Make it shorter or smaller, or publish it as a video."
    )]
    AnimationTooLong {
        /// The frames counted before giving up.
        frames: usize,
        /// The width of the animation.
        width_px: u32,
        /// The height of the animation.
        height_px: u32,
    },
    /// A small file that unpacks to something huge.
    #[error(
        "This {format} unpacks to far more than it should hold. Open it in a picture editor and export it again."
    )]
    Bomb {
        /// The kind of the file.
        format: Format,
    },
    /// The end is missing.
    #[error(
        "This {format} is incomplete: its end is missing. Copy or download it again, and then upload it again."
    )]
    Truncated {
        /// The kind of the file.
        format: Format,
    },
    /// Something else is hidden before, behind or within it.
    #[error(
        "This {format} has something else attached to it. Open it in the program it was made with, and export it again."
    )]
    Polyglot {
        /// The kind of the file.
        format: Format,
    },
    /// It breaks the rules of its kind.
    #[error(
        "This {format} is damaged and cannot be read. Open it in an editor and export it again."
    )]
    Damaged {
        /// The kind of the file.
        format: Format,
    },
    /// An AVIF that holds a film.
    #[error(
        "This AVIF is animated, and an animated AVIF cannot be stored. Save it as an animated WebP or GIF."
    )]
    AnimatedAvif,
    /// A drawing that defines entities, which can unpack to gigabytes.
    #[error(
        "This SVG defines entities of its own. Export it as “plain” or “optimised” SVG, which has none."
    )]
    SvgEntities,
    /// A drawing that does not say how large it is.
    #[error(
        "This SVG does not say how large it is. Export it with a width and a height, or with a viewBox."
    )]
    SvgWithoutSize,
    /// A drawing of which nothing is left once scripts and foreign content are gone.
    #[error(
        "Nothing of this SVG can be shown once its scripts are removed. Export it as “plain” SVG."
    )]
    SvgEmpty,
    /// A drawing that is nested or repeated beyond reason.
    #[error(
        "This SVG is too complicated to be shown quickly. Simplify its paths, or export it as PNG."
    )]
    SvgTooComplex,
    /// A document with something that runs, or with files in it.
    #[error(
        "This PDF holds {what}, which visitors should not get from your site. Print it to a PDF, and upload that."
    )]
    PdfActive {
        /// What was found, in words.
        what: &'static str,
    },
    /// A document behind a password.
    #[error(
        "This PDF is protected with a password, so it cannot be checked. Export it without protection."
    )]
    PdfProtected,
}

/// Refuses dimensions beyond the limits; asked of a header, before anything is decoded.
pub(crate) fn check_dimensions(width_px: u32, height_px: u32) -> Result<(), Refusal> {
    if width_px > MAX_SIDE_PX || height_px > MAX_SIDE_PX {
        return Err(Refusal::TooWide {
            width_px,
            height_px,
        });
    }
    if u64::from(width_px) * u64::from(height_px) > MAX_PIXELS {
        return Err(Refusal::TooManyPixels {
            width_px,
            height_px,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_may_have_any_shape_up_to_the_limits() {
        assert_eq!(check_dimensions(MAX_SIDE_PX, 4_000), Ok(()));
        assert_eq!(check_dimensions(8_000, 6_250), Ok(()));
        assert!(matches!(
            check_dimensions(MAX_SIDE_PX + 1, 1),
            Err(Refusal::TooWide { .. })
        ));
        assert!(matches!(
            check_dimensions(1, u32::MAX),
            Err(Refusal::TooWide { .. })
        ));
        assert!(matches!(
            check_dimensions(8_000, 6_251),
            Err(Refusal::TooManyPixels { .. })
        ));
    }

    #[test]
    fn a_size_is_told_in_megabytes_and_never_as_the_limit_itself() {
        let sentence = Refusal::TooLarge {
            bytes: MAX_FILE_BYTES + 1,
        }
        .to_string();
        assert!(
            sentence.contains("21 MB") && sentence.contains("20 MB"),
            "{sentence}"
        );
    }
}
