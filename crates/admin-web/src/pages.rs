//! Answers: a page, a redirect after a form, a word to a script, and the pages of failure.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpResponse, HttpResponseBuilder};
use domain::Cursor;
use serde::Serialize;
use web_kit::error_pages::{ErrorPages, FailedRequest};
use web_kit::{PageTemplate, Templates};

use crate::AdminState;
use crate::chrome::Entrance;
use crate::error::AdminError;

/// Renders a page.
///
/// # Errors
/// [`AdminError::Template`] when the template does not fit the page.
pub(crate) fn page<P: PageTemplate>(
    state: &AdminState,
    status: StatusCode,
    page: &P,
) -> Result<HttpResponse, AdminError> {
    let html = state.templates.render(page)?;
    Ok(HttpResponseBuilder::new(status)
        .content_type("text/html; charset=utf-8")
        .body(html))
}

/// Leads on after a form, so that a reload sends nothing twice.
pub(crate) fn see_other(path: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((LOCATION, path.into()))
        .finish()
}

/// Tells a script that its form was taken.
pub(crate) fn done() -> HttpResponse {
    HttpResponse::NoContent().finish()
}

/// The links under a list that goes on.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Pager {
    shown: bool,
    first_href: Option<String>,
    next_href: Option<String>,
}

impl Pager {
    /// Links to the first and the next page of the list at `path`, whose query may hold a filter.
    pub(crate) fn new(path: &str, is_first: bool, next: Option<Cursor>) -> Self {
        let joint = if path.contains('?') { '&' } else { '?' };
        let next_href = next.map(|cursor| format!("{path}{joint}before={cursor}"));
        Self {
            shown: !is_first || next_href.is_some(),
            first_href: (!is_first).then(|| path.to_owned()),
            next_href,
        }
    }
}

impl Pager {
    /// Links by addresses that are known already.
    pub(crate) fn of_addresses(first: String, is_first: bool, next: Option<String>) -> Self {
        Self {
            shown: !is_first || next.is_some(),
            first_href: (!is_first).then_some(first),
            next_href: next,
        }
    }
}

/// A page that says no.
#[derive(Debug, Serialize)]
pub(crate) struct FailurePage {
    entrance: Entrance,
    code: u16,
    explanation: &'static str,
    resend: Option<Resend>,
}

/// A form that failed for no fault of its own, ready to be sent once more.
#[derive(Debug, Serialize)]
pub(crate) struct Resend {
    /// Where it was sent.
    pub action: String,
    /// What was typed, in order.
    pub fields: Vec<KeptField>,
    /// True when its author has to sign in before sending it again.
    pub needs_sign_in: bool,
}

/// One field of such a form.
#[derive(Debug, Serialize)]
pub(crate) struct KeptField {
    /// Its place in the form, for its id.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// What was typed.
    pub value: String,
    /// True when nobody typed it, so that it is sent without being shown.
    pub is_hidden: bool,
    /// True when it needs more than a line.
    pub is_long: bool,
}

impl PageTemplate for FailurePage {
    const TEMPLATE: &'static str = "admin/errors/show";
}

impl FailurePage {
    /// The words for a status.
    pub(crate) fn new(status: StatusCode) -> Self {
        let (title, explanation) = words(status);
        Self {
            entrance: Entrance {
                title: title.to_owned(),
                // The database may be what failed, so the site's own name is not looked up.
                site_name: "Panel".to_owned(),
            },
            code: status.as_u16(),
            explanation,
            resend: None,
        }
    }

    /// The words for a status, with the form that met it.
    pub(crate) fn with_form(status: StatusCode, resend: Resend) -> Self {
        Self {
            explanation: if status == StatusCode::SERVICE_UNAVAILABLE {
                "Nothing was saved. What you typed is below: wait a moment, then send it again."
            } else {
                "It is in the log of the program. What you typed is below: send it again, or copy it to a safe place."
            },
            resend: Some(resend),
            ..Self::new(status)
        }
    }
}

impl FailurePage {
    /// For a form that came after its author's session had ended.
    pub(crate) fn signed_out(resend: Resend) -> Self {
        Self {
            entrance: Entrance {
                title: "You are signed out".to_owned(),
                site_name: "Panel".to_owned(),
            },
            code: StatusCode::UNAUTHORIZED.as_u16(),
            explanation: "Nothing is lost: what you typed is below. Sign in in another tab, then \
                send it again from here.",
            resend: Some(resend),
        }
    }
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status.as_u16() {
        400 | 415 | 422 => (
            "The form could not be read",
            "It did not arrive the way a browser sends it. Go back and send it again.",
        ),
        403 => (
            "This form came from elsewhere",
            "The panel takes forms only from its own pages. Open the page again and send the form from there.",
        ),
        404 => (
            "There is no such page",
            "The address may be mistyped, or what was here was deleted.",
        ),
        405 => (
            "This address takes no such request",
            "It takes a form, or it only shows a page. Go back to where you came from.",
        ),
        408 => (
            "The form took too long to arrive",
            "Nothing was saved. Go back, where your browser keeps what you typed, and send it again.",
        ),
        409 => (
            "Something else was done meanwhile",
            "Nothing was changed. Go back, look at how it stands now, and try again if it is still wanted.",
        ),
        413 => (
            "This is more than the panel takes",
            "Nothing was saved. Go back, where your browser keeps what you typed, and shorten it.",
        ),
        429 => (
            "Too many requests",
            "Wait a little, then go back and try again.",
        ),
        503 => (
            "The site cannot reach its database",
            "If you were saving, it may not have arrived. Go back, where your browser keeps what you typed, wait a moment and send it again.",
        ),
        400..=499 => (
            "The panel does not take this request",
            "Go back to where you came from.",
        ),
        _ => (
            "Something broke here",
            "It is in the log of the program. If you were saving, go back, where your browser keeps what you typed, and try again.",
        ),
    }
}

/// Puts a page in the place of every bare refusal inside the panel.
pub(crate) fn error_pages(templates: Arc<Templates>) -> ErrorPages {
    ErrorPages::new(Arc::new(move |failed: &FailedRequest<'_>| {
        templates
            .render(&FailurePage::new(failed.status))
            .inspect_err(|error| tracing::error!(%error, "the page for a failure failed"))
            .ok()
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;
    use uuid::Uuid;

    #[test]
    fn a_list_leads_on_and_back() {
        let cursor = Cursor {
            at: DateTime::UNIX_EPOCH,
            id: Uuid::nil(),
        };
        assert!(!Pager::new("/admin/articles", true, None).shown);
        let pager = Pager::new("/admin/articles?state=draft", false, Some(cursor));
        assert_eq!(
            pager.first_href.as_deref(),
            Some("/admin/articles?state=draft")
        );
        assert!(
            pager
                .next_href
                .is_some_and(|href| href.starts_with("/admin/articles?state=draft&before=0."))
        );
    }
}
