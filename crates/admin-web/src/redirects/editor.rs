//! Adding a redirect, and leading one elsewhere.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, RedirectDraft, RedirectId, SitePath};
use persistence::redirects::{self, RedirectRow, RuleError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::moment::Moment;
use crate::pages::{page, see_other};
use crate::problems::Problems;
use crate::signed_in::SignedIn;

use super::form::{RedirectForm, refuse};
use super::{MISSES, PATH, Target, origin_words, uses};

/// Pages that are offered as targets.
const OFFERED: i64 = 300;

/// An address to begin with, from the list of misses.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    miss: String,
}

#[derive(Serialize)]
struct FormPage {
    chrome: Chrome,
    heading: &'static str,
    action: String,
    back_href: &'static str,
    is_new: bool,
    form: RedirectForm,
    is_taken: bool,
    proposal: Option<String>,
    pages: Vec<Choice>,
    now: Option<Standing>,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for FormPage {
    const TEMPLATE: &'static str = "admin/redirects/edit";
}

#[derive(Serialize)]
struct Choice {
    path: String,
    title: String,
}

/// What is stored of the redirect that is changed.
#[derive(Serialize)]
struct Standing {
    target: Target,
    origin: &'static str,
    uses: String,
    last_hit: Option<Moment>,
    deletion_action: String,
}

#[derive(Default)]
struct Attempt {
    form: RedirectForm,
    errors: FieldErrors,
    is_taken: bool,
    proposal: Option<String>,
}

pub(crate) async fn new(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let mut attempt = Attempt::default();
    if let Some(path) = SitePath::of_request(&query.miss) {
        let missing = path.clone();
        let proposal = state
            .database
            .run(move |conn| redirects::propose(conn, &missing))
            .await?;
        attempt.form.from = path.to_string();
        attempt.form.is_miss = true;
        if let Some(proposal) = proposal {
            attempt.form.to = proposal.path;
            attempt.proposal = Some(proposal.title);
        }
    }
    show(&state, &account, &session, StatusCode::OK, None, attempt).await
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let form = RedirectForm::from_fields(&fields);
    let mut errors = FieldErrors::new();
    let mut is_taken = false;
    if let Some(wanted) = form.parse(&state.base_url, &mut errors) {
        let replace = form.replace;
        let stored = state
            .database
            .run(move |conn| {
                let draft = RedirectDraft {
                    target: redirects::target_at(conn, &wanted.target, wanted.is_prefix)?,
                    source: wanted.source,
                    is_prefix: wanted.is_prefix,
                    origin: wanted.origin,
                };
                let id = redirects::insert(conn, &draft, replace)?;
                redirects::find(conn, id)?.ok_or(RuleError::Missing)
            })
            .await;
        match stored {
            Ok(row) => {
                said(&row, !replace).keep(&session)?;
                return Ok(see_other(if form.is_miss { MISSES } else { PATH }));
            }
            Err(error) => is_taken = refuse(error, &mut errors)?,
        }
    }
    let attempt = Attempt {
        form,
        errors,
        is_taken,
        proposal: None,
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(&state, &account, &session, status, None, attempt).await
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = RedirectId::from_uuid(*id);
    let row = found(&state, id).await?;
    let attempt = Attempt {
        form: RedirectForm {
            from: row.redirect.source.to_string(),
            to: Target::new(&row.leads_to).address.unwrap_or_default(),
            is_prefix: row.redirect.is_prefix,
            ..RedirectForm::default()
        },
        ..Attempt::default()
    };
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        Some(row),
        attempt,
    )
    .await
}

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = RedirectId::from_uuid(*id);
    let row = found(&state, id).await?;
    let mut form = RedirectForm::from_fields(&fields);
    form.from = row.redirect.source.to_string();
    let mut errors = FieldErrors::new();
    if let Some(target) = form.parse_target(&state.base_url, &mut errors) {
        let is_prefix = form.is_prefix;
        let stored = state
            .database
            .run(move |conn| {
                let target = redirects::target_at(conn, &target, is_prefix)?;
                redirects::update(conn, id, &target, is_prefix)?;
                redirects::find(conn, id)?.ok_or(RuleError::Missing)
            })
            .await;
        match stored {
            Ok(row) => {
                said(&row, false).keep(&session)?;
                return Ok(see_other(PATH));
            }
            Err(error) => {
                refuse(error, &mut errors)?;
            }
        }
    }
    let attempt = Attempt {
        form,
        errors,
        ..Attempt::default()
    };
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(&state, &account, &session, status, Some(row), attempt).await
}

