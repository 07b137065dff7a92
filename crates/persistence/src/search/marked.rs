//! Texts in which the words that were found are marked.

/// What stands before and behind a word that was found, until it is read here. Both are taken out of every
/// text before it is indexed, and mean nothing in HTML.
pub(super) const START: char = '\u{E000}';
pub(super) const STOP: char = '\u{E001}';
/// The space without width that parts words for the index.
const PART: char = '\u{200B}';

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The part, as it was written: not escaped.
    pub text: String,
    /// True when it is what was searched for.
    pub is_found: bool,
}

/// A text in parts, some of which were searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// The parts, in order.
    pub spans: Vec<Span>,
}

impl Marked {
    /// Reads the marks that the database made.
    pub(super) fn parse(text: &str) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        let mut is_found = false;
        for character in text.chars() {
            match character {
                START => is_found = true,
                STOP => is_found = false,
                PART => {}
                other => match spans.last_mut() {
                    Some(span) if span.is_found == is_found => span.text.push(other),
                    _ => spans.push(Span {
                        text: other.to_string(),
                        is_found,
                    }),
                },
            }
        }
        Self { spans }
    }

    /// The same text with a sign behind it that it goes on, unless a sentence ends there.
    pub(super) fn cut(mut self) -> Self {
        let last = self
            .spans
            .last()
            .and_then(|span| span.text.trim_end().chars().last());
        if last.is_some_and(|last| !matches!(last, '.' | '!' | '?' | '…' | '。')) {
            self.spans.push(Span {
                text: "…".to_owned(),
                is_found: false,
            });
        }
        self
    }

    /// The text without its marks.
    pub fn plain(&self) -> String {
        self.spans.iter().map(|span| span.text.as_str()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_become_parts_and_the_rest_stays_as_it_was() {
        let marked =
            Marked::parse("\u{E000}検\u{E001}\u{200B}\u{E000}索\u{E001}\u{200B} <b>\u{E000}x");
        let parts: Vec<_> = marked
            .spans
            .iter()
            .map(|span| (span.text.as_str(), span.is_found))
            .collect();
        assert_eq!(parts, [("検索", true), (" <b>", false), ("x", true)]);
        assert_eq!(marked.plain(), "検索 <b>x");
        assert_eq!(Marked::parse(""), Marked::default());
        assert_eq!(Marked::parse("").cut(), Marked::default());
        assert_eq!(Marked::parse("It goes on").cut().plain(), "It goes on…");
        assert_eq!(Marked::parse("It ends.").cut().plain(), "It ends.");
    }
}
