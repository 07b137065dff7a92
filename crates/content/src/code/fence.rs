//! The words after the opening of a code block.

use std::ops::RangeInclusive;

/// Ranges of marked lines that one block may have; more is not meant seriously.
const RANGES: usize = 100;

/// Characters of a file name.
const TITLE_CHARS: usize = 200;

/// What the owner wants of a block.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Fence<'a> {
    /// The language as it was written; empty if there is none.
    pub language: &'a str,
    /// The file's name.
    pub title: Option<String>,
    /// True if lines are numbered.
    pub is_numbered: bool,
    /// The lines that are marked, from 1.
    pub marked: Vec<RangeInclusive<usize>>,
}

impl<'a> Fence<'a> {
    /// Reads `rust title="main.rs" linenos {1,3-5}`. What is not understood is passed over, as
    /// other programs write their own words there.
    pub(crate) fn parse(info: &'a str) -> Self {
        let info = info.trim();
        let end = info
            .find(|c: char| c.is_whitespace() || c == '{')
            .unwrap_or(info.len());
        let (language, mut rest) = info.split_at(end);
        let mut fence = Self {
            // Documentation tests add words behind a comma.
            language: language.split(',').next().unwrap_or_default(),
            ..Self::default()
        };
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return fence;
            }
            rest = fence.take_word(rest);
        }
    }

    fn take_word(&mut self, rest: &'a str) -> &'a str {
        if let Some(inside) = rest.strip_prefix('{') {
            let (ranges, after) = inside.split_once('}').unwrap_or((inside, ""));
            self.add_ranges(ranges);
            return after;
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '{'))
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let Some(value) = after.strip_prefix('=') else {
            if matches!(name, "linenos" | "numbers") {
                self.is_numbered = true;
            }
            return after;
        };
        let (value, after) = take_value(value);
        if matches!(name, "title" | "file" | "filename") {
            let title: String = value.trim().chars().take(TITLE_CHARS).collect();
            self.title = (!title.is_empty()).then_some(title);
        }
        if name == "linenos" {
            self.is_numbered = value != "false";
        }
        after
    }

    fn add_ranges(&mut self, ranges: &str) {
        for range in ranges.split(',').take(RANGES) {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            if let (Ok(first), Ok(last)) = (first.trim().parse(), last.trim().parse())
                && 1 <= first
                && first <= last
                && self.marked.len() < RANGES
            {
                self.marked.push(first..=last);
            }
        }
    }

    /// True for a line, from 1, that is to be marked.
    pub(crate) fn is_marked(&self, line: usize) -> bool {
        self.marked.iter().any(|range| range.contains(&line))
    }
}

/// A value, quoted or up to the next space, and what comes after it.
fn take_value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = rest.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_name_numbers_and_ranges_are_read_in_any_order() {
        let fence = Fence::parse("rust {1, 3-5} linenos title=\"src/my main.rs\"");
        assert_eq!(fence.language, "rust");
        assert_eq!(fence.title.as_deref(), Some("src/my main.rs"));
        assert!(fence.is_numbered);
        let marked: Vec<_> = (1..=6).filter(|line| fence.is_marked(*line)).collect();
        assert_eq!(marked, [1, 3, 4, 5]);
    }

    #[test]
    fn the_short_ways_of_writing_are_read_too() {
        assert_eq!(Fence::parse("js{2}").marked, [2..=2]);
        assert_eq!(Fence::parse("rust,ignore").language, "rust");
        assert_eq!(
            Fence::parse("toml title=a.toml").title.as_deref(),
            Some("a.toml")
        );
        assert_eq!(Fence::parse("{1-2}").language, "");
    }

    #[test]
    fn what_is_not_understood_changes_nothing() {
        for info in [
            "",
            "   ",
            "title=",
            "title=\"\"",
            "{",
            "{}",
            "{a-b,0,5-3,-1,99999999999999999999999}",
            "=",
            "= = {} =\"",
            "rust a=\"b",
        ] {
            let fence = Fence::parse(info);
            assert_eq!((fence.title, fence.marked), (None, Vec::new()), "{info}");
        }
    }
}
