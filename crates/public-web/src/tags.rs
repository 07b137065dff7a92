//! The articles about one subject.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::SectionKey;
use persistence::{articles, tags};
use site_pages::{Head, article_rows};

use crate::address::Address;
use crate::articles::{IndexPage, PAGE_LENGTH, PageQuery, PlaceLink, listing_path};
use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

/// Shows the articles of a tag, newest first.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let Some(slug) = Address::slug(&slug) else {
        return fallback::show(request, state).await;
    };
    let before = query.cursor()?;
    let path = format!("/tags/{slug}");
    let (frame, (tag, page, rows)) = state
        .load(move |conn, frame| {
            let Some(tag) = tags::find_published_by_slug(conn, &slug)? else {
                return Err(address.elsewhere(conn));
            };
            let page = articles::list_published(conn, before.as_ref(), Some(&slug), PAGE_LENGTH)?;
            let rows = article_rows(&page.items, frame.time_zone);
            Ok((tag, page, rows))
        })
        .await?;
    let canonical = listing_path(&path, before.as_ref());
    let head = Head {
        title: Some(tag.name.as_str()),
        description: "",
        path: Some(&canonical),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let page = IndexPage {
        chrome: state.chrome(&frame, head),
        place: Some(PlaceLink {
            href: "/articles",
            label: "Writing",
        }),
        heading: tag.name.to_string(),
        intro: String::new(),
        articles: rows,
        empty_text: "There is nothing older on this subject.",
        has_pages: before.is_some() || page.next.is_some(),
        newest: before.map(|_| path.clone()),
        older: page.next.map(|next| listing_path(&path, Some(&next))),
        tags: Vec::new(),
    };
    respond::page(&state, &request, &page)
}
