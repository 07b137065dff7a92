//! The address that was asked for, and where to send it when it is not the right one.

use actix_web::HttpRequest;
use domain::Slug;
use persistence::{DatabaseError, PgConnection, redirects};

use crate::error::PublicError;

/// The path and the query of a request.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    path: String,
    query: String,
}

impl Address {
    pub fn of(request: &HttpRequest) -> Self {
        Self {
            path: request.path().to_owned(),
            query: request.query_string().to_owned(),
        }
    }

    /// Reads the last part of the path as a slug.
    ///
    /// # Errors
    /// `Moved` to the lower-case address, as addresses here have no other case; `NotFound` for
    /// what no page can be called.
    pub fn slug(&self, text: &str) -> Result<Slug, PublicError> {
        if let Ok(slug) = Slug::parse(text)
            && slug.as_str() == text
        {
            return Ok(slug);
        }
        let lower = text.to_ascii_lowercase();
        match Slug::parse(&lower) {
            Ok(slug) if lower != text && slug.as_str() == lower => {
                let folder = self.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                Err(self.moved_to(&format!("{folder}/{lower}")))
            }
            _ => Err(PublicError::NotFound),
        }
    }

    /// Why there is no live page here: it moved, it was deleted, or it never was.
    pub fn elsewhere(
        &self,
        conn: &mut PgConnection,
        was_deleted: impl FnOnce(&mut PgConnection) -> Result<bool, DatabaseError>,
    ) -> PublicError {
        match redirects::find_published_target(conn, &self.path) {
            Ok(Some(target)) => self.moved_to(&target),
            Ok(None) => match was_deleted(conn) {
                Ok(true) => PublicError::Gone,
                Ok(false) => PublicError::NotFound,
                Err(error) => error.into(),
            },
            Err(error) => error.into(),
        }
    }

    /// A redirect that keeps the query.
    pub fn moved_to(&self, path: &str) -> PublicError {
        let to = if self.query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", self.query)
        };
        PublicError::Moved { to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(path: &str, query: &str) -> Address {
        Address {
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }

    #[test]
    fn an_upper_case_address_leads_to_the_lower_case_one_and_keeps_the_query() {
        let error = address("/articles/My-Text", "a=1").slug("My-Text");
        assert!(matches!(
            error,
            Err(PublicError::Moved { to }) if to == "/articles/my-text?a=1"
        ));
    }

    #[test]
    fn what_no_page_can_be_called_is_not_found() {
        for text in ["a_b", "-a", "a--b", " a", "a ", "é", ""] {
            let error = address(&format!("/articles/{text}"), "").slug(text);
            assert!(matches!(error, Err(PublicError::NotFound)), "{text}");
        }
        assert_eq!(address("/articles/a", "").slug("a").unwrap().as_str(), "a");
    }
}
