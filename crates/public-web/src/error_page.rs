//! The pages that say what went wrong, in the look of the site, with words that help.

use actix_web::http::StatusCode;
use serde::Serialize;
use site_pages::{Chrome, Frame, Head};
use web_kit::PageTemplate;
use web_kit::error_pages::FailedRequest;

use crate::state::PublicState;

#[derive(Debug, Serialize)]
pub(crate) struct ErrorPage {
    chrome: Chrome,
    code: u16,
    heading: &'static str,
    text: &'static str,
    ways: Vec<Way>,
    /// True where what was looked for may be found under other words.
    can_search: bool,
}

#[derive(Debug, Serialize)]
struct Way {
    href: &'static str,
    label: &'static str,
}

impl PageTemplate for ErrorPage {
    const TEMPLATE: &'static str = "public/errors/show";
}

/// The page for a failed request. It needs no database: its frame is that of the last page.
pub fn error_page(state: &PublicState, failed: &FailedRequest<'_>) -> Option<String> {
    let frame = state.last_frame();
    let page = page(state, &frame, failed.status, words(failed.status));
    state
        .templates
        .render(&page)
        .inspect_err(|error| {
            tracing::error!(
                error = error as &dyn std::error::Error,
                "an error page could not be made"
            );
        })
        .ok()
}

/// The page for a preview link that shows nothing, or nothing any more.
pub(crate) fn ended_preview(state: &PublicState, frame: &Frame) -> ErrorPage {
    const WORDS: (&str, &str) = (
        "This preview link has ended",
        "Links to previews work for a limited time, and can be taken back. Please ask whoever sent it to you for a new one.",
    );
    page(state, frame, StatusCode::GONE, WORDS)
}

fn page(
    state: &PublicState,
    frame: &Frame,
    status: StatusCode,
    (heading, text): (&'static str, &'static str),
) -> ErrorPage {
    let mut ways = vec![Way {
        href: "/",
        label: "The first page",
    }];
    if !frame.services.is_empty() {
        ways.push(Way {
            href: "/services",
            label: "The services",
        });
    }
    if frame.has_articles {
        ways.push(Way {
            href: "/articles",
            label: "The articles",
        });
    }
    ErrorPage {
        chrome: state.chrome(frame, Head::unlisted(heading)),
        code: status.as_u16(),
        heading,
        text,
        ways,
        can_search: matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE),
    }
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::BAD_REQUEST => (
            "This address cannot be read",
            "Something in it is broken, perhaps because it was copied only in part. Please start again from one of these pages.",
        ),
        StatusCode::FORBIDDEN => (
            "This form came from another site",
            "Nothing was changed. Please open the page here and send the form again.",
        ),
        StatusCode::NOT_FOUND => (
            "There is no page at this address",
            "The address may be mistyped, or the page may never have been here.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "This page cannot be used in that way",
            "It can be read, but what was sent to it has no meaning here.",
        ),
        StatusCode::REQUEST_TIMEOUT => (
            "What you sent did not arrive in time",
            "The connection was too slow or broke off. Please go back and send it again; your browser may still have the text.",
        ),
        StatusCode::GONE => (
            "This page was taken away",
            "It was here once and was removed on purpose. It will not come back at this address.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "This is too much to take in one piece",
            "Nothing was stored. Please go back, make the text shorter (8,000 characters fit) and send it again.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "This was sent in a form that is not understood",
            "Nothing was stored. Please use the form on the contact page.",
        ),
        StatusCode::UNPROCESSABLE_ENTITY => (
            "Something in the form needs another look",
            "Nothing was stored. Please go back and check the fields.",
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "That was a little too often",
            "Please wait a moment and try again.",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "The site cannot reach its database",
            "This usually passes within a minute. Please try again shortly.",
        ),
        _ if status.is_client_error() => (
            "This request cannot be answered",
            "Please start again from one of these pages.",
        ),
        _ => (
            "Something went wrong here",
            "The fault is on this side and has been noted. Please try again in a moment.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use actix_web::http::Method;

    #[test]
    fn each_status_has_a_page_with_a_way_on() {
        let state = fixtures::state();
        for code in [
            400, 403, 404, 405, 408, 410, 413, 415, 418, 422, 429, 500, 503,
        ] {
            let status = StatusCode::from_u16(code).unwrap();
            let html = error_page(
                &state,
                &FailedRequest {
                    status,
                    method: &Method::GET,
                    path: "/x",
                },
            )
            .unwrap();
            assert!(html.contains(words(status).0), "{code}");
            assert!(html.contains("noindex"), "{code}");
            assert!(html.contains(r#"href="/""#), "{code}");
            assert_eq!(html.matches("<h1").count(), 1, "{code}");
        }
    }
}
