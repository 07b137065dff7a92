//! The list of redirects: searched, filtered and sorted by its address.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::RedirectOrigin;
use persistence::misses;
use persistence::redirects::{self, RedirectFilter, RedirectOrder, RedirectPlace, RedirectRow};
use serde::{Deserialize, Serialize};
use url::form_urlencoded;
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::page;
use crate::signed_in::SignedIn;

use super::{PATH, Target, origin_words, uses};

const PER_PAGE: usize = 50;
const SEARCH_CHARS: usize = 100;

/// The search, the filter, the order and the place in the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    q: String,
    #[serde(default)]
    origin: String,
    #[serde(default)]
    sort: String,
    /// The source and the hits of the last row of the page before.
    #[serde(default)]
    after: String,
    #[serde(default)]
    after_hits: String,
}

impl Query {
    fn filter(&self) -> RedirectFilter {
        RedirectFilter {
            origin: RedirectOrigin::parse(&self.origin),
            words: self.q.trim().chars().take(SEARCH_CHARS).collect(),
        }
    }

    fn order(&self) -> RedirectOrder {
        if self.sort == "hits" {
            RedirectOrder::Hits
        } else {
            RedirectOrder::Source
        }
    }

    /// A place that cannot be read is the beginning.
    fn place(&self) -> Option<RedirectPlace> {
        let hits = self.after_hits.parse().ok()?;
        Some(RedirectPlace {
            hits,
            source: self.after.replace('\0', ""),
        })
    }
}

#[derive(Serialize)]
struct IndexPage {
    chrome: Chrome,
    place: &'static str,
    missing: i64,
    q: String,
    origin: &'static str,
    sort: &'static str,
    filters: Vec<FilterLink>,
    by_source_href: String,
    by_hits_href: String,
    is_filtered: bool,
    is_first_page: bool,
    redirects: Vec<Row>,
    has_pages: bool,
    first_href: Option<String>,
    next_href: Option<String>,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/redirects/index";
}

#[derive(Serialize)]
struct FilterLink {
    label: &'static str,
    href: String,
    is_current: bool,
}

#[derive(Serialize)]
struct Row {
    source: String,
    is_prefix: bool,
    target: Target,
    origin: &'static str,
    uses: String,
    last_hit: Option<Moment>,
    edit_href: String,
    deletion_action: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let (filter, order, after) = (query.filter(), query.order(), query.place());
    let is_first_page = after.is_none();
    let wanted = filter.clone();
    let counts = state.database.visit_counts().clone();
    let (facts, missing, rows, next) = state
        .database
        .run(move |conn| {
            // So that the owner sees the visit that was made a moment ago.
            counts.flush(conn)?;
            let (rows, next) = redirects::list(conn, &wanted, order, after.as_ref(), PER_PAGE)?;
            Ok::<_, AdminError>((Facts::load(conn)?, misses::count(conn)?, rows, next))
        })
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Redirects, "Redirects");
    let list = List {
        filter: &filter,
        order,
        rows: &rows,
        next: next.as_ref(),
        is_first_page,
        missing,
    };
    page(&state, StatusCode::OK, &index_page(chrome, &facts, &list))
}

struct List<'a> {
    filter: &'a RedirectFilter,
    order: RedirectOrder,
    rows: &'a [RedirectRow],
    next: Option<&'a RedirectPlace>,
    is_first_page: bool,
    missing: i64,
}

fn index_page(chrome: Chrome, facts: &Facts, list: &List<'_>) -> IndexPage {
    let here = |place| href(list.filter, list.order, place);
    let with_origin = |origin| {
        let filter = RedirectFilter {
            origin,
            ..list.filter.clone()
        };
        href(&filter, list.order, None)
    };
    let all = FilterLink {
        label: "All",
        href: with_origin(None),
        is_current: list.filter.origin.is_none(),
    };
    let filters = RedirectOrigin::ALL.into_iter().map(|origin| FilterLink {
        label: origin_words(origin),
        href: with_origin(Some(origin)),
        is_current: list.filter.origin == Some(origin),
    });
    IndexPage {
        chrome,
        place: "list",
        missing: list.missing,
        q: list.filter.words.clone(),
        origin: list.filter.origin.map_or("", RedirectOrigin::as_str),
        sort: sort_word(list.order),
        filters: std::iter::once(all).chain(filters).collect(),
        by_source_href: href(list.filter, RedirectOrder::Source, None),
        by_hits_href: href(list.filter, RedirectOrder::Hits, None),
        is_filtered: *list.filter != RedirectFilter::default(),
        is_first_page: list.is_first_page,
        redirects: list.rows.iter().map(|row| shown(row, facts)).collect(),
        has_pages: !list.is_first_page || list.next.is_some(),
        first_href: (!list.is_first_page).then(|| here(None)),
        next_href: list.next.map(|next| here(Some(next))),
    }
}

