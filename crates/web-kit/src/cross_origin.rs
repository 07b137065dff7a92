//! Refuses a form that another site's page sends with a visitor's cookies.
//!
//! A browser says in `Sec-Fetch-Site` where a request comes from, and no page can change that.
//! An older browser sends `Origin`, which must then be the site's own. `Host` is believed only
//! where it names this very machine, since a proxy may rewrite it.

use std::net::IpAddr;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap, HeaderName};
use actix_web::middleware::Next;
use url::{Host, Url};

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What to do with an unsafe request that says nothing of where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmarked {
    /// Refuse it: for all that a cookie authorises.
    Refuse,
    /// Let it pass: for a form that gives its sender no rights.
    Allow,
}

/// Checks the origin of unsafe requests.
///
/// `.wrap(from_fn(move |request, next| guard.clone().check(request, next)))`
#[derive(Clone, Debug)]
pub struct CrossOriginGuard {
    base_origin: Arc<str>,
    unmarked: Unmarked,
}

/// What a request says of where it comes from.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The method.
    pub method: &'a Method,
    /// The value of `Sec-Fetch-Site`.
    pub sec_fetch_site: Option<&'a str>,
    /// The value of `Origin`.
    pub origin: Option<&'a str>,
    /// The value of `Host`.
    pub host: Option<&'a str>,
}

/// Whether a request may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may.
    Allow,
    /// It may not, as it comes from elsewhere or does not say.
    Refuse,
}

/// Judges a request to the site whose origin is `base_origin`, such as `https://example.com`.
pub fn decide(evidence: Evidence<'_>, base_origin: &str, unmarked: Unmarked) -> Verdict {
    if matches!(
        *evidence.method,
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return Verdict::Allow;
    }
    let allowed = match (evidence.sec_fetch_site, evidence.origin) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            origin == base_origin || is_own_loopback_origin(origin, evidence.host)
        }
        (None, None) => unmarked == Unmarked::Allow,
    };
    if allowed {
        Verdict::Allow
    } else {
        Verdict::Refuse
    }
}

/// Whether the origin is exactly the address of this machine that the request was sent to.
fn is_own_loopback_origin(origin: &str, host: Option<&str>) -> bool {
    let Some(host) = host else { return false };
    let Ok(own) = Url::parse(&format!("http://{host}/")) else {
        return false;
    };
    let is_loopback = match own.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    };
    is_loopback && own.origin().ascii_serialization() == origin
}

impl CrossOriginGuard {
    /// Guards the site at this address.
    pub fn new(base_url: &Url, unmarked: Unmarked) -> Self {
        Self {
            base_origin: base_url.origin().ascii_serialization().into(),
            unmarked,
        }
    }

    /// Answers 403 to a request that comes from elsewhere, before anything reads it.
    ///
    /// # Errors
    /// Only those of the service inside.
    pub async fn check<B: MessageBody + 'static>(
        self,
        request: ServiceRequest,
        next: Next<B>,
    ) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
        match self.verdict(request.method(), request.headers()) {
            Verdict::Allow => Ok(next.call(request).await?.map_into_boxed_body()),
            Verdict::Refuse => {
                tracing::warn!(
                    route = request.match_pattern(),
                    "refused a form sent from another site"
                );
                Ok(request.into_response(HttpResponse::Forbidden().finish()))
            }
        }
    }

    /// Judges a request by its method and headers.
    pub fn verdict(&self, method: &Method, headers: &HeaderMap) -> Verdict {
        // A value that is no text is as foreign as an unknown one.
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
        decide(
            Evidence {
                method,
                sec_fetch_site: text(SEC_FETCH_SITE),
                origin: text(header::ORIGIN),
                host: text(header::HOST),
            },
            &self.base_origin,
            self.unmarked,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Unmarked::{Allow as Lenient, Refuse as Strict};
    use Verdict::{Allow, Refuse};

    const BASE: &str = "https://example.com";

    #[test]
    fn the_table_of_verdicts() {
        let post = Method::POST;
        let table = [
            // (Sec-Fetch-Site, Origin, Host, unmarked, verdict)
            (Some("same-origin"), None, None, Strict, Allow),
            (Some("none"), None, None, Strict, Allow),
            (Some("same-site"), None, None, Strict, Refuse),
            (Some("cross-site"), None, None, Strict, Refuse),
            (Some("cross-site"), None, None, Lenient, Refuse),
            (Some(""), None, None, Lenient, Refuse),
            (Some("cross-site"), Some(BASE), None, Strict, Refuse),
            (None, Some(BASE), None, Strict, Allow),
            (None, Some("https://example.com:8443"), None, Strict, Refuse),
            (None, Some("http://example.com"), None, Strict, Refuse),
            (None, Some("https://evil.example"), None, Strict, Refuse),
            (None, Some("https://evil.example"), None, Lenient, Refuse),
            (None, Some("null"), None, Lenient, Refuse),
            (None, Some("null"), Some("null"), Strict, Refuse),
            // The Host header of a name proves nothing: the name may point here by rebinding.
            (
                None,
                Some("http://evil.example"),
                Some("evil.example"),
                Strict,
                Refuse,
            ),
            (
                None,
                Some("http://127.0.0.1:8080"),
                Some("127.0.0.1:8080"),
                Strict,
                Allow,
            ),
            (
                None,
                Some("http://localhost:8080"),
                Some("localhost:8080"),
                Strict,
                Allow,
            ),
            (
                None,
                Some("http://[::1]:8080"),
                Some("[::1]:8080"),
                Strict,
                Allow,
            ),
            (
                None,
                Some("http://localhost:3000"),
                Some("localhost:8080"),
                Strict,
                Refuse,
            ),
            (
                None,
                Some("http://localhost.evil.example"),
                Some("localhost.evil.example"),
                Strict,
                Refuse,
            ),
            (None, None, Some("127.0.0.1"), Strict, Refuse),
            (None, None, None, Lenient, Allow),
        ];
        for (sec_fetch_site, origin, host, unmarked, verdict) in table {
            let evidence = Evidence {
                method: &post,
                sec_fetch_site,
                origin,
                host,
            };
            assert_eq!(decide(evidence, BASE, unmarked), verdict, "{evidence:?}");
        }
    }

    #[test]
    fn reading_is_always_allowed_and_every_other_method_is_judged() {
        for (method, verdict) in [
            (Method::GET, Allow),
            (Method::HEAD, Allow),
            (Method::OPTIONS, Allow),
            (Method::PUT, Refuse),
            (Method::DELETE, Refuse),
            (Method::from_bytes(b"PURGE").unwrap(), Refuse),
        ] {
            let evidence = Evidence {
                method: &method,
                sec_fetch_site: Some("cross-site"),
                origin: None,
                host: None,
            };
            assert_eq!(decide(evidence, BASE, Lenient), verdict, "{method}");
        }
    }

    #[actix_web::test]
    async fn a_foreign_form_never_reaches_the_handler() {
        use actix_web::middleware::from_fn;
        use actix_web::{App, test, web};
        let guard = CrossOriginGuard::new(&BASE.parse().unwrap(), Strict);
        let app = test::init_service(
            App::new()
                .wrap(from_fn(move |request, next| {
                    guard.clone().check(request, next)
                }))
                .route("/", web::post().to(HttpResponse::Ok)),
        )
        .await;
        for (site, status) in [("same-origin", 200), ("cross-site", 403)] {
            let request = test::TestRequest::post()
                .insert_header(("sec-fetch-site", site))
                .to_request();
            assert_eq!(test::call_service(&app, request).await.status(), status);
        }
    }
}
