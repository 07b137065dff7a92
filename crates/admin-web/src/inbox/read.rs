//! Whether a message was read.

use actix_web::{HttpResponse, web};
use domain::MessageId;
use persistence::messages;
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::pages::{done, see_other};
use crate::signed_in::SignedIn;

use super::{folder_href, listing_of, message_href};

pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = MessageId::from_uuid(*id);
    let is_read = match fields.get("read") {
        "true" => true,
        "false" => false,
        _ => return Err(AdminError::Unreadable),
    };
    let message = state
        .database
        .run(move |conn| {
            let message = messages::find(conn, id)?.ok_or(AdminError::NotFound)?;
            messages::set_read(conn, id, is_read)?;
            Ok::<_, AdminError>(message)
        })
        .await?;
    if fields.is_quiet() {
        return Ok(done());
    }
    // The page of a message that was just marked as unread would mark it as read again.
    Ok(see_other(if is_read {
        message_href(id)
    } else {
        folder_href(listing_of(&message))
    }))
}