fn shown(row: &RedirectRow, facts: &Facts) -> Row {
    let redirect = &row.redirect;
    Row {
        source: redirect.source.to_string(),
        is_prefix: redirect.is_prefix,
        target: Target::new(&row.leads_to),
        origin: origin_words(redirect.origin),
        uses: uses(redirect.hits),
        last_hit: redirect.last_hit_at.map(|at| facts.moment(at)),
        edit_href: format!("{PATH}/{}/edit", redirect.id),
        deletion_action: format!("{PATH}/{}/deletion", redirect.id),
    }
}

fn sort_word(order: RedirectOrder) -> &'static str {
    match order {
        RedirectOrder::Source => "",
        RedirectOrder::Hits => "hits",
    }
}

/// The address of the list with these filters.
fn href(filter: &RedirectFilter, order: RedirectOrder, place: Option<&RedirectPlace>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if !filter.words.is_empty() {
        query.append_pair("q", &filter.words);
    }
    if let Some(origin) = filter.origin {
        query.append_pair("origin", origin.as_str());
    }
    if order == RedirectOrder::Hits {
        query.append_pair("sort", "hits");
    }
    if let Some(place) = place {
        query.append_pair("after", &place.source);
        query.append_pair("after_hits", &place.hits.to_string());
    }
    match query.finish() {
        query if query.is_empty() => PATH.to_owned(),
        query => format!("{PATH}?{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, plain_chrome, render};
    use domain::{Redirect, RedirectId, RedirectTarget, SitePath, TargetAddress};
    use persistence::redirects::LeadsTo;
    use uuid::Uuid;

    fn row(leads_to: LeadsTo, hits: i64) -> RedirectRow {
        RedirectRow {
            redirect: Redirect {
                id: RedirectId::from_uuid(Uuid::nil()),
                source: SitePath::parse("/old").unwrap(),
                is_prefix: hits == 0,
                target: RedirectTarget::Address(TargetAddress::parse("/contact").unwrap()),
                origin: RedirectOrigin::Manual,
                hits,
                last_hit_at: (hits > 0).then(|| facts().now),
            },
            leads_to,
        }
    }

    fn html(rows: &[RedirectRow], filter: &RedirectFilter, is_first_page: bool) -> String {
        let list = List {
            filter,
            order: RedirectOrder::Hits,
            rows,
            next: None,
            is_first_page,
            missing: 3,
        };
        render(&index_page(plain_chrome(Room::Redirects), &facts(), &list))
    }

    #[test]
    fn each_redirect_says_where_it_leads_and_how_often_it_was_used() {
        let content = |path: Option<&str>| LeadsTo::Content {
            title: "Growth".to_owned(),
            path: path.map(str::to_owned),
            is_trashed: false,
        };
        let rows = [
            row(content(Some("/articles/growth")), 1_000),
            row(content(None), 1),
            row(LeadsTo::Address("/contact".to_owned()), 0),
            row(
                LeadsTo::Tag {
                    name: "Rust".to_owned(),
                    path: "/tags/rust".to_owned(),
                },
                2,
            ),
        ];
        let html = html(&rows, &RedirectFilter::default(), true);
        for words in [
            "Growth",
            "/articles/growth",
            "not on the site",
            "and everything below it",
            "Tag “Rust”",
            "Added by hand",
            "never used",
            "aria-current=\"true\"",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }

    #[test]
    fn an_empty_list_says_what_to_do_next() {
        let all = RedirectFilter::default();
        assert!(html(&[], &all, true).contains("No redirects yet"));
        let filter = RedirectFilter {
            words: "x".to_owned(),
            ..all.clone()
        };
        assert!(html(&[], &filter, true).contains("Nothing matches"));
        assert!(html(&[], &all, false).contains("nothing further"));
    }

    #[test]
    fn the_address_keeps_search_filter_and_order() {
        let filter = RedirectFilter {
            origin: Some(RedirectOrigin::Import),
            words: "a b&c".to_owned(),
        };
        let place = RedirectPlace {
            hits: 3,
            source: "/é?".to_owned(),
        };
        assert_eq!(
            href(&filter, RedirectOrder::Hits, Some(&place)),
            "/admin/redirects?q=a+b%26c&origin=import&sort=hits&after=%2F%C3%A9%3F&after_hits=3"
        );
        assert_eq!(
            href(&RedirectFilter::default(), RedirectOrder::Source, None),
            PATH
        );
    }
}
