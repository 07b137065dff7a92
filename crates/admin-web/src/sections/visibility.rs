//! Whether visitors see a section.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use persistence::sections;

use crate::AdminState;
use crate::choices;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::read_key;

pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    key: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let key = read_key(&key)?;
    let visibility = choices::visibility(&fields)?;
    state
        .database
        .run(move |conn| Ok::<_, AdminError>(sections::set_visibility(conn, key, visibility)?))
        .await?;
    let name = key.name();
    Flash::new(if visibility.is_shown() {
        format!("“{name}” is on the home page now.")
    } else {
        format!("“{name}” is hidden.")
    })
    .undone_with(
        format!("/admin/sections/{key}/visibility"),
        "visible",
        if visibility.is_shown() {
            "false"
        } else {
            "true"
        },
    )
    .keep(&session)?;
    Ok(see_other("/admin/sections"))
}
