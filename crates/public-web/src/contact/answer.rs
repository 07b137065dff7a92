//! The contact page, plain or with word that a message was not taken and the text kept.

use actix_web::HttpResponse;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use chrono::{DateTime, TimeDelta, Utc};
use domain::SectionKey;
use persistence::DatabaseError;
use serde::Serialize;
use site_pages::{Chrome, FormView, Frame, Head};
use web_kit::{ErrorSummary, FieldErrors, PageTemplate, RetryAfter};

use super::FORM;
use super::submission::{ContactInput, FASTEST_WRITER};
use crate::error::{PublicError, contact_status};
use crate::respond;
use crate::state::PublicState;

/// Why a message was not taken.
#[derive(Debug)]
pub(crate) enum Problem {
    /// Some fields are wrong.
    Fields(FieldErrors),
    /// The form's stamp is missing, foreign or too old.
    Unconfirmed,
    /// The sender wrote too often.
    TooMany(RetryAfter),
    /// The database did not take it.
    NotStored(DatabaseError),
}

#[derive(Debug, Serialize)]
pub(super) struct ContactPage {
    chrome: Chrome,
    heading: String,
    intro: String,
    contact_email: Option<String>,
    notice: Option<Notice>,
    form: FormView,
}

/// What `templates/public/contact/_problems.hbs` reads.
#[derive(Debug, Serialize)]
pub(super) struct Notice {
    title: &'static str,
    text: String,
    problems: ErrorSummary,
}

impl PageTemplate for ContactPage {
    const TEMPLATE: &'static str = "public/contact/show";
}

/// The page with the form.
pub(super) fn contact_page(
    state: &PublicState,
    frame: &Frame,
    form: FormView,
    notice: Option<Notice>,
) -> ContactPage {
    let heading = frame.heading(SectionKey::Contact);
    let intro = frame.intro(SectionKey::Contact);
    let head = Head {
        title: Some(heading),
        description: intro,
        path: notice.is_none().then_some("/contact"),
        kind: "website",
        place: Some(SectionKey::Contact),
    };
    ContactPage {
        chrome: state.chrome(frame, head),
        heading: heading.to_owned(),
        intro: intro.to_owned(),
        contact_email: frame.contact_email.clone(),
        notice,
        form,
    }
}

