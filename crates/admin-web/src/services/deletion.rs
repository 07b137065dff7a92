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
use crate::titles;

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
            let title = titles::of(conn, id.into())?;
            services::delete(conn, id)?;
            Ok::<_, AdminError>(title)
        })
        .await?;
    Flash::new(format!(
        "{} is in the trash. It stays there for 30 days.",
        quoted(&title)
    ))
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
    let restored = state
        .database
        .run(move |conn| services::restore(conn, id))
        .await;
    match restored {
        Ok(true) => {
            let title = state
                .database
                .run(move |conn| titles::of(conn, id.into()))
                .await?;
            Flash::new(format!("{} is back.", quoted(&title))).keep(&session)?;
        }
        Ok(false) => return Err(AdminError::NotFound),
        Err(SaveError::SlugTaken) => {
            Flash::new(
                "It stays in the trash: another service has its address by now. Change that one’s \
                 address first, then restore this one.",
            )
            .keep(&session)?;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(see_other("/admin/services"))
}
