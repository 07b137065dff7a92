//! One line per request: its id, method, route, status and time. Never the address that was asked
//! for, as that may hold a token; no query, no cookie, nothing of who asked.

use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use tracing::Instrument;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, logs inside a span that carries it, and writes the line.
pub(super) async fn record<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, actix_web::Error> {
    let id = Uuid::now_v7();
    let begun = Instant::now();
    let method = request.method().clone();
    let span = tracing::info_span!("request", %id);
    request.extensions_mut().insert(id);
    let mut outcome = next.call(request).instrument(span.clone()).await;
    let _entered = span.enter();
    match &mut outcome {
        Ok(response) => {
            if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
                response.headers_mut().insert(REQUEST_ID, value);
            }
            let route = response.request().match_pattern();
            write(&method, route.as_deref(), response.status(), begun);
        }
        Err(error) => {
            let status = error.as_response_error().status_code();
            write(&method, None, status, begun);
        }
    }
    outcome
}

fn write(method: &Method, route: Option<&str>, status: StatusCode, begun: Instant) {
    let route = route.unwrap_or("none");
    let status = status.as_u16();
    let duration_us = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
    // Probes and files come often and tell little.
    if route.starts_with("/assets/") || route == "/livez" || route == "/readyz" {
        tracing::debug!(%method, route, status, duration_us, "answered");
    } else {
        tracing::info!(%method, route, status, duration_us, "answered");
    }
}
