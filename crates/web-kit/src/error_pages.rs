//! Turns a bare error status, also one that the server itself answers, into a page of the site.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue,
};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

/// What is known of a request that failed.
#[derive(Clone, Copy, Debug)]
pub struct FailedRequest<'a> {
    /// The status of the answer: 400 to 599.
    pub status: StatusCode,
    /// The method of the request.
    pub method: &'a Method,
    /// The path of the request, without its query.
    pub path: &'a str,
}

/// Makes the page for a failed request, or nothing where the bare answer should stay.
pub type ErrorPageRenderer = Arc<dyn Fn(&FailedRequest<'_>) -> Option<String> + Send + Sync>;

/// Put into a response's extensions, keeps its body as it is: for answers to machines.
#[derive(Clone, Copy, Debug)]
pub struct KeepBody;

/// Puts pages in the place of bare errors.
///
/// `.wrap(from_fn(move |request, next| pages.clone().apply(request, next)))`
///
/// An answer that is already HTML stays, so a handler may still make a fuller page of its own.
#[derive(Clone)]
pub struct ErrorPages {
    render: ErrorPageRenderer,
}

impl ErrorPages {
    /// Asks this function for each page.
    pub fn new(render: ErrorPageRenderer) -> Self {
        Self { render }
    }

    /// Lets the request pass and looks at what comes back.
    ///
    /// # Errors
    /// The error of the service inside, with the page as its response.
    pub async fn apply<B: MessageBody + 'static>(
        self,
        request: ServiceRequest,
        next: Next<B>,
    ) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
        // The request itself may not be held: routing needs it for itself alone.
        let method = request.method().clone();
        let path = request.path().to_owned();
        match next.call(request).await {
            Ok(response) => {
                let is_page = says_itself(response.headers())
                    || response.response().extensions().get::<KeepBody>().is_some();
                let page = (!is_page)
                    .then(|| self.page(response.status(), &method, &path))
                    .flatten();
                Ok(match page {
                    None => response.map_into_boxed_body(),
                    Some(page) => {
                        let (request, response) = response.into_parts();
                        ServiceResponse::new(request, with_page(response, page))
                    }
                })
            }
            Err(error) => {
                let response = error.error_response();
                let page = (!says_itself(response.headers()))
                    .then(|| self.page(response.status(), &method, &path))
                    .flatten();
                let response = match page {
                    None => response,
                    Some(page) => with_page(response, page),
                };
                // An error may give its response away only once, so it travels on with this one.
                Err(InternalError::from_response(error, response).into())
            }
        }
    }

    fn page(&self, status: StatusCode, method: &Method, path: &str) -> Option<String> {
        if !status.is_client_error() && !status.is_server_error() {
            return None;
        }
        (self.render)(&FailedRequest {
            status,
            method,
            path,
        })
    }
}

impl std::fmt::Debug for ErrorPages {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ErrorPages").finish_non_exhaustive()
    }
}

/// True for a page, and for what a script reads: it says by itself what went wrong.
fn says_itself(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|value| {
        let kind = value.as_bytes();
        kind.starts_with(b"text/html") || kind.starts_with(b"application/json")
    })
}

