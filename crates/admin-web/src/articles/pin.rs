//! Keeping an article on top of the public list.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::ArticleId;
use persistence::articles;
use uuid::Uuid;

use crate::AdminState;
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

pub(crate) async fn update(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    let is_pinned = match fields.get("pinned") {
        "true" => true,
        "false" => false,
        _ => return Err(AdminError::Unreadable),
    };
    let exists = state
        .database
        .run(move |conn| Ok::<_, AdminError>(articles::set_pinned(conn, id, is_pinned)?))
        .await?;
    if !exists {
        return Err(AdminError::NotFound);
    }
    Flash::new(if is_pinned {
        "It stands on top of the public list now."
    } else {
        "It stands in its place by date again."
    })
    .keep(&session)?;
    Ok(see_other(if fields.get("from") == "list" {
        "/admin/articles".to_owned()
    } else {
        Subject::Article(id).edit_href()
    }))
}
