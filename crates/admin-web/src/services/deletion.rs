//! Deleting a service, and bringing it back.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::ServiceId;
use persistence::{SaveError, services};
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = ServiceId::from_uuid(*id);
    let title = state
        .database
        .run(move |conn| {
            let service = services::find(conn, id)?.ok_or(AdminError::NotFound)?;
            services::delete(conn, id)?;
            Ok::<_, AdminError>(service.title)
        })
        .await?;
    Flash::new(format!("{} was deleted.", quoted(title.as_str())))
        .undone_by(format!("/admin/services/{id}/restoration"))
        .keep(&session)?;
    Ok(see_other("/admin/services"))
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = ServiceId::from_uuid(*id);
    match state
        .database
        .run(move |conn| services::restore(conn, id))
        .await
    {
        Ok(service) => {
            Flash::new(format!("{} is back.", quoted(service.title.as_str()))).keep(&session)?;
        }
        Err(SaveError::SlugTaken) => {
            Flash::new(
                "It stays deleted: another service has its address by now. Change that one’s \
                 address first, then restore this one.",
            )
            .keep(&session)?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(see_other("/admin/services"))
}
