//! The list of services in its order, and the ones deleted lately.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::ServiceSummary;
use persistence::services;
use serde::Serialize;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;

use super::edit_href;

const DELETED_SHOWN: i64 = 10;

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
    is_shown: bool,
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
                services::list_deleted(conn, DELETED_SHOWN)?,
            ))
        })
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Services, "Services")
        .with_module("js/admin/reorder.js");
    page(&state, StatusCode::OK, &index_page(chrome, &list, &deleted))
}

fn index_page(chrome: Chrome, list: &[ServiceSummary], deleted: &[ServiceSummary]) -> IndexPage {
    let rows = list.iter().enumerate().map(|(index, service)| Row {
        id: service.id.to_string(),
        title: service.title.to_string(),
        summary: service.summary.to_string(),
        number: index + 1,
        is_shown: service.visibility.is_shown(),
        is_first: index == 0,
        is_last: index + 1 == list.len(),
        edit_href: edit_href(service.id),
        position_action: format!("/admin/services/{}/position", service.id),
        visibility_action: format!("/admin/services/{}/visibility", service.id),
    });
    let deleted = deleted.iter().map(|service| DeletedRow {
        title: service.title.to_string(),
        restoration_action: format!("/admin/services/{}/restoration", service.id),
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
    use crate::fixtures::{plain_chrome, render, service_summary};
    use domain::Visibility;

    #[test]
    fn the_list_has_a_first_and_a_last_row() {
        let mut hidden = service_summary();
        hidden.visibility = Visibility::Hidden;
        let list = [service_summary(), hidden];
        let html = render(&index_page(plain_chrome(Room::Services), &list, &list));
        assert_eq!(html.matches(" disabled>").count(), 2, "{html}");
        assert!(html.contains(">Hide<span"), "{html}");
        assert!(html.contains(">Show<span"), "{html}");
        assert!(html.contains("Restore"), "{html}");
        let html = render(&index_page(plain_chrome(Room::Services), &[], &[]));
        assert!(html.contains("No services yet."), "{html}");
    }
}
