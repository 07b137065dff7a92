//! Markdown without its markup: for descriptions and reading times.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeHtmlBlock, NodeValue};
use comrak::{Arena, parse_document};

use crate::dialect::options;
use crate::limits;

/// How many words a person reads in a minute, on the careful side for technical prose.
const WORDS_PER_MINUTE: u32 = 220;

/// What a reading of a text is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// To say what a text is about: running text only.
    Description,
    /// To tell how long it is: everything that is read from beginning to end.
    Length,
}

/// The words of a text on one line, without headings, tables, code blocks, raw HTML, footnotes and
/// what is said of pictures.
pub fn plain_text(markdown: &str) -> String {
    words(markdown, Purpose::Description).0
}

/// How many words of a text are read: all but code blocks, raw HTML and the marks themselves.
///
/// This is what reading times are made from. It is not cheap enough to be counted in lists, so
/// count when the text is saved, and keep the number beside it.
pub fn word_count(markdown: &str) -> u32 {
    let words = words(markdown, Purpose::Length)
        .0
        .split_whitespace()
        // A dash between two spaces, or the bullet of a pasted list, is not read.
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .count();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Whole minutes that a text of so many words takes to read, at least one.
pub fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

/// The running text up to `<!--more-->`, and whether that stands anywhere in it.
pub(crate) fn before_more(markdown: &str) -> (String, bool) {
    words(markdown, Purpose::Description)
}

fn words(markdown: &str, purpose: Purpose) -> (String, bool) {
    if limits::check_source(markdown).is_err() {
        // Printed as it was written, so read as it was written.
        return (one_line(markdown), false);
    }
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let mut text = String::new();
    let mut is_cut = false;
    let mut skipped: Option<&AstNode<'_>> = None;
    for edge in document.traverse() {
        match edge {
            NodeEdge::Start(node) if skipped.is_none() => {
                let value = &node.data().value;
                if is_more(value) {
                    is_cut = true;
                    // A length is that of the whole text.
                    if purpose == Purpose::Description {
                        break;
                    }
                }
                if is_left_out(value, purpose) {
                    skipped = Some(node);
                } else {
                    push_words(&mut text, value);
                }
            }
            NodeEdge::Start(_) => {}
            NodeEdge::End(node) => {
                if skipped.is_some_and(|skipped| skipped.same_node(node)) {
                    skipped = None;
                }
                if node.data().value.block() {
                    text.push(' ');
                }
            }
        }
    }
    (one_line(&text), is_cut)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push_words(text: &mut String, value: &NodeValue) {
    match value {
        NodeValue::Text(words) => text.push_str(words),
        NodeValue::Code(code) => text.push_str(&code.literal),
        NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
        _ => {}
    }
}

fn is_left_out(value: &NodeValue, purpose: Purpose) -> bool {
    match value {
        NodeValue::CodeBlock(_)
        | NodeValue::HtmlBlock(_)
        | NodeValue::HtmlInline(_)
        | NodeValue::FootnoteReference(_) => true,
        // What a picture shows is no sentence of the text.
        NodeValue::Heading(_)
        | NodeValue::Table(_)
        | NodeValue::FootnoteDefinition(_)
        | NodeValue::Image(_) => purpose == Purpose::Description,
        _ => false,
    }
}

/// True for `<!--more-->`, the owner's mark for the end of the opening.
fn is_more(value: &NodeValue) -> bool {
    let html = match value {
        NodeValue::HtmlBlock(NodeHtmlBlock { literal, .. }) => literal.as_str(),
        NodeValue::HtmlInline(literal) => literal.as_str(),
        _ => return false,
    };
    html.trim_start()
        .strip_prefix("<!--")
        .and_then(|rest| rest.split_once("-->"))
        .is_some_and(|(comment, _)| comment.trim().eq_ignore_ascii_case("more"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_words_and_drops_markup_code_and_html() {
        let markdown = "## Head\n\nSome *words* with `code`\nand a [link](/x).\n\n```rust\nfn a() {}\n```\n\n<div>raw</div>\n\nEnd.";
        assert_eq!(
            plain_text(markdown),
            "Some words with code and a link. End."
        );
    }

    #[test]
    fn reading_takes_at_least_a_minute() {
        assert_eq!(reading_minutes(0), 1);
        assert_eq!(reading_minutes(220), 1);
        assert_eq!(reading_minutes(221), 2);
    }

    #[test]
    fn code_and_html_take_no_time_to_read_and_all_that_is_prose_does() {
        let prose = "## Two words\n\nThree more words — here[^1].\n\n- one\n\n| a | b |\n| - | - |\n| c | d |\n\n[^1]: A note.\n";
        let with_code = format!(
            "{prose}\n```rust\n{}```\n\n    indented code\n\n<div>not counted</div>\n\n<!--more-->\n\nEnd.\n",
            "let a = b;\n".repeat(500)
        );
        assert_eq!(word_count(prose), 2 + 4 + 1 + 4 + 2);
        assert_eq!(word_count(&with_code), word_count(prose) + 1);
    }
}
