//! Many redirects at once, pasted as a table: first what would happen, then all of it together.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::Account;
use persistence::misses;
use persistence::redirects::{self, ImportLine, Plan, PlannedLine, Verdict};
use serde::Serialize;
use sha2::{Digest, Sha256};
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::{page, see_other};
use crate::problems::Problems;
use crate::signed_in::SignedIn;

use super::PATH;
use super::table::{self, BadLine};

#[derive(Serialize)]
struct ImportPage {
    chrome: Chrome,
    place: &'static str,
    missing: i64,
    text: String,
    plan: Option<PlanView>,
    is_outdated: bool,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for ImportPage {
    const TEMPLATE: &'static str = "admin/redirects/import";
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct PlanView {
    summary: String,
    digest: String,
    can_apply: bool,
    lines: Vec<LineView>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct LineView {
    number: u64,
    from: String,
    to: String,
    is_prefix: bool,
    word: &'static str,
    label: &'static str,
    detail: String,
}

#[derive(Default)]
struct Attempt {
    text: String,
    plan: Option<PlanView>,
    is_outdated: bool,
    errors: FieldErrors,
}

pub(crate) async fn new(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        Attempt::default(),
    )
    .await
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let text = fields.owned("csv");
    let lines = match table::read(&text, &state.base_url) {
        Ok(lines) => lines,
        Err(reason) => {
            let mut errors = FieldErrors::new();
            errors.add("csv", reason);
            let attempt = Attempt {
                text,
                errors,
                ..Attempt::default()
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&state, &account, &session, status, attempt).await;
        }
    };
    let (mut good, mut bad): (Vec<ImportLine>, Vec<BadLine>) = (Vec::new(), Vec::new());
    for line in lines {
        match line {
            Ok(line) => good.push(line),
            Err(line) => bad.push(line),
        }
    }
    let seen = fields.owned("plan");
    let is_asked = fields.get("intent") == "apply";
    let wanted = good.clone();
    let planned = state
        .database
        .run(move |conn| redirects::plan_import(conn, wanted))
        .await?;
    let view = plan_view(&planned, &bad);
    if is_asked && view.digest == seen && view.can_apply {
        let done = state
            .database
            .run(move |conn| redirects::import(conn, good))
            .await?;
        Flash::new(format!("Imported: {}", plan_view(&done, &bad).summary)).keep(&session)?;
        return Ok(see_other(format!("{PATH}?origin=import")));
    }
    let attempt = Attempt {
        text,
        plan: Some(view),
        // What the owner looked at is not what would happen by now.
        is_outdated: is_asked,
        errors: FieldErrors::new(),
    };
    show(&state, &account, &session, StatusCode::OK, attempt).await
}

fn plan_view(plan: &Plan, bad: &[BadLine]) -> PlanView {
    let mut lines: Vec<LineView> = plan.lines.iter().map(planned_view).collect();
    lines.extend(bad.iter().map(|line| LineView {
        number: line.number,
        from: line.from.clone(),
        to: line.to.clone(),
        is_prefix: false,
        word: "refused",
        label: "Refused",
        detail: line.reason.clone(),
    }));
    lines.sort_by_key(|line| line.number);
    let refused = plan.refused() + bad.len();
    let (created, changed) = (plan.created(), plan.changed());
    let unchanged = lines.len() - refused - created - changed;
    PlanView {
        summary: format!(
            "{created} new, {changed} changed, {unchanged} as they are, {refused} refused."
        ),
        digest: digest(&lines),
        can_apply: created + changed > 0,
        lines,
    }
}

fn planned_view(planned: &PlannedLine) -> LineView {
    let (word, label, detail) = match &planned.verdict {
        Verdict::Create => ("create", "New", String::new()),
        Verdict::Change(before) => ("change", "Changed", format!("It leads to {before} now.")),
        Verdict::Unchanged => ("unchanged", "As it is", String::new()),
        Verdict::Refused(refusal) => ("refused", "Refused", refusal.to_string()),
        Verdict::Repeated(line) => (
            "refused",
            "Refused",
            format!("Line {line} has the same old address."),
        ),
    };
    LineView {
        number: planned.line.number,
        from: planned.line.source.to_string(),
        to: match &planned.line.target {
            redirects::ImportTarget::Address(address) => address.to_string(),
            redirects::ImportTarget::Id(id) => format!("plinth:{id}"),
        },
        is_prefix: planned.line.is_prefix,
        word,
        label,
        detail,
    }
}

/// Names a plan, so that nothing else is done than what was looked at.
fn digest(lines: &[LineView]) -> String {
    let mut hasher = Sha256::new();
    for line in lines {
        hasher.update(format!(
            "{} {:?} {:?} {} {} {:?}\n",
            line.number, line.from, line.to, line.is_prefix, line.word, line.detail
        ));
    }
    hasher.finalize()[..16]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let (facts, missing) = state
        .database
        .run(|conn| Ok::<_, AdminError>((Facts::load(conn)?, misses::count(conn)?)))
        .await?;
    let chrome = Chrome::new(
        &facts,
        account,
        session,
        Room::Redirects,
        "Import redirects",
    );
    page(state, status, &import_page(chrome, missing, attempt))
}

fn import_page(chrome: Chrome, missing: i64, attempt: Attempt) -> ImportPage {
    ImportPage {
        chrome,
        place: "import",
        missing,
        text: attempt.text,
        plan: attempt.plan,
        is_outdated: attempt.is_outdated,
        problems: attempt.errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{plain_chrome, render};

    #[test]
    fn a_plan_is_shown_line_by_line_with_what_was_pasted() {
        let bad = BadLine {
            number: 2,
            from: "old".to_owned(),
            to: "/b".to_owned(),
            reason: "An old address is a path.".to_owned(),
        };
        let mut plan = plan_view(&Plan { lines: Vec::new() }, &[bad]);
        assert_eq!(plan.summary, "0 new, 0 changed, 0 as they are, 1 refused.");
        assert!(!plan.can_apply);
        let attempt = |plan| Attempt {
            text: "old,/b <x>".to_owned(),
            plan: Some(plan),
            is_outdated: true,
            errors: FieldErrors::new(),
        };
        plan.can_apply = true;
        let html = render(&import_page(
            plain_chrome(Room::Redirects),
            0,
            attempt(plan),
        ));
        for words in [
            "old,/b &lt;x&gt;</textarea>",
            "An old address is a path.",
            "Import these",
            "Look again",
        ] {
            assert!(html.contains(words), "{words}: {html}");
        }
    }
}
