//! Deleting an article, and bringing it back.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::ArticleId;
use persistence::{SaveError, articles};
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::edit_href;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    let title = state
        .database
        .run(move |conn| {
            let article = articles::find(conn, id)?.ok_or(AdminError::NotFound)?;
            articles::delete(conn, id)?;
            Ok::<_, AdminError>(article.title)
        })
        .await?;
    Flash::new(format!("{} was deleted.", quoted(title.as_str())))
        .undone_by(format!("/admin/articles/{id}/restoration"))
        .keep(&session)?;
    Ok(see_other("/admin/articles"))
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    match state
        .database
        .run(move |conn| articles::restore(conn, id))
        .await
    {
        Ok(article) => {
            Flash::new(format!("{} is back.", quoted(article.title.as_str()))).keep(&session)?;
            Ok(see_other(edit_href(id)))
        }
        Err(SaveError::SlugTaken) => {
            Flash::new(
                "It stays deleted: another article has its address by now. Change that one’s \
                 address first, then restore this one.",
            )
            .keep(&session)?;
            Ok(see_other("/admin/articles"))
        }
        Err(error) => Err(error.into()),
    }
}
