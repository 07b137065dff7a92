//! Reads a drawing without building it: its size, and whether it is reasonable.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::{BytesStart, Event};

use crate::{Format, Refusal};

/// Deeper nesting than a person or a program draws; browsers give up at about 512.
const MAX_DEPTH: usize = 256;
const MAX_ELEMENTS: usize = 200_000;
/// How many elements may be drawn once every `use` is followed.
const MAX_DRAWN: u64 = 1_000_000;

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Svg,
};
const TRUNCATED: Refusal = Refusal::Truncated {
    format: Format::Svg,
};

/// What a drawing is like.
pub(super) struct Inspected {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_shapes: bool,
}

/// An element, as far as its cost is concerned.
#[derive(Default)]
struct Node {
    children: Vec<usize>,
    uses: Option<String>,
    /// Known once counted; none while it is being counted, so that a circle is found.
    drawn: Option<u64>,
    is_open: bool,
}

/// Walks to the end: one root, every element closed, no entities, nothing behind.
pub(super) fn inspect(text: &str) -> Result<Inspected, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut nodes: Vec<Node> = Vec::new();
    let mut ids = HashMap::new();
    let mut path: Vec<usize> = Vec::new();
    let mut size = None;
    let mut has_shapes = false;
    let mut is_after_root = false;
    loop {
        let event = reader.read_event().map_err(|error| match error {
            Error::Syntax(_) => TRUNCATED,
            _ => DAMAGED,
        })?;
        let is_empty = matches!(event, Event::Empty(_));
        match event {
            Event::Start(element) | Event::Empty(element) => {
                if is_after_root {
                    return Err(polyglot());
                }
                if nodes.len() >= MAX_ELEMENTS || path.len() >= MAX_DEPTH {
                    return Err(Refusal::SvgTooComplex);
                }
                let attributes = attributes(&element)?;
                let name = element.local_name();
                let name: &str = name.as_ref();
                if nodes.is_empty() {
                    if name != "svg" {
                        return Err(Refusal::UnknownFormat);
                    }
                    size = measure(&attributes);
                }
                has_shapes |= is_shape(name);
                let index = nodes.len();
                let mut node = Node::default();
                for (key, value) in attributes {
                    if key == "id" {
                        ids.insert(value, index);
                    } else if name == "use" && (key == "href" || key == "xlink:href") {
                        node.uses = value.strip_prefix('#').map(str::to_owned);
                    }
                }
                nodes.push(node);
                if let Some(parent) = path.last() {
                    nodes[*parent].children.push(index);
                }
                if !is_empty {
                    path.push(index);
                } else if path.is_empty() {
                    is_after_root = true;
                }
            }
            Event::End(_) => {
                path.pop().ok_or(DAMAGED)?;
                is_after_root |= path.is_empty();
            }
            Event::DocType(declaration) => {
                let declaration: &str = declaration.as_ref();
                if declaration.contains('[') {
                    return Err(Refusal::SvgEntities);
                }
            }
            Event::GeneralRef(reference) => {
                let name: &str = reference.as_ref();
                let is_predefined = ["lt", "gt", "amp", "quot", "apos"].contains(&name);
                if !name.starts_with('#') && !is_predefined {
                    return Err(Refusal::SvgEntities);
                }
            }
            Event::Text(text) if path.is_empty() => {
                let text: &str = text.as_ref();
                if !text.trim().is_empty() {
                    return Err(polyglot());
                }
            }
            Event::CData(_) if path.is_empty() => return Err(polyglot()),
            Event::PI(_) if is_after_root => return Err(polyglot()),
            Event::Eof => break,
            _ => {}
        }
    }
    if !path.is_empty() || nodes.is_empty() {
        return Err(TRUNCATED);
    }
    if drawn(&mut nodes, &ids, 0, 0) > MAX_DRAWN {
        return Err(Refusal::SvgTooComplex);
    }
    let (width, height) = size.ok_or(Refusal::SvgWithoutSize)?;
    Ok(Inspected {
        width,
        height,
        has_shapes,
    })
}

const fn polyglot() -> Refusal {
    Refusal::Polyglot {
        format: Format::Svg,
    }
}

/// Names and unescaped values; an entity in a value is refused like any other.
pub(super) fn attributes(element: &BytesStart<'_>) -> Result<Vec<(String, String)>, Refusal> {
    element
        .attributes()
        .map(|attribute| {
            let attribute = attribute.map_err(|_| DAMAGED)?;
            let key: &str = attribute.key.as_ref();
            let key = key.to_owned();
            let value = attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_err(|_| Refusal::SvgEntities)?;
            Ok((key, value.into_owned()))
        })
        .collect()
}

fn is_shape(name: &str) -> bool {
    matches!(
        name,
        "path"
            | "rect"
            | "circle"
            | "ellipse"
            | "line"
            | "polyline"
            | "polygon"
            | "text"
            | "image"
            | "use"
            | "meshgradient"
    )
}

