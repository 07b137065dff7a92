//! The page of an article.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use page_assembly::{Site, published_article};
use persistence::articles;

use crate::address::Address;
use crate::cards;
use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

/// Shows one article.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let Some(slug) = Address::slug(&slug) else {
        return fallback::show(request, state).await;
    };
    let base_url = state.base_url.clone();
    let (frame, (article, page)) = state
        .load(move |conn, frame| {
            let Some(article) = articles::find_published_by_slug(conn, &slug)? else {
                return Err(address.elsewhere(conn));
            };
            let site = Site {
                frame,
                base_url: &base_url,
                now: Utc::now(),
            };
            let page = published_article(conn, &site, &article)?;
            Ok((article, page))
        })
        .await?;
    let page = page.with_card(cards::of_article(&state, &frame, &article));
    respond::page(&state, &request, &page)
}
