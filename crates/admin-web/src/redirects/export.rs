//! All redirects as a file.

use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpResponse, web};
use persistence::redirects;

use crate::AdminState;
use crate::error::AdminError;
use crate::signed_in::SignedIn;

use super::table;

pub(crate) async fn show(
    state: web::Data<AdminState>,
    _: SignedIn,
) -> Result<HttpResponse, AdminError> {
    let text = state
        .database
        .run(|conn| {
            let rows = redirects::list_for_export(conn)?;
            Ok::<_, AdminError>(table::write(&rows)?)
        })
        .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((
            CONTENT_DISPOSITION,
            "attachment; filename=\"redirects.csv\"",
        ))
        .body(text))
}
