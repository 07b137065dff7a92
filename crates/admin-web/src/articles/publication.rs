//! Whether visitors see an article.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use chrono::Utc;
use domain::ArticleId;
use persistence::articles;
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::edit_href;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    let article = state
        .database
        .run(move |conn| articles::publish(conn, id, Utc::now()))
        .await?;
    Flash::new(format!(
        "{} is on the site now.",
        quoted(article.title.as_str())
    ))
    .undone_by(format!("/admin/articles/{id}/publication/withdrawal"))
    .keep(&session)?;
    Ok(see_other(origin(&fields, id)))
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    let article = state
        .database
        .run(move |conn| articles::withdraw(conn, id))
        .await?;
    Flash::new(format!(
        "{} is a draft again; visitors no longer see it.",
        quoted(article.title.as_str())
    ))
    .undone_by(format!("/admin/articles/{id}/publication"))
    .keep(&session)?;
    Ok(see_other(origin(&fields, id)))
}

/// The page that the button stood on.
fn origin(fields: &Fields, id: ArticleId) -> String {
    if fields.get("from") == "list" {
        "/admin/articles".to_owned()
    } else {
        edit_href(id)
    }
}
