//! Markdown without its markup: for excerpts, descriptions and reading times.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};

use crate::render::options;

/// How many words a person reads in a minute, on the careful side for technical prose.
const WORDS_PER_MINUTE: u32 = 220;

/// The words of a text on one line, without code blocks, raw HTML and footnotes.
pub fn plain_text(markdown: &str) -> String {
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let mut text = String::new();
    collect(document, &mut text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect<'a>(node: &'a AstNode<'a>, text: &mut String) {
    match &node.data.borrow().value {
        NodeValue::Text(words) => text.push_str(words),
        NodeValue::Code(code) => text.push_str(&code.literal),
        NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
        NodeValue::CodeBlock(_)
        | NodeValue::HtmlBlock(_)
        | NodeValue::HtmlInline(_)
        | NodeValue::Heading(_)
        | NodeValue::Table(_)
        | NodeValue::FootnoteDefinition(_)
        | NodeValue::FootnoteReference(_) => return,
        _ => {}
    }
    for child in node.children() {
        collect(child, text);
    }
    if node.data.borrow().value.block() {
        text.push(' ');
    }
}

/// The opening of a text in at most `max_chars` characters, cut at the end of a word.
pub fn excerpt(markdown: &str, max_chars: usize) -> String {
    let text = plain_text(markdown);
    if text.chars().count() <= max_chars {
        return text;
    }
    let cut: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    let words = match cut.rsplit_once(' ') {
        Some((words, _)) if !words.is_empty() => words,
        _ => cut.as_str(),
    };
    let words = words.trim_end_matches([',', ';', ':', '.', '–', '-', ' ']);
    format!("{words}…")
}

/// Whole minutes that a text of so many words takes to read, at least one.
pub fn reading_minutes(words: u32) -> u32 {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
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
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("Short.", 20), "Short.");
        assert_eq!(excerpt("One two, three four", 10), "One two…");
        assert_eq!(excerpt(&"x".repeat(30), 10), format!("{}…", "x".repeat(9)));
    }

    #[test]
    fn reading_takes_at_least_a_minute() {
        assert_eq!(reading_minutes(0), 1);
        assert_eq!(reading_minutes(220), 1);
        assert_eq!(reading_minutes(221), 2);
    }
}
