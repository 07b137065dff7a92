//! The first page: the shown sections in the owner's order.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use page_assembly::Site;

use crate::cards;
use crate::contact::FORM;
use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

/// Shows the first page.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let now = Utc::now();
    let stamp = state.form_tokens.issue(FORM, now);
    let form_stamp = stamp.clone();
    let base_url = state.base_url.clone();
    let (frame, page) = state
        .load(move |conn, frame| {
            let site = Site {
                frame,
                base_url: &base_url,
                now,
            };
            Ok(page_assembly::home(conn, &site, form_stamp)?)
        })
        .await?;
    let page = page.with_card(cards::of_site(&state, &frame));
    respond::page_with_form(&state, &request, &page, &stamp)
}
