//! The library as a page: searched, filtered and sorted by its address.

use std::collections::HashSet;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, MediaId};
use persistence::media::{
    self, MediaCounts, MediaFilter, MediaKind, MediaOrder, MediaPlace, MediaRow, MediaShelf,
};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::{Pager, page};
use crate::signed_in::SignedIn;

use super::PATH;
use super::place;
use super::upload::OutcomeView;
use super::view::{ItemView, alt_state, facts as facts_of, format_word, of_row};

const PER_PAGE: usize = 48;
const SEARCH_CHARS: usize = 100;

/// The search, the filter, the order and the place in the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    show: String,
    #[serde(default)]
    sort: String,
    #[serde(default)]
    after: String,
}

impl Query {
    fn filter(&self) -> MediaFilter {
        MediaFilter {
            words: self.q.trim().chars().take(SEARCH_CHARS).collect(),
            kind: MediaKind::parse(&self.kind),
            shelf: match self.show.as_str() {
                "unused" => MediaShelf::Unused,
                "without-alt" => MediaShelf::WithoutAlt,
                "trash" => MediaShelf::Trash,
                _ => MediaShelf::All,
            },
        }
    }

    fn order(&self) -> MediaOrder {
        match self.sort.as_str() {
            "name" => MediaOrder::Name,
            "size" => MediaOrder::Size,
            _ => MediaOrder::Newest,
        }
    }
}

#[derive(Serialize)]
pub(super) struct IndexPage {
    chrome: Chrome,
    outcomes: Option<Vec<OutcomeView>>,
    nothing_chosen: bool,
    q: String,
    kind: &'static str,
    show: &'static str,
    sort: &'static str,
    filters: Vec<FilterLink>,
    is_filtered: bool,
    is_first_page: bool,
    is_trash: bool,
    items: Vec<Card>,
    pager: Pager,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/media/index";
}

#[derive(Serialize)]
struct FilterLink {
    label: &'static str,
    /// False where counting would cost more than the list.
    has_count: bool,
    count: i64,
    href: String,
    is_current: bool,
}

#[derive(Serialize)]
struct Card {
    #[serde(flatten)]
    item: ItemView,
    facts: String,
    format: &'static str,
    alt_word: Option<&'static str>,
    alt_label: Option<&'static str>,
    is_used: bool,
    at: Moment,
    restoration_action: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    show(&state, &account, &session, StatusCode::OK, &query, None).await
}

/// The page, also as the answer to an upload that had something to refuse.
pub(super) async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    query: &Query,
    outcomes: Option<Vec<OutcomeView>>,
) -> Result<HttpResponse, AdminError> {
    let (filter, order, after) = (query.filter(), query.order(), place::read(&query.after));
    let is_first_page = after.is_none();
    let wanted = filter.clone();
    let (facts, counts, rows, used, next) = state
        .database
        .run(move |conn| {
            let (rows, next) = media::list(conn, &wanted, order, after.as_ref(), PER_PAGE)?;
            let used = match wanted.shelf {
                MediaShelf::Unused => HashSet::new(),
                _ => {
                    let ids: Vec<MediaId> = rows.iter().map(|row| row.item.id).collect();
                    media::used_among(conn, &ids)?
                }
            };
            let (facts, counts) = (Facts::load(conn)?, media::count(conn)?);
            Ok::<_, AdminError>((facts, counts, rows, used, next))
        })
        .await?;
    let chrome = Chrome::new(&facts, account, session, Room::Media, "Media")
        .with_module("js/admin/media/library.js");
    let list = List {
        filter: &filter,
        order,
        counts,
        rows: &rows,
        used: &used,
        next: next.as_ref(),
        is_first_page,
    };
    page(state, status, &index_page(chrome, &facts, &list, outcomes))
}

struct List<'a> {
    filter: &'a MediaFilter,
    order: MediaOrder,
    counts: MediaCounts,
    rows: &'a [MediaRow],
    used: &'a HashSet<MediaId>,
    next: Option<&'a MediaPlace>,
    is_first_page: bool,
}

