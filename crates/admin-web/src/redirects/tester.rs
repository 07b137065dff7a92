//! Tries an address: what a visitor would get there, and why. Nothing is counted.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{SitePath, SitePathError, TargetAddress};
use persistence::redirects::{self, RedirectRow, Resolution};
use persistence::{DatabaseError, PgConnection, misses};
use serde::{Deserialize, Serialize};
use web_kit::PageTemplate;

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;

use super::{PATH, on_this_site};

/// The address to try.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    address: String,
}

#[derive(Serialize)]
struct TesterPage {
    chrome: Chrome,
    place: &'static str,
    missing: i64,
    address: String,
    verdict: Option<Verdict>,
}

impl PageTemplate for TesterPage {
    const TEMPLATE: &'static str = "admin/redirects/test";
}

/// What a visitor gets.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Verdict {
    /// The word for style sheets.
    word: &'static str,
    code: u16,
    heading: String,
    reason: String,
    open_href: Option<String>,
    rule_href: Option<String>,
    add_href: Option<String>,
}

pub(crate) async fn show(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let typed = query.address.trim().to_owned();
    let address = on_this_site(&state.base_url, &typed);
    let (facts, missing, verdict) = state
        .database
        .run(move |conn| {
            let verdict = if address.is_empty() {
                None
            } else {
                Some(judge(conn, &address)?)
            };
            Ok::<_, AdminError>((Facts::load(conn)?, misses::count(conn)?, verdict))
        })
        .await?;
    let chrome = Chrome::new(
        &facts,
        &account,
        &session,
        Room::Redirects,
        "Try an address",
    );
    let shown = TesterPage {
        chrome,
        place: "test",
        missing,
        address: typed,
        verdict,
    };
    page(&state, StatusCode::OK, &shown)
}

fn judge(conn: &mut PgConnection, address: &str) -> Result<Verdict, DatabaseError> {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (path, rest) = address.split_at(end);
    let query = rest.strip_prefix('?').unwrap_or_default();
    let query = query.split('#').next().unwrap_or_default();
    if SitePath::parse(path) == Err(SitePathError::Reserved) {
        return Ok(refused(
            200,
            "This address belongs to the program itself.",
            "Redirects have no say here.",
        ));
    }
    let Some(found) = SitePath::of_request(path) else {
        return Ok(refused(
            404,
            "A visitor finds nothing.",
            "No page and no redirect can have this address. It has to begin with one slash, or with the address of this site.",
        ));
    };
    let resolution = redirects::resolve_published(conn, &found)?;
    let rule = match &resolution {
        Resolution::Moved { rule, .. } => redirects::find(conn, *rule)?,
        _ => None,
    };
    Ok(verdict(path, query, &found, resolution, rule.as_ref()))
}

fn refused(code: u16, heading: &str, reason: &str) -> Verdict {
    Verdict {
        word: "none",
        code,
        heading: heading.to_owned(),
        reason: reason.to_owned(),
        open_href: None,
        rule_href: None,
        add_href: None,
    }
}

fn verdict(
    typed: &str,
    query: &str,
    path: &SitePath,
    resolution: Resolution,
    rule: Option<&RedirectRow>,
) -> Verdict {
    match resolution {
        Resolution::Page if typed == path.as_str() || typed == path.encoded() => Verdict {
            word: "page",
            open_href: Some(TargetAddress::location(path.as_str(), query)),
            ..refused(
                200,
                "A visitor sees the page.",
                "There is a live page at this address, and a live page always wins.",
            )
        },
        Resolution::Page => {
            let to = TargetAddress::location(path.as_str(), query);
            Verdict {
                word: "moved",
                open_href: Some(to),
                ..refused(
                    301,
                    &format!("A visitor is led to {path}."),
                    "It is another spelling of the address of a live page.",
                )
            }
        }
        Resolution::Moved { to, .. } => Verdict {
            word: "moved",
            open_href: Some(TargetAddress::location(&to, query)),
            rule_href: rule.map(|row| format!("{PATH}/{}/edit", row.redirect.id)),
            ..refused(
                301,
                &format!("A visitor is led to {to}."),
                &rule.map_or(String::new(), reason_of),
            )
        },
        Resolution::Gone => Verdict {
            word: "gone",
            ..refused(
                410,
                "A visitor is told that the page is gone.",
                "What was here is in the trash. Restoring it brings the address back.",
            )
        },
        Resolution::Missing => Verdict {
            word: "missing",
            add_href: SitePath::parse(path.as_str()).is_ok().then(|| {
                format!(
                    "{PATH}/new?miss={}",
                    crate::percent::query_value(path.as_str())
                )
            }),
            ..refused(
                404,
                "A visitor finds nothing.",
                "No page and no redirect has this address.",
            )
        },
    }
}

fn reason_of(row: &RedirectRow) -> String {
    let source = &row.redirect.source;
    if row.redirect.is_prefix {
        format!("The redirect from {source} and everything below it says so.")
    } else {
        format!("The redirect from {source} says so.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{plain_chrome, render};
    use domain::RedirectId;
    use uuid::Uuid;

    fn judged(typed: &str, query: &str, resolution: Resolution) -> Verdict {
        let path = SitePath::of_request(typed).unwrap();
        verdict(typed, query, &path, resolution, None)
    }

    #[test]
    fn each_outcome_has_its_words_and_its_code() {
        let moved = Resolution::Moved {
            to: "/b".to_owned(),
            rule: RedirectId::from_uuid(Uuid::nil()),
        };
        assert_eq!(judged("/a", "", Resolution::Page).code, 200);
        assert_eq!(judged("/a/", "", Resolution::Page).code, 301);
        let led = judged("/a", "x=1", moved);
        assert_eq!((led.code, led.open_href.as_deref()), (301, Some("/b?x=1")));
        assert_eq!(judged("/a", "", Resolution::Gone).code, 410);
        let missing = judged("/a é", "", Resolution::Missing);
        assert_eq!(missing.code, 404);
        assert_eq!(
            missing.add_href.as_deref(),
            Some("/admin/redirects/new?miss=/a%2520%C3%A9")
        );
    }

    #[test]
    fn the_page_shows_the_verdict_with_the_ways_on() {
        for (resolution, words) in [
            (Resolution::Missing, "Add a redirect"),
            (Resolution::Gone, "410"),
            (Resolution::Page, "Open it"),
        ] {
            let html = render(&TesterPage {
                chrome: plain_chrome(Room::Redirects),
                place: "test",
                missing: 0,
                address: "/a".to_owned(),
                verdict: Some(judged("/a", "", resolution)),
            });
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}
