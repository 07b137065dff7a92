//! The sections of the home page: their order, whether they are shown, and their words.

mod form;
pub(crate) mod order;
pub(crate) mod visibility;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, Section, SectionKey};
use persistence::{SaveError, sections};
use serde::Serialize;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::moment::Moment;
use crate::pages::{page, see_other};
use crate::problems::Problems;
use crate::signed_in::SignedIn;

use form::{Parts, SectionForm, Stored};

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
    is_first: bool,
    is_last: bool,
    edit_href: String,
    position_action: String,
    visibility_action: String,
}

#[derive(Serialize)]
struct EditPage {
    chrome: Chrome,
    name: &'static str,
    is_shown: bool,
    updated: Moment,
    action: String,
    #[serde(flatten)]
    parts: Parts,
    form: SectionForm,
    stored: Stored,
    stored_items: Option<String>,
    conflict: bool,
    conflict_at: Option<String>,
    keep_warning: bool,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditPage {
    const TEMPLATE: &'static str = "admin/sections/edit";
}

/// What stands in the form beside what is stored.
#[derive(Default)]
struct Attempt {
    form: Option<SectionForm>,
    errors: FieldErrors,
    is_conflict: bool,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let (facts, list) = state
        .database
        .run(|conn| Ok::<_, AdminError>((Facts::load(conn)?, sections::list(conn)?)))
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Sections, "Sections")
        .with_module("js/admin/reorder.js");
    page(&state, StatusCode::OK, &index_page(chrome, &list))
}

