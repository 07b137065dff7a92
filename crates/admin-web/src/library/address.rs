//! The stable address of an item. An old one leads on to the new one.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{MediaId, MediaName};
use persistence::media::{self, MediaError};
use uuid::Uuid;
use web_kit::FieldErrors;

use crate::AdminState;
use crate::conflict::parse_version;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::editor::{Attempt, show};
use super::view::edit_href;

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = MediaId::from_uuid(*id);
    let typed = fields.owned("name");
    let mut errors = FieldErrors::new();
    let mut is_stale = false;
    if let Some(name) = errors.keep("name", MediaName::parse(&typed)) {
        let expected = parse_version(fields.get("version"));
        let renamed = state
            .database
            .run(move |conn| media::rename(conn, id, expected, &name))
            .await;
        match renamed {
            Ok(item) => {
                let words = format!(
                    "The address is /files/{} now; the old one leads there.",
                    item.name
                );
                Flash::new(words).keep(&session)?;
                return Ok(see_other(edit_href(&item)));
            }
            Err(MediaError::NameTaken) => {
                errors.add(
                    "name",
                    "Another file has this address, or it leads elsewhere already. Please choose another one.",
                );
            }
            Err(MediaError::OtherEnding) => {
                errors.add(
                    "name",
                    "The ending says what the file is: please leave it as it is.",
                );
            }
            Err(MediaError::Stale { .. }) => is_stale = true,
            Err(error) => return Err(error.into()),
        }
    }
    let attempt = Attempt {
        name: Some(typed),
        errors,
        is_stale,
        ..Attempt::default()
    };
    let status = if is_stale {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    show(&state, &account, &session, status, id, attempt).await
}
