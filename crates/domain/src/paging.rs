//! Pages by key, and the version that a save must name.

mod series;

pub use series::SeriesCursor;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// One page of a list, newest first, with the key at which the next one begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    /// What the page shows.
    pub items: Vec<T>,
    /// Where the next page begins; `None` on the last one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page of up to `limit + 1` rows: the one too many only tells that there is more.
    pub fn of(mut rows: Vec<T>, limit: usize, cursor_of: impl Fn(&T) -> Cursor) -> Self {
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next = if has_more {
            rows.last().map(cursor_of)
        } else {
            None
        };
        Self { items: rows, next }
    }
}

/// The key of a row in a list by time: everything *before* it is on the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// The row's time, in whole microseconds as PostgreSQL keeps it.
    pub at: DateTime<Utc>,
    /// The row's id, which settles rows of the same time.
    pub id: Uuid,
}

/// The text is not a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not a place in a list.")]
pub struct CursorError;

impl fmt::Display for Cursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:x}.{}",
            self.at.timestamp_micros(),
            self.id.simple()
        )
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (micros, id) = text.split_once('.').ok_or(CursorError)?;
        let micros = i64::from_str_radix(micros, 16).map_err(|_| CursorError)?;
        let at = DateTime::from_timestamp_micros(micros).ok_or(CursorError)?;
        // PostgreSQL's range is narrower than chrono's, and no row of ours is older than Unix time.
        if micros < 0 || at.timestamp() > 253_402_300_799 {
            return Err(CursorError);
        }
        let id = Uuid::try_parse(id).map_err(|_| CursorError)?;
        Ok(Self { at, id })
    }
}

/// Counts the saves of one row; a save names the version that it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(i64);

/// The text is not a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not a version.")]
pub struct VersionError;

impl Version {
    /// The version of a row that was just made.
    pub const FIRST: Self = Self(1);

    /// Wraps a stored version.
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Version {
    type Err = VersionError;

    fn from_str(text: &str) -> Result<Self, VersionError> {
        match text.parse() {
            Ok(number) if number >= 1 => Ok(Self(number)),
            _ => Err(VersionError),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cursor_survives_the_address_bar() {
        let cursor = Cursor {
            at: DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap(),
            id: Uuid::from_u128(7),
        };
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
    }

    #[test]
    fn garbage_is_no_cursor() {
        let far = format!("7fffffffffffffff.{}", Uuid::nil().simple());
        let past = format!("-1.{}", Uuid::nil().simple());
        for text in ["", ".", "zz.zz", "12", "12.34", &far, &past] {
            assert_eq!(text.parse::<Cursor>(), Err(CursorError), "{text}");
        }
    }

    #[test]
    fn the_last_page_has_no_next() {
        let cursor_of = |id: &u128| Cursor {
            at: DateTime::UNIX_EPOCH,
            id: Uuid::from_u128(*id),
        };
        assert_eq!(Page::of(vec![3, 2], 2, cursor_of).next, None);
        let page = Page::of(vec![3, 2, 1], 2, cursor_of);
        assert_eq!(page.items, [3, 2]);
        assert_eq!(page.next, Some(cursor_of(&2)));
    }

    proptest! {
        #[test]
        fn every_time_and_id_makes_a_cursor(micros in 0_i64..253_402_300_800_000_000, id: u128) {
            let at = DateTime::from_timestamp_micros(micros).unwrap();
            let cursor = Cursor { at, id: Uuid::from_u128(id) };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }

        #[test]
        fn no_text_makes_the_parser_stumble(text in ".{0,80}") {
            let _ = text.parse::<Cursor>();
            let _ = text.parse::<Version>();
        }
    }
}
