//! The plain form: save, publish, schedule, discard, or take what was saved meanwhile.

mod steps;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Utc;
use domain::{Account, Draft, FieldProblem, Snapshot};
use persistence::{PgConnection, accounts};
use uuid::Uuid;
use web_kit::FieldErrors;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::acts::{Act, Acted};
use super::publishing::{PublishRequest, Refusal};
use super::schedule_form::{Request, ScheduleForm};
use super::show::show;
use super::subject::Subject;
use super::typed::Typed;
use super::view::Attempt;
use steps::{discard, is_done_already, publish, save, schedule, take_theirs};

const PUBLISHED: &str = "Published. It is on the site now.";

const SLUG_TAKEN: &str = "Another page has this address, now or as scheduled.";

const GONE: &str = "This was deleted while you were writing. Your text is below; saving it makes a \
    new one.";

/// What a button of the form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Intent {
    Save,
    Publish,
    Schedule,
    Discard,
    TakeTheirs,
    /// Something beside the text, which is saved all the same: no button of the page loses a word.
    Beside(Act),
}

impl Intent {
    fn of(fields: &Fields) -> Self {
        match fields.get("intent") {
            "publish" => Self::Publish,
            "schedule" => Self::Schedule,
            "discard" => Self::Discard,
            "take-theirs" => Self::TakeTheirs,
            word => Act::of(word).map_or(Self::Save, Self::Beside),
        }
    }
}

/// The form as one value, to be carried to the thread that talks to the database.
struct Form {
    subject: Subject,
    intent: Intent,
    account: Account,
    expected: i64,
    key: Option<Uuid>,
    is_after_conflict: bool,
    schedule: Option<Request>,
    publish: PublishRequest,
}

/// How it went.
enum Outcome {
    Done(&'static str),
    /// Published, with the name by which that can be undone.
    Published(Option<Uuid>),
    /// Something beside the text was done.
    Acted(Acted),
    /// Both texts were put together.
    Merged,
    Conflict(Box<Draft>),
    /// The draft of this version holds what was typed; it was not published.
    Refused(Vec<FieldProblem>, i64),
    Gone,
}

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let typed = Typed::from_form(subject.content_kind(), &fields);
    // A form that names no version was made from nothing that is stored.
    let expected: i64 = fields.get("version").trim().parse().unwrap_or(0);
    let intent = Intent::of(&fields);
    let schedule_form =
        matches!(subject, Subject::Article(_)).then(|| ScheduleForm::from_fields(&fields));
    let refused = StatusCode::UNPROCESSABLE_ENTITY;

    let snapshot = match typed.snapshot() {
        Ok(snapshot) => snapshot,
        Err(problems) => {
            let attempt = Attempt::refused(typed, expected, problems);
            return show(&state, &account, &session, refused, subject, attempt).await;
        }
    };
    let mut errors = FieldErrors::new();
    let is_empty = expected == 0 && snapshot.is_blank();
    if let (true, Intent::Beside(Act::ChooseField { is_plain })) = (is_empty, intent) {
        state
            .database
            .run(move |conn| Ok::<_, AdminError>(accounts::set_editor(conn, account.id, is_plain)?))
            .await?;
        return Ok(see_other(format!("{}/new", subject.list_href())));
    }
    if is_empty {
        errors.add("title", "There is nothing to save yet.");
    }
    let mut schedule = None;
    if let (Intent::Schedule, Some(form)) = (intent, &schedule_form) {
        schedule = form.parse(Utc::now(), &mut errors);
    }
    if !errors.is_empty() {
        let attempt = Attempt {
            typed: Some(typed),
            version: Some(expected),
            schedule: schedule_form,
            errors,
            ..Attempt::default()
        };
        return show(&state, &account, &session, refused, subject, attempt).await;
    }
    let form = Form {
        subject,
        intent,
        account: account.clone(),
        expected,
        key: typed.key_under(fields.get("save_key")),
        is_after_conflict: fields.get("after_conflict") == "true",
        schedule,
        publish: PublishRequest {
            drop_old_address: fields.get("drop_old_address") == "true",
            take_address: fields.get("take_address") == "true",
        },
    };
    let outcome = state
        .database
        .run(move |conn| carry_out(conn, &form, &snapshot))
        .await?;
    let (status, attempt) = match outcome {
        Outcome::Done(words) => {
            Flash::new(words).keep(&session)?;
            return Ok(see_other(subject.edit_href()));
        }
        Outcome::Published(undo) => {
            let mut flash = Flash::new(PUBLISHED);
            if let Some(undo) = undo {
                flash = flash.undone_by(format!("/admin/articles/bulk/{undo}/undo"));
            }
            flash.keep(&session)?;
            return Ok(see_other(subject.edit_href()));
        }
        Outcome::Acted(acted) => {
            acted.flash.keep(&session)?;
            return Ok(see_other(acted.to));
        }
        Outcome::Merged => {
            Flash::new(
                "Saved, together with what was saved elsewhere meanwhile. Please look it over.",
            )
            .keep(&session)?;
            return Ok(see_other(subject.edit_href()));
        }
        Outcome::Conflict(stored) => (
            StatusCode::CONFLICT,
            Attempt {
                typed: Some(typed),
                version: Some(expected),
                meets: Some(stored),
                schedule: schedule_form,
                ..Attempt::default()
            },
        ),
        // Nothing is lost: the draft holds what was typed, and the page says what is missing.
        Outcome::Refused(problems, version) => {
            let mut attempt = Attempt::refused(typed, version, problems);
            attempt.schedule = schedule_form;
            (refused, attempt)
        }
        Outcome::Gone => return show_as_new(&state, &account, &session, subject, typed).await,
    };
    show(&state, &account, &session, status, subject, attempt).await
}

