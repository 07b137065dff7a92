//! The list of articles: searched, filtered and sorted by its address, and the trash.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{ArticleId, ContentId};
use persistence::articles::{
    self, ArticleCounts, ArticleFilter, ArticleOrder, ArticleRow, ArticleState,
};
use persistence::contents::TRASH_DAYS;
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use web_kit::{PageTemplate, dates};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::page;
use crate::signed_in::SignedIn;
use crate::titles;

const PER_PAGE: usize = 30;
const TRASH_SHOWN: i64 = 50;

/// Characters of a search that are looked at.
const SEARCH_CHARS: usize = 100;

const PATH: &str = "/admin/articles";

/// The search, the filters, the order and the place in the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    state: String,
    #[serde(default)]
    changed: String,
    #[serde(default)]
    tag: String,
    #[serde(default)]
    sort: String,
    /// The sort key and the id of the last row of the page before.
    #[serde(default)]
    after: String,
    #[serde(default)]
    after_id: String,
}

impl Query {
    fn filter(&self) -> ArticleFilter {
        ArticleFilter {
            state: ArticleState::parse(&self.state),
            has_unpublished_changes: self.changed == "true",
            words: self.q.trim().chars().take(SEARCH_CHARS).collect(),
            tag: self.tag.trim().chars().take(SEARCH_CHARS).collect(),
        }
    }

    /// A place that cannot be read is the beginning.
    fn place(&self) -> Option<(String, ContentId)> {
        let id = self.after_id.parse().ok()?;
        Some((self.after.clone(), id))
    }
}

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    q: String,
    tag: String,
    state: &'static str,
    is_changed: bool,
    sort: &'static str,
    filters: Vec<FilterLink>,
    is_filtered: bool,
    total: i64,
    articles: Vec<Row>,
    is_first_page: bool,
    first_href: String,
    next_href: Option<String>,
    deleted: Vec<TrashedRow>,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/articles/index";
}

#[derive(Serialize)]
struct FilterLink {
    label: &'static str,
    href: String,
    count: i64,
    is_current: bool,
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    edit_href: String,
    public_href: Option<String>,
    address: String,
    tags: String,
    state: &'static str,
    state_label: &'static str,
    has_changes: bool,
    is_pinned: bool,
    scheduled: Option<String>,
    saved: Moment,
    published: Option<Moment>,
}

#[derive(Serialize)]
struct TrashedRow {
    title: String,
    since: Moment,
    erased_on: String,
    erased_iso: String,
    restoration_action: String,
}

struct Rows {
    facts: Facts,
    counts: ArticleCounts,
    articles: Vec<ArticleRow>,
    next: Option<(String, ContentId)>,
    trashed: Vec<(ArticleId, String, DateTime<Utc>)>,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let filter = query.filter();
    let order = ArticleOrder::parse(&query.sort);
    let place = query.place();
    let is_first_page = place.is_none();
    let wanted = filter.clone();
    let rows = state
        .database
        .run(move |conn| {
            let (articles, next) = articles::list(conn, &wanted, order, place.as_ref(), PER_PAGE)?;
            Ok::<_, AdminError>(Rows {
                facts: Facts::load(conn)?,
                counts: articles::count(conn)?,
                articles,
                next,
                trashed: if is_first_page {
                    articles::list_trashed(conn, TRASH_SHOWN)?
                } else {
                    Vec::new()
                },
            })
        })
        .await?;
    let chrome = Chrome::new(&rows.facts, &account, &session, Room::Articles, "Articles")
        .with_module("js/admin/selection.js");
    page(
        &state,
        StatusCode::OK,
        &index_page(chrome, &rows, &filter, order, is_first_page),
    )
}

/// The address of the list with these filters.
fn href(
    filter: &ArticleFilter,
    order: ArticleOrder,
    place: Option<&(String, ContentId)>,
) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !filter.words.is_empty() {
        query.append_pair("q", &filter.words);
    }
    if let Some(state) = filter.state {
        query.append_pair("state", state.as_str());
    }
    if filter.has_unpublished_changes {
        query.append_pair("changed", "true");
    }
    if !filter.tag.is_empty() {
        query.append_pair("tag", &filter.tag);
    }
    if order != ArticleOrder::default() {
        query.append_pair("sort", order.as_str());
    }
    if let Some((key, id)) = place {
        query.append_pair("after", key);
        query.append_pair("after_id", &id.to_string());
    }
    match query.finish().as_str() {
        "" => PATH.to_owned(),
        text => format!("{PATH}?{text}"),
    }
}

