//! Taking files in: each has its own outcome, and one that is refused does not stop the others.

use actix_multipart::Multipart;
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use domain::{Account, MediaId};
use persistence::media::{self, Uploaded};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::AdminState;
use crate::error::{AdminError, chain};
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::PATH;
use super::judging::judge;
use super::listing::{Query, show};
use super::receiving::{Part, Parts};
use super::storing::store;
use super::view::ItemView;

/// What became of a file.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Outcome {
    Stored {
        name: String,
        item: Box<ItemView>,
    },
    Refused {
        name: String,
        error: String,
        status: u16,
    },
}

#[derive(Serialize)]
struct Answer {
    results: Vec<Outcome>,
}

/// What became of a file, for the page.
#[derive(Debug, Serialize)]
pub(super) struct OutcomeView {
    pub(super) name: String,
    pub(super) href: Option<String>,
    pub(super) words: String,
    pub(super) is_refused: bool,
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    request: HttpRequest,
    multipart: Multipart,
) -> Result<HttpResponse, AdminError> {
    let Ok(_place) = state.uploads.enter() else {
        return busy(&state, &account, &session, &request).await;
    };
    let mut outcomes = Vec::new();
    let mut parts = Parts::new(multipart);
    while let Some(part) = parts.next().await? {
        if let Part::File { name, bytes } = part {
            let taken = match bytes {
                Ok(bytes) => take(&state, &name, bytes).await,
                Err(reason) => Ok(Err(reason)),
            };
            outcomes.push(outcome(name, taken));
        }
    }
    if wants_json(&request) {
        return Ok(HttpResponse::Ok().json(Answer { results: outcomes }));
    }
    let refused = outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Stored { .. } => None,
        Outcome::Refused { status, .. } => Some(*status),
    });
    // A failure of ours counts for more than a refusal, and no file at all is one.
    let worst = refused.max();
    if worst.is_none() && !outcomes.is_empty() {
        said(&outcomes).keep(&session)?;
        return Ok(see_other(after(&outcomes)));
    }
    let views = outcomes.iter().map(view).collect();
    let status = worst
        .and_then(|status| StatusCode::from_u16(status).ok())
        .unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    show(
        &state,
        &account,
        &session,
        status,
        &Query::default(),
        Some(views),
    )
    .await
}

/// Seconds after which a place is likely to be free.
const WAIT_SECONDS: &str = "10";

/// Tells that too many uploads wait already. Nothing of this one was read.
async fn busy(
    state: &AdminState,
    account: &Account,
    session: &Session,
    request: &HttpRequest,
) -> Result<HttpResponse, AdminError> {
    let reason = "Several uploads are being worked on. Please send this one again in a moment.";
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let mut response = if wants_json(request) {
        HttpResponseBuilder::new(status).json(json!({ "results": [], "error": reason }))
    } else {
        let view = OutcomeView {
            name: "Nothing was stored.".to_owned(),
            href: None,
            words: reason.to_owned(),
            is_refused: true,
        };
        show(
            state,
            account,
            session,
            status,
            &Query::default(),
            Some(vec![view]),
        )
        .await?
    };
    let wait = HeaderValue::from_static(WAIT_SECONDS);
    response.headers_mut().insert(RETRY_AFTER, wait);
    Ok(response)
}

/// Judges and stores a file. The inner error is a sentence for the owner.
async fn take(
    state: &AdminState,
    name: &str,
    bytes: web::Bytes,
) -> Result<Result<Uploaded, String>, AdminError> {
    let judged = match judge(state, bytes).await? {
        Ok(judged) => judged,
        Err(reason) => return Ok(Err(reason)),
    };
    let id = MediaId::from_uuid(Uuid::now_v7());
    let (name, file) = (name.to_owned(), judged.file.clone());
    store(state, &judged, move |conn| {
        Ok::<_, AdminError>(media::insert_upload(conn, id, &name, &file)?)
    })
    .await
    .map(Ok)
}

/// What is told of a file. Also where the storage or the database failed it has an outcome of its own:
/// what came before it is stored, and whoever sent it gets to know.
fn outcome(name: String, taken: Result<Result<Uploaded, String>, AdminError>) -> Outcome {
    let taken = match taken {
        Ok(taken) => taken,
        Err(error) => {
            tracing::error!(error = chain(&error), "an upload failed");
            return Outcome::Refused {
                name,
                error: "It could not be stored just now. Please send it again in a moment."
                    .to_owned(),
                status: StatusCode::SERVICE_UNAVAILABLE.as_u16(),
            };
        }
    };
    match taken {
        Ok(uploaded) => Outcome::Stored {
            name,
            item: Box::new(ItemView::new(&uploaded.item, &[], uploaded.is_new)),
        },
        Err(error) => Outcome::Refused {
            name,
            error,
            status: StatusCode::UNPROCESSABLE_ENTITY.as_u16(),
        },
    }
}

/// True when a script sent the request.
pub(super) fn wants_json(request: &HttpRequest) -> bool {
    request
        .headers()
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("application/json"))
}

/// The sentence about an upload in which nothing was refused.
fn said(outcomes: &[Outcome]) -> Flash {
    let stored = || {
        outcomes.iter().filter_map(|outcome| match outcome {
            Outcome::Stored { item, .. } => Some(item),
            Outcome::Refused { .. } => None,
        })
    };
    let is_new = stored().filter(|item| item.is_new).count();
    let known = stored().count() - is_new;
    let words = match (is_new, known, stored().next()) {
        (1, 0, Some(item)) => format!("{} is in the library.", quoted(&item.name)),
        (0, 1, Some(item)) => format!(
            "These bytes were in the library already: {}.",
            quoted(&item.name)
        ),
        (_, 0, _) => format!("{is_new} files are in the library."),
        _ => format!("{is_new} new files are in the library; {known} were there already."),
    };
    Flash::new(words)
}

/// One file is opened, so that it gets its description; several are shown in the list.
fn after(outcomes: &[Outcome]) -> String {
    match outcomes {
        [Outcome::Stored { item, .. }] => item.edit_href.clone(),
        _ => PATH.to_owned(),
    }
}

fn view(outcome: &Outcome) -> OutcomeView {
    match outcome {
        Outcome::Stored { name, item } => OutcomeView {
            name: name.clone(),
            href: Some(item.edit_href.clone()),
            words: if item.is_new {
                "is in the library.".to_owned()
            } else {
                "was in the library already.".to_owned()
            },
            is_refused: false,
        },
        Outcome::Refused { name, error, .. } => OutcomeView {
            name: name.clone(),
            href: None,
            words: error.clone(),
            is_refused: true,
        },
    }
}
