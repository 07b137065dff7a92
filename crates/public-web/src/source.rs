//! The source of an article or a service, as Markdown for people and programs elsewhere.

use actix_web::http::header::{HeaderName, HeaderValue, LINK};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use domain::Slug;
use page_assembly::{Site, published_article_source, published_service_source};
use persistence::{PgConnection, articles, services};
use site_pages::Frame;
use url::Url;

use crate::address::Address;
use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

const CONTENT_TYPE: &str = "text/markdown; charset=utf-8";

/// What search engines shall find is the page.
const ROBOTS: &str = "noindex";

/// Gives the source of an article.
pub(crate) async fn article(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
) -> Result<HttpResponse, PublicError> {
    show(request, state, &slug, "/articles", |conn, site, slug| {
        let Some(article) = articles::find_published_by_slug(conn, slug)? else {
            return Ok(None);
        };
        Ok(Some(published_article_source(conn, site, &article)?))
    })
    .await
}

/// Gives the source of a service.
pub(crate) async fn service(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
) -> Result<HttpResponse, PublicError> {
    show(request, state, &slug, "/services", |conn, site, slug| {
        let Some(service) = services::find_published_by_slug(conn, slug)? else {
            return Ok(None);
        };
        Ok(Some(published_service_source(conn, site, &service)?))
    })
    .await
}

type Found = Result<Option<String>, PublicError>;

async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: &str,
    folder: &'static str,
    find: impl FnOnce(&mut PgConnection, &Site<'_>, &Slug) -> Found + Send + 'static,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let Some(slug) = Address::slug(slug) else {
        return fallback::show(request, state).await;
    };
    let page = format!("{folder}/{slug}");
    let canonical = state.base_url.join(&page).ok();
    let base_url = state.base_url.clone();
    let (_, source) = state
        .load(move |conn, frame: &Frame| {
            let site = Site {
                frame,
                base_url: &base_url,
                now: Utc::now(),
            };
            find(conn, &site, &slug)?.ok_or_else(|| address.source_elsewhere(conn, &page))
        })
        .await?;
    let mut response = respond::text(&request, CONTENT_TYPE, source, None);
    let headers = response.headers_mut();
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static(ROBOTS),
    );
    if let Some(link) = canonical.as_ref().and_then(canonical_link) {
        headers.insert(LINK, link);
    }
    Ok(response)
}

/// The page of which this is the source (RFC 6596, RFC 8288).
fn canonical_link(page: &Url) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("<{page}>; rel=\"canonical\"; type=\"text/html\"")).ok()
}
