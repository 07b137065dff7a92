//! What in a text deserves a look before others read it.

use std::collections::HashMap;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};
use uuid::Uuid;

use crate::dialect::options;
use crate::limits;
use crate::links;
use crate::pictures::raw::{self, Part};

/// How many findings of a text are told; whoever mends these sees the next.
const MOST: usize = 20;

/// How much of a heading or an address is told.
const SHOWN_CHARS: usize = 80;

/// Something that deserves a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A picture without a text for those who cannot see it.
    PictureWithoutText {
        /// Its address.
        source: String,
    },
    /// The same of one of the library, which has no text there either.
    LibraryPictureWithoutText {
        /// Its name in the library.
        name: String,
    },
    /// A heading more than one level below the one before it.
    HeadingSkipsLevel {
        /// Its words.
        text: String,
    },
    /// A note of the author to himself: `TODO` or `FIXME`, outside of code.
    LeftToDo,
}

/// What the library says of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPicture {
    /// Its name there.
    pub name: String,
    /// True where it has words there, or needs none because it is decoration.
    pub has_text: bool,
}

/// Looks a text over, in its order, at most twenty findings. `known` are the pictures of the
/// library that the text may show; of one that is not among them nothing is said. A text that is
/// too complex to render has no findings: [`crate::check`] refuses it.
pub fn findings(markdown: &str, known: &HashMap<Uuid, KnownPicture>) -> Vec<Finding> {
    if limits::check(markdown).is_err() {
        return Vec::new();
    }
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let mut findings = Vec::new();
    let mut level = None;
    for node in document.descendants() {
        match &node.data().value {
            NodeValue::Image(image) if words(node).trim().is_empty() => {
                findings.extend(without_text(&image.url, known));
            }
            NodeValue::Heading(heading) => {
                if level.is_some_and(|before| heading.level > before + 1) {
                    findings.push(Finding::HeadingSkipsLevel {
                        text: shortened(words(node).trim()),
                    });
                }
                level = Some(heading.level);
            }
            NodeValue::Text(text) if is_note(text) && !findings.contains(&Finding::LeftToDo) => {
                findings.push(Finding::LeftToDo);
            }
            NodeValue::HtmlBlock(block) => pictures_in_html(&block.literal, known, &mut findings),
            NodeValue::HtmlInline(html) => pictures_in_html(html, known, &mut findings),
            _ => {}
        }
        if findings.len() >= MOST {
            break;
        }
    }
    findings
}

/// The words inside of a node.
fn words<'a>(node: &'a AstNode<'a>) -> String {
    let mut words = String::new();
    for node in node.descendants() {
        match &node.data().value {
            NodeValue::Text(text) => words.push_str(text),
            NodeValue::Code(code) => words.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => words.push(' '),
            _ => {}
        }
    }
    words
}

fn is_note(text: &str) -> bool {
    text.split(|character: char| !character.is_alphanumeric())
        .any(|word| word == "TODO" || word == "FIXME")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= SHOWN_CHARS {
        return text.to_owned();
    }
    let cut: String = text.chars().take(SHOWN_CHARS).collect();
    format!("{cut}…")
}

/// A picture that has no words in the text.
fn without_text(address: &str, known: &HashMap<Uuid, KnownPicture>) -> Option<Finding> {
    if !links::is_internal(address) {
        return Some(Finding::PictureWithoutText {
            source: shortened(address),
        });
    }
    let picture = links::parse(address).and_then(|link| known.get(&link.id))?;
    (!picture.has_text).then(|| Finding::LibraryPictureWithoutText {
        name: picture.name.clone(),
    })
}

/// Pictures that were written as HTML. `alt=""` there says on purpose that one is decoration.
fn pictures_in_html(html: &str, known: &HashMap<Uuid, KnownPicture>, findings: &mut Vec<Finding>) {
    for part in raw::parts(html) {
        if let Part::Img(_, img) = part
            && img.alt.is_none()
        {
            findings.extend(without_text(img.src.unwrap_or("in the HTML"), known));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0197a3c4-5d6e-7f80-9123-456789abcdef";

    fn findings(markdown: &str) -> Vec<Finding> {
        super::findings(markdown, &HashMap::new())
    }

    fn without_text(source: &str) -> Finding {
        Finding::PictureWithoutText {
            source: source.to_owned(),
        }
    }

    #[test]
    fn a_picture_of_the_library_needs_no_text_where_the_library_has_it() {
        let known = |has_text| {
            let picture = KnownPicture {
                name: "cat.jpg".to_owned(),
                has_text,
            };
            HashMap::from([(ID.parse().unwrap(), picture)])
        };
        for (markdown, is_missing) in [
            (format!("![](plinth:{ID})"), true),
            (format!("![Words](plinth:{ID})"), false),
            (format!("<img src=\"plinth:{ID}\">"), true),
            (format!("<img src=\"plinth:{ID}\" alt=\"\">"), false),
        ] {
            let expected = if is_missing {
                vec![Finding::LibraryPictureWithoutText {
                    name: "cat.jpg".to_owned(),
                }]
            } else {
                Vec::new()
            };
            assert_eq!(
                super::findings(&markdown, &known(false)),
                expected,
                "{markdown}"
            );
            assert_eq!(super::findings(&markdown, &known(true)), [], "{markdown}");
            assert_eq!(findings(&markdown), [], "{markdown}");
        }
    }

    #[test]
    fn a_picture_needs_a_text_and_html_may_say_that_it_is_decoration() {
        let markdown = "![](/a.png)\n\n![Words](/b.png)\n\n<img src=\"/c.png\" alt=\"\">\n\n<img src=\"/d.png\">\n";
        assert_eq!(
            findings(markdown),
            [without_text("/a.png"), without_text("/d.png")]
        );
    }

    #[test]
    fn a_heading_that_skips_a_level_is_named() {
        assert_eq!(findings("## One\n\n### Two\n\n## Three\n"), []);
        assert_eq!(
            findings("## One\n\n#### Too *deep*\n"),
            [Finding::HeadingSkipsLevel {
                text: "Too deep".to_owned()
            }]
        );
    }

    #[test]
    fn a_note_to_oneself_is_told_once_and_not_from_code() {
        assert_eq!(findings("TODO: this. And TODO: that."), [Finding::LeftToDo]);
        assert_eq!(findings("`TODO`\n\n```\nTODO\n```\n\nTODOs are fine"), []);
    }

    #[test]
    fn a_text_that_cannot_be_rendered_has_no_findings() {
        assert_eq!(findings(&">".repeat(100_000)), []);
    }
}
