//! The one door of the panel. Whatever is mounted inside is closed, also what nobody mounted.

use actix_session::SessionExt;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT, CACHE_CONTROL, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERER,
};
use actix_web::http::uri::PathAndQuery;
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, web};
use serde_json::json;
use url::{Position, Url};

use crate::AdminState;
use crate::error::{AdminError, chain};
use crate::percent;
use crate::signed_in::{SignedIn, account_of};

const SIGN_IN: &str = "/admin/sign-in";

/// True for the pages that need no account: signing in, and setting up by a secret link.
fn is_open(path: &str) -> bool {
    path == SIGN_IN
        || path
            .strip_prefix("/admin/setup/")
            .is_some_and(|token| !token.is_empty() && !token.contains('/'))
}

/// Lets nobody in without an account.
pub(crate) async fn admit<B: MessageBody + 'static>(
    state: web::Data<AdminState>,
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if is_open(request.path()) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    let session = request.get_session();
    match account_of(&session, &state.database).await? {
        Some(account) => {
            request.extensions_mut().insert(SignedIn(account));
            Ok(next.call(request).await?.map_into_boxed_body())
        }
        None if wants_json(request.headers()) => {
            let answer = HttpResponse::Unauthorized().json(json!({ "error": "sign-in" }));
            Ok(request.into_response(answer))
        }
        None => {
            let destination = match *request.method() {
                Method::GET | Method::HEAD => {
                    let wanted = request.uri().path_and_query();
                    sign_in_address(wanted.map(PathAndQuery::as_str))
                }
                _ => sign_in_address(page_of_form(request.headers(), &state.base_url).as_deref()),
            };
            let response = HttpResponse::SeeOther()
                .insert_header((LOCATION, destination))
                .finish();
            Ok(request.into_response(response))
        }
    }
}

/// True for a script of the panel, which shows a dialog where a person would be led to a page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.trim_start().starts_with("application/json"))
}

/// Where a stranger goes, to come back to the wanted page afterwards.
fn sign_in_address(wanted: Option<&str>) -> String {
    let wanted = wanted.and_then(local_path).filter(|path| *path != "/admin");
    match wanted {
        Some(path) => format!("{SIGN_IN}?next={}", percent::query_value(path)),
        None => SIGN_IN.to_owned(),
    }
}

/// The page on which a form stood that came without an account, as when the session ended while
/// its author wrote. The form itself is not sent again; its page has a copy of the words.
pub(crate) fn page_of_form(headers: &HeaderMap, base_url: &Url) -> Option<String> {
    let referrer = Url::parse(headers.get(REFERER)?.to_str().ok()?).ok()?;
    // A page of this very machine may be reached by another name than the public one.
    let is_own = referrer.origin() == base_url.origin()
        || headers.get(HOST)?.to_str().ok()? == referrer.authority();
    is_own.then(|| referrer[Position::BeforePath..Position::AfterQuery].to_owned())
}

/// A place inside the panel to go to after signing in, or nothing for any other text: an address
/// that leaves the site would turn the sign-in page into a trap.
pub(crate) fn local_path(text: &str) -> Option<&str> {
    const MOST_BYTES: usize = 2_000;
    let is_inside = text == "/admin" || text.starts_with("/admin/") || text.starts_with("/admin?");
    let is_plain = text.len() <= MOST_BYTES
        && text
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !text.contains("//")
        && !text.contains("/..")
        && !text.contains("/./");
    let path = text.split(['?', '#']).next().unwrap_or(text);
    (is_inside && is_plain && path != SIGN_IN && path != "/admin/sign-out").then_some(text)
}

/// Tells failures apart and writes them to the log, once. A session store that fails answers as an
/// unavailable database does.
pub(crate) async fn watch<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    match next.call(request).await {
        Ok(response) => {
            if let Some(error) = response.response().error() {
                log(error);
            }
            Ok(response)
        }
        Err(error) => {
            let is_ours = error.as_error::<AdminError>().is_some();
            let error = if !is_ours && error.as_response_error().status_code().is_server_error() {
                AdminError::SessionStore(error.to_string()).into()
            } else {
                error
            };
            log(&error);
            Err(error)
        }
    }
}

fn log(error: &actix_web::Error) {
    if !error.as_response_error().status_code().is_server_error() {
        return;
    }
    let causes = error
        .as_error::<AdminError>()
        .map_or_else(|| error.to_string(), |error| chain(error));
    tracing::error!(causes, "a request to the panel failed");
}

/// Keeps every answer out of caches and search engines, also the failed ones.
pub(crate) async fn keep_private<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    match next.call(request).await {
        Ok(mut response) => {
            add_private_headers(response.headers_mut());
            Ok(response)
        }
        Err(error) => {
            let mut response = error.error_response();
            add_private_headers(response.headers_mut());
            Err(InternalError::from_response(error, response).into())
        }
    }
}

fn add_private_headers(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        HeaderName::from_static("x-robots-tag"),
        HeaderValue::from_static("noindex, nofollow"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_two_pages_are_open() {
        for path in ["/admin/sign-in", "/admin/setup/abc"] {
            assert!(is_open(path), "{path}");
        }
        for path in [
            "/admin",
            "/admin/",
            "/admin/sign-in/",
            "/admin//sign-in",
            "/admin/sign-out",
            "/admin/setup",
            "/admin/setup/",
            "/admin/setup/abc/def",
            "/admin/articles/../sign-in",
            "/admin/nothing",
        ] {
            assert!(!is_open(path), "{path}");
        }
    }

    #[test]
    fn a_stranger_comes_back_only_to_a_page_of_the_panel() {
        for path in [
            "/admin",
            "/admin/articles?state=draft&before=1.2",
            "/admin?x=1",
            "/admin/inbox/0190",
        ] {
            assert_eq!(local_path(path), Some(path));
        }
        for path in [
            "",
            "/",
            "/administrator",
            "//evil.example",
            "https://evil.example/admin",
            "/admin//evil.example",
            "/admin/..//evil.example",
            "/admin/../articles",
            "/admin\\evil",
            "/admin/a b",
            "/admin/\r\nSet-Cookie:x",
            "javascript:alert(1)",
            "/admin/sign-in",
            "/admin/sign-in?next=/admin",
            "/admin/sign-out",
        ] {
            assert_eq!(local_path(path), None, "{path}");
        }
        assert_eq!(local_path(&format!("/admin/{}", "a".repeat(3_000))), None);
    }

    #[test]
    fn the_wanted_page_is_remembered() {
        assert_eq!(
            sign_in_address(Some("/admin/articles?state=draft&x=%20")),
            "/admin/sign-in?next=/admin/articles%3Fstate%3Ddraft%26x%3D%2520"
        );
        assert_eq!(sign_in_address(Some("/admin")), SIGN_IN);
        assert_eq!(sign_in_address(None), SIGN_IN);
    }

    #[test]
    fn a_form_without_an_account_leads_back_to_its_own_page_only() {
        let base_url = Url::parse("https://example.com").unwrap();
        for (referrer, page) in [
            (
                "https://example.com/admin/articles/new?x=1#y",
                Some("/admin/articles/new?x=1"),
            ),
            (
                "http://127.0.0.1:8080/admin/settings",
                Some("/admin/settings"),
            ),
            ("https://evil.example/admin/settings", None),
            ("nonsense", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static("127.0.0.1:8080"));
            headers.insert(REFERER, HeaderValue::from_static(referrer));
            assert_eq!(page_of_form(&headers, &base_url).as_deref(), page);
        }
    }
}
