//! The account of whoever sent the request.

use std::future::{Ready, ready};

use actix_session::Session;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use domain::{Account, AccountId};
use persistence::{Database, accounts};

use crate::error::AdminError;
use crate::session_store::ACCOUNT_KEY;

/// Put into the request by the gate; a handler that takes it runs for nobody else.
#[derive(Debug, Clone)]
pub(crate) struct SignedIn(pub(crate) Account);

impl FromRequest for SignedIn {
    type Error = AdminError;
    type Future = Ready<Result<Self, AdminError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            request
                .extensions()
                .get::<Self>()
                .cloned()
                .ok_or(AdminError::Unguarded),
        )
    }
}

/// Finds the account that a session names.
///
/// # Errors
/// [`AdminError::Database`] when the database did not answer.
pub(crate) async fn account_of(
    session: &Session,
    database: &Database,
) -> Result<Option<Account>, AdminError> {
    let named: Option<String> = session.get(ACCOUNT_KEY).ok().flatten();
    let Some(id) = named.and_then(|id| id.parse::<AccountId>().ok()) else {
        return Ok(None);
    };
    database
        .run(move |conn| Ok(accounts::find(conn, id)?))
        .await
}

/// Begins a new session for an account; the key that the browser had before is worth nothing.
///
/// # Errors
/// [`AdminError::Session`] when the session refuses the id.
pub(crate) fn begin(session: &Session, account: &Account) -> Result<(), AdminError> {
    session.clear();
    session.renew();
    session
        .insert(ACCOUNT_KEY, account.id.to_string())
        .map_err(|error| AdminError::Session(error.to_string()))
}
