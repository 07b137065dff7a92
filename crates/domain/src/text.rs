//! Texts with a limit. Each is normalised to NFC while it is parsed; line ends become `\n`.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// Why a text was refused; the display form is the sentence shown at the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but white space where something is needed.
    #[error("Please fill in this field.")]
    Empty,
    /// More characters than the field takes.
    #[error("This is too long: {actual} characters where at most {limit} fit.")]
    TooLong {
        /// Characters (Unicode scalar values) that the field takes.
        limit: usize,
        /// Characters that were given.
        actual: usize,
    },
    /// A control character, such as a NUL, which no field stores.
    #[error("This holds a control character that cannot be stored; please remove it.")]
    ControlCharacter,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    SingleLine,
    Paragraphs,
    /// Like `Paragraphs`, but the white space at both ends is the owner's.
    Verbatim,
}

/// True for characters that re-order the text around them and can disguise it.
fn is_direction_override(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// A text in one line of at most so many characters, or nothing.
pub(crate) fn single_line(input: &str, limit: usize) -> Result<String, TextError> {
    parse(input, Shape::SingleLine, 0, limit)
}

fn parse(input: &str, shape: Shape, minimum: usize, limit: usize) -> Result<String, TextError> {
    // The check comes before the normalisation, so that a huge text costs one pass and no copy.
    let actual = input.chars().count();
    if actual > limit.saturating_mul(4).saturating_add(1_000) {
        return Err(TextError::TooLong { limit, actual });
    }
    let mut text = String::with_capacity(input.len());
    let mut characters = input.nfc().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    text.push('\n');
                }
            }
            '\n' | '\t' => text.push(character),
            _ if character.is_control() => return Err(TextError::ControlCharacter),
            _ if shape != Shape::Verbatim && is_direction_override(character) => {}
            _ => text.push(character),
        }
    }
    let text = match shape {
        Shape::SingleLine => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Shape::Paragraphs => text.trim().to_owned(),
        Shape::Verbatim => text,
    };
    let actual = text.chars().count();
    if actual > limit {
        return Err(TextError::TooLong { limit, actual });
    }
    if actual < minimum {
        return Err(TextError::Empty);
    }
    Ok(text)
}

macro_rules! text {
    ($($(#[$doc:meta])* $name:ident: $shape:ident, $minimum:literal..=$limit:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Characters (Unicode scalar values) that fit.
            pub const MAX_CHARS: usize = $limit;

            /// Checks and normalises.
            ///
            /// # Errors
            /// [`TextError`]: empty where it must not be, too long, or with a control character.
            pub fn parse(input: &str) -> Result<Self, TextError> {
                parse(input, Shape::$shape, $minimum, $limit).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// True when there is nothing to show.
            pub fn is_blank(&self) -> bool {
                self.0.trim().is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )*};
}

text! {
    /// The title of an article, a service, a principle or a step.
    Title: SingleLine, 1..=160;
    /// One or two sentences that stand for the whole; may be empty.
    Summary: Paragraphs, 0..=300;
    /// The owner's Markdown, kept as it was typed.
    MarkdownText: Verbatim, 0..=200_000;
    /// The heading of a page section; may be empty.
    Heading: SingleLine, 0..=160;
    /// A short text of one or a few paragraphs; may be empty.
    Paragraph: Paragraphs, 0..=2_000;
    /// A few words on a button, a link or a badge.
    Label: SingleLine, 1..=60;
    /// The name of a tag.
    TagName: SingleLine, 1..=40;
    /// What a person is called.
    PersonName: SingleLine, 1..=100;
    /// What a visitor wrote.
    MessageBody: Paragraphs, 1..=8_000;
}

impl MarkdownText {
    /// Words by white space, without the insides of HTML tags: a drawing of many attributes is not
    /// read word by word.
    pub fn word_count(&self) -> usize {
        let words = |text: &str| text.split_whitespace().count();
        let mut count = 0;
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once('<') {
            count += words(before);
            rest = after;
            if after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
                let Some((_, behind)) = after.split_once('>') else {
                    break;
                };
                rest = behind;
            }
        }
        count + words(rest)
    }
}

impl Summary {
    /// The summary, or `None` where it is blank.
    pub fn into_option(self) -> Option<Self> {
        (!self.is_blank()).then_some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_insides_of_tags_are_not_counted_as_words() {
        let count = |text: &str| MarkdownText::parse(text).unwrap().word_count();
        assert_eq!(count("Two words"), 2);
        assert_eq!(count("A <rect x=\"1\" y=\"2\"/> figure"), 2);
        assert_eq!(count("if a < b then c"), 5);
        assert_eq!(count("an open <tag of words"), 5);
        assert_eq!(count(&"<".repeat(200_000)), 0);
    }

    #[test]
    fn a_title_is_trimmed_and_its_white_space_folded() {
        assert_eq!(
            Title::parse("  A \t title\r\n of two ").map(|title| title.to_string()),
            Ok("A title of two".to_owned())
        );
    }

    #[test]
    fn a_blank_title_is_refused() {
        assert_eq!(Title::parse(" \n"), Err(TextError::Empty));
    }

    #[test]
    fn limits_count_characters_not_bytes() {
        assert!(TagName::parse(&"ü".repeat(40)).is_ok());
        assert_eq!(
            TagName::parse(&"ü".repeat(41)),
            Err(TextError::TooLong {
                limit: 40,
                actual: 41
            })
        );
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(
            PersonName::parse("Zoe\u{308}").map(|name| name.to_string()),
            Ok("Zoë".to_owned())
        );
    }

    #[test]
    fn a_control_character_is_refused_everywhere() {
        assert_eq!(
            MarkdownText::parse("a\u{0}b"),
            Err(TextError::ControlCharacter)
        );
        assert_eq!(
            MessageBody::parse("a\u{7}b"),
            Err(TextError::ControlCharacter)
        );
    }

    #[test]
    fn markdown_keeps_the_white_space_at_its_ends() {
        assert_eq!(
            MarkdownText::parse("    code\r\n\r\n").map(|text| text.to_string()),
            Ok("    code\n\n".to_owned())
        );
    }

    #[test]
    fn direction_overrides_do_not_reach_a_message() {
        assert_eq!(
            MessageBody::parse("ab\u{202E}cd").map(|text| text.to_string()),
            Ok("abcd".to_owned())
        );
    }

    #[test]
    fn lone_carriage_returns_become_line_ends() {
        assert_eq!(
            MessageBody::parse("a\rb\r\nc").map(|text| text.to_string()),
            Ok("a\nb\nc".to_owned())
        );
    }

    proptest! {
        #[test]
        fn what_was_parsed_once_is_parsed_again_to_the_same(input in ".{0,200}") {
            if let Ok(title) = Title::parse(&input) {
                prop_assert_eq!(Title::parse(title.as_str()), Ok(title));
            }
            if let Ok(body) = MessageBody::parse(&input) {
                prop_assert_eq!(MessageBody::parse(body.as_str()), Ok(body));
            }
            if let Ok(text) = MarkdownText::parse(&input) {
                prop_assert_eq!(MarkdownText::parse(text.as_str()), Ok(text));
            }
        }

        #[test]
        fn no_accepted_text_holds_a_control_character_or_breaks_its_limit(input in "\\PC{0,60}\\pC?") {
            if let Ok(name) = TagName::parse(&input) {
                prop_assert!(name.as_str().chars().count() <= TagName::MAX_CHARS);
                prop_assert!(!name.as_str().chars().any(char::is_control));
            }
        }
    }
}