/// A text whose content was deleted meanwhile comes back under a new id.
async fn show_as_new(
    state: &web::Data<AdminState>,
    account: &Account,
    session: &Session,
    subject: Subject,
    typed: Typed,
) -> Result<HttpResponse, AdminError> {
    let id = Uuid::now_v7();
    let subject = match subject {
        Subject::Article(_) => Subject::Article(domain::ArticleId::from_uuid(id)),
        Subject::Service(_) => Subject::Service(domain::ServiceId::from_uuid(id)),
        Subject::Section(_) => return Err(AdminError::NotFound),
    };
    let attempt = Attempt::refused(typed, 0, vec![FieldProblem::new("title", GONE)]);
    show(
        state,
        account,
        session,
        StatusCode::CONFLICT,
        subject,
        attempt,
    )
    .await
}

/// Everything that the form asks for, in one transaction for each part that must be whole.
fn carry_out(
    conn: &mut PgConnection,
    form: &Form,
    snapshot: &Snapshot,
) -> Result<Outcome, AdminError> {
    let Some(id) = form.subject.content_id(conn)? else {
        return Err(AdminError::NotFound);
    };
    if form.intent == Intent::TakeTheirs {
        return take_theirs(conn, id, form, snapshot);
    }
    let (version, was_merged) = match save(conn, id, form, snapshot)? {
        Ok(saved) => saved,
        Err(outcome) => return Ok(outcome),
    };
    let done = match form.intent {
        Intent::Save | Intent::TakeTheirs => {
            return Ok(if was_merged {
                Outcome::Merged
            } else {
                Outcome::Done("Saved. What visitors see has not changed.")
            });
        }
        // Two texts that were put together are looked at before they go out.
        _ if was_merged => return Ok(Outcome::Merged),
        Intent::Publish => match publish(conn, form, version) {
            Ok(undo) => return Ok(Outcome::Published(undo)),
            Err(refusal) => Err(refusal),
        },
        Intent::Beside(act) => {
            return Ok(Outcome::Acted(act.carry_out(
                conn,
                form.subject,
                form.account.id,
            )?));
        }
        Intent::Discard => discard(conn, id, form),
        Intent::Schedule => schedule(conn, form, version),
    };
    match done {
        Ok(words) => Ok(Outcome::Done(words)),
        Err(Refusal::Problems(problems)) => Ok(Outcome::Refused(problems, version.get())),
        Err(Refusal::SlugTaken) => {
            let problems = vec![FieldProblem::new("slug", SLUG_TAKEN)];
            Ok(Outcome::Refused(problems, version.get()))
        }
        // The same button pressed twice: the first press did it all.
        Err(Refusal::Stale(stored))
            if form.intent == Intent::Publish
                && is_done_already(conn, form, snapshot, &stored)? =>
        {
            Ok(Outcome::Published(None))
        }
        Err(Refusal::Stale(stored)) => Ok(Outcome::Conflict(stored)),
        Err(Refusal::Missing) => Ok(Outcome::Gone),
        Err(Refusal::Database(error)) => Err(error.into()),
    }
}
