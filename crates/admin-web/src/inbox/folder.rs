//! Where a message lies.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::{MessageFolder, MessageId, MessageListing};
use persistence::messages;
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::folder_href;

pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = MessageId::from_uuid(*id);
    let folder = MessageFolder::parse(fields.get("folder")).map_err(|_| AdminError::Unreadable)?;
    let message = state
        .database
        .run(move |conn| {
            let message = messages::find(conn, id)?.ok_or(AdminError::NotFound)?;
            messages::move_to(conn, id, folder)?;
            Ok::<_, AdminError>(message)
        })
        .await?;
    let sender = &message.sender_name;
    let text = match folder {
        MessageFolder::Inbox => format!("The message from {sender} is in the inbox again."),
        MessageFolder::Archive => format!("The message from {sender} is archived."),
        MessageFolder::Spam => format!("The message from {sender} is in spam."),
    };
    Flash::new(text)
        .undone_with(
            format!("/admin/inbox/{id}/folder"),
            "folder",
            message.folder.as_str(),
        )
        .keep(&session)?;
    // Back to the list that the message was in, where the next one waits.
    Ok(see_other(folder_href(MessageListing::Folder(
        message.folder,
    ))))
}
