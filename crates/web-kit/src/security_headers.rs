//! The headers that tell a browser how little these pages need.

use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use url::Url;

const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The players that a reader may load with a press of a button; until then nothing is asked of
/// them. The panel shows none.
const FRAMES: &str = "; frame-src https://www.youtube-nocookie.com https://player.vimeo.com";

const POLICY_HEADER: HeaderName = header::CONTENT_SECURITY_POLICY;

const HEADERS: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    // Not `no-referrer`: a form would then be sent with `Origin: null` and look foreign.
    ("referrer-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The policy of a page of the panel that shows other pages of this site in frames.
pub fn framing_policy() -> String {
    format!("{CONTENT_SECURITY_POLICY}; frame-src 'self'")
}

/// Lets a response be shown in a frame by this site's own pages, and by nobody else's.
pub fn allow_own_frames(headers: &mut HeaderMap) {
    let policy =
        CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(POLICY_HEADER, policy);
    }
    headers.insert(
        header::X_FRAME_OPTIONS,
        HeaderValue::from_static("SAMEORIGIN"),
    );
}

/// The header values, made once.
///
/// `.wrap(from_fn(move |request, next| headers.clone().apply(request, next)))`
#[derive(Clone, Debug)]
pub struct SecurityHeaders {
    headers: Arc<[(HeaderName, HeaderValue)]>,
    public_policy: HeaderValue,
}

impl SecurityHeaders {
    /// The headers for a site at this address; one on https also asks browsers to stay there.
    pub fn new(base_url: &Url) -> Self {
        let mut headers: Vec<_> = HEADERS
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect();
        if base_url.scheme() == "https" {
            headers.push((
                HeaderName::from_static("strict-transport-security"),
                HeaderValue::from_static("max-age=31536000"),
            ));
        }
        let public_policy = format!("{CONTENT_SECURITY_POLICY}{FRAMES}");
        Self {
            headers: headers.into(),
            public_policy: HeaderValue::from_str(&public_policy)
                .unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY)),
        }
    }

    /// Adds the headers to a response that does not set them itself, also to a failed one.
    ///
    /// # Errors
    /// The error of the service inside, with the headers on its response.
    pub async fn apply<B: MessageBody + 'static>(
        self,
        request: ServiceRequest,
        next: Next<B>,
    ) -> Result<ServiceResponse<B>, actix_web::Error> {
        let policy = self.policy_at(request.path());
        match next.call(request).await {
            Ok(mut response) => {
                self.add_to(response.headers_mut(), policy);
                Ok(response)
            }
            Err(error) => {
                let mut response = error.error_response();
                self.add_to(response.headers_mut(), policy);
                Err(InternalError::from_response(error, response).into())
            }
        }
    }

    fn policy_at(&self, path: &str) -> HeaderValue {
        if path == "/admin" || path.starts_with("/admin/") {
            HeaderValue::from_static(CONTENT_SECURITY_POLICY)
        } else {
            self.public_policy.clone()
        }
    }

    fn add_to(&self, headers: &mut HeaderMap, policy: HeaderValue) {
        if !headers.contains_key(POLICY_HEADER) {
            headers.insert(POLICY_HEADER, policy);
        }
        for (name, value) in self.headers.iter() {
            if !headers.contains_key(name) {
                headers.insert(name.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::middleware::from_fn;
    use actix_web::{App, HttpResponse, test, web};

    async fn headers_at(base_url: &str, path: &str) -> HeaderMap {
        let headers = SecurityHeaders::new(&base_url.parse().unwrap());
        let app = test::init_service(
            App::new()
                .wrap(from_fn(move |request, next| {
                    headers.clone().apply(request, next)
                }))
                .route("/", web::get().to(HttpResponse::Ok))
                .route(
                    "/own",
                    web::get().to(|| async {
                        HttpResponse::Ok()
                            .insert_header(("x-frame-options", "SAMEORIGIN"))
                            .finish()
                    }),
                ),
        )
        .await;
        let request = test::TestRequest::with_uri(path).to_request();
        test::call_service(&app, request).await.headers().clone()
    }

    #[actix_web::test]
    async fn a_framed_page_is_open_to_this_site_only_and_a_framing_one_to_its_own_pages() {
        let mut headers = HeaderMap::new();
        allow_own_frames(&mut headers);
        let policy = headers.get(POLICY_HEADER).unwrap().to_str().unwrap();
        assert!(policy.contains("frame-ancestors 'self'"), "{policy}");
        assert!(!policy.contains("frame-src"), "{policy}");
        assert!(framing_policy().ends_with("frame-src 'self'"));
        assert!(framing_policy().contains("frame-ancestors 'none'"));
    }

    #[actix_web::test]
    async fn every_answer_carries_them_also_one_that_was_not_found() {
        for path in ["/", "/nothing"] {
            let headers = headers_at("http://localhost:8080", path).await;
            for (name, value) in HEADERS {
                assert_eq!(headers.get(name).unwrap(), value, "{path}");
            }
            assert!(!headers.contains_key("strict-transport-security"));
        }
    }

    #[actix_web::test]
    async fn public_pages_may_show_the_two_players_and_the_panel_may_show_no_frame() {
        let policy = async |path: &str| {
            let headers = headers_at("http://localhost", path).await;
            headers
                .get("content-security-policy")
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned()
        };
        for path in ["/", "/articles/x", "/administration"] {
            let policy = policy(path).await;
            let frames: Vec<_> = policy
                .split("; ")
                .filter(|directive| directive.starts_with("frame-src"))
                .collect();
            assert_eq!(
                frames,
                ["frame-src https://www.youtube-nocookie.com https://player.vimeo.com"],
                "{path}"
            );
            assert!(policy.starts_with("default-src 'none'; script-src 'self'; "));
        }
        for path in ["/admin", "/admin/articles"] {
            // Without a directive of its own a frame falls under `default-src 'none'`.
            assert_eq!(policy(path).await, CONTENT_SECURITY_POLICY, "{path}");
        }
    }

    #[actix_web::test]
    async fn an_https_site_asks_to_stay_on_https() {
        let headers = headers_at("https://example.com", "/").await;
        assert!(headers.contains_key("strict-transport-security"));
    }

    #[actix_web::test]
    async fn an_answer_that_sets_its_own_value_keeps_it() {
        let headers = headers_at("http://localhost", "/own").await;
        assert_eq!(headers.get("x-frame-options").unwrap(), "SAMEORIGIN");
    }
}
