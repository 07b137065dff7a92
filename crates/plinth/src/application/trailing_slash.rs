//! Each page has one address: the one without a slash at its end. This is the panel's part of it; a
//! visitor's address is put right together with looking up where it leads, so that it takes one step.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::middleware::Next;

/// Redirects `/admin/inbox/` to `/admin/inbox`, and passes everything else on.
pub(super) async fn redirect<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD)
        && let Some(target) = target(request.path(), request.query_string())
        && let Ok(location) = HeaderValue::from_str(&target)
    {
        let mut response = HttpResponse::MovedPermanently().finish();
        response.headers_mut().insert(LOCATION, location);
        return Ok(request.into_response(response));
    }
    Ok(next.call(request).await?.map_into_boxed_body())
}

/// Where to go from an address with slashes at its end.
fn target(path: &str, query: &str) -> Option<String> {
    let trimmed = path.trim_end_matches('/');
    let is_panel = trimmed == "/admin" || trimmed.starts_with("/admin/");
    if trimmed == path || !is_panel || trimmed.contains('\\') {
        return None;
    }
    Some(if query.is_empty() {
        trimmed.to_owned()
    } else {
        format!("{trimmed}?{query}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_at_the_end_go_and_the_query_stays() {
        assert_eq!(target("/admin/inbox/", "").as_deref(), Some("/admin/inbox"));
        assert_eq!(target("/admin//", "x=1").as_deref(), Some("/admin?x=1"));
        for path in [
            "/",
            "//",
            "/admin",
            "/articles/",
            "/administration/",
            "//evil.example/",
            "//admin/",
        ] {
            assert_eq!(target(path, ""), None, "{path}");
        }
    }
}