/// The same answer (status, `Allow`, `Retry-After`, cookies) with the page as its body.
fn with_page<B>(response: HttpResponse<B>, page: String) -> HttpResponse<BoxBody> {
    let mut response = response.set_body(BoxBody::new(page));
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::RETRY_AFTER;
    use actix_web::middleware::from_fn;
    use actix_web::{App, HttpResponse, error, test, web};

    async fn answer(request: test::TestRequest) -> (u16, HeaderMap, String) {
        let pages = ErrorPages::new(Arc::new(|failed: &FailedRequest<'_>| {
            (failed.status != StatusCode::CONFLICT)
                .then(|| format!("<p>{} {}</p>", failed.status.as_u16(), failed.path))
        }));
        let app = test::init_service(
            App::new()
                .wrap(from_fn(
                    |request: ServiceRequest, next: Next<_>| async move {
                        if request.path() == "/error" {
                            return Err(error::ErrorServiceUnavailable("secret"));
                        }
                        next.call(request).await
                    },
                ))
                .wrap(from_fn(move |request, next| {
                    pages.clone().apply(request, next)
                }))
                .service(
                    web::resource("/")
                        .route(web::get().to(|| async { "fine" }))
                        .route(
                            web::post().to(|_: web::Form<Vec<(String, String)>>| async { "fine" }),
                        ),
                )
                .route(
                    "/busy",
                    web::get().to(|| async {
                        HttpResponse::TooManyRequests()
                            .insert_header((RETRY_AFTER, "7"))
                            .finish()
                    }),
                )
                .route(
                    "/own",
                    web::get().to(|| async {
                        HttpResponse::UnprocessableEntity()
                            .content_type("text/html; charset=utf-8")
                            .body("<form>")
                    }),
                )
                .route(
                    "/machine",
                    web::get().to(|| async {
                        let mut response = HttpResponse::ServiceUnavailable().body("not yet");
                        response.extensions_mut().insert(KeepBody);
                        response
                    }),
                )
                .route(
                    "/script",
                    web::get().to(|| async { HttpResponse::NotFound().json("gone") }),
                )
                .route("/bare", web::get().to(HttpResponse::Conflict)),
        )
        .await;
        // An error of a middleware comes back as an error, as it does to the server.
        let (status, headers, body) = match test::try_call_service(&app, request.to_request()).await
        {
            Ok(response) => (
                response.status(),
                response.headers().clone(),
                test::read_body(response).await,
            ),
            Err(error) => {
                let response = error.error_response();
                (
                    response.status(),
                    response.headers().clone(),
                    actix_web::body::to_bytes(response.into_body())
                        .await
                        .unwrap(),
                )
            }
        };
        (
            status.as_u16(),
            headers,
            String::from_utf8(body.to_vec()).unwrap(),
        )
    }

    #[actix_web::test]
    async fn bare_errors_become_pages_and_the_rest_stays() {
        for (path, status, body) in [
            ("/", 200, "fine"),
            ("/nothing", 404, "<p>404 /nothing</p>"),
            ("/own", 422, "<form>"),
            ("/machine", 503, "not yet"),
            ("/script", 404, "\"gone\""),
            ("/bare", 409, ""),
            ("/error", 503, "<p>503 /error</p>"),
        ] {
            let answer = answer(test::TestRequest::with_uri(path)).await;
            assert_eq!((answer.0, answer.2.as_str()), (status, body), "{path}");
        }
    }

    #[actix_web::test]
    async fn the_other_headers_of_the_answer_stay() {
        let (status, headers, body) = answer(test::TestRequest::with_uri("/busy")).await;
        assert_eq!((status, body.as_str()), (429, "<p>429 /busy</p>"));
        assert_eq!(headers.get(RETRY_AFTER).unwrap(), "7");
        assert_eq!(
            headers.get(CONTENT_TYPE).unwrap(),
            "text/html; charset=utf-8"
        );
        assert_eq!(headers.get(CACHE_CONTROL).unwrap(), "no-store");
    }

    #[actix_web::test]
    async fn what_the_framework_refuses_becomes_a_page_too() {
        let wrong_method = answer(test::TestRequest::delete().uri("/")).await;
        assert_eq!(
            (wrong_method.0, wrong_method.2.as_str()),
            (405, "<p>405 /</p>")
        );

        let wrong_type = answer(test::TestRequest::post().uri("/").set_payload("x")).await;
        assert_eq!((wrong_type.0, wrong_type.2.as_str()), (415, "<p>415 /</p>"));

        let wrong_encoding = answer(
            test::TestRequest::post()
                .uri("/")
                .insert_header((
                    "content-type",
                    "application/x-www-form-urlencoded; charset=x",
                ))
                .set_payload("a=%ff"),
        )
        .await;
        assert!(wrong_encoding.2.starts_with("<p>4"), "{wrong_encoding:?}");
    }
}
