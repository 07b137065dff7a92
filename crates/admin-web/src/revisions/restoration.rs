//! An older state as the draft again.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use domain::{Authorship, RevisionReason};
use persistence::drafts;

use crate::AdminState;
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

/// The number in `…/revisions/{number}/…`.
pub(crate) fn number_of(request: &HttpRequest) -> Result<i32, AdminError> {
    request
        .match_info()
        .get("number")
        .and_then(|number| number.parse().ok())
        .ok_or(AdminError::NotFound)
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
    request: HttpRequest,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let number = number_of(&request)?;
    let with_address = fields.get("address") == "true";
    let authorship = Authorship {
        author: Some(account.id),
        reason: RevisionReason::Restore,
    };
    state
        .database
        .run(move |conn| {
            let (id, _) = super::draft_of(conn, subject)?;
            drafts::restore(conn, id, number, with_address, authorship)?;
            Ok::<_, AdminError>(())
        })
        .await?;
    Flash::new(format!(
        "The draft holds revision {number} again. What stood in it before is in the history; \
         visitors see no change until you publish."
    ))
    .keep(&session)?;
    Ok(see_other(subject.edit_href()))
}
