//! Every address that no page has.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web::Data};

use crate::address::Address;
use crate::error::PublicError;
use crate::state::PublicState;

/// Leads a slash too many, or an address in capitals, to where it was meant; otherwise says that there is nothing.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(PublicError::NotFound);
    }
    let address = Address::of(&request);
    if let Some(path) = corrected(request.path()) {
        return Err(address.moved_to(&path));
    }
    state
        .load(move |conn, _| Err::<(), _>(address.elsewhere(conn, |_| Ok(false))))
        .await
        .map(|_| HttpResponse::NotFound().finish())
}

/// The path without slashes at its end, in lower case where it is one of the site's own.
fn corrected(path: &str) -> Option<String> {
    const OWN: [&str; 4] = ["/services", "/articles", "/tags", "/contact"];
    let trimmed = path.trim_end_matches('/');
    // Two slashes in front would lead to another site; and a header carries plain ASCII only.
    let leads_away = trimmed.starts_with("//") || trimmed.starts_with("/\\");
    if trimmed.is_empty() || leads_away || !trimmed.bytes().all(|byte| byte.is_ascii_graphic()) {
        return None;
    }
    let lower = trimmed.to_ascii_lowercase();
    let is_own = OWN.iter().any(|own| {
        lower
            .strip_prefix(own)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    (is_own && lower != path).then_some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_and_capitals_are_corrected_on_the_sites_own_addresses_only() {
        assert_eq!(corrected("/articles/").as_deref(), Some("/articles"));
        assert_eq!(corrected("/Articles/A/").as_deref(), Some("/articles/a"));
        assert_eq!(corrected("/CONTACT").as_deref(), Some("/contact"));
        for path in [
            "/",
            "//",
            "//articles/",
            "/articles",
            "/elsewhere/",
            "/servicesx/",
            "/articles/é/",
            "/articles/a\nb/",
        ] {
            assert_eq!(corrected(path), None, "{path}");
        }
    }
}
