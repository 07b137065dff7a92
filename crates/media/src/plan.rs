//! Which renditions a picture gets.

use crate::Format;

/// The widths in which a page offers a picture.
pub const WIDTHS_PX: [u32; 3] = [480, 960, 1600];

/// One rendition that is to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RenditionPlan {
    /// Its format: WebP, JPEG, PNG or AVIF.
    pub format: Format,
    /// Its width, never more than the picture's.
    pub width_px: u32,
    /// Its height, in the picture's proportion and at least 1.
    pub height_px: u32,
}

/// The renditions of a stored picture, narrow ones first, WebP before its fallback: JPEG, or PNG where
/// something is transparent.
///
/// Each of [`WIDTHS_PX`] that is below the picture's own width, and its own width when that is at most
/// the widest of them, so that a page can always show the picture at its full sharpness. The first width
/// serves as the thumbnail. Drawings, documents and animations get none: they are shown as stored.
#[must_use]
pub fn plan(
    format: Format,
    width_px: u32,
    height_px: u32,
    has_transparency: bool,
    is_animated: bool,
) -> Vec<RenditionPlan> {
    let fallback = if has_transparency {
        Format::Png
    } else {
        Format::Jpeg
    };
    plan_in(
        &[Format::WebP, fallback],
        format,
        width_px,
        height_px,
        is_animated,
    )
}

/// The same widths in AVIF, which costs seconds: made in the background, after [`plan`]'s.
#[cfg(feature = "avif")]
#[must_use]
pub fn plan_avif(
    format: Format,
    width_px: u32,
    height_px: u32,
    is_animated: bool,
) -> Vec<RenditionPlan> {
    plan_in(&[Format::Avif], format, width_px, height_px, is_animated)
}

fn plan_in(
    formats: &[Format],
    format: Format,
    width_px: u32,
    height_px: u32,
    is_animated: bool,
) -> Vec<RenditionPlan> {
    if !format.is_raster() || is_animated || width_px == 0 || height_px == 0 {
        return Vec::new();
    }
    let widest = WIDTHS_PX[WIDTHS_PX.len() - 1];
    let smaller = WIDTHS_PX.into_iter().filter(|width| *width < width_px);
    let own = (width_px <= widest).then_some(width_px);
    smaller
        .chain(own)
        .flat_map(|width| formats.iter().map(move |format| (*format, width)))
        .map(|(format, width)| RenditionPlan {
            format,
            width_px: width,
            height_px: height_for(width, width_px, height_px),
        })
        .collect()
}

/// The height at a width in the same proportion, rounded to the nearest pixel.
fn height_for(width: u32, width_px: u32, height_px: u32) -> u32 {
    let (width, width_px, height_px) =
        (u64::from(width), u64::from(width_px), u64::from(height_px));
    let height = (height_px * width + width_px / 2) / width_px;
    u32::try_from(height.max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(width_px: u32) -> Vec<u32> {
        let plans = plan(Format::Jpeg, width_px, 100, false, false);
        let webp = plans.iter().filter(|plan| plan.format == Format::WebP);
        webp.map(|plan| plan.width_px).collect()
    }

    #[test]
    fn a_large_picture_gets_the_three_widths() {
        assert_eq!(widths(4_000), [480, 960, 1600]);
        assert_eq!(widths(1_600), [480, 960, 1600]);
    }

    #[test]
    fn a_small_picture_gets_its_own_width_and_is_never_enlarged() {
        assert_eq!(widths(1_200), [480, 960, 1_200]);
        assert_eq!(widths(481), [480, 481]);
        assert_eq!(widths(480), [480]);
        assert_eq!(widths(16), [16]);
    }

    #[test]
    fn a_transparent_picture_falls_back_to_png_and_an_opaque_one_to_jpeg() {
        let formats = |is_transparent| -> Vec<_> {
            let plans = plan(Format::Png, 300, 100, is_transparent, false);
            plans.iter().map(|plan| plan.format).collect()
        };
        assert_eq!(formats(true), [Format::WebP, Format::Png]);
        assert_eq!(formats(false), [Format::WebP, Format::Jpeg]);
    }

    #[test]
    fn the_proportion_is_kept_and_no_side_vanishes() {
        let plans = plan(Format::Jpeg, 4_000, 3_000, false, false);
        assert_eq!((plans[0].width_px, plans[0].height_px), (480, 360));
        let line = plan(Format::Png, 12_000, 1, false, false);
        assert!(line.iter().all(|plan| plan.height_px == 1));
    }

    #[test]
    fn drawings_documents_and_animations_get_none() {
        assert_eq!(plan(Format::Svg, 4_000, 3_000, false, false), []);
        assert_eq!(plan(Format::Pdf, 0, 0, false, false), []);
        assert_eq!(plan(Format::Gif, 4_000, 3_000, false, true), []);
    }
}
