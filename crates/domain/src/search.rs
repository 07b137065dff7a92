//! What a visitor searches for, and how far two words are apart.

mod distance;

pub use distance::slip_cost;

use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

use crate::paging::CursorError;

/// The words of a search, with their operators: `"a phrase"`, `-not`, `or`, `begin*`.
///
/// Anything that somebody types is a query: what is too long is cut, and what means nothing is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    text: String,
    is_cut: bool,
}

impl SearchQuery {
    /// Characters that are read.
    pub const MAX_CHARS: usize = 200;
    /// Words that are read; a sentence that somebody copied has about so many.
    pub const MAX_WORDS: usize = 24;

    /// Reads what was typed; nothing when there is not one letter or digit in it.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut kept: String = typed
            .chars()
            // Enough for any padding with spaces, and no more, so that a long text costs nothing.
            .take(10 * Self::MAX_CHARS)
            .map(|character| match character {
                '“' | '”' | '„' | '«' | '»' => '"',
                control if control.is_control() => ' ',
                other => other,
            })
            .collect();
        kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: Vec<&str> = kept.split(' ').take(Self::MAX_WORDS).collect();
        let mut text: String = words.join(" ").chars().take(Self::MAX_CHARS).collect();
        text.truncate(text.trim_end().len());
        let is_cut = text != kept || typed.chars().nth(10 * Self::MAX_CHARS).is_some();
        text.chars()
            .any(char::is_alphanumeric)
            .then_some(Self { text, is_cut })
    }

    /// The query as it is read.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// True when more was typed than is read.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The query without its beginnings of words, and those beginnings: `postg*`. They count outside of phrases only,
    /// and not beside `or`, which would say something else then.
    pub fn parts(&self) -> (String, Vec<&str>) {
        let mut rest = Vec::new();
        let mut beginnings = Vec::new();
        let has_or = self
            .text
            .split(' ')
            .any(|word| word.eq_ignore_ascii_case("or"));
        let mut is_quoted = false;
        for word in self.text.split(' ') {
            let beginning = word.strip_suffix('*').filter(|begin| {
                !has_or
                    && !is_quoted
                    && begin.chars().all(char::is_alphanumeric)
                    && begin.chars().nth(2).is_some()
            });
            match beginning {
                Some(beginning) => beginnings.push(beginning),
                None => rest.push(word),
            }
            is_quoted ^= word.matches('"').count() % 2 == 1;
        }
        (rest.join(" "), beginnings)
    }

    /// The same query where the last word may go on; nothing where it already may, or cannot.
    pub fn with_open_end(&self) -> Option<Self> {
        let last = self.text.rsplit(' ').next()?;
        let is_plain = last.chars().all(char::is_alphanumeric) && last.chars().nth(2).is_some();
        self.opened(|word| is_plain && word == last, 1)
    }

    /// The same query where these words may go on.
    pub fn with_open_words(&self, words: &[String]) -> Option<Self> {
        self.opened(|word| words.iter().any(|open| open == word), usize::MAX)
    }

    fn opened(&self, is_open: impl Fn(&str) -> bool, most: usize) -> Option<Self> {
        let mut left = most;
        let mut words: Vec<String> = Vec::new();
        for word in self.text.split(' ').rev() {
            if left > 0 && is_open(word) {
                left -= 1;
                words.push(format!("{word}*"));
            } else {
                words.push(word.to_owned());
            }
        }
        words.reverse();
        let opened = Self {
            text: words.join(" "),
            is_cut: self.is_cut,
        };
        let (_, before) = self.parts();
        (opened.parts().1.len() > before.len()).then_some(opened)
    }

    /// The words that can be mistyped: longer than three letters, each once, without what is negated.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for part in self.text.split(' ').filter(|part| !part.starts_with('-')) {
            for word in part.split(|character: char| !character.is_alphanumeric()) {
                let is_candidate =
                    word.chars().nth(3).is_some() && !words.iter().any(|known| known == word);
                if is_candidate {
                    words.push(word.to_owned());
                }
            }
        }
        words
    }

    /// The query with other words in the place of some.
    #[must_use]
    pub fn replaced(&self, by: &HashMap<String, String>) -> Self {
        let mut text = String::new();
        let mut word = String::new();
        for character in self.text.chars().chain(std::iter::once(' ')) {
            if character.is_alphanumeric() {
                word.push(character);
                continue;
            }
            text.push_str(by.get(&word).unwrap_or(&word));
            word.clear();
            text.push(character);
        }
        Self {
            text: text.trim_end().to_owned(),
            is_cut: self.is_cut,
        }
    }

    /// The words of the query with `or` between them; nothing where there are operators or one word only.
    pub fn any_of_its_words(&self) -> Option<Self> {
        let is_plain = self.text.split(' ').all(|word| {
            !word.starts_with('-') && !word.contains(['"', '*']) && !word.eq_ignore_ascii_case("or")
        });
        let text = self.text.split(' ').collect::<Vec<_>>().join(" or ");
        (is_plain && text != self.text).then_some(Self {
            text,
            is_cut: self.is_cut,
        })
    }

    /// The words as a person reads them, without the stars of open ones.
    pub fn shown(&self) -> String {
        self.text.replace('*', "")
    }
}

