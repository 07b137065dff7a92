//! The articles: the list by key, and a page for each.

mod index;
mod show;

use domain::Cursor;
use serde::Deserialize;

use crate::error::PublicError;

pub(crate) use index::{IndexPage, PlaceLink, index};
pub(crate) use show::show;

/// Articles on one page of the list.
pub(crate) const PAGE_LENGTH: usize = 20;

/// The place in a list, as the address gives it.
#[derive(Debug, Deserialize)]
pub(crate) struct PageQuery {
    before: Option<String>,
}

impl PageQuery {
    /// The place in the list.
    ///
    /// # Errors
    /// `BadRequest` for a marker that was not made here.
    pub fn cursor(&self) -> Result<Option<Cursor>, PublicError> {
        self.before
            .as_deref()
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().map_err(|_| PublicError::BadRequest))
            .transpose()
    }
}

/// The address of a place in a list.
pub(crate) fn listing_path(path: &str, before: Option<&Cursor>) -> String {
    match before {
        Some(cursor) => format!("{path}?before={cursor}"),
        None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_place_is_a_bad_request() {
        let query = PageQuery {
            before: Some("nonsense".into()),
        };
        assert!(matches!(query.cursor(), Err(PublicError::BadRequest)));
    }
}
