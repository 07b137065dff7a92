//! The last pass over a drawing: what svg-hush lets through and a stored picture does not need.
//!
//! svg-hush keeps relative addresses, since they lead to the same site. A picture must not lead anywhere: what
//! remains are references within the drawing and embedded pictures.

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::inspect::attributes;
use crate::{Format, Refusal};

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Svg,
};

/// The drawing without addresses, handlers and private attributes.
pub(super) fn scrub(text: &str) -> Result<String, Refusal> {
    let mut reader = Reader::from_str(text);
    let mut writer = Writer::new(Vec::with_capacity(text.len()));
    let mut style = None;
    loop {
        let event = reader.read_event().map_err(|_| DAMAGED)?;
        let event = match event {
            Event::Eof => break,
            Event::Start(element) => {
                refuse_active(&element)?;
                if element.local_name().as_ref() == "style" {
                    style = Some(String::new());
                }
                Event::Start(scrubbed(&element)?)
            }
            Event::Empty(element) => {
                refuse_active(&element)?;
                Event::Empty(scrubbed(&element)?)
            }
            Event::Text(text) if style.is_some() => {
                if let Some(style) = &mut style {
                    style.push_str(text.as_ref());
                }
                continue;
            }
            Event::GeneralRef(reference) if style.is_some() => {
                // In a style sheet only “>” and quotes are written this way; anything else is not needed.
                let name: &str = reference.as_ref();
                let character = match name {
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    _ => return Err(DAMAGED),
                };
                if let Some(style) = &mut style {
                    style.push_str(character);
                }
                continue;
            }
            Event::End(element) => {
                if let Some(css) = style.take()
                    && !leads_away(&css)
                {
                    let text = Event::Text(BytesText::new(&css));
                    writer.write_event(text).map_err(|_| DAMAGED)?;
                }
                Event::End(element)
            }
            Event::Comment(_) | Event::PI(_) | Event::DocType(_) => continue,
            other => other,
        };
        writer.write_event(event).map_err(|_| DAMAGED)?;
    }
    String::from_utf8(writer.into_inner()).map_err(|_| DAMAGED)
}

/// svg-hush drops these; if it ever did not, the drawing would be refused.
fn refuse_active(element: &BytesStart<'_>) -> Result<(), Refusal> {
    let name = element.local_name();
    let name: &str = name.as_ref();
    let active = [
        "script",
        "foreignobject",
        "iframe",
        "object",
        "embed",
        "handler",
        "listener",
        "metadata",
    ];
    if active.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(DAMAGED);
    }
    Ok(())
}

fn scrubbed(element: &BytesStart<'_>) -> Result<BytesStart<'static>, Refusal> {
    let name = element.name();
    let name: &str = name.as_ref();
    let mut out = BytesStart::new(name.to_owned());
    for (key, value) in attributes(element)? {
        if is_kept(&key, &value) {
            out.push_attribute((key.as_str(), value.as_str()));
        }
    }
    Ok(out)
}

fn is_kept(key: &str, value: &str) -> bool {
    let name = key.to_ascii_lowercase();
    if name.starts_with("on") || name.starts_with("data-") || name == "src" {
        return false;
    }
    if name.starts_with("xmlns") {
        return true;
    }
    let value = value.trim();
    let is_animated_address =
        name == "attributename" && value.to_ascii_lowercase().ends_with("href");
    if is_animated_address {
        return false;
    }
    if name == "href" || name.ends_with(":href") {
        return value.starts_with('#') || value.starts_with("data:image/");
    }
    !leads_away(value)
}

/// Whether CSS or a presentation attribute asks for anything outside the drawing. Escapes and comments, which
/// can hide an address from this look, count as leading away.
fn leads_away(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let hides = text.contains('\\') || text.contains("/*") && text.contains("url");
    let imports = ["@import", "image-set", "javascript:", "expression("]
        .iter()
        .any(|word| text.contains(word));
    let has_address = text.split("url(").skip(1).any(|target| {
        let target = target.trim_start_matches([' ', '\t', '\n', '\r', '"', '\'']);
        !target.starts_with('#')
    });
    hides || imports || has_address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_references_within_the_drawing_stay() {
        let clean = scrub(
            r##"<svg onload="x()" data-owner="me"><a href="/admin"><use href="#a"/></a><path fill="url(#b)" stroke="url('/x.svg#c')"/></svg>"##,
        );
        let clean = clean.expect("a drawing");
        assert_eq!(
            clean,
            r##"<svg><a><use href="#a"/></a><path fill="url(#b)"/></svg>"##
        );
    }

    #[test]
    fn a_style_sheet_that_leads_away_is_emptied_and_another_stays() {
        for css in [
            "a{fill:url(//x)}",
            "@import 'x'",
            r"a{fill:u\72l(//x)}",
            "a{b:u/**/rl(x) url",
        ] {
            let clean = scrub(&format!("<svg><style>{css}</style></svg>"));
            assert_eq!(clean.expect("a drawing"), "<svg><style></style></svg>");
        }
        let plain = "<svg><style>g &gt; a{fill:url(#b)}</style></svg>";
        assert_eq!(scrub(plain).expect("a drawing"), plain);
    }
}
