//! Routes by method: a page answers GET and HEAD alike, and a refusal says what is allowed.

use actix_web::http::Method;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpResponse, Route, guard, web};

/// A route for reading, by GET or HEAD. The server leaves out the body of an answer to HEAD.
pub fn get() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// A route for a form that is sent.
pub fn post() -> Route {
    web::post()
}

/// A resource's default service that answers 405 with its `Allow` header, such as `"GET, HEAD"`.
pub fn refuse_others(allowed: &'static str) -> Route {
    web::route().to(move |method: Method| async move {
        let mut response = if method == Method::OPTIONS {
            HttpResponse::NoContent()
        } else {
            HttpResponse::MethodNotAllowed()
        };
        response
            .insert_header((ALLOW, HeaderValue::from_static(allowed)))
            .finish()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::{App, test};

    #[actix_web::test]
    async fn head_is_answered_like_get_and_other_methods_learn_what_is_allowed() {
        let app = test::init_service(
            App::new().service(
                web::resource("/a")
                    .route(get().to(|| async { "text" }))
                    .default_service(refuse_others("GET, HEAD")),
            ),
        )
        .await;
        for (method, status) in [
            (Method::GET, 200),
            (Method::HEAD, 200),
            (Method::OPTIONS, 204),
            (Method::POST, 405),
            (Method::DELETE, 405),
        ] {
            let request = test::TestRequest::with_uri("/a")
                .method(method.clone())
                .to_request();
            let response = test::call_service(&app, request).await;
            assert_eq!(response.status(), status, "{method}");
            if status == 405 {
                assert_eq!(response.headers().get(ALLOW).unwrap(), "GET, HEAD");
            }
        }
    }
}
