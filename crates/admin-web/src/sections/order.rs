//! The order of the sections: one step by a button, or all of it by dragging.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::SectionKey;
use persistence::sections;

use crate::AdminState;
use crate::choices;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::{done, see_other};
use crate::signed_in::SignedIn;

use super::read_key;

/// Moves one section by a step.
pub(crate) async fn shift(
    state: web::Data<AdminState>,
    _: SignedIn,
    key: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let key = read_key(&key)?;
    let direction = choices::direction(&fields)?;
    state
        .database
        .run(move |conn| Ok::<_, AdminError>(sections::shift(conn, key, direction)?))
        .await?;
    Ok(see_other(format!("/admin/sections#item-{key}")))
}

/// Stores the whole order.
pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let wanted = fields
        .all("key")
        .map(|key| SectionKey::parse(key).map_err(|_| AdminError::Unreadable))
        .collect::<Result<Vec<_>, _>>()?;
    state
        .database
        .run(move |conn| Ok::<_, AdminError>(sections::reorder(conn, &wanted)?))
        .await?;
    if fields.is_quiet() {
        return Ok(done());
    }
    Flash::new("The new order is saved.").keep(&session)?;
    Ok(see_other("/admin/sections"))
}
