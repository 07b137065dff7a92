//! The first page: what is new, and what could be done next.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{MessageFolder, MessageListing, MessageSummary, SiteSettings};
use persistence::articles::{
    self, ArticleCounts, ArticleFilter, ArticleOrder, ArticleRow, ArticleState,
};
use persistence::services::{self, ServiceRow, ServiceState};
use persistence::{DatabaseError, PgConnection, messages, settings};
use serde::Serialize;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::editor::schedule_form::{short_moment, zone_or_site};
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::inbox::MessageRow;
use crate::moment::Moment;
use crate::pages::page;
use crate::signed_in::SignedIn;
use crate::titles;

const LATEST_MESSAGES: usize = 5;
const LATEST_DRAFTS: usize = 3;
const LATEST_CHANGED: usize = 5;
const LATEST_SCHEDULED: usize = 10;

#[derive(Serialize)]
struct DashboardPage {
    chrome: Chrome,
    drafts: i64,
    published: i64,
    services_shown: usize,
    messages: Vec<MessageRow>,
    steps: Vec<Step>,
    latest_drafts: Vec<DraftRow>,
    changed: Vec<DraftRow>,
    changed_more: i64,
    scheduled: Vec<ScheduledRow>,
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

/// An article that visitors will see.
#[derive(Serialize)]
struct ScheduledRow {
    title: String,
    edit_href: String,
    label: String,
}

struct Rows {
    facts: Facts,
    settings: SiteSettings,
    counts: ArticleCounts,
    services: Vec<ServiceRow>,
    messages: Vec<MessageSummary>,
    drafts: Vec<ArticleRow>,
    changed: Vec<ArticleRow>,
    scheduled: Vec<ArticleRow>,
}

/// The articles saved last of those that a filter lets through.
fn latest(
    conn: &mut PgConnection,
    filter: &ArticleFilter,
    limit: usize,
) -> Result<Vec<ArticleRow>, DatabaseError> {
    Ok(articles::list(conn, filter, ArticleOrder::Saved, None, limit)?.0)
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
            let unfinished = ArticleFilter {
                state: Some(ArticleState::Draft),
                ..ArticleFilter::default()
            };
            let changed = ArticleFilter {
                has_unpublished_changes: true,
                ..ArticleFilter::default()
            };
            let scheduled = ArticleFilter {
                state: Some(ArticleState::Scheduled),
                ..ArticleFilter::default()
            };
            Ok::<_, AdminError>(Rows {
                facts: Facts::load(conn)?,
                settings: settings::load(conn)?,
                counts: articles::count(conn)?,
                services: services::list(conn)?,
                messages: messages::list(conn, inbox, None, LATEST_MESSAGES)?.items,
                drafts: latest(conn, &unfinished, LATEST_DRAFTS)?,
                changed: latest(conn, &changed, LATEST_CHANGED)?,
                scheduled: latest(conn, &scheduled, LATEST_SCHEDULED)?,
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
            .filter(|service| service.status.state == ServiceState::Shown)
            .count(),
        messages: rows
            .messages
            .iter()
            .map(|message| MessageRow::new(message, &rows.facts, None, None))
            .collect(),
        steps,
        latest_drafts: draft_rows(&rows.drafts, &rows.facts),
        changed_more: rows.counts.changed - i64::try_from(rows.changed.len()).unwrap_or(i64::MAX),
        changed: draft_rows(&rows.changed, &rows.facts),
        scheduled: scheduled_rows(rows.scheduled, &rows.facts),
    }
}

fn draft_rows(drafts: &[ArticleRow], facts: &Facts) -> Vec<DraftRow> {
    let row = |draft: &ArticleRow| DraftRow {
        title: titles::or_untitled(&draft.title),
        edit_href: Subject::Article(draft.id).edit_href(),
        updated: facts.moment(draft.saved_at),
    };
    drafts.iter().map(row).collect()
}

/// What comes next, comes first.
fn scheduled_rows(mut articles: Vec<ArticleRow>, facts: &Facts) -> Vec<ScheduledRow> {
    articles.sort_by_key(|article| article.status.scheduled_at);
    let row = |article: &ArticleRow| {
        let zone = zone_or_site(article.status.zone.as_deref(), facts);
        Some(ScheduledRow {
            title: titles::or_untitled(&article.title),
            edit_href: Subject::Article(article.id).edit_href(),
            label: short_moment("for", article.status.scheduled_at?, zone, facts.now),
        })
    };
    articles.iter().filter_map(row).collect()
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
    use crate::fixtures::{
        article_row, facts, message_summary, plain_chrome, render, site_settings,
    };

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
                ..ArticleCounts::default()
            },
            services: Vec::new(),
            messages: Vec::new(),
            drafts: Vec::new(),
            changed: Vec::new(),
            scheduled: Vec::new(),
        }
    }

    #[test]
    fn what_waits_for_its_publication_is_named_the_next_one_first() {
        let mut full = rows(0, true);
        full.counts.changed = 7;
        full.changed.push(article_row());
        for days in [3, 1] {
            let mut article = article_row();
            article.title = format!("In {days} days");
            let at = full.facts.now + chrono::TimeDelta::days(days);
            article.status.scheduled_at = Some(at);
            full.scheduled.push(article);
        }
        let html = render(&dashboard(full, plain_chrome(Room::Overview)));
        assert!(html.contains("and 6 more"), "{html}");
        let place = |text: &str| html.find(text).unwrap();
        assert!(place("In 1 days") < place("In 3 days"), "{html}");
        assert!(html.contains("for tomorrow"), "{html}");
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