/// The place of a result: everything that ranks lower is on the next page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SearchCursor {
    /// The rank, as PostgreSQL gave it.
    pub rank: f32,
    /// The id of what was found, which settles equal ranks.
    pub id: Uuid,
}

impl fmt::Display for SearchCursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:08x}.{}",
            self.rank.to_bits(),
            self.id.simple()
        )
    }
}

impl FromStr for SearchCursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (bits, id) = text.split_once('.').ok_or(CursorError)?;
        let rank = f32::from_bits(u32::from_str_radix(bits, 16).map_err(|_| CursorError)?);
        // Ranks are numbers from zero on.
        if !rank.is_finite() || rank.is_sign_negative() {
            return Err(CursorError);
        }
        let id = Uuid::try_parse(id).map_err(|_| CursorError)?;
        Ok(Self { rank, id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn query(text: &str) -> SearchQuery {
        SearchQuery::parse(text).unwrap()
    }

    #[test]
    fn what_is_typed_is_tidied_and_cut() {
        assert_eq!(query(" “two\u{0} words”\n ").as_str(), "\"two words\"");
        assert!(!query("a").is_cut());
        for typed in [
            "x".repeat(10_000),
            "ab ".repeat(100),
            format!("a{}", " ".repeat(5_000)),
        ] {
            let query = query(&typed);
            assert!(query.is_cut() && query.as_str().chars().count() <= SearchQuery::MAX_CHARS);
            assert!(query.as_str().split(' ').count() <= SearchQuery::MAX_WORDS);
        }
        for nothing in ["", "   ", "?!", "\"\" -", "\u{0}", "—"] {
            assert_eq!(SearchQuery::parse(nothing), None, "{nothing}");
        }
        assert!(SearchQuery::parse("检索").is_some() && SearchQuery::parse("بحث").is_some());
    }

    #[test]
    fn beginnings_of_words_are_told_from_words() {
        assert_eq!(
            query("big postg* ab*").parts(),
            ("big ab*".into(), vec!["postg"])
        );
        assert_eq!(query("\"a postg* b\"").parts().1, Vec::<&str>::new());
        assert_eq!(query("one or postg*").parts().1, Vec::<&str>::new());
        assert_eq!(query("big inde").with_open_end(), Some(query("big inde*")));
        for whole in ["big in", "inde*", "\"big inde\"", "-inde", "a or inde"] {
            assert_eq!(query(whole).with_open_end(), None, "{whole}");
        }
        assert_eq!(
            query("postgres the index").with_open_words(&["postgres".into(), "index".into()]),
            Some(query("postgres* the index*"))
        );
    }

    #[test]
    fn words_are_replaced_where_they_stand_whole() {
        let by = HashMap::from([("indxe".to_owned(), "index".to_owned())]);
        assert_eq!(
            query("\"an indxe\" indxes -indxe").replaced(&by).as_str(),
            "\"an index\" indxes -index"
        );
        assert_eq!(
            query("the indxe or \"postgers indxe\" -nott").words(),
            ["indxe", "postgers"]
        );
    }

    #[test]
    fn plain_words_can_be_asked_for_one_by_one() {
        assert_eq!(
            query("a b c").any_of_its_words(),
            Some(query("a or b or c"))
        );
        for other in ["a", "a or b", "\"a b\"", "a -b", "a b*"] {
            assert_eq!(query(other).any_of_its_words(), None, "{other}");
        }
    }

    #[test]
    fn garbage_is_no_place_among_results() {
        let place = SearchCursor {
            rank: 0.607_927_1,
            id: Uuid::from_u128(7),
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        let nan = format!("7fc00000.{}", Uuid::nil().simple());
        let below = format!("bf800000.{}", Uuid::nil().simple());
        for text in ["", ".", "zz.zz", "12", "12.34", &nan, &below] {
            assert_eq!(text.parse::<SearchCursor>(), Err(CursorError), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_the_parts_are_made_and_nothing_grows(typed in "\\PC{0,300}") {
            if let Some(query) = SearchQuery::parse(&typed) {
                let (rest, beginnings) = query.parts();
                prop_assert!(rest.chars().count() <= SearchQuery::MAX_CHARS);
                prop_assert!(beginnings.len() <= SearchQuery::MAX_WORDS);
                prop_assert!(query.words().len() <= SearchQuery::MAX_CHARS);
                let same = query.replaced(&HashMap::new());
                prop_assert_eq!(same.as_str(), query.as_str());
            }
            let _ = typed.parse::<SearchCursor>();
        }
    }
}
