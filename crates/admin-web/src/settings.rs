//! What the owner says about the site as a whole.

mod form;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, SiteSettings, TimeZone};
use persistence::{SaveError, settings};
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

use form::{SettingsForm, Stored};

const ADDRESS: &str = "/admin/settings";

#[derive(Serialize)]
struct EditPage {
    chrome: Chrome,
    updated: Moment,
    time_zones: Vec<&'static str>,
    form: SettingsForm,
    stored: Stored,
    stored_links: Option<String>,
    conflict: bool,
    conflict_at: Option<String>,
    keep_warning: bool,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditPage {
    const TEMPLATE: &'static str = "admin/settings/edit";
}

/// What stands in the form beside what is stored.
#[derive(Default)]
struct Attempt {
    form: Option<SettingsForm>,
    errors: FieldErrors,
    is_conflict: bool,
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        Attempt::default(),
    )
    .await
}

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let mut form = SettingsForm::from_fields(&fields);
    let mut errors = FieldErrors::new();
    let Some(wanted) = form.parse(&mut errors) else {
        let attempt = Attempt {
            form: Some(form),
            errors,
            is_conflict: false,
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show(&state, &account, &session, status, attempt).await;
    };
    let saved = state
        .database
        .run(move |conn| settings::update(conn, &wanted))
        .await;
    match saved {
        Ok(_) => saved_page(&session),
        // The same words sent twice, as by a double click, are no conflict.
        Err(SaveError::Stale { current }) if form.is_same_as(&current) => saved_page(&session),
        Err(SaveError::Stale { .. }) => {
            let attempt = Attempt {
                form: Some(form),
                errors,
                is_conflict: true,
            };
            show(&state, &account, &session, StatusCode::CONFLICT, attempt).await
        }
        Err(error) => Err(error.into()),
    }
}

fn saved_page(session: &Session) -> Result<HttpResponse, AdminError> {
    Flash::new("Saved. The site shows it from now on.").keep(session)?;
    Ok(see_other(ADDRESS))
}

async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let (facts, current) = state
        .database
        .run(|conn| Ok::<_, AdminError>((Facts::load(conn)?, settings::load(conn)?)))
        .await?;
    let chrome = Chrome::new(&facts, account, session, Room::Settings, "Settings");
    page(state, status, &edit_page(chrome, &facts, &current, attempt))
}

fn edit_page(chrome: Chrome, facts: &Facts, current: &SiteSettings, attempt: Attempt) -> EditPage {
    let keep_warning = attempt.form.is_some();
    let mut form = attempt
        .form
        .unwrap_or_else(|| SettingsForm::from_settings(current));
    let (mut stored, mut stored_links) = (Stored::default(), None);
    if attempt.is_conflict {
        (stored, stored_links) = form.differences(current);
        // The next save is a decision, made with both texts in sight.
        form.set_version(current.version);
    }
    form.fill_rows();
    EditPage {
        chrome,
        updated: facts.moment(current.updated_at),
        time_zones: TimeZone::names().collect(),
        form,
        stored,
        stored_links,
        conflict: attempt.is_conflict,
        conflict_at: attempt
            .is_conflict
            .then(|| Moment::clock(current.updated_at, facts.zone)),
        keep_warning,
        problems: attempt.errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, plain_chrome, render, site_settings};
    use domain::Version;

    fn shown(current: &SiteSettings, attempt: Attempt) -> String {
        render(&edit_page(
            plain_chrome(Room::Settings),
            &facts(),
            current,
            attempt,
        ))
    }

    #[test]
    fn the_form_has_every_zone_and_eight_rows_of_links() {
        let html = shown(&site_settings(), Attempt::default());
        assert!(html.contains("<option value=\"Asia/Baghdad\">"), "{html}");
        assert_eq!(html.matches("name=\"link_address\"").count(), 8, "{html}");
        assert!(html.contains("https://example.org/hama"), "{html}");
    }

    #[test]
    fn a_wrong_link_is_named_at_its_row() {
        let body = b"version=1&site_name=&link_label=A&link_address=javascript:x";
        let mut form = SettingsForm::from_fields(&Fields::parse(body));
        let mut errors = FieldErrors::new();
        assert!(form.parse(&mut errors).is_none());
        let html = shown(
            &site_settings(),
            Attempt {
                form: Some(form),
                errors,
                is_conflict: false,
            },
        );
        assert!(html.contains("id=\"error-link_address_1\""), "{html}");
        assert!(html.contains("value=\"javascript:x\""), "{html}");
        assert!(html.contains("href=\"#field-site_name\""), "{html}");
    }

    #[test]
    fn a_conflict_shows_both_texts() {
        let mut current = site_settings();
        current.version = Version::new(5);
        let mut form = SettingsForm::from_settings(&site_settings());
        form.role = "Mine".to_owned();
        let html = shown(
            &current,
            Attempt {
                form: Some(form),
                errors: FieldErrors::new(),
                is_conflict: true,
            },
        );
        assert!(html.contains("value=\"Mine\""), "{html}");
        assert_eq!(html.matches("Saved meanwhile").count(), 1, "{html}");
        assert!(html.contains("name=\"version\" value=\"5\""), "{html}");
    }
}
