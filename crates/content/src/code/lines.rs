//! Reads what is told from the beginnings of lines: diffs and Markdown.

use super::highlight::Spans;

/// Reads the output of `diff` or `git diff`.
pub(super) fn read_diff(code: &str, spans: &mut Spans) {
    const HEADS: [&str; 6] = ["+++", "---", "@@", "diff ", "index ", "***"];
    for line in code.split_inclusive('\n') {
        let class = if HEADS.iter().any(|head| line.starts_with(head)) {
            Some("hd")
        } else {
            match line.as_bytes().first() {
                Some(b'+' | b'>') => Some("il"),
                Some(b'-' | b'<') => Some("dl"),
                _ => None,
            }
        };
        spans.push(line, class);
    }
}

/// Reads Markdown: headings, quotations, fences, the marks of lists, and code within a line.
pub(super) fn read_markdown(code: &str, spans: &mut Spans) {
    for line in code.split_inclusive('\n') {
        let words = line.trim_start();
        let indent = line.len() - words.len();
        spans.push(line.get(..indent).unwrap_or_default(), None);
        if words.starts_with('#') {
            spans.push(words, Some("hd"));
        } else if words.starts_with("```") || words.starts_with("~~~") {
            spans.push(words, Some("kw"));
        } else if words.starts_with('>') {
            spans.push(words, Some("st"));
        } else {
            read_words(words, spans);
        }
    }
}

fn read_words(words: &str, spans: &mut Spans) {
    let mut rest = words;
    if let Some(mark) = ["- [ ] ", "- [x] ", "- ", "* ", "+ "]
        .iter()
        .find(|mark| rest.starts_with(**mark))
    {
        spans.push(mark, Some("op"));
        rest = rest.get(mark.len()..).unwrap_or_default();
    }
    // Every second piece between backticks is code.
    for (index, piece) in rest.split_inclusive('`').enumerate() {
        spans.push(piece, (index % 2 == 1).then_some("st"));
    }
}
