//! The pages on which a service is written.

use actix_session::Session;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use content::{Links, render_markdown};
use domain::{Account, Service, ServiceId};
use persistence::services;
use serde::Serialize;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::page;
use crate::problems::Problems;

use super::form::{ServiceForm, Stored};

#[derive(Serialize)]
struct NewPage {
    chrome: Chrome,
    action: &'static str,
    form: ServiceForm,
    stored: Stored,
    conflict: bool,
    keep_warning: bool,
    notice: Option<&'static str>,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for NewPage {
    const TEMPLATE: &'static str = "admin/services/new";
}

#[derive(Serialize)]
struct EditPage {
    chrome: Chrome,
    is_shown: bool,
    updated: Moment,
    public_href: String,
    action: String,
    visibility_action: String,
    deletion_action: String,
    form: ServiceForm,
    stored: Stored,
    conflict: bool,
    conflict_at: Option<String>,
    keep_warning: bool,
    preview_html: String,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditPage {
    const TEMPLATE: &'static str = "admin/services/edit";
}

/// What stands in the form of an edit page beside what is stored.
#[derive(Default)]
pub(super) struct Attempt {
    pub(super) form: Option<ServiceForm>,
    pub(super) errors: FieldErrors,
    pub(super) is_conflict: bool,
}

pub(super) async fn show_new(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    form: ServiceForm,
    errors: FieldErrors,
    notice: Option<&'static str>,
) -> Result<HttpResponse, AdminError> {
    let facts = state
        .database
        .run(|conn| Ok::<_, AdminError>(Facts::load(conn)?))
        .await?;
    let chrome = Chrome::new(&facts, account, session, Room::Services, "New service");
    page(
        state,
        status,
        &new_page(chrome, form, errors, notice, status != StatusCode::OK),
    )
}

fn new_page(
    chrome: Chrome,
    form: ServiceForm,
    errors: FieldErrors,
    notice: Option<&'static str>,
    keep_warning: bool,
) -> NewPage {
    NewPage {
        chrome,
        action: "/admin/services",
        form,
        stored: Stored::default(),
        conflict: false,
        keep_warning,
        notice,
        problems: errors.into(),
    }
}

pub(super) async fn show_edit(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    id: ServiceId,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let (facts, service, preview) = state
        .database
        .run(move |conn| {
            let service = services::find(conn, id)?.ok_or(AdminError::NotFound)?;
            // Rendering takes a processor for a while, so it stays on this blocking thread.
            let preview = render_markdown(service.body.as_str(), &Links::none());
            Ok::<_, AdminError>((Facts::load(conn)?, service, preview.to_string()))
        })
        .await?;
    let chrome = Chrome::new(
        &facts,
        account,
        session,
        Room::Services,
        service.title.as_str(),
    );
    page(
        state,
        status,
        &edit_page(chrome, &facts, &service, preview, attempt),
    )
}

fn edit_page(
    chrome: Chrome,
    facts: &Facts,
    service: &Service,
    preview_html: String,
    attempt: Attempt,
) -> EditPage {
    let id = service.id;
    let keep_warning = attempt.form.is_some();
    let mut form = attempt
        .form
        .unwrap_or_else(|| ServiceForm::from_service(service));
    let stored = if attempt.is_conflict {
        let stored = form.differences(service).unwrap_or_default();
        // The next save is a decision, made with both texts in sight.
        form.set_version(service.version);
        stored
    } else {
        Stored::default()
    };
    EditPage {
        chrome,
        is_shown: service.visibility.is_shown(),
        updated: facts.moment(service.updated_at),
        public_href: format!("/services/{}", service.slug),
        action: format!("/admin/services/{id}"),
        visibility_action: format!("/admin/services/{id}/visibility"),
        deletion_action: format!("/admin/services/{id}/deletion"),
        form,
        stored,
        conflict: attempt.is_conflict,
        conflict_at: attempt
            .is_conflict
            .then(|| Moment::clock(service.updated_at, facts.zone)),
        keep_warning,
        preview_html,
        problems: attempt.errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, plain_chrome, render, service};
    use domain::{Version, Visibility};

    fn shown(service: &Service, attempt: Attempt) -> String {
        let chrome = plain_chrome(Room::Services);
        let preview = "<p>Preview</p>".to_owned();
        render(&edit_page(chrome, &facts(), service, preview, attempt))
    }

    #[test]
    fn a_hidden_service_says_so_and_a_shown_one_links_to_its_page() {
        let mut service = service();
        let html = shown(&service, Attempt::default());
        assert!(html.contains("href=\"/services/backend\""), "{html}");
        service.visibility = Visibility::Hidden;
        let html = shown(&service, Attempt::default());
        assert!(html.contains("Visitors cannot see this service."), "{html}");
    }

    #[test]
    fn a_conflict_shows_both_texts() {
        let service = service();
        let mut form = ServiceForm::from_service(&service);
        form.summary = "Mine".to_owned();
        form.set_version(Version::new(9));
        let html = shown(
            &service,
            Attempt {
                form: Some(form),
                errors: FieldErrors::new(),
                is_conflict: true,
            },
        );
        assert!(html.contains("\nMine</textarea>"), "{html}");
        assert_eq!(html.matches("Saved meanwhile").count(), 1, "{html}");
        assert!(html.contains("name=\"version\" value=\"1\""), "{html}");
    }

    #[test]
    fn a_new_service_shows_its_problems() {
        let mut errors = FieldErrors::new();
        errors.add("title", "Please fill in this field.");
        let html = render(&new_page(
            plain_chrome(Room::Services),
            ServiceForm::blank(),
            errors,
            Some("This service was deleted."),
            true,
        ));
        assert!(html.contains("href=\"#field-title\""), "{html}");
        assert!(html.contains("This service was deleted."), "{html}");
        assert!(html.contains(" checked"), "{html}");
    }
}
