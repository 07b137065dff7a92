//! Which text field an account prefers.

use actix_web::{HttpRequest, HttpResponse, web};
use persistence::accounts;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::gate::{page_of_form, wants_json};
use crate::pages::{done, see_other};
use crate::signed_in::SignedIn;

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    request: HttpRequest,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let is_plain = match fields.get("plain") {
        "true" => true,
        "false" => false,
        _ => return Err(AdminError::Unreadable),
    };
    state
        .database
        .run(move |conn| Ok::<_, AdminError>(accounts::set_editor(conn, account.id, is_plain)?))
        .await?;
    if wants_json(request.headers()) {
        return Ok(done());
    }
    let back = page_of_form(request.headers(), &state.base_url);
    let back = back.as_deref().and_then(crate::gate::local_path);
    Ok(see_other(back.unwrap_or("/admin/articles")))
}