fn filters(filter: &ArticleFilter, order: ArticleOrder, counts: &ArticleCounts) -> Vec<FilterLink> {
    let link = |label, state, is_changed, count| FilterLink {
        label,
        href: href(
            &ArticleFilter {
                state,
                has_unpublished_changes: is_changed,
                ..filter.clone()
            },
            order,
            None,
        ),
        count,
        is_current: filter.state == state && filter.has_unpublished_changes == is_changed,
    };
    let all = counts.drafts + counts.published + counts.scheduled + counts.withdrawn;
    vec![
        link("All", None, false, all),
        link("Drafts", Some(ArticleState::Draft), false, counts.drafts),
        link(
            "Published",
            Some(ArticleState::Published),
            false,
            counts.published,
        ),
        link("Unpublished changes", None, true, counts.changed),
        link(
            "Scheduled",
            Some(ArticleState::Scheduled),
            false,
            counts.scheduled,
        ),
        link(
            "Withdrawn",
            Some(ArticleState::Withdrawn),
            false,
            counts.withdrawn,
        ),
    ]
}

fn index_page(
    chrome: Chrome,
    rows: &Rows,
    filter: &ArticleFilter,
    order: ArticleOrder,
    is_first_page: bool,
) -> IndexPage {
    let filters = filters(filter, order, &rows.counts);
    IndexPage {
        chrome,
        q: filter.words.clone(),
        tag: filter.tag.clone(),
        state: filter.state.map_or("", ArticleState::as_str),
        is_changed: filter.has_unpublished_changes,
        sort: order.as_str(),
        is_filtered: *filter != ArticleFilter::default(),
        total: filters.first().map_or(0, |all| all.count),
        filters,
        articles: rows
            .articles
            .iter()
            .map(|article| Row::new(article, &rows.facts))
            .collect(),
        is_first_page,
        first_href: href(filter, order, None),
        next_href: rows
            .next
            .as_ref()
            .map(|place| href(filter, order, Some(place))),
        deleted: rows
            .trashed
            .iter()
            .map(|(id, title, since)| {
                let end = *since + TimeDelta::days(TRASH_DAYS);
                TrashedRow {
                    title: titles::or_untitled(title),
                    since: rows.facts.moment(*since),
                    erased_on: dates::display_date(end, rows.facts.zone),
                    erased_iso: dates::iso(end),
                    restoration_action: format!("{PATH}/{id}/restoration"),
                }
            })
            .collect(),
    }
}

impl Row {
    fn new(article: &ArticleRow, facts: &Facts) -> Self {
        let status = &article.status;
        Self {
            id: article.id.to_string(),
            title: titles::or_untitled(&article.title),
            edit_href: Subject::Article(article.id).edit_href(),
            public_href: status
                .live_slug
                .as_ref()
                .map(|slug| format!("/articles/{slug}")),
            address: match article.slug.trim() {
                "" => String::new(),
                slug => format!("/articles/{slug}"),
            },
            tags: article.tags.trim().to_owned(),
            state: status.state.as_str(),
            state_label: match status.state {
                ArticleState::Draft => "Draft",
                ArticleState::Published => "Published",
                ArticleState::Scheduled => "Scheduled",
                ArticleState::Withdrawn => "Withdrawn",
            },
            has_changes: status.has_unpublished_changes,
            is_pinned: status.is_pinned,
            scheduled: status.scheduled_at.map(|at| {
                let zone =
                    crate::editor::schedule_form::zone_or_site(status.zone.as_deref(), facts);
                crate::editor::schedule_form::short_moment("for", at, zone, facts.now)
            }),
            saved: facts.moment(article.saved_at),
            published: status.published_at.map(|at| facts.moment(at)),
        }
    }
}

#[cfg(test)]
mod tests;
