//! Whether visitors see a service.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::ServiceId;
use persistence::services;
use uuid::Uuid;

use crate::AdminState;
use crate::choices;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;
use crate::titles;

pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = ServiceId::from_uuid(*id);
    let visibility = choices::visibility(&fields)?;
    let title = state
        .database
        .run(move |conn| {
            let title = titles::of(conn, id.into())?;
            if !services::set_visibility(conn, id, visibility)? {
                return Err(AdminError::NotFound);
            }
            Ok::<_, AdminError>(title)
        })
        .await?;
    let title = quoted(&title);
    Flash::new(if visibility.is_shown() {
        format!("{title} is on the site now.")
    } else {
        format!("{title} is hidden.")
    })
    .undone_with(
        format!("/admin/services/{id}/visibility"),
        "visible",
        if visibility.is_shown() {
            "false"
        } else {
            "true"
        },
    )
    .keep(&session)?;
    Ok(see_other("/admin/services"))
}
