//! The key of an article in the list of its series.

use std::fmt;
use std::str::FromStr;

use super::{Cursor, CursorError};
use crate::SeriesPart;

/// Where a page of a series ends: everything *after* it is on the next one. Articles without a
/// number come behind the others, by their dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesCursor {
    /// The number that the owner gave the article.
    pub part: Option<SeriesPart>,
    /// Its date and id.
    pub key: Cursor,
}

impl fmt::Display for SeriesCursor {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part.map_or(0, SeriesPart::get);
        write!(formatter, "{part}.{}", self.key)
    }
}

impl FromStr for SeriesCursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        let (part, key) = text.split_once('.').ok_or(CursorError)?;
        let part = match part {
            "0" => None,
            digits => SeriesPart::parse(digits).map_err(|_| CursorError)?,
        };
        Ok(Self {
            part,
            key: key.parse()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use proptest::prelude::*;
    use uuid::Uuid;

    #[test]
    fn a_place_in_a_series_survives_the_address_bar() {
        for part in [None, Some(SeriesPart::new(12).unwrap())] {
            let key = Cursor {
                at: DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap(),
                id: Uuid::from_u128(7),
            };
            let cursor = SeriesCursor { part, key };
            assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_stumble(text in "[0-9a-f.]{0,60}") {
            if let Ok(cursor) = text.parse::<SeriesCursor>() {
                prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
            }
        }
    }
}
