//! Taking an article from the site.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::ArticleId;
use persistence::articles;
use uuid::Uuid;

use crate::AdminState;
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;
use crate::titles;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    let title = state
        .database
        .run(move |conn| {
            let title = titles::of(conn, id.into())?;
            articles::withdraw(conn, id, Some(account.id))?;
            Ok::<_, AdminError>(title)
        })
        .await?;
    Flash::new(format!(
        "{} is off the site; its draft is untouched.",
        quoted(&title)
    ))
    .keep(&session)?;
    Ok(see_other(if fields.get("from") == "list" {
        "/admin/articles".to_owned()
    } else {
        Subject::Article(id).edit_href()
    }))
}
