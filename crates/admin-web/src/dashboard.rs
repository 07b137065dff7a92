//! The first page: what is new, and what could be done next.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{
    ArticleCounts, ArticleSummary, MessageFolder, MessageListing, MessageSummary, PublicationState,
    ServiceSummary, SiteSettings,
};
use persistence::{articles, messages, services, settings};
use serde::Serialize;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::inbox::MessageRow;
use crate::moment::Moment;
use crate::pages::page;
use crate::signed_in::SignedIn;

const LATEST_MESSAGES: usize = 5;
const LATEST_DRAFTS: usize = 3;

#[derive(Serialize)]
struct DashboardPage {
    chrome: Chrome,
    drafts: i64,
    published: i64,
    services_shown: usize,
    messages: Vec<MessageRow>,
    steps: Vec<Step>,
    latest_drafts: Vec<DraftRow>,
}

impl PageTemplate for DashboardPage {
    const TEMPLATE: &'static str = "admin/dashboard/show";
}

/// Something to do next.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Step {
    href: &'static str,
    label: String,
    reason: &'static str,
}

#[derive(Serialize)]
struct DraftRow {
    title: String,
    edit_href: String,
    updated: Moment,
}

struct Rows {
    facts: Facts,
    settings: SiteSettings,
    counts: ArticleCounts,
    services: Vec<ServiceSummary>,
    messages: Vec<MessageSummary>,
    drafts: Vec<ArticleSummary>,
}

pub(crate) async fn show(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let rows = state
        .database
        .run(|conn| {
            let inbox = MessageListing::Folder(MessageFolder::Inbox);
            let drafts = Some(PublicationState::Draft);
            Ok::<_, AdminError>(Rows {
                facts: Facts::load(conn)?,
                settings: settings::load(conn)?,
                counts: articles::count_by_state(conn)?,
                services: services::list(conn)?,
                messages: messages::list(conn, inbox, None, LATEST_MESSAGES)?.items,
                drafts: articles::list(conn, drafts, None, LATEST_DRAFTS)?.items,
            })
        })
        .await?;
    let chrome = Chrome::new(&rows.facts, &account, &session, Room::Overview, "Overview");
    page(&state, StatusCode::OK, &dashboard(rows, chrome))
}

fn dashboard(rows: Rows, chrome: Chrome) -> DashboardPage {
    let steps = steps(&rows);
    DashboardPage {
        chrome,
        drafts: rows.counts.drafts,
        published: rows.counts.published,
        services_shown: rows
            .services
            .iter()
            .filter(|service| service.visibility.is_shown())
            .count(),
        messages: rows
            .messages
            .iter()
            .map(|message| MessageRow::new(message, &rows.facts, None, None))
            .collect(),
        steps,
        latest_drafts: rows
            .drafts
            .iter()
            .map(|draft| DraftRow {
                title: draft.title.to_string(),
                edit_href: format!("/admin/articles/{}/edit", draft.id),
                updated: rows.facts.moment(draft.updated_at),
            })
            .collect(),
    }
}

fn steps(rows: &Rows) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut add = |href, label: String, reason| {
        steps.push(Step {
            href,
            label,
            reason,
        });
    };
    match rows.facts.unread {
        0 => {}
        1 => add(
            "/admin/inbox",
            "Read the new message".to_owned(),
            "Somebody wrote to you.",
        ),
        count => add(
            "/admin/inbox",
            format!("Read {count} new messages"),
            "Somebody is waiting for an answer.",
        ),
    }
    if rows.settings.contact_email.is_none() {
        add(
            "/admin/settings",
            "Give a contact address".to_owned(),
            "Visitors can then write to you without the form.",
        );
    }
    if rows.services.is_empty() {
        add(
            "/admin/services/new",
            "Describe your first service".to_owned(),
            "It gets a page of its own and a place on the home page.",
        );
    }
    if rows.counts.published == 0 && rows.counts.drafts == 0 {
        add(
            "/admin/articles/new",
            "Write the first article".to_owned(),
            "The home page shows the newest ones.",
        );
    } else if rows.counts.published == 0 {
        add(
            "/admin/articles?state=draft",
            "Publish a draft".to_owned(),
            "No article is on the site yet.",
        );
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, message_summary, plain_chrome, render, site_settings};

    fn rows(unread: i64, contact: bool) -> Rows {
        let mut settings = site_settings();
        if !contact {
            settings.contact_email = None;
        }
        Rows {
            facts: Facts { unread, ..facts() },
            settings,
            counts: ArticleCounts {
                drafts: 0,
                published: 0,
            },
            services: Vec::new(),
            messages: Vec::new(),
            drafts: Vec::new(),
        }
    }

    #[test]
    fn an_empty_site_says_what_to_do() {
        let labels: Vec<_> = steps(&rows(2, false))
            .into_iter()
            .map(|step| step.label)
            .collect();
        assert_eq!(
            labels,
            [
                "Read 2 new messages",
                "Give a contact address",
                "Describe your first service",
                "Write the first article"
            ]
        );
    }

    #[test]
    fn the_page_is_whole_when_empty_and_when_full() {
        let html = render(&dashboard(rows(0, true), plain_chrome(Room::Overview)));
        assert!(html.contains("No message yet."), "{html}");
        let mut full = rows(1, true);
        full.messages.push(message_summary());
        let html = render(&dashboard(full, plain_chrome(Room::Overview)));
        assert!(html.contains("Ingrid"), "{html}");
        assert!(html.contains("Read the new message"), "{html}");
    }
}
