//! What visitors asked for and did not find.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::SitePath;
use persistence::misses::{self, Miss, MissPlace};
use serde::{Deserialize, Serialize};
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::moment::Moment;
use crate::pages::{page, see_other};
use crate::percent::query_value;
use crate::signed_in::SignedIn;

use super::{MISSES, PATH};

const PER_PAGE: usize = 50;

/// The place in the list.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    after: String,
    #[serde(default)]
    after_hits: String,
}

#[derive(Serialize)]
struct MissesPage {
    chrome: Chrome,
    place: &'static str,
    missing: i64,
    misses: Vec<Row>,
    is_first_page: bool,
    has_pages: bool,
    first_href: Option<&'static str>,
    next_href: Option<String>,
}

impl PageTemplate for MissesPage {
    const TEMPLATE: &'static str = "admin/redirects/misses";
}

#[derive(Serialize)]
struct Row {
    path: String,
    hits: i64,
    first: Moment,
    last: Moment,
    redirect_href: String,
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    // A place that cannot be read is the beginning.
    let after: Option<MissPlace> = query
        .after_hits
        .parse()
        .ok()
        .map(|hits| (hits, query.after.replace('\0', "")));
    let is_first_page = after.is_none();
    let counts = state.database.visit_counts().clone();
    let (facts, missing, rows, next) = state
        .database
        .run(move |conn| {
            // So that the owner sees the visit that was made a moment ago.
            counts.flush(conn)?;
            let (rows, next) = misses::list(conn, after.as_ref(), PER_PAGE)?;
            Ok::<_, AdminError>((Facts::load(conn)?, misses::count(conn)?, rows, next))
        })
        .await?;
    let chrome = Chrome::new(&facts, &account, &session, Room::Redirects, "Not found");
    let shown = misses_page(chrome, &facts, missing, &rows, next, is_first_page);
    page(&state, StatusCode::OK, &shown)
}

fn misses_page(
    chrome: Chrome,
    facts: &Facts,
    missing: i64,
    rows: &[Miss],
    next: Option<MissPlace>,
    is_first_page: bool,
) -> MissesPage {
    MissesPage {
        chrome,
        place: "misses",
        missing,
        misses: rows
            .iter()
            .map(|miss| Row {
                path: miss.path.to_string(),
                hits: miss.hits,
                first: facts.moment(miss.first_seen_at),
                last: facts.moment(miss.last_seen_at),
                redirect_href: format!("{PATH}/new?miss={}", query_value(miss.path.as_str())),
            })
            .collect(),
        is_first_page,
        has_pages: !is_first_page || next.is_some(),
        first_href: (!is_first_page).then_some(MISSES),
        next_href: next
            .map(|(hits, path)| format!("{MISSES}?after={}&after_hits={hits}", query_value(&path))),
    }
}

pub(crate) async fn dismiss(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let path = set_dismissed(&state, &fields, true).await?;
    Flash::new(format!(
        "{path} is no longer listed, however often it is asked for."
    ))
    .undone_with(format!("{MISSES}/return"), "path", path.to_string())
    .keep(&session)?;
    Ok(see_other(MISSES))
}

pub(crate) async fn put_back(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let path = set_dismissed(&state, &fields, false).await?;
    Flash::new(format!("{path} is listed again.")).keep(&session)?;
    Ok(see_other(MISSES))
}

async fn set_dismissed(
    state: &AdminState,
    fields: &Fields,
    is_dismissed: bool,
) -> Result<SitePath, AdminError> {
    let path = SitePath::of_request(fields.get("path")).ok_or(AdminError::Unreadable)?;
    let missed = path.clone();
    let is_known = state
        .database
        .run(move |conn| misses::set_dismissed(conn, &missed, is_dismissed))
        .await?;
    if is_known {
        Ok(path)
    } else {
        Err(AdminError::NotFound)
    }
}

/// Empties the list. The form asks for it once with a box, since what was counted cannot come back.
pub(crate) async fn clear(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let words = if fields.get("sure") == "true" {
        let count = state.database.run(misses::clear).await?;
        match count {
            1 => "One address was taken off the list.".to_owned(),
            count => format!("{count} addresses were taken off the list."),
        }
    } else {
        "Nothing was cleared: tick the box first.".to_owned()
    };
    Flash::new(words).keep(&session)?;
    Ok(see_other(MISSES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, plain_chrome, render};

    fn html(rows: &[Miss], is_first_page: bool) -> String {
        let next = (!rows.is_empty()).then(|| (3, "/é".to_owned()));
        let chrome = plain_chrome(Room::Redirects);
        render(&misses_page(chrome, &facts(), 1, rows, next, is_first_page))
    }

    #[test]
    fn a_miss_is_one_click_from_a_redirect() {
        let miss = Miss {
            path: SitePath::of_request("/my old page").unwrap(),
            hits: 12,
            first_seen_at: facts().now,
            last_seen_at: facts().now,
        };
        let html = html(&[miss], true);
        for words in [
            "/my%20old%20page",
            "/admin/redirects/new?miss&#x3D;/my%2520old%2520page",
            "12 times",
            "Dismiss",
            "after&#x3D;/%C3%A9&amp;after_hits&#x3D;3",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }

    #[test]
    fn an_empty_list_is_good_news() {
        assert!(html(&[], true).contains("found what they asked for"));
        assert!(html(&[], false).contains("nothing further"));
    }
}
