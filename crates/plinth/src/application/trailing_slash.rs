//! Each page has one address: the one without a slash at its end.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{HeaderValue, LOCATION};
use actix_web::middleware::Next;

/// Redirects `/articles/` to `/articles`, and passes everything else on.
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
    // `//host` and `/\host` would lead to another site.
    if trimmed == path || trimmed.is_empty() || trimmed.starts_with("//") || trimmed.contains('\\')
    {
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
        assert_eq!(target("/articles/", "").as_deref(), Some("/articles"));
        assert_eq!(target("/a/b//", "x=1").as_deref(), Some("/a/b?x=1"));
        for path in [
            "/",
            "//",
            "/articles",
            "//evil.example/",
            "/\\evil.example/",
        ] {
            assert_eq!(target(path, ""), None, "{path}");
        }
    }
}
