//! The card itself: the title stands on the ground line, and courses of stone below it carry it.

use std::fmt::Write as _;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;
use unicode_bidi::{Direction, get_base_direction};

use crate::fonts::Fonts;
use crate::lines;
use crate::measure::{Face, cut, widths};
use crate::readable::readable;
use crate::{Card, CardError, HEIGHT_PX, WIDTH_PX};

/// The colours of the site by day.
const PAPER: &str = "#f7f4ed";
const RAISED: &str = "#fdfbf7";
const INK: &str = "#191b1f";
const SOFT: &str = "#4b4d52";
const ACCENT: &str = "#1b4397";

/// What lies between the title and the edges.
const MARGIN: f32 = 72.0;
const RIGHT: f32 = 1_128.0;
const TITLE_WIDTH: f32 = RIGHT - MARGIN;
/// The last line of a title stands this far above it, so that the little scene fits beside it.
const TITLE_BASELINE: f32 = 404.0;

pub(crate) fn rasterise(card: &Card, fonts: &Fonts) -> Result<Pixmap, CardError> {
    let svg = svg(card, fonts)?;
    let tree = Tree::from_str(&svg, &fonts.options()).map_err(|_| CardError::NotDrawn)?;
    let mut picture = Pixmap::new(WIDTH_PX, HEIGHT_PX).ok_or(CardError::NotDrawn)?;
    resvg::render(&tree, Transform::identity(), &mut picture.as_mut());
    Ok(picture)
}

pub(crate) fn svg(card: &Card, fonts: &Fonts) -> Result<String, CardError> {
    let title = readable(&card.title, fonts).ok_or(CardError::Unreadable)?;
    let is_rtl = is_right_to_left(&title);
    let display = Face {
        family: fonts.family(),
        weight: 600,
        // Joined scripts must not be pulled or pushed apart.
        tracking: if is_rtl { 0.0 } else { -0.022 },
    };
    let set = lines::set(&title, TITLE_WIDTH, |texts| widths(texts, display, fonts));
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH_PX}" height="{HEIGHT_PX}" viewBox="0 0 {WIDTH_PX} {HEIGHT_PX}" font-family="{}"><rect width="{WIDTH_PX}" height="{HEIGHT_PX}" fill="{PAPER}"/>"#,
        escaped(fonts.family())
    );
    header(&mut svg, card, fonts);
    ground(&mut svg, card, fonts, is_rtl);
    let leading = set.size_px * 1.1;
    // The scripts that run from right to left reach further below their line.
    let last = TITLE_BASELINE - if is_rtl { 16.0 } else { 0.0 };
    let first = last - leading * (set.lines.len() as f32 - 1.0);
    for (words, index) in set.lines.iter().zip(0_u8..) {
        let line = Line {
            x: if is_rtl { RIGHT } else { MARGIN },
            y: first + leading * f32::from(index),
            size_px: set.size_px,
            fill: INK,
            face: display,
            is_at_end: is_rtl,
        };
        line.write(&mut svg, &line_text(words, is_rtl));
    }
    svg.push_str("</svg>");
    Ok(svg)
}

fn is_right_to_left(text: &str) -> bool {
    get_base_direction(text) == Direction::Rtl
}

/// The renderer takes every line for left to right; an embedding says otherwise.
fn line_text(line: &str, is_rtl: bool) -> String {
    if is_rtl {
        format!("\u{202b}{line}\u{202c}")
    } else {
        line.to_owned()
    }
}

/// A line of text and where it stands.
struct Line<'a> {
    x: f32,
    y: f32,
    size_px: f32,
    fill: &'a str,
    face: Face<'a>,
    /// Whether `x` is where it ends.
    is_at_end: bool,
}

impl Line<'_> {
    fn write(&self, svg: &mut String, text: &str) {
        let anchor = if self.is_at_end { "end" } else { "start" };
        // Writing to a string does not fail.
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{:.1}" font-family="{}" font-size="{:.1}" font-weight="{}" letter-spacing="{:.2}" fill="{}" text-anchor="{anchor}" xml:space="preserve">{}</text>"#,
            self.x,
            self.y,
            escaped(self.face.family),
            self.size_px,
            self.face.weight,
            self.face.tracking * self.size_px,
            self.fill,
            escaped(text)
        );
    }
}

