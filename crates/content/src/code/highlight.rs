//! Code as HTML with short classes.
//!
//! A small lexer and a table of languages, in one pass over the code. The grammars of editors
//! know more, but they are built of backtracking expressions: `syntect` takes four milliseconds for
//! each kilobyte, a second to be ready, and never returns from `"" /*` in JavaScript. A text must
//! not be able to do that to a page.

use super::languages::{self, Kind};
use super::{lexer, lines, markup};

/// The classes, each with what it marks. `assets/css/shared/32-code.css` gives them colours.
pub const CLASSES: [(&str, &str); 15] = [
    ("at", "an attribute's name, a decorator, an annotation"),
    ("cm", "a comment"),
    ("co", "a constant or a shell's variable"),
    ("dl", "a deleted line of a diff"),
    ("es", "an escape inside a string or a text"),
    ("fn", "the name of a function or a macro"),
    ("hd", "a heading of a text, a section or a diff"),
    ("il", "an inserted line of a diff"),
    ("kw", "a keyword"),
    ("nu", "a number"),
    ("op", "an operator"),
    ("pr", "a property's or a key's name"),
    ("st", "a string or a quotation"),
    ("tg", "a tag's name"),
    ("ty", "a type's name"),
];

/// Bytes of all code in one text that are highlighted. Beyond, code is printed plain.
const DOCUMENT_BYTES: usize = 100_000;

/// What may still be highlighted in a document.
#[derive(Debug)]
pub(crate) struct Budget {
    bytes: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            bytes: DOCUMENT_BYTES,
        }
    }
}

impl Budget {
    /// Everything is printed plain.
    pub(crate) fn none() -> Self {
        Self { bytes: 0 }
    }
}

/// The lines of some code as HTML, each with its line break; nothing if it is printed plain.
pub(crate) fn highlighted(language: &str, code: &str, budget: &mut Budget) -> Option<Vec<String>> {
    let kind = languages::find(language)?;
    budget.bytes = budget.bytes.checked_sub(code.len())?;
    let mut spans = Spans::default();
    match kind {
        Kind::Words(language) => lexer::read(code, language, &mut spans),
        Kind::Markup => markup::read(code, &mut spans),
        Kind::Diff => lines::read_diff(code, &mut spans),
        Kind::Markdown => lines::read_markdown(code, &mut spans),
    }
    Some(spans.finish())
}

/// Pieces of code, neighbours of one class in one element, each element within its line.
#[derive(Default)]
pub(super) struct Spans {
    lines: Vec<String>,
    line: String,
    open: Option<&'static str>,
}

impl Spans {
    /// Adds a piece; no class is the colour of the text.
    pub(super) fn push(&mut self, piece: &str, class: Option<&'static str>) {
        for part in piece.split_inclusive('\n') {
            let words = part.trim_end_matches('\n');
            self.push_words(words, class);
            if words.len() < part.len() {
                self.close();
                self.line.push('\n');
                self.lines.push(std::mem::take(&mut self.line));
            }
        }
    }

    fn push_words(&mut self, words: &str, class: Option<&'static str>) {
        // A space looks the same in every class.
        if !words.trim().is_empty() && class != self.open {
            self.close();
            if let Some(class) = class {
                self.line.push_str("<span class=\"");
                self.line.push_str(class);
                self.line.push_str("\">");
                self.open = Some(class);
            }
        }
        for c in words.chars() {
            match c {
                '&' => self.line.push_str("&amp;"),
                '<' => self.line.push_str("&lt;"),
                '>' => self.line.push_str("&gt;"),
                '"' => self.line.push_str("&quot;"),
                _ => self.line.push(c),
            }
        }
    }

    fn close(&mut self) {
        if self.open.take().is_some() {
            self.line.push_str("</span>");
        }
    }

    fn finish(mut self) -> Vec<String> {
        self.close();
        if !self.line.is_empty() {
            self.lines.push(self.line);
        }
        self.lines
    }
}
