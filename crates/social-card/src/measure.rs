//! How wide words are, as the renderer will set them.

use resvg::usvg::{self, Tree};

use crate::drawing::escaped;
use crate::fonts::Fonts;

/// A font as it is set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Face<'a> {
    /// The family.
    pub(crate) family: &'a str,
    /// The weight, as in CSS.
    pub(crate) weight: u16,
    /// Space added between letters, in parts of the size.
    pub(crate) tracking: f32,
}

/// The size at which is measured; widths grow in step with it.
const MEASURED_PX: f32 = 100.0;

/// The width of each piece of text at a size of one pixel.
pub(crate) fn widths(pieces: &[&str], face: Face<'_>, fonts: &Fonts) -> Vec<f32> {
    use std::fmt::Write as _;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1" font-family="{}" font-weight="{}" font-size="{MEASURED_PX}" letter-spacing="{}">"#,
        escaped(face.family),
        face.weight,
        face.tracking * MEASURED_PX
    );
    for (index, piece) in pieces.iter().enumerate() {
        // Writing to a string does not fail.
        let _ = write!(
            svg,
            r#"<text id="w{index}" xml:space="preserve">{}</text>"#,
            escaped(piece)
        );
    }
    svg.push_str("</svg>");
    let Ok(tree) = Tree::from_str(&svg, &fonts.options()) else {
        return vec![0.0; pieces.len()];
    };
    (0..pieces.len())
        .map(|index| match tree.node_by_id(&format!("w{index}")) {
            Some(usvg::Node::Text(text)) => text.bounding_box().width() / MEASURED_PX,
            _ => 0.0,
        })
        .collect()
}

/// The beginning of a text that fits into this width at this size, with an ellipsis if it is cut.
pub(crate) fn cut(
    text: &str,
    face: Face<'_>,
    size_px: f32,
    width_px: f32,
    fonts: &Fonts,
) -> String {
    use unicode_segmentation::UnicodeSegmentation;
    let whole = widths(&[text], face, fonts);
    if whole.iter().sum::<f32>() * size_px <= width_px {
        return text.to_owned();
    }
    let mut pieces: Vec<_> = text.graphemes(true).take(200).collect();
    pieces.push("…");
    let widths = widths(&pieces, face, fonts);
    let mut used = widths.last().copied().unwrap_or_default() * size_px;
    let mut kept = String::new();
    for (piece, width) in pieces.iter().zip(&widths) {
        used += width * size_px;
        if used > width_px {
            break;
        }
        kept.push_str(piece);
    }
    format!("{}…", kept.trim_end())
}
