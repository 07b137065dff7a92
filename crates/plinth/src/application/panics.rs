//! A fault in one handler costs one answer, not the connection.

use std::panic::AssertUnwindSafe;

use actix_web::HttpResponse;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::middleware::Next;
use futures_util::FutureExt;

/// Answers 500 when the handler panics. The hook that logging sets has told the place.
pub(super) async fn contain<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    // What the handler shares with others is behind locks that survive a panic.
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(outcome) => outcome,
        Err(_) => Err(InternalError::from_response(
            "a handler panicked",
            HttpResponse::InternalServerError().finish(),
        )
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::middleware::from_fn;
    use actix_web::{App, test, web};

    async fn faulty() -> HttpResponse {
        panic!("on purpose")
    }

    #[actix_web::test]
    async fn a_panic_becomes_an_internal_error_and_the_next_request_is_answered() {
        let app = test::init_service(
            App::new()
                .wrap(from_fn(contain))
                .route("/faulty", web::get().to(faulty))
                .route("/fine", web::get().to(HttpResponse::Ok)),
        )
        .await;
        let request = test::TestRequest::with_uri("/faulty").to_request();
        let error = test::try_call_service(&app, request).await.unwrap_err();
        assert_eq!(error.error_response().status(), 500);
        let request = test::TestRequest::with_uri("/fine").to_request();
        assert_eq!(test::call_service(&app, request).await.status(), 200);
    }
}