/// The site's name and what the page is, over a hairline as on the site.
fn header(svg: &mut String, card: &Card, fonts: &Fonts) {
    let name = Face {
        family: fonts.family(),
        weight: 600,
        tracking: -0.01,
    };
    small(
        svg,
        &card.site_name,
        (MARGIN, 66.0, 30.0),
        INK,
        name,
        false,
        fonts,
    );
    let label = Face {
        family: fonts.family(),
        weight: 400,
        tracking: 0.0,
    };
    small(
        svg,
        &card.label,
        (RIGHT, 66.0, 28.0),
        SOFT,
        label,
        true,
        fonts,
    );
    let _ = write!(
        svg,
        r##"<path d="M0 104.5H{WIDTH_PX}" stroke="#d8d1c3" stroke-width="2"/>"##
    );
}

/// One short line that is cut where it would be too long, and left out where it cannot be written.
fn small(
    svg: &mut String,
    text: &str,
    (x, y, size_px): (f32, f32, f32),
    fill: &str,
    face: Face<'_>,
    is_at_end: bool,
    fonts: &Fonts,
) {
    let Some(text) = readable(text, fonts) else {
        return;
    };
    let tracking = if is_right_to_left(&text) {
        0.0
    } else {
        face.tracking
    };
    let face = Face { tracking, ..face };
    let text = cut(&text, face, size_px, 500.0, fonts);
    let line = Line {
        x,
        y,
        size_px,
        fill,
        face,
        is_at_end,
    };
    line.write(svg, &line_text(&text, is_right_to_left(&text)));
}

/// The ground line, what stands on it and what carries it. Where the title runs from right to left,
/// the scene stands on the left.
fn ground(svg: &mut String, card: &Card, fonts: &Fonts, is_rtl: bool) {
    let mut hatch = String::new();
    for step in 0..140_u16 {
        let x = f32::from(step) * 9.0 - 18.0;
        let _ = write!(hatch, "M{x} 512l12 -12");
    }
    let _ = write!(
        svg,
        r#"<path d="{hatch}" stroke="{SOFT}" stroke-width="1.2"/>"#
    );
    for (inset, top, joints) in [
        (72.0_f32, 500.0_f32, [0.62_f32, 0.0]),
        (44.0, 552.0, [0.34, 0.72]),
        (16.0, 604.0, [0.5, 0.0]),
    ] {
        let width = 1_200.0 - 2.0 * inset;
        let _ = write!(
            svg,
            r#"<rect x="{inset}" y="{top}" width="{width}" height="52" fill="{RAISED}" stroke="{INK}" stroke-width="1.5"/>"#
        );
        for joint in joints.into_iter().filter(|joint| *joint > 0.0) {
            let x = inset + width * joint;
            let _ = write!(
                svg,
                r##"<path d="M{x:.1} {top}v52" stroke="#7d786b" stroke-width="1.2"/>"##
            );
        }
    }
    let _ = write!(
        svg,
        r#"<path d="M0 500H1200" stroke="{INK}" stroke-width="4"/>"#
    );
    let owner = Face {
        family: fonts.family(),
        weight: 600,
        tracking: 0.0,
    };
    small(
        svg,
        &card.owner_name,
        (96.0, 534.0, 25.0),
        INK,
        owner,
        false,
        fonts,
    );
    let role = Face {
        family: fonts.family(),
        weight: 400,
        tracking: 0.0,
    };
    small(
        svg,
        &card.role,
        (1_104.0, 534.0, 24.0),
        SOFT,
        role,
        true,
        fonts,
    );
    // A screen and somebody who looks at it.
    let (x, mirror) = if is_rtl { (MARGIN, -1) } else { (RIGHT, 1) };
    let _ = write!(
        svg,
        r#"<g transform="translate({x} 0) scale({mirror} 1)"><rect x="-142" y="432" width="104" height="67" fill="{RAISED}" stroke="{INK}" stroke-width="2"/><path d="M-142 445H-38M-130 458H-76M-130 467H-60M-130 476H-86" stroke="{INK}" stroke-width="1.6" fill="none"/><rect x="-130" y="482" width="30" height="9" fill="{ACCENT}"/><path d="M-10 469.500a4 4 0 1 1 8 0 4 4 0 0 1-8 0zM-11 476q5-4 10 0l-1.500 10-1 13h-1.800l-.7-10-.7 10h-1.800l-1-13z" fill="{INK}"/></g>"#
    );
}

/// Text as it may stand in XML.
pub(crate) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            // XML has no such characters.
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => safe.push(letter),
        }
    }
    safe
}
