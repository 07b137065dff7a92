//! The last part of a page's address.

use std::fmt;

/// A page's name in its address: `a-z`, `0-9` and single hyphens between them, 1 to 80 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slug(String);

/// Why a slug was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Nothing was given.
    #[error("Please give an address, such as “lower-case-words”.")]
    Empty,
    /// More than 80 characters.
    #[error("This address is too long: at most 80 characters fit.")]
    TooLong,
    /// A character other than `a-z`, `0-9` and `-`, or a hyphen at an end or twice.
    #[error("Use lower-case letters, digits and single hyphens, such as “lower-case-words”.")]
    Malformed,
}

impl Slug {
    /// Characters that fit.
    pub const MAX_CHARS: usize = 80;

    /// Checks a slug as it stands.
    ///
    /// # Errors
    /// [`SlugError`]: empty, too long, or not made of lower-case words joined by hyphens.
    pub fn parse(input: &str) -> Result<Self, SlugError> {
        let text = input.trim();
        if text.is_empty() {
            return Err(SlugError::Empty);
        }
        if text.len() > Self::MAX_CHARS {
            return Err(SlugError::TooLong);
        }
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if text.split('-').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(SlugError::Malformed)
        }
    }

    /// Makes a slug of a title by transliteration, cut at a word's end.
    /// `None` when the title holds no letter or digit.
    pub fn from_title(title: &str) -> Option<Self> {
        let whole = slug::slugify(title);
        let mut text = whole.as_str();
        if text.len() > Self::MAX_CHARS {
            text = &text[..=Self::MAX_CHARS];
            text = text
                .rsplit_once('-')
                .map_or(&text[..Self::MAX_CHARS], |(head, _)| head);
        }
        Self::parse(text).ok()
    }

    /// The slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_title_in_any_script_becomes_a_slug() {
        let made = Slug::from_title("Żółć & Straße 東京").map(|slug| slug.to_string());
        assert_eq!(made.as_deref(), Some("zolc-strasse-dong-jing"));
    }

    #[test]
    fn a_title_without_letters_makes_none() {
        assert_eq!(Slug::from_title("!!! — ???"), None);
    }

    #[test]
    fn a_long_title_is_cut_at_the_end_of_a_word() {
        let title = "word ".repeat(40);
        let slug = Slug::from_title(&title).unwrap();
        assert!(slug.as_str().len() <= Slug::MAX_CHARS);
        assert!(slug.as_str().ends_with("word"));
    }

    #[test]
    fn one_endless_word_is_cut_hard() {
        let slug = Slug::from_title(&"a".repeat(300)).unwrap();
        assert_eq!(slug.as_str().len(), Slug::MAX_CHARS);
    }

    #[test]
    fn upper_case_spaces_and_loose_hyphens_are_refused() {
        for input in ["About", "a b", "-a", "a-", "a--b", "ä", "a/b", "a.b"] {
            assert_eq!(Slug::parse(input), Err(SlugError::Malformed), "{input}");
        }
        assert_eq!(Slug::parse("  "), Err(SlugError::Empty));
        assert_eq!(Slug::parse(&"a".repeat(81)), Err(SlugError::TooLong));
    }

    proptest! {
        #[test]
        fn a_slug_made_of_any_title_is_a_slug(title in ".{0,300}") {
            if let Some(slug) = Slug::from_title(&title) {
                prop_assert_eq!(Slug::parse(slug.as_str()), Ok(slug.clone()));
                prop_assert_eq!(Slug::from_title(slug.as_str()), Some(slug));
            }
        }
    }
}
