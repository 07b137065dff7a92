//! Taking back what was done to tags.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use persistence::tags::{self, TagError};
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::PATH;

/// Undoes what the field `act` names: the kind of the act and the id under which it was kept.
pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let (act, id) = fields
        .get("act")
        .split_once('.')
        .ok_or(AdminError::Unreadable)?;
    let id = Uuid::parse_str(id).map_err(|_| AdminError::Unreadable)?;
    let undo = match act {
        "rename" => tags::undo_rename,
        "merge" => tags::undo_merge,
        "deletion" => tags::restore,
        _ => return Err(AdminError::Unreadable),
    };
    let words = match state.database.run(move |conn| undo(conn, id)).await {
        Ok(true) => "It is as it was before.",
        Ok(false) => "This was undone already.",
        Err(TagError::NameTaken | TagError::SlugTaken) => {
            "It stays as it is: another tag has the address by now."
        }
        Err(TagError::Missing | TagError::Same) => {
            "It stays as it is: the tag does not exist any more."
        }
        Err(TagError::Database(error)) => return Err(error.into()),
    };
    Flash::new(words).keep(&session)?;
    Ok(see_other(PATH))
}
