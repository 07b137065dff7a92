//! What of a text can be written.

use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::Fonts;

/// More than this is never shown, whatever the size.
const MAX_GRAPHEMES: usize = 300;

/// The text in one line, without what only a colour font could draw. Nothing where a letter is
/// missing that the reader would miss, or where nothing is left.
pub(crate) fn readable(text: &str, fonts: &Fonts) -> Option<String> {
    let mut kept = String::new();
    for grapheme in text.graphemes(true).take(MAX_GRAPHEMES) {
        if is_pictograph(grapheme) {
            continue;
        }
        if grapheme.chars().all(char::is_whitespace) {
            kept.push(' ');
            continue;
        }
        // Marks and signs for the writing direction come with their letter or are not seen.
        let mut seen = grapheme.chars().filter(|letter| !is_invisible(*letter));
        if !seen.all(|letter| fonts.has(letter)) {
            return None;
        }
        kept.extend(
            grapheme
                .chars()
                .filter(|letter| !letter.is_control() && !is_direction(*letter)),
        );
    }
    let line: Vec<_> = kept.split_whitespace().collect();
    (!line.is_empty()).then(|| line.join(" "))
}

/// Emoji, flags and their modifiers.
fn is_pictograph(grapheme: &str) -> bool {
    grapheme.chars().any(|letter| {
        matches!(u32::from(letter), 0x1_f000..=0x1_faff | 0x2600..=0x27bf | 0xfe0f | 0x20e3 | 0xe_0020..=0xe_007f)
    })
}

/// Signs that turn the writing direction round: a title must not turn what stands beside it.
fn is_direction(letter: char) -> bool {
    matches!(u32::from(letter), 0x200e | 0x200f | 0x061c | 0x202a..=0x202e | 0x2066..=0x2069)
}

fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || is_direction(letter)
        || matches!(u32::from(letter), 0xad | 0x200b..=0x200d | 0x2060 | 0xfe00..=0xfe0f | 0xfeff)
}
