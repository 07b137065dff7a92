//! Turns pages and documents into answers that a browser may keep and must ask about.

use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderValue, LAST_MODIFIED, VARY,
};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use web_kit::PageTemplate;

use crate::conditional;
use crate::error::PublicError;
use crate::state::PublicState;

/// A form's stamp differs each time; a page with one counts as unchanged for this long. It must
/// stay well under the 48 hours for which a stamp is accepted.
const FORM_PAGE_SECONDS: i64 = 12 * 60 * 60;

const HTML: &str = "text/html; charset=utf-8";

/// A page that the browser may keep but asks about each time.
pub(crate) fn page<P: PageTemplate>(
    state: &PublicState,
    request: &HttpRequest,
    page: &P,
) -> Result<HttpResponse, PublicError> {
    let html = state.templates.render(page)?;
    let etag = conditional::weak_etag(&[html.as_bytes()]);
    Ok(document(request, HTML, html, &etag, None))
}

/// A page with a form on it, whose stamp is left out of the comparison.
pub(crate) fn page_with_form<P: PageTemplate>(
    state: &PublicState,
    request: &HttpRequest,
    page: &P,
    stamp: &str,
) -> Result<HttpResponse, PublicError> {
    let html = state.templates.render(page)?;
    let (before, after) = html.split_once(stamp).unwrap_or((&html, ""));
    let period = Utc::now().timestamp().div_euclid(FORM_PAGE_SECONDS);
    let etag =
        conditional::weak_etag(&[before.as_bytes(), after.as_bytes(), &period.to_be_bytes()]);
    Ok(document(request, HTML, html, &etag, None))
}

/// A feed or a list for programs, with the moment of its last change where that is known.
pub(crate) fn text(
    request: &HttpRequest,
    content_type: &'static str,
    body: String,
    changed_at: Option<DateTime<Utc>>,
) -> HttpResponse {
    let etag = conditional::weak_etag(&[body.as_bytes()]);
    document(request, content_type, body, &etag, changed_at)
}

/// A page that answers what was sent and is worth nothing later.
pub(crate) fn page_once<P: PageTemplate>(
    state: &PublicState,
    status: StatusCode,
    page: &P,
) -> Result<HttpResponse, PublicError> {
    let html = state.templates.render(page)?;
    Ok(HttpResponse::build(status)
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(HTML)))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .body(html))
}

fn document(
    request: &HttpRequest,
    content_type: &'static str,
    body: String,
    etag: &str,
    changed_at: Option<DateTime<Utc>>,
) -> HttpResponse {
    let is_known = conditional::is_known(request, etag)
        || changed_at.is_some_and(|at| conditional::is_unmodified(request, at));
    let mut response = if is_known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((ETAG, etag))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-cache")));
    if let Some(at) = changed_at {
        response.insert_header((LAST_MODIFIED, conditional::http_date(at)));
    }
    if is_known {
        // What the whole answer would carry (RFC 9110, 15.4.5); there it comes with the compression.
        return response
            .insert_header((VARY, HeaderValue::from_static("accept-encoding")))
            .finish();
    }
    response
        .insert_header((CONTENT_TYPE, HeaderValue::from_static(content_type)))
        .body(body)
}