fn index_page(chrome: Chrome, list: &[Section]) -> IndexPage {
    let rows = list.iter().enumerate().map(|(index, section)| {
        let key = section.key();
        Row {
            key: key.as_str(),
            name: key.name(),
            heading: section.content.heading().to_string(),
            number: index + 1,
            is_shown: section.visibility.is_shown(),
            is_empty: section.content.is_empty(),
            is_first: index == 0,
            is_last: index + 1 == list.len(),
            edit_href: edit_href(key),
            position_action: format!("/admin/sections/{key}/position"),
            visibility_action: format!("/admin/sections/{key}/visibility"),
        }
    });
    IndexPage {
        chrome,
        sections: rows.collect(),
    }
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    key: web::Path<String>,
) -> Result<HttpResponse, AdminError> {
    let key = read_key(&key)?;
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        key,
        Attempt::default(),
    )
    .await
}

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    key: web::Path<String>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let key = read_key(&key)?;
    let mut form = SectionForm::from_fields(&fields);
    let mut errors = FieldErrors::new();
    let expected = form.version();
    let Some(content) = form.parse(key, &mut errors) else {
        let attempt = Attempt {
            form: Some(form),
            errors,
            is_conflict: false,
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&state, &account, &session, status, key, attempt).await;
    };
    let typed = content.clone();
    let saved = state
        .database
        .run(move |conn| sections::update(conn, &content, expected))
        .await;
    match saved {
        Ok(section) => {
            said(&section).keep(&session)?;
            Ok(see_other(edit_href(key)))
        }
        // The same words sent twice, as by a double click, are no conflict.
        Err(SaveError::Stale { current }) if current.content == typed => {
            said(&current).keep(&session)?;
            Ok(see_other(edit_href(key)))
        }
        Err(SaveError::Stale { .. }) => {
            let attempt = Attempt {
                form: Some(form),
                errors,
                is_conflict: true,
            };
            show(
                &state,
                &account,
                &session,
                StatusCode::CONFLICT,
                key,
                attempt,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn read_key(word: &str) -> Result<SectionKey, AdminError> {
    SectionKey::parse(word).map_err(|_| AdminError::NotFound)
}

fn said(section: &Section) -> Flash {
    Flash::new(if section.visibility.is_shown() {
        "Saved. The home page shows it from now on."
    } else {
        "Saved. The section stays hidden until you show it."
    })
}

fn edit_href(key: SectionKey) -> String {
    format!("/admin/sections/{key}/edit")
}

async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    key: SectionKey,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let (facts, section) = state
        .database
        .run(move |conn| {
            let section = sections::find(conn, key)?.ok_or(AdminError::NotFound)?;
            Ok::<_, AdminError>((Facts::load(conn)?, section))
        })
        .await?;
    let title = format!("{} section", key.name());
    let chrome = Chrome::new(&facts, account, session, Room::Sections, title);
    page(state, status, &edit_page(chrome, &facts, &section, attempt))
}

fn edit_page(chrome: Chrome, facts: &Facts, section: &Section, attempt: Attempt) -> EditPage {
    let key = section.key();
    let keep_warning = attempt.form.is_some();
    let mut form = attempt
        .form
        .unwrap_or_else(|| SectionForm::from_section(section));
    let (mut stored, mut stored_items) = (Stored::default(), None);
    if attempt.is_conflict {
        (stored, stored_items) = form.differences(section);
        // The next save is a decision, made with both texts in sight.
        form.set_version(section.version);
    }
    form.add_spare_rows(key);
    EditPage {
        chrome,
        name: key.name(),
        is_shown: section.visibility.is_shown(),
        updated: facts.moment(section.updated_at),
        action: format!("/admin/sections/{key}"),
        parts: Parts::of(key),
        form,
        stored,
        stored_items,
        conflict: attempt.is_conflict,
        conflict_at: attempt
            .is_conflict
            .then(|| Moment::clock(section.updated_at, facts.zone)),
        keep_warning,
        problems: attempt.errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, plain_chrome, render, section};
    use domain::{Heading, MarkdownText, SectionContent, Version, Visibility};

    #[test]
    fn the_list_names_hidden_and_empty_sections() {
        let mut list = [
            section(SectionKey::Hero),
            section(SectionKey::Principles),
            section(SectionKey::About),
        ];
        list[1].visibility = Visibility::Hidden;
        list[2].content = SectionContent::About {
            heading: Heading::parse("").unwrap(),
            body: MarkdownText::parse("").unwrap(),
        };
        let html = render(&index_page(plain_chrome(Room::Sections), &list));
        for words in [">Shown<", ">Hidden<", ">Empty<"] {
            assert!(html.contains(words), "{words}: {html}");
        }
        assert_eq!(html.matches(" disabled>").count(), 2, "{html}");
    }

    #[test]
    fn every_section_has_its_own_fields() {
        for (key, fields) in [
            (
                SectionKey::Hero,
                &["lead", "action_label", "action_target"][..],
            ),
            (SectionKey::About, &["body"]),
            (
                SectionKey::Principles,
                &["intro", "item_title", "item_text"],
            ),
            (SectionKey::Services, &["intro"]),
            (
                SectionKey::WayOfWorking,
                &["intro", "item_title", "item_text"],
            ),
            (SectionKey::Writing, &["intro"]),
            (SectionKey::Contact, &["intro"]),
        ] {
            let chrome = plain_chrome(Room::Sections);
            let html = render(&edit_page(
                chrome,
                &facts(),
                &section(key),
                Attempt::default(),
            ));
            for field in ["heading"].iter().chain(fields) {
                assert!(
                    html.contains(&format!("name=\"{field}\"")),
                    "{key}: {field}"
                );
            }
            let all = ["lead", "action_label", "body", "intro", "item_title"];
            for field in all.iter().filter(|field| !fields.contains(field)) {
                assert!(
                    !html.contains(&format!("name=\"{field}\"")),
                    "{key}: {field}"
                );
            }
        }
    }

    #[test]
    fn a_wrong_row_carries_its_error_and_spare_rows_stay() {
        let body = b"version=1&heading=H&intro=&item_title=&item_text=Text";
        let mut form = SectionForm::from_fields(&Fields::parse(body));
        let mut errors = FieldErrors::new();
        assert!(form.parse(SectionKey::Principles, &mut errors).is_none());
        let attempt = Attempt {
            form: Some(form),
            errors,
            is_conflict: false,
        };
        let chrome = plain_chrome(Room::Sections);
        let html = render(&edit_page(
            chrome,
            &facts(),
            &section(SectionKey::Principles),
            attempt,
        ));
        assert!(html.contains("href=\"#field-item_title_1\""), "{html}");
        assert!(html.contains("id=\"error-item_title_1\""), "{html}");
        assert_eq!(html.matches("name=\"item_title\"").count(), 3, "{html}");
    }

    #[test]
    fn a_conflict_shows_both_texts() {
        let mut stored = section(SectionKey::Principles);
        stored.version = Version::new(4);
        let body = b"version=3&heading=Mine&intro=&item_title=A&item_text=B";
        let mut form = SectionForm::from_fields(&Fields::parse(body));
        assert!(
            form.parse(SectionKey::Principles, &mut FieldErrors::new())
                .is_some()
        );
        let attempt = Attempt {
            form: Some(form),
            errors: FieldErrors::new(),
            is_conflict: true,
        };
        let chrome = plain_chrome(Room::Sections);
        let html = render(&edit_page(chrome, &facts(), &stored, attempt));
        assert!(html.contains("value=\"Mine\""), "{html}");
        assert!(html.contains("Four principles</textarea>"), "{html}");
        assert!(html.contains("id=\"stored-items\""), "{html}");
        assert!(html.contains("name=\"version\" value=\"4\""), "{html}");
    }
}
