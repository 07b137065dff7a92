//! The sections of the home page: their order, and whether they are shown.

pub(crate) mod order;
pub(crate) mod visibility;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Section, SectionKey};
use persistence::sections;
use serde::Serialize;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    sections: Vec<Row>,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/sections/index";
}

#[derive(Serialize)]
struct Row {
    key: &'static str,
    name: &'static str,
    heading: String,
    number: usize,
    is_shown: bool,
    is_empty: bool,
    has_changes: bool,
    is_first: bool,
    is_last: bool,
    edit_href: String,
    position_action: String,
    visibility_action: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let (facts, list, changed) = state
        .database
        .run(|conn| {
            Ok::<_, AdminError>((
                Facts::load(conn)?,
                sections::list(conn)?,
                sections::list_changed(conn)?,
            ))
        })
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Sections, "Sections")
        .with_module("js/admin/reorder.js");
    page(&state, StatusCode::OK, &index_page(chrome, &list, &changed))
}

fn index_page(chrome: Chrome, list: &[Section], changed: &[SectionKey]) -> IndexPage {
    let rows = list.iter().enumerate().map(|(index, section)| {
        let key = section.key();
        Row {
            key: key.as_str(),
            name: key.name(),
            heading: section.content.heading().to_string(),
            number: index + 1,
            is_shown: section.visibility.is_shown(),
            is_empty: section.content.is_empty(),
            has_changes: changed.contains(&key),
            is_first: index == 0,
            is_last: index + 1 == list.len(),
            edit_href: format!("/admin/sections/{key}/edit"),
            position_action: format!("/admin/sections/{key}/position"),
            visibility_action: format!("/admin/sections/{key}/visibility"),
        }
    });
    IndexPage {
        chrome,
        sections: rows.collect(),
    }
}

/// Reads a section's name in an address.
///
/// # Errors
/// [`AdminError::NotFound`] for a word that names none.
fn read_key(word: &str) -> Result<SectionKey, AdminError> {
    SectionKey::parse(word).map_err(|_| AdminError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{plain_chrome, render, section};

    #[test]
    fn the_list_says_what_is_hidden_empty_or_not_published_yet() {
        let list = [section(SectionKey::Hero), section(SectionKey::About)];
        let chrome = plain_chrome(Room::Sections);
        let html = render(&index_page(chrome, &list, &[SectionKey::About]));
        assert_eq!(html.matches("Unpublished changes").count(), 1, "{html}");
        assert_eq!(html.matches(" disabled>").count(), 2, "{html}");
    }
}
