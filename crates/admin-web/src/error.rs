//! How a request to the panel can fail, and the one place where that becomes a status code.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use object_storage::StorageError;
use persistence::media::MediaError;
use persistence::{DatabaseError, SaveError};
use web_kit::TemplateError;

use crate::PasswordError;

/// When to try again while the database is away.
const RETRY_AFTER_SECONDS: &str = "10";

/// Why a request got no page of its own.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AdminError {
    /// There is nothing at this address.
    #[error("there is no such page")]
    NotFound,
    /// The body is no form.
    #[error("the form could not be read")]
    Unreadable,
    /// The body is larger than any form may be.
    #[error("the form is too large")]
    TooLarge,
    /// A handler was mounted outside of the gate.
    #[error("a handler that needs an account ran without one")]
    Unguarded,
    /// The database did not answer.
    #[error("the database failed")]
    Database(#[from] DatabaseError),
    /// The sessions could not be read or written.
    #[error("the session store failed: {0}")]
    SessionStore(String),
    /// A value could not be kept in the session.
    #[error("the session refused a value: {0}")]
    Session(String),
    /// A password could not be hashed.
    #[error("the password could not be hashed")]
    Password(#[from] PasswordError),
    /// More is being uploaded than can be taken in hand.
    #[error("too many uploads at once")]
    Busy,
    /// Somebody else did something meanwhile that stands in the way; nothing was changed.
    #[error("something else was done meanwhile that stands in the way")]
    Overtaken,
    /// A file could not be stored.
    #[error("the storage failed")]
    Storage(#[from] StorageError),
    /// What was stored was not there right after, again and again.
    #[error("the storage loses what is stored")]
    StorageLost,
    /// A table could not be written.
    #[error("a table could not be written")]
    Table(#[from] csv::Error),
    /// A page could not be rendered.
    #[error("a template failed")]
    Template(#[from] TemplateError),
}

impl ResponseError for AdminError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Overtaken => StatusCode::CONFLICT,
            Self::SessionStore(_) | Self::Busy | Self::Storage(_) | Self::StorageLost => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Self::Database(error) if error.is_unavailable() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Unguarded
            | Self::Database(_)
            | Self::Session(_)
            | Self::Password(_)
            | Self::Table(_)
            | Self::Template(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    // The page is put in place by the middleware around the panel, which has the templates.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if self.status_code() == StatusCode::SERVICE_UNAVAILABLE {
            response.insert_header((RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS)));
        }
        response.finish()
    }
}

/// For acts that name no version and no address, where only absence is left as an outcome.
impl<T> From<SaveError<T>> for AdminError {
    fn from(error: SaveError<T>) -> Self {
        match error {
            SaveError::Database(error) => Self::Database(error),
            SaveError::Missing | SaveError::SlugTaken | SaveError::Stale { .. } => Self::NotFound,
        }
    }
}

/// For acts on the library whose other outcomes were answered before.
impl From<MediaError> for AdminError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::Database(error) => Self::Database(error),
            MediaError::Missing => Self::NotFound,
            MediaError::Stale { .. }
            | MediaError::OtherKind
            | MediaError::OtherEnding
            | MediaError::ShownUndescribed { .. }
            | MediaError::StillUsed
            | MediaError::NameTaken => Self::Overtaken,
        }
    }
}

/// The words of an error with its causes, for the log.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_has_its_status() {
        let unavailable = DatabaseError::Unavailable("no connection".into());
        for (error, status) in [
            (AdminError::NotFound, 404),
            (AdminError::Unreadable, 400),
            (AdminError::TooLarge, 413),
            (AdminError::Unguarded, 500),
            (AdminError::SessionStore(String::new()), 503),
            (AdminError::Busy, 503),
            (AdminError::Overtaken, 409),
            (MediaError::NameTaken.into(), 409),
            (MediaError::Missing.into(), 404),
            (AdminError::StorageLost, 503),
            (AdminError::Database(unavailable), 503),
        ] {
            assert_eq!(error.status_code().as_u16(), status, "{error}");
        }
    }

    #[test]
    fn the_log_names_every_cause() {
        let error = AdminError::Database(DatabaseError::Unavailable("no route".into()));
        assert_eq!(
            chain(&error),
            "the database failed: the database cannot be reached: no route"
        );
    }
}
