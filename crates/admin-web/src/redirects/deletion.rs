//! Deleting a redirect, and bringing it back.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::RedirectId;
use persistence::redirects::{self, RuleError};
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::PATH;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = RedirectId::from_uuid(*id);
    let counts = state.database.visit_counts().clone();
    let deleted = state
        .database
        .run(move |conn| {
            // The undo brings back the hits, so they have to be there.
            counts.flush(conn)?;
            redirects::delete(conn, id)
        })
        .await?;
    let (source, undo) = deleted.ok_or(AdminError::NotFound)?;
    Flash::new(format!("The redirect from {source} was deleted."))
        .undone_with(format!("{PATH}/restoration"), "id", undo.to_string())
        .keep(&session)?;
    Ok(see_other(PATH))
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let undo = Uuid::parse_str(fields.get("id")).map_err(|_| AdminError::Unreadable)?;
    let restored = state
        .database
        .run(move |conn| redirects::restore(conn, undo))
        .await;
    let words = match restored {
        Ok(true) => "The redirect is back.".to_owned(),
        Ok(false) => "It stays deleted: it is back already, another redirect is in its place, or \
            what it led to was erased."
            .to_owned(),
        Err(RuleError::Refused(refusal)) => format!("It stays deleted. {refusal}"),
        Err(RuleError::Taken(_) | RuleError::Missing) => return Err(AdminError::NotFound),
        Err(RuleError::Database(error)) => return Err(error.into()),
    };
    Flash::new(words).keep(&session)?;
    Ok(see_other(PATH))
}
