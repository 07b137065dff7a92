//! Deleting a message, and bringing it back.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::{MessageId, MessageListing};
use persistence::messages;
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::{folder_href, message_href};

pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = MessageId::from_uuid(*id);
    let message = state
        .database
        .run(move |conn| {
            let message = messages::find(conn, id)?.ok_or(AdminError::NotFound)?;
            messages::delete(conn, id)?;
            Ok::<_, AdminError>(message)
        })
        .await?;
    Flash::new(format!(
        "The message from {} was deleted.",
        message.sender_name
    ))
    .undone_by(format!("/admin/inbox/{id}/restoration"))
    .keep(&session)?;
    Ok(see_other(folder_href(MessageListing::Folder(
        message.folder,
    ))))
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = MessageId::from_uuid(*id);
    let message = state
        .database
        .run(move |conn| {
            let message = messages::find(conn, id)?.ok_or(AdminError::NotFound)?;
            messages::restore(conn, id)?;
            Ok::<_, AdminError>(message)
        })
        .await?;
    Flash::new(format!("The message from {} is back.", message.sender_name)).keep(&session)?;
    Ok(see_other(message_href(id)))
}
