//! What a text is about, in a few words: the same in lists, feeds and for search engines.

use crate::plain::before_more;

/// Characters from the beginning of a text that a description is made from, so that a list, which
/// loads no more of each text, says the same as the page.
pub const OPENING_CHARS: usize = 1_000;

/// What the owner wrote as a description; otherwise the text up to `<!--more-->`; otherwise the
/// opening. What is taken from the text is plain and has at most `max_chars` characters.
///
/// It makes no difference whether the whole text is given or only its [`OPENING_CHARS`].
pub fn description(written: Option<&str>, markdown: &str, max_chars: usize) -> String {
    match written.map(str::trim) {
        Some(written) if !written.is_empty() => written.to_owned(),
        _ => excerpt(markdown, max_chars),
    }
}

/// The opening of a text in at most `max_chars` characters, cut at the end of a word.
pub fn excerpt(markdown: &str, max_chars: usize) -> String {
    let (opening, is_whole) = opening(markdown);
    let (text, is_marked) = before_more(opening);
    let is_short = text.chars().count() <= max_chars;
    // The owner's own end of the opening needs no sign that something follows.
    if text.is_empty() || is_short && (is_whole || is_marked) {
        return text;
    }
    let cut: String = if is_short {
        text
    } else {
        let cut: String = text.chars().take(max_chars.saturating_sub(1)).collect();
        match cut.rsplit_once(' ') {
            Some((words, _)) if !words.is_empty() => words.to_owned(),
            _ => cut,
        }
    };
    let words = cut.trim_end_matches([',', ';', ':', '.', '–', '-', ' ']);
    format!("{words}…")
}

/// The part of a text that a list has too, ending with a whole word, and whether that is all.
fn opening(markdown: &str) -> (&str, bool) {
    let Some((end, _)) = markdown.char_indices().nth(OPENING_CHARS - 1) else {
        return (markdown, true);
    };
    let opening = markdown.get(..end).unwrap_or(markdown);
    let end = opening.rfind(char::is_whitespace).unwrap_or(opening.len());
    (opening.get(..end).unwrap_or(opening), false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("Short.", 20), "Short.");
        assert_eq!(excerpt("One two, three four", 10), "One two…");
        assert_eq!(excerpt(&"x".repeat(30), 10), format!("{}…", "x".repeat(9)));
    }

    #[test]
    fn the_owners_words_come_first_then_those_before_the_mark_then_the_opening() {
        let marked = "One *two*.\n\n<!--more-->\n\nThree.";
        assert_eq!(description(Some(" Mine. "), marked, 99), "Mine.");
        assert_eq!(description(Some("  "), marked, 99), "One two.");
        assert_eq!(description(None, marked, 99), "One two.");
        assert_eq!(description(None, "One.\n\nTwo.", 99), "One. Two.");
        assert_eq!(description(None, "", 99), "");
    }

    #[test]
    fn the_mark_may_stand_in_a_line_and_be_written_with_spaces() {
        assert_eq!(description(None, "One <!-- more --> two", 99), "One");
        assert_eq!(description(None, "One\n<!--MORE-->\ntwo", 99), "One");
        assert_eq!(
            description(None, "`<!--more-->` one", 99),
            "<!--more--> one"
        );
        assert_eq!(description(None, "```\n<!--more-->\n```\n\nOne", 99), "One");
    }

    proptest! {
        #[test]
        fn a_list_that_has_the_opening_says_the_same_as_the_page_that_has_all(
            words in prop::collection::vec("[a-zé*`#\\[\\]()<>!\n-]{1,12}|<!--more-->", 0..400),
            max_chars in 1_usize..400,
        ) {
            let markdown = words.join(" ");
            let listed: String = markdown.chars().take(OPENING_CHARS).collect();
            prop_assert_eq!(
                description(None, &listed, max_chars),
                description(None, &markdown, max_chars)
            );
        }
    }
}
