//! The contact form: shown, sent, thanked for.

mod answer;
mod submission;

use actix_web::http::header::{CACHE_CONTROL, HeaderValue, LOCATION};
use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use domain::MessageId;
use persistence::messages;
use serde::{Deserialize, Serialize};
use site_pages::{Chrome, FormView, Head};
use uuid::Uuid;
use web_kit::client_address::sender_key;
use web_kit::{PageTemplate, client_address};

use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

pub(crate) use answer::Problem;
use submission::ContactInput;

/// The name of the form, which its stamp is for.
pub(crate) const FORM: &str = "contact";

/// The service to choose beforehand.
#[derive(Debug, Deserialize)]
pub(crate) struct ContactQuery {
    service: Option<String>,
}

#[derive(Debug, Serialize)]
struct ThanksPage {
    chrome: Chrome,
    contact_email: Option<String>,
}

impl PageTemplate for ThanksPage {
    const TEMPLATE: &'static str = "public/contact/thanks";
}

/// Shows the form.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    query: Query<ContactQuery>,
) -> Result<HttpResponse, PublicError> {
    let (frame, ()) = state.load(|_, _| Ok(())).await?;
    let stamp = state.form_tokens.issue(FORM, Utc::now());
    let form = FormView::empty(&frame, stamp.clone(), query.service.as_deref());
    let page = answer::contact_page(&state, &frame, form, None);
    respond::page_with_form(&state, &request, &page, &stamp)
}

/// Takes a message: stored before anything is said, or said plainly that it was not.
pub(crate) async fn create(
    request: HttpRequest,
    state: Data<PublicState>,
    input: Form<ContactInput>,
) -> Result<HttpResponse, PublicError> {
    let input = input.into_inner();
    let now = Utc::now();
    let id = MessageId::from_uuid(Uuid::now_v7());
    let message = match submission::judge(&state.form_tokens, &input, id, now) {
        Ok(message) => message,
        Err(problem) => return answer::refused(&state, &input, problem, now).await,
    };
    // Counted after the check of the fields: whoever mistypes an address has sent nothing yet.
    let sender = sender_key(client_address(&request, &state.trusted_proxies));
    if let Err(retry_after) = state.contact_throttle.check(&sender) {
        return answer::refused(&state, &input, Problem::TooMany(retry_after), now).await;
    }
    let stored = state
        .database
        .run(move |conn| messages::insert(conn, &message))
        .await;
    match stored {
        Ok(_) => Ok(HttpResponse::SeeOther()
            .insert_header((LOCATION, HeaderValue::from_static("/contact/thanks")))
            .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
            .finish()),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "a message was not stored; its sender was told"
            );
            answer::refused(&state, &input, Problem::NotStored(error), now).await
        }
    }
}

/// Says that the message is there. Showing it again sends nothing.
pub(crate) async fn thanks(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (frame, ()) = state.load(|_, _| Ok(())).await?;
    let head = Head {
        place: Some(domain::SectionKey::Contact),
        ..Head::unlisted("Thank you")
    };
    let page = ThanksPage {
        chrome: state.chrome(&frame, head),
        contact_email: frame.contact_email.clone(),
    };
    respond::page(&state, &request, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    #[test]
    fn the_thanks_give_the_direct_address_if_there_is_one() {
        for (email, is_given) in [(Some("a@example.org".to_owned()), true), (None, false)] {
            let frame = site::frame();
            let html = site::render(&ThanksPage {
                chrome: fixtures::state().chrome(&frame, Head::unlisted("x")),
                contact_email: email,
            });
            assert_eq!(html.contains("Or write directly to"), is_given);
        }
    }
}
