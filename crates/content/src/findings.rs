//! What in a text deserves a look before others read it.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};

use crate::dialect::options;
use crate::limits;

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
    /// A heading more than one level below the one before it.
    HeadingSkipsLevel {
        /// Its words.
        text: String,
    },
    /// A note of the author to himself: `TODO` or `FIXME`, outside of code.
    LeftToDo,
}

/// Looks a text over, in its order, at most twenty findings. A text that is too complex to render
/// has none: [`crate::check`] refuses it.
pub fn findings(markdown: &str) -> Vec<Finding> {
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
                findings.push(Finding::PictureWithoutText {
                    source: shortened(&image.url),
                });
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
            NodeValue::HtmlBlock(block) => pictures_in_html(&block.literal, &mut findings),
            NodeValue::HtmlInline(html) => pictures_in_html(html, &mut findings),
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

/// Pictures that were written as HTML. `alt=""` there says on purpose that one is decoration.
fn pictures_in_html(html: &str, findings: &mut Vec<Finding>) {
    let lower = html.to_ascii_lowercase();
    let mut rest = lower.as_str();
    while let Some((_, after)) = rest.split_once("<img") {
        let (tag, behind) = after.split_once('>').unwrap_or((after, ""));
        rest = behind;
        let is_img = tag.starts_with([' ', '\t', '\n', '/']) || tag.is_empty();
        if is_img && !tag.contains("alt=") {
            findings.push(Finding::PictureWithoutText {
                source: "in the HTML".to_owned(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_needs_a_text_and_html_may_say_that_it_is_decoration() {
        let markdown = "![](/a.png)\n\n![Words](/b.png)\n\n<img src=\"/c.png\" alt=\"\">\n\n<img src=\"/d.png\">\n";
        assert_eq!(
            findings(markdown),
            [
                Finding::PictureWithoutText {
                    source: "/a.png".to_owned()
                },
                Finding::PictureWithoutText {
                    source: "in the HTML".to_owned()
                },
            ]
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