/// Answers a message that was not taken, with every character kept.
pub(super) async fn refused(
    state: &PublicState,
    input: &ContactInput,
    problem: Problem,
    now: DateTime<Utc>,
) -> Result<HttpResponse, PublicError> {
    // The page must appear even when the database is the very thing that is missing.
    let frame = match &problem {
        Problem::NotStored(_) => state.last_frame(),
        _ => match state.load(|_, _| Ok(())).await {
            Ok((frame, ())) => frame,
            Err(_) => state.last_frame(),
        },
    };
    let status = contact_status(&problem);
    let retry_after = match &problem {
        Problem::TooMany(retry_after) => Some(retry_after.seconds),
        Problem::NotStored(_) => Some(10),
        Problem::Fields(_) | Problem::Unconfirmed => None,
    };
    let mut form = FormView::filled(&frame, usable_stamp(state, input, now), input.typed());
    let notice = notice(&problem, &frame);
    if let Problem::Fields(errors) = problem {
        form.errors = errors;
    }
    let page = contact_page(state, &frame, form, Some(notice));
    let mut response = respond::page_once(state, status, &page)?;
    if let Some(seconds) = retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

/// The same stamp while it is good, so that sending again is the same message; else a new one, set
/// back by the time that a writer needs, as the text is written already.
fn usable_stamp(state: &PublicState, input: &ContactInput, now: DateTime<Utc>) -> String {
    match state.form_tokens.check(FORM, &input.token, now) {
        Ok(_) => input.token.clone(),
        Err(_) => {
            let written = TimeDelta::from_std(FASTEST_WRITER).unwrap_or_default();
            state.form_tokens.issue(FORM, now - written)
        }
    }
}

fn notice(problem: &Problem, frame: &Frame) -> Notice {
    let (title, text) = match problem {
        Problem::Fields(_) => (
            "The message was not sent yet",
            "Please look at these fields again. Everything that you wrote is still here.".to_owned(),
        ),
        Problem::Unconfirmed => (
            "Please confirm and send",
            "The form was open for a long time, or came from somewhere else. Your text is below; send it once more, and it arrives.".to_owned(),
        ),
        Problem::TooMany(retry_after) => (
            "Please wait a little before the next message",
            format!(
                "Several messages came from your connection in a short time. This one was not stored; it is kept in the form below. Please send it again in {}.",
                waiting_time(retry_after.seconds)
            ),
        ),
        Problem::NotStored(_) => (
            "Your message was not stored",
            match &frame.contact_email {
                Some(email) => format!(
                    "The fault is on this side: the site cannot reach its database. Your text is still in the form below. Please try again in a minute, or send it to {email}."
                ),
                None => "The fault is on this side: the site cannot reach its database. Your text is still in the form below. Please try again in a minute.".to_owned(),
            },
        ),
    };
    Notice {
        title,
        text,
        problems: match problem {
            Problem::Fields(errors) => errors.summary(),
            _ => ErrorSummary::default(),
        },
    }
}

/// `40 seconds`, `3 minutes`.
fn waiting_time(seconds: u64) -> String {
    match seconds {
        0 | 1 => "a second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60 => "a minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    fn input() -> ContactInput {
        ContactInput {
            name: "Ada \"quoted\"".into(),
            email: "ada@example.org".into(),
            service: "api-design".into(),
            message: "\n<b>Every</b> character & line".into(),
            ..ContactInput::default()
        }
    }

    fn render(problem: Option<Problem>) -> String {
        let state = fixtures::state();
        let frame = site::frame();
        let input = input();
        let mut form = FormView::filled(&frame, "stamp".into(), input.typed());
        let notice = problem.as_ref().map(|problem| notice(problem, &frame));
        if let Some(Problem::Fields(errors)) = problem {
            form.errors = errors;
        }
        state
            .templates
            .render(&contact_page(&state, &frame, form, notice))
            .unwrap()
    }

    #[test]
    fn the_plain_page_has_no_notice_and_can_be_found() {
        let html = render(None);
        assert!(!html.contains("problems-title"));
        assert!(html.contains(r#"rel="canonical" href="https://example.org/contact""#));
        assert!(html.contains("aria-hidden=\"true\""));
        assert!(html.contains(r#"tabindex="-1" autocomplete="off""#));
    }

    #[test]
    fn wrong_fields_are_named_at_the_field_and_in_a_summary_that_takes_the_focus() {
        let mut errors = FieldErrors::new();
        for field in ["name", "email", "service", "message"] {
            errors.add(field, format!("wrong {field}"));
        }
        let html = render(Some(Problem::Fields(errors)));
        for field in ["name", "email", "service", "message"] {
            assert!(html.contains(&format!(r##"<a href="#{field}">wrong {field}</a>"##)));
            assert!(html.contains(&format!(r#"aria-describedby="{field}-error""#)));
            assert!(html.contains(&format!(r#"id="{field}-error""#)));
        }
        assert_eq!(html.matches(r#"aria-invalid="true""#).count(), 4);
        assert!(html.contains("autofocus"));
        assert!(html.contains("Ada &quot;quoted&quot;"));
        assert!(html.contains("\n\n&lt;b&gt;Every&lt;/b&gt; character &amp; line</textarea>"));
        assert!(html.contains(r#"<option value="api-design" selected>"#));
    }

    #[test]
    fn the_other_reasons_are_said_plainly() {
        let html = render(Some(Problem::Unconfirmed));
        assert!(html.contains("Please confirm and send"));
        let html = render(Some(Problem::TooMany(RetryAfter { seconds: 61 })));
        assert!(html.contains("in 2 minutes"));
        let html = render(Some(Problem::NotStored(fixtures::database_is_away())));
        assert!(html.contains("Your message was not stored"));
        assert!(html.contains("hama@sarbastscript.com."));
        assert!(html.contains("character &amp; line"));
    }
}