/// How many elements an element draws, each `use` followed. A circle draws more than is allowed.
fn drawn(nodes: &mut [Node], ids: &HashMap<String, usize>, index: usize, depth: usize) -> u64 {
    const ENDLESS: u64 = u64::MAX / 2;
    if let Some(known) = nodes[index].drawn {
        return known;
    }
    if nodes[index].is_open || depth > 4 * MAX_DEPTH {
        return ENDLESS;
    }
    nodes[index].is_open = true;
    let children = std::mem::take(&mut nodes[index].children);
    let target = nodes[index].uses.take();
    let target = target.and_then(|id| ids.get(&id).copied());
    let sum = children
        .into_iter()
        .chain(target)
        .map(|child| drawn(nodes, ids, child, depth + 1))
        .fold(1_u64, u64::saturating_add)
        .min(ENDLESS);
    nodes[index].is_open = false;
    nodes[index].drawn = Some(sum);
    sum
}

/// The size that a browser would give it: width and height where they are lengths, else the viewBox.
fn measure(attributes: &[(String, String)]) -> Option<(u32, u32)> {
    let find = |name: &str| {
        let mut attributes = attributes.iter();
        attributes
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let of_box = find("viewBox").and_then(|value| {
        let parts: Vec<f64> = value
            .split([' ', ',', '\t', '\n', '\r'])
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().ok())
            .collect::<Option<_>>()?;
        match parts.as_slice() {
            [_, _, width, height] if *width > 0.0 && *height > 0.0 => Some((*width, *height)),
            _ => None,
        }
    });
    let width = find("width").and_then(length);
    let height = find("height").and_then(length);
    let (width, height) = match (width, height, of_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        _ => return None,
    };
    // The conversion to an integer saturates, and what is too large is refused by its size.
    let whole = |value: f64| (value.round() as u32).max(1);
    (width.is_finite() && height.is_finite()).then(|| (whole(width), whole(height)))
}

/// CSS pixels of a length; a percentage says nothing about the drawing itself.
fn length(value: &str) -> Option<f64> {
    const UNITS: [(&str, f64); 9] = [
        ("px", 1.0),
        ("pt", 4.0 / 3.0),
        ("pc", 16.0),
        ("mm", 96.0 / 25.4),
        ("cm", 96.0 / 2.54),
        ("in", 96.0),
        ("rem", 16.0),
        ("em", 16.0),
        ("", 1.0),
    ];
    let value = value.trim();
    let (number, factor) = UNITS
        .iter()
        .find_map(|(unit, factor)| Some((value.strip_suffix(unit)?, factor)))?;
    let number: f64 = number.trim().parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some(number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn size(attributes: &str) -> Option<(u32, u32)> {
        let text = format!("<svg {attributes}><path/></svg>");
        inspect(&text).ok().map(|found| (found.width, found.height))
    }

    #[test]
    fn a_size_is_read_as_browsers_do() {
        assert_eq!(size(r#"width="30" height="20px""#), Some((30, 20)));
        assert_eq!(size(r#"viewBox="0 0 64,32""#), Some((64, 32)));
        assert_eq!(
            size(r#"width="100%" height="100%" viewBox="0 0 64 32""#),
            Some((64, 32))
        );
        assert_eq!(size(r#"width="128" viewBox="0 0 64 32""#), Some((128, 64)));
        assert_eq!(size(r#"width="1in" height="2.54cm""#), Some((96, 96)));
        assert_eq!(size(r#"width="10""#), None);
        assert_eq!(size(r#"viewBox="0 0 0 10""#), None);
        assert_eq!(size(r#"viewBox="0 0 NaN 10""#), None);
    }

    #[test]
    fn a_drawing_that_multiplies_itself_is_refused() {
        let mut text = String::from(r#"<svg viewBox="0 0 9 9"><g id="a0"><path/></g>"#);
        for level in 1..30 {
            let before = level - 1;
            let uses = format!(r##"<use href="#a{before}"/>"##).repeat(4);
            text.push_str(&format!(r#"<g id="a{level}">{uses}</g>"#));
        }
        text.push_str("</svg>");
        assert_eq!(inspect(&text).err(), Some(Refusal::SvgTooComplex));
        let circle = r##"<svg viewBox="0 0 9 9"><g id="a"><use href="#a"/></g></svg>"##;
        assert_eq!(inspect(circle).err(), Some(Refusal::SvgTooComplex));
    }

    #[test]
    fn a_drawing_that_is_nested_too_deeply_is_refused() {
        let text = format!("<svg viewBox='0 0 9 9'>{}", "<g>".repeat(1_000));
        assert_eq!(inspect(&text).err(), Some(Refusal::SvgTooComplex));
    }
}
