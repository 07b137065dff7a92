//! What can go wrong on the public side, and the one place that gives it a status.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use object_storage::StorageError;
use persistence::DatabaseError;
use social_card::CardError;
use web_kit::TemplateError;

use crate::contact::Problem;
use crate::search::Refusal;

/// How long a visitor's program should wait when the database is away.
const RETRY_AFTER_SECONDS: &str = "10";

/// Why a request has no page of its own. The page that is shown instead is made by [`crate::error_page`].
#[derive(Debug, thiserror::Error)]
pub enum PublicError {
    /// The address holds something that cannot be read, such as a broken page marker.
    #[error("the request cannot be read")]
    BadRequest,
    /// There is nothing at the address, or nothing that visitors may see.
    #[error("there is no such page")]
    NotFound,
    /// There was a page, and it was deleted.
    #[error("the page was deleted")]
    Gone,
    /// The page lives at another address.
    #[error("the page moved")]
    Moved {
        /// The path where it is now, with the query of the request.
        to: String,
    },
    /// What was asked for is at another address for now.
    #[error("the file is elsewhere")]
    Elsewhere {
        /// The path where it is.
        to: String,
    },
    /// A social card could not be drawn.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The storage of files did not answer, or failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A page could not be made.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A feed could not be written.
    #[error("the document could not be written")]
    Document(#[from] std::io::Error),
}

impl ResponseError for PublicError {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Gone => StatusCode::GONE,
            Self::Moved { .. } => StatusCode::MOVED_PERMANENTLY,
            Self::Elsewhere { .. } => StatusCode::FOUND,
            Self::Card(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Database(error) => database_status(error),
            Self::Storage(StorageError::Unreachable { .. }) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Storage(_) => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Template(_) | Self::Document(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let status = self.status_code();
        if status.is_server_error() {
            tracing::error!(
                error = self as &dyn std::error::Error,
                status = status.as_u16(),
                "a page could not be shown"
            );
        }
        let mut response = HttpResponse::build(status);
        if let Self::Moved { to } | Self::Elsewhere { to } = self {
            response.insert_header((LOCATION, to.as_str()));
            // Asked about each time: an address can be given back, and a browser that remembered
            // the way from A to B would go in circles once B leads to A.
            response.insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.insert_header((RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER_SECONDS)));
        }
        response.finish()
    }
}

/// The status of the contact page when a message was not taken.
pub(crate) fn contact_status(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Fields(_) | Problem::Unconfirmed => StatusCode::UNPROCESSABLE_ENTITY,
        Problem::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
        Problem::NotStored(error) => database_status(error),
    }
}

/// The status of the search page when the search was not done.
pub(crate) fn search_status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn database_status(error: &DatabaseError) -> StatusCode {
    if error.is_unavailable() {
        StatusCode::SERVICE_UNAVAILABLE
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    }
}
