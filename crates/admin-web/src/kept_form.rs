//! Gives a form back to its author when the panel could not take it: no text is lost because the
//! database was away, or because the session had ended.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, COOKIE, HeaderValue, LOCATION};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes};
use futures_util::stream;
use tokio::sync::Semaphore;
use url::form_urlencoded;
use web_kit::Templates;

use crate::error::AdminError;
use crate::fields::{self, FORM_LIMIT_BYTES};
use crate::pages::{FailurePage, KeptField, Resend};

/// From this many characters on, a value is shown in a field of several lines.
const LINE_CHARS: usize = 80;

/// How many forms are held at once by each worker. The owner sends one at a time; strangers, who
/// are turned away behind this layer, must not fill the memory with theirs.
pub(crate) const HELD_AT_ONCE: usize = 8;

/// How many of them may be held for requests without a cookie.
const FOR_STRANGERS: usize = 2;

/// The most fields that a form of the panel has; one with more is nobody's writing.
const MAX_FIELDS: usize = 300;

/// Lets a form pass, and puts it on the page of a failure that was not its own fault.
///
/// # Errors
/// Only those of the service inside, or that the form is too large.
pub(crate) async fn keep<B: MessageBody + 'static>(
    templates: Arc<Templates>,
    places: Arc<Semaphore>,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // Whoever has no cookie may be the owner whose session is over, or anybody; they share fewer
    // places, so that strangers keep no form of somebody signed in from being held.
    let is_stranger = !request.headers().contains_key(COOKIE);
    let spare = if is_stranger {
        HELD_AT_ONCE - FOR_STRANGERS
    } else {
        0
    };
    let place = (holds_text(&request) && places.available_permits() > spare)
        .then(|| places.try_acquire().ok())
        .flatten();
    let Some(_place) = place else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let action = request.path().to_owned();
    let body = request
        .extract::<web::Payload>()
        .await?
        .to_bytes_limited(FORM_LIMIT_BYTES)
        .await
        .map_err(|_| AdminError::TooLarge)??;
    request.set_payload(payload_of(body.clone()));
    match next.call(request).await {
        Ok(response) if response.status().is_server_error() => {
            let (request, response) = response.into_parts();
            let page = page(&templates, response.map_into_boxed_body(), action, &body);
            Ok(ServiceResponse::new(request, page))
        }
        Ok(response) if is_turned_away(&response) => {
            let (request, response) = response.into_parts();
            let page = signed_out_page(&templates, response.map_into_boxed_body(), action, &body);
            Ok(ServiceResponse::new(request, page))
        }
        Ok(response) => Ok(response.map_into_boxed_body()),
        Err(error) => {
            let response = error.error_response();
            if !response.status().is_server_error() {
                return Err(error);
            }
            let page = page(&templates, response, action, &body);
            Err(InternalError::from_response(error, page).into())
        }
    }
}

/// True where the gate led a form's author to the sign-in page.
fn is_turned_away<B>(response: &ServiceResponse<B>) -> bool {
    response.status() == StatusCode::SEE_OTHER
        && response
            .headers()
            .get(LOCATION)
            .is_some_and(|location| location.as_bytes().starts_with(b"/admin/sign-in"))
}

/// The form on a page that says how to go on: signing in elsewhere keeps what stands here.
fn signed_out_page(
    templates: &Templates,
    response: HttpResponse,
    action: String,
    body: &[u8],
) -> HttpResponse {
    let fields = kept(body);
    if action == "/admin/sign-out" || fields.iter().all(|field| field.is_hidden) {
        return response;
    }
    let failure = FailurePage::signed_out(Resend {
        action,
        fields,
        needs_sign_in: true,
    });
    match templates.render(&failure) {
        Ok(html) => HttpResponse::Unauthorized()
            .content_type("text/html; charset=utf-8")
            .body(html),
        Err(error) => {
            tracing::error!(%error, "the page that gives a form back failed");
            response
        }
    }
}

/// True for forms with words in them, of somebody who may have a session or had one. Pages that take
/// a password keep nothing of it.
fn holds_text(request: &ServiceRequest) -> bool {
    let path = request.path();
    *request.method() == Method::POST
        && fields::is_form(request.headers())
        && !path.starts_with("/admin/sign-in")
        && !path.starts_with("/admin/setup")
}

fn payload_of(body: Bytes) -> Payload {
    Payload::Stream {
        payload: Box::pin(stream::once(async { Ok(body) })),
    }
}

fn page(
    templates: &Templates,
    response: HttpResponse,
    action: String,
    body: &[u8],
) -> HttpResponse {
    let fields = kept(body);
    if fields.iter().all(|field| field.is_hidden) {
        return response;
    }
    let failure = FailurePage::with_form(
        response.status(),
        Resend {
            action,
            fields,
            needs_sign_in: false,
        },
    );
    match templates.render(&failure) {
        Ok(html) => {
            let mut page = response.set_body(BoxBody::new(html));
            page.headers_mut().insert(
                CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            );
            page
        }
        Err(error) => {
            tracing::error!(%error, "the page that gives a form back failed");
            response
        }
    }
}

fn kept(body: &[u8]) -> Vec<KeptField> {
    if form_urlencoded::parse(body).nth(MAX_FIELDS).is_some() {
        return Vec::new();
    }
    form_urlencoded::parse(body)
        .enumerate()
        .filter(|(_, (name, _))| name != "quiet" && !name.contains("password"))
        .map(|(number, (name, value))| {
            let mut label = name.replace('_', " ");
            if let Some(first) = label.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            let was_typed = !matches!(
                name.as_ref(),
                "version"
                    | "from"
                    | "intent"
                    | "visible"
                    | "direction"
                    | "folder"
                    | "read"
                    | "id"
                    | "ids"
                    | "key"
                    | "save_key"
                    | "after_conflict"
                    | "zone"
                    | "pinned"
                    | "plain"
                    | "days"
            );
            KeptField {
                number,
                label,
                is_hidden: value.is_empty() || !was_typed,
                is_long: value.contains('\n') || value.chars().count() > LINE_CHARS,
                name: name.into_owned(),
                value: value.into_owned(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::render;

    #[test]
    fn every_typed_field_comes_back_and_the_others_are_sent_along() {
        let body = b"title=A+%3Cb%3E&body=One%0ATwo&excerpt=&version=3&password=secret";
        let html = render(&FailurePage::with_form(
            StatusCode::SERVICE_UNAVAILABLE,
            Resend {
                action: "/admin/articles".to_owned(),
                fields: kept(body),
                needs_sign_in: false,
            },
        ));
        assert!(html.contains("action=\"/admin/articles\""), "{html}");
        assert!(html.contains("value=\"A &lt;b&gt;\""), "{html}");
        assert!(html.contains("One\nTwo</textarea>"), "{html}");
        assert!(
            html.contains("type=\"hidden\" name=\"version\" value=\"3\""),
            "{html}"
        );
        assert!(!html.contains("secret"), "{html}");
    }

    #[test]
    fn a_button_without_words_gives_nothing_to_keep() {
        assert!(
            kept(b"visible=false&version=2")
                .iter()
                .all(|field| field.is_hidden)
        );
    }
}
