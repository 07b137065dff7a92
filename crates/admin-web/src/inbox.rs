//! The inbox: what visitors wrote, by folder.

pub(crate) mod deletion;
pub(crate) mod folder;
mod letter;
mod listing;
pub(crate) mod read;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Cursor, Message, MessageId, MessageSummary, Page};
use persistence::messages;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;

use letter::Letter;
pub(crate) use listing::MessageRow;
use listing::{List, folder_href, list, listing_of, message_href, read_listing, with_place};

const PER_PAGE: usize = 30;

/// The folder and the place in its list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    folder: Option<String>,
    #[serde(default)]
    before: String,
}

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    #[serde(flatten)]
    list: List,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/inbox/index";
}

#[derive(Serialize)]
struct ShowPage {
    chrome: Chrome,
    back_href: String,
    message: Letter,
    #[serde(flatten)]
    list: List,
}

impl PageTemplate for ShowPage {
    const TEMPLATE: &'static str = "admin/inbox/show";
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let listing = read_listing(query.folder.as_deref())?;
    // A place that cannot be read is the beginning.
    let before: Option<Cursor> = query.before.parse().ok();
    let (facts, rows) = state
        .database
        .run(move |conn| {
            let rows = messages::list(conn, listing, before.as_ref(), PER_PAGE)?;
            Ok::<_, AdminError>((Facts::load(conn)?, rows))
        })
        .await?;
    let list = list(listing, &rows, &facts, before, None);
    let chrome = Chrome::new(&facts, &account, &session, Room::Inbox, list.folder_title);
    page(&state, StatusCode::OK, &IndexPage { chrome, list })
}

pub(crate) async fn show(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let id = MessageId::from_uuid(*id);
    let before: Option<Cursor> = query.before.parse().ok();
    let (facts, message, rows) = state
        .database
        .run(move |conn| {
            let message = messages::find(conn, id)?.ok_or(AdminError::NotFound)?;
            let rows = messages::list(conn, listing_of(&message), before.as_ref(), PER_PAGE)?;
            Ok::<_, AdminError>((Facts::load(conn)?, message, rows))
        })
        .await?;
    let title = format!("Message from {}", message.sender_name);
    let chrome = Chrome::new(&facts, &account, &session, Room::Inbox, title)
        .with_module("js/admin/mark-read.js");
    page(
        &state,
        StatusCode::OK,
        &show_page(chrome, &facts, &message, &rows, before),
    )
}

fn show_page(
    chrome: Chrome,
    facts: &Facts,
    message: &Message,
    rows: &Page<MessageSummary>,
    before: Option<Cursor>,
) -> ShowPage {
    let listing = listing_of(message);
    ShowPage {
        chrome,
        back_href: with_place(&folder_href(listing), before),
        message: Letter::new(message, facts),
        list: list(listing, rows, facts, before, Some(message.id)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, message, message_summary, plain_chrome, render};
    use domain::MessageFolder;

    fn rows(items: Vec<MessageSummary>) -> Page<MessageSummary> {
        Page { items, next: None }
    }

    fn opened(message: &Message) -> String {
        let rows = rows(vec![message_summary()]);
        render(&show_page(
            plain_chrome(Room::Inbox),
            &facts(),
            message,
            &rows,
            None,
        ))
    }

    #[test]
    fn each_folder_is_listed_and_says_when_it_is_empty() {
        for word in ["inbox", "archive", "spam", "deleted"] {
            let listing = read_listing(Some(word)).unwrap();
            let list = list(listing, &rows(Vec::new()), &facts(), None, None);
            let empty_text = list.empty_text;
            let chrome = plain_chrome(Room::Inbox);
            let html = render(&IndexPage { chrome, list });
            assert!(html.contains(empty_text), "{html}");
        }
        assert!(read_listing(Some("nothing")).is_err());
    }

    #[test]
    fn an_unread_message_offers_what_fits_its_folder() {
        let html = opened(&message());
        for words in [
            "Mark as read",
            ">Archive</button>",
            ">Spam</button>",
            "Reply by e-mail",
            "mailto:ingrid%2Bx@example.org?subject&#x3D;Re%3A%20Backend",
            "aria-current=\"true\"",
            "data-mark-read",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert!(!html.contains("Not spam"), "{html}");
        assert!(!html.contains("looked unusual"), "{html}");
    }

    #[test]
    fn spam_says_why_and_a_deleted_message_can_come_back() {
        let mut spam = message();
        spam.folder = MessageFolder::Spam;
        spam.read_at = Some(spam.received_at);
        spam.suspicions = vec!["The hidden field was filled in.".to_owned()];
        let html = opened(&spam);
        assert!(html.contains("Why it is in spam"), "{html}");
        assert!(html.contains("The hidden field was filled in."), "{html}");
        assert!(html.contains("Not spam"), "{html}");
        assert!(html.contains("Mark as unread"), "{html}");
        let mut deleted = message();
        deleted.deleted_at = Some(deleted.received_at);
        let html = opened(&deleted);
        assert!(html.contains(">Restore</button>"), "{html}");
        assert!(!html.contains(">Archive</button>"), "{html}");
    }
}
