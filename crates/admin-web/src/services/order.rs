//! The order of services: one step by a button, or all of it by dragging.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::ServiceId;
use persistence::services;
use uuid::Uuid;

use crate::AdminState;
use crate::choices;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::{done, see_other};
use crate::signed_in::SignedIn;

/// Moves one service by a step.
pub(crate) async fn shift(
    state: web::Data<AdminState>,
    _: SignedIn,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = ServiceId::from_uuid(*id);
    let direction = choices::direction(&fields)?;
    state
        .database
        .run(move |conn| {
            services::find(conn, id)?.ok_or(AdminError::NotFound)?;
            Ok::<_, AdminError>(services::shift(conn, id, direction)?)
        })
        .await?;
    Ok(see_other(format!("/admin/services#item-{id}")))
}

/// Stores the whole order.
pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let wanted = fields
        .all("id")
        .map(|id| id.parse::<ServiceId>().map_err(|_| AdminError::Unreadable))
        .collect::<Result<Vec<_>, _>>()?;
    state
        .database
        .run(move |conn| Ok::<_, AdminError>(services::reorder(conn, &wanted)?))
        .await?;
    if fields.is_quiet() {
        return Ok(done());
    }
    Flash::new("The new order is saved.").keep(&session)?;
    Ok(see_other("/admin/services"))
}
