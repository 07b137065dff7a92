//! Every address that no page has.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web::Data};

use crate::address::Address;
use crate::error::PublicError;
use crate::state::PublicState;

/// Leads on to where the address was meant, or to where what it named is now; otherwise says that
/// there is nothing, or nothing any more.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(PublicError::NotFound);
    }
    let address = Address::of(&request);
    if let Some(moved) = address.corrected() {
        return Err(moved);
    }
    state
        .load(move |conn, _| Err::<(), _>(address.elsewhere(conn)))
        .await
        .map(|_| HttpResponse::NotFound().finish())
}