async fn found(state: &AdminState, id: RedirectId) -> Result<RedirectRow, AdminError> {
    let counts = state.database.visit_counts().clone();
    state
        .database
        .run(move |conn| {
            // So that the owner sees the visit that was made a moment ago.
            counts.flush(conn)?;
            redirects::find(conn, id)?.ok_or(AdminError::NotFound)
        })
        .await
}

fn said(row: &RedirectRow, is_new: bool) -> Flash {
    let flash = Flash::new(format!(
        "{} leads to {} now.",
        row.redirect.source,
        Target::new(&row.leads_to).in_words()
    ));
    if is_new {
        flash.undone_by(format!("{PATH}/{}/deletion", row.redirect.id))
    } else {
        flash
    }
}

async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    row: Option<RedirectRow>,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let (facts, pages) = state
        .database
        .run(|conn| {
            Ok::<_, AdminError>((Facts::load(conn)?, redirects::list_pages(conn, OFFERED)?))
        })
        .await?;
    let title = if row.is_some() {
        "Redirect"
    } else {
        "New redirect"
    };
    let chrome = Chrome::new(&facts, account, session, Room::Redirects, title);
    page(
        state,
        status,
        &form_page(chrome, &facts, pages, row.as_ref(), attempt),
    )
}

fn form_page(
    chrome: Chrome,
    facts: &Facts,
    pages: Vec<(String, String)>,
    row: Option<&RedirectRow>,
    attempt: Attempt,
) -> FormPage {
    FormPage {
        chrome,
        heading: if row.is_some() {
            "Redirect"
        } else {
            "New redirect"
        },
        action: row.map_or(PATH.to_owned(), |row| format!("{PATH}/{}", row.redirect.id)),
        back_href: if attempt.form.is_miss { MISSES } else { PATH },
        is_new: row.is_none(),
        form: attempt.form,
        is_taken: attempt.is_taken,
        proposal: attempt.proposal,
        pages: pages
            .into_iter()
            .map(|(path, title)| Choice { path, title })
            .collect(),
        now: row.map(|row| Standing {
            target: Target::new(&row.leads_to),
            origin: origin_words(row.redirect.origin),
            uses: uses(row.redirect.hits),
            last_hit: row.redirect.last_hit_at.map(|at| facts.moment(at)),
            deletion_action: format!("{PATH}/{}/deletion", row.redirect.id),
        }),
        problems: attempt.errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{facts, plain_chrome, render};

    #[test]
    fn a_refused_form_keeps_what_was_typed_and_offers_to_replace() {
        let mut errors = FieldErrors::new();
        errors.add("from", "This address leads to Growth already.");
        let attempt = Attempt {
            form: RedirectForm {
                from: "/old <a>".to_owned(),
                to: "/contact".to_owned(),
                is_prefix: true,
                replace: false,
                is_miss: true,
            },
            errors,
            is_taken: true,
            proposal: Some("Growth".to_owned()),
        };
        let pages = vec![("/articles/growth".to_owned(), "Growth".to_owned())];
        let html = render(&form_page(
            plain_chrome(Room::Redirects),
            &facts(),
            pages,
            None,
            attempt,
        ));
        for words in [
            "value=\"/old &lt;a&gt;\"",
            "name=\"prefix\" value=\"true\" checked",
            "name=\"replace\"",
            "name=\"miss\" value=\"true\"",
            "<option value=\"/articles/growth\">Growth</option>",
            "Old address: This address leads to Growth already.",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}
