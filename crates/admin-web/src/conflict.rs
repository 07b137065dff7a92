//! Two people, or two windows, saving the same thing: the second sees both texts.

use domain::Version;

/// Reads the version that a form was made from. A form that names none was made from nothing that
/// is stored, so that its save is a conflict, which shows both texts.
pub(crate) fn parse_version(text: &str) -> Version {
    text.trim().parse().unwrap_or(Version::new(0))
}

/// What was stored meanwhile, where it differs from what was typed.
pub(crate) fn difference(typed: &str, stored: &str) -> Option<String> {
    let lines = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    if lines(typed) == lines(stored) {
        None
    } else if stored.trim().is_empty() {
        Some("(empty)".to_owned())
    } else {
        Some(stored.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_without_a_version_matches_nothing_stored() {
        for text in ["", "x", "-1"] {
            assert!(parse_version(text) < Version::FIRST, "{text}");
        }
        assert_eq!(parse_version("7"), Version::new(7));
    }

    #[test]
    fn line_ends_are_no_difference_but_emptiness_is() {
        assert_eq!(difference("a\r\nb ", "a\nb"), None);
        assert_eq!(difference("a", "").as_deref(), Some("(empty)"));
        assert_eq!(difference("", "b").as_deref(), Some("b"));
    }
}
