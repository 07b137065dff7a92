//! The list of services in its order, and the ones deleted lately.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, Utc};
use domain::ServiceId;
use persistence::services::{self, ServiceRow, ServiceState};
use serde::Serialize;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;
use crate::titles;

const DELETED_SHOWN: i64 = 30;

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    services: Vec<Row>,
    deleted: Vec<DeletedRow>,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/services/index";
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    summary: String,
    number: usize,
    state: &'static str,
    state_label: &'static str,
    is_published: bool,
    is_shown: bool,
    has_changes: bool,
    is_first: bool,
    is_last: bool,
    edit_href: String,
    position_action: String,
    visibility_action: String,
}

#[derive(Serialize)]
struct DeletedRow {
    title: String,
    restoration_action: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let (facts, list, deleted) = state
        .database
        .run(|conn| {
            Ok::<_, AdminError>((
                Facts::load(conn)?,
                services::list(conn)?,
                services::list_trashed(conn, DELETED_SHOWN)?,
            ))
        })
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Services, "Services")
        .with_module("js/admin/reorder.js");
    page(&state, StatusCode::OK, &index_page(chrome, &list, &deleted))
}

fn index_page(
    chrome: Chrome,
    list: &[ServiceRow],
    deleted: &[(ServiceId, String, DateTime<Utc>)],
) -> IndexPage {
    let published = list
        .iter()
        .filter(|service| service.status.state != ServiceState::Draft)
        .count();
    let rows = list.iter().enumerate().map(|(index, service)| {
        let state = service.status.state;
        let subject = Subject::Service(service.id);
        Row {
            id: service.id.to_string(),
            title: titles::or_untitled(&service.title),
            summary: service.summary.clone(),
            number: index + 1,
            state: state.as_str(),
            state_label: match state {
                ServiceState::Draft => "Draft",
                ServiceState::Shown => "Shown",
                ServiceState::Hidden => "Hidden",
            },
            is_published: state != ServiceState::Draft,
            is_shown: state == ServiceState::Shown,
            has_changes: service.status.has_unpublished_changes,
            is_first: index == 0,
            is_last: index + 1 == published,
            edit_href: subject.edit_href(),
            position_action: format!("{}/position", subject.base()),
            visibility_action: format!("{}/visibility", subject.base()),
        }
    });
    let deleted = deleted.iter().map(|(id, title, _)| DeletedRow {
        title: titles::or_untitled(title),
        restoration_action: format!("/admin/services/{id}/restoration"),
    });
    IndexPage {
        chrome,
        services: rows.collect(),
        deleted: deleted.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{plain_chrome, render, service_row};

    #[test]
    fn each_row_says_where_it_stands_and_only_what_is_published_has_a_place() {
        let mut hidden = service_row();
        hidden.status.state = ServiceState::Hidden;
        hidden.status.has_unpublished_changes = true;
        let mut draft = service_row();
        draft.status.state = ServiceState::Draft;
        let deleted = [(draft.id, String::new(), Utc::now())];
        let list = [service_row(), hidden, draft];
        let html = render(&index_page(plain_chrome(Room::Services), &list, &deleted));
        assert_eq!(html.matches(" disabled>").count(), 2, "{html}");
        assert!(html.contains(">Hide<span"), "{html}");
        assert!(html.contains(">Show<span"), "{html}");
        assert!(html.contains("Unpublished changes"), "{html}");
        assert!(
            html.contains("Untitled") && html.contains("Restore"),
            "{html}"
        );
        let html = render(&index_page(plain_chrome(Room::Services), &[], &[]));
        assert!(html.contains("No services yet."), "{html}");
    }
}
