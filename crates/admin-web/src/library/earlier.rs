//! Bringing back a file that an item had before.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{FileHash, MediaId};
use persistence::media::{self, MediaError};
use uuid::Uuid;

use crate::AdminState;
use crate::conflict::parse_version;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::editor::{Attempt, show};
use super::view::edit_href;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = MediaId::from_uuid(*id);
    let hash = FileHash::parse(fields.get("file")).map_err(|_| AdminError::NotFound)?;
    let expected = parse_version(fields.get("version"));
    let brought = state
        .database
        .run(move |conn| media::bring_back_file(conn, id, expected, &hash))
        .await;
    match brought {
        Ok(item) => {
            let name = quoted(item.name.as_str());
            Flash::new(format!("{name} has its earlier file again.")).keep(&session)?;
            Ok(see_other(edit_href(&item)))
        }
        Err(MediaError::Stale { .. }) => {
            let reason = "Somebody else changed this meanwhile; it is shown as it is now. \
                          Please choose the earlier file again if it is still wanted.";
            let attempt = Attempt {
                refusal: Some(reason.to_owned()),
                ..Attempt::default()
            };
            show(
                &state,
                &account,
                &session,
                StatusCode::CONFLICT,
                id,
                attempt,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}