fn index_page(
    chrome: Chrome,
    facts: &Facts,
    list: &List<'_>,
    outcomes: Option<Vec<OutcomeView>>,
) -> IndexPage {
    let MediaFilter { words, kind, shelf } = list.filter;
    let first = href(list.filter, list.order, None);
    IndexPage {
        chrome,
        nothing_chosen: outcomes.as_ref().is_some_and(Vec::is_empty),
        outcomes: outcomes.filter(|outcomes| !outcomes.is_empty()),
        q: words.clone(),
        kind: kind.map_or("", MediaKind::as_str),
        show: shelf_word(*shelf),
        sort: sort_word(list.order),
        filters: filters(list),
        is_filtered: *list.filter != MediaFilter::default(),
        is_first_page: list.is_first_page,
        is_trash: *shelf == MediaShelf::Trash,
        items: list
            .rows
            .iter()
            .map(|row| card(row, list.used, facts))
            .collect(),
        pager: Pager::of_addresses(
            first,
            list.is_first_page,
            list.next
                .map(|next| href(list.filter, list.order, Some(next))),
        ),
    }
}

fn filters(list: &List<'_>) -> Vec<FilterLink> {
    let counts = &list.counts;
    let link = |label, count: Option<i64>, kind, shelf| {
        let filter = MediaFilter {
            words: list.filter.words.clone(),
            kind,
            shelf,
        };
        FilterLink {
            label,
            has_count: count.is_some(),
            count: count.unwrap_or_default(),
            href: href(&filter, list.order, None),
            is_current: list.filter.kind == kind && list.filter.shelf == shelf,
        }
    };
    let all = MediaShelf::All;
    let downloads = counts.all - counts.pictures;
    vec![
        link("All", Some(counts.all), None, all),
        link(
            "Pictures",
            Some(counts.pictures),
            Some(MediaKind::Picture),
            all,
        ),
        link("Downloads", Some(downloads), Some(MediaKind::Download), all),
        link(
            "Without alt text",
            Some(counts.without_alt),
            None,
            MediaShelf::WithoutAlt,
        ),
        link("Not used", None, None, MediaShelf::Unused),
        link("Trash", Some(counts.trashed), None, MediaShelf::Trash),
    ]
}

fn card(row: &MediaRow, used: &HashSet<MediaId>, facts: &Facts) -> Card {
    let item = &row.item;
    let alt = alt_state(item);
    Card {
        item: of_row(row),
        facts: facts_of(&item.file),
        format: format_word(item.file.format),
        alt_word: alt.map(|(word, _)| word),
        alt_label: alt.map(|(_, label)| label),
        is_used: used.contains(&item.id),
        at: facts.moment(item.trashed_at.unwrap_or(item.created_at)),
        restoration_action: format!("{PATH}/{}/restoration", item.id),
    }
}

fn shelf_word(shelf: MediaShelf) -> &'static str {
    match shelf {
        MediaShelf::All => "",
        MediaShelf::Unused => "unused",
        MediaShelf::WithoutAlt => "without-alt",
        MediaShelf::Trash => "trash",
    }
}

fn sort_word(order: MediaOrder) -> &'static str {
    match order {
        MediaOrder::Newest => "",
        MediaOrder::Name => "name",
        MediaOrder::Size => "size",
    }
}

/// The address of the list with these filters.
fn href(filter: &MediaFilter, order: MediaOrder, after: Option<&MediaPlace>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let after = after.map(place::write).unwrap_or_default();
    for (name, value) in [
        ("q", filter.words.as_str()),
        ("kind", filter.kind.map_or("", MediaKind::as_str)),
        ("show", shelf_word(filter.shelf)),
        ("sort", sort_word(order)),
        ("after", &after),
    ] {
        if !value.is_empty() {
            query.append_pair(name, value);
        }
    }
    let query = query.finish();
    if query.is_empty() {
        PATH.to_owned()
    } else {
        format!("{PATH}?{query}")
    }
}

#[cfg(test)]
mod tests;
