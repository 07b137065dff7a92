//! What the editor's script sends: saves, merges and decisions, as JSON.

use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, HeaderMap, IF_MATCH};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use domain::{Authorship, ContentId, Draft, FieldProblem, RevisionReason, Snapshot, Version};
use persistence::drafts::{self, Save, Saved};
use persistence::{PgConnection, SaveError, revisions};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;
use web_kit::dates;

use crate::AdminState;
use crate::error::AdminError;
use crate::signed_in::SignedIn;

use super::merging::merge_snapshots;
use super::standing::Standing;
use super::subject::Subject;
use super::typed::{Typed, to_json};

/// The fields that a script sends.
type Sent = Map<String, Value>;

#[derive(Deserialize)]
pub(crate) struct SaveBody {
    fields: Sent,
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize)]
pub(crate) struct MergeBody {
    base: Sent,
    mine: Sent,
}

#[derive(Deserialize)]
pub(crate) struct ChoiceBody {
    choice: String,
    mine: Sent,
}

/// How it went; each kind has its status.
enum Answer {
    Saved {
        saved: Saved,
        more: Map<String, Value>,
        standing: Standing,
    },
    Conflict {
        stored: Box<Draft>,
        fields: Vec<&'static str>,
    },
    Refused(Vec<FieldProblem>),
    Gone,
}

/// The version and the key that a request names.
#[derive(Clone, Copy)]
struct Names {
    expected: Version,
    key: Option<Uuid>,
}

impl Names {
    /// # Errors
    /// [`AdminError::Unreadable`] without a version, or with a key that is none.
    fn of(headers: &HeaderMap) -> Result<Self, AdminError> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let version = text(IF_MATCH.as_str())
            .map(|tag| tag.trim().trim_matches('"'))
            .and_then(|tag| tag.parse::<i64>().ok())
            .filter(|version| *version >= 0)
            .ok_or(AdminError::Unreadable)?;
        let key = text("idempotency-key")
            .map(|key| Uuid::parse_str(key.trim()).map_err(|_| AdminError::Unreadable))
            .transpose()?;
        Ok(Self {
            expected: Version::new(version),
            key,
        })
    }
}

/// Reads the fields of a state.
fn snapshot_of(subject: Subject, sent: &Sent) -> Result<Result<Snapshot, Answer>, AdminError> {
    let typed = Typed::from_json(subject.content_kind(), sent).ok_or(AdminError::Unreadable)?;
    Ok(typed.snapshot().map_err(Answer::Refused))
}

pub(crate) async fn save(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    subject: Subject,
    request: HttpRequest,
    body: web::Json<SaveBody>,
) -> Result<HttpResponse, AdminError> {
    let names = Names::of(request.headers())?;
    let snapshot = match snapshot_of(subject, &body.fields)? {
        Ok(snapshot) => snapshot,
        Err(answer) => return Ok(respond(answer)),
    };
    let authorship = Authorship {
        author: Some(account.id),
        reason: if body.reason == "manual" {
            RevisionReason::Manual
        } else {
            RevisionReason::Autosave
        },
    };
    let answer = state
        .database
        .run(move |conn| {
            let Some(id) = subject.content_id(conn)? else {
                return Ok(Answer::Gone);
            };
            store(conn, subject, id, &snapshot, names, authorship, Map::new())
        })
        .await?;
    Ok(respond(answer))
}

pub(crate) async fn merge(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    subject: Subject,
    request: HttpRequest,
    body: web::Json<MergeBody>,
) -> Result<HttpResponse, AdminError> {
    let names = Names::of(request.headers())?;
    let (base, mine) = match (
        snapshot_of(subject, &body.base)?,
        snapshot_of(subject, &body.mine)?,
    ) {
        (Ok(base), Ok(mine)) => (base, mine),
        (Err(answer), _) | (_, Err(answer)) => return Ok(respond(answer)),
    };
    let authorship = Authorship {
        author: Some(account.id),
        reason: RevisionReason::Merge,
    };
    let answer = state
        .database
        .run(move |conn| {
            let Some(id) = subject.content_id(conn)? else {
                return Ok(Answer::Gone);
            };
            merge_into(conn, subject, id, &base, &mine, names, authorship)
        })
        .await?;
    Ok(respond(answer))
}

fn merge_into(
    conn: &mut PgConnection,
    subject: Subject,
    id: ContentId,
    base: &Snapshot,
    mine: &Snapshot,
    names: Names,
    authorship: Authorship,
) -> Result<Answer, AdminError> {
    let Some(stored) = drafts::find(conn, id)? else {
        return Ok(Answer::Gone);
    };
    let merged = match merge_snapshots(base, mine, &stored.snapshot) {
        Ok(merged) => merged,
        Err(clash) => {
            return Ok(Answer::Conflict {
                stored: Box::new(stored),
                fields: clash.fields,
            });
        }
    };
    let more = Map::from_iter([
        ("fields".to_owned(), to_json(&merged.snapshot)),
        ("merged".to_owned(), Value::from(merged.fields)),
    ]);
    store(conn, subject, id, &merged.snapshot, names, authorship, more)
}

pub(crate) async fn choose(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    subject: Subject,
    request: HttpRequest,
    body: web::Json<ChoiceBody>,
) -> Result<HttpResponse, AdminError> {
    let names = Names::of(request.headers())?;
    let keeps_mine = match body.choice.as_str() {
        "mine" => true,
        "theirs" => false,
        _ => return Err(AdminError::Unreadable),
    };
    let mine = match snapshot_of(subject, &body.mine)? {
        Ok(mine) => mine,
        Err(answer) => return Ok(respond(answer)),
    };
    let authorship = Authorship {
        author: Some(account.id),
        reason: RevisionReason::Merge,
    };
    let answer = state
        .database
        .run(move |conn| {
            let Some(id) = subject.content_id(conn)? else {
                return Ok(Answer::Gone);
            };
            if keeps_mine {
                take_mine(conn, subject, id, &mine, names, authorship)
            } else {
                take_theirs(conn, subject, id, &mine, names, authorship)
            }
        })
        .await?;
    Ok(respond(answer))
}

/// Mine becomes the draft; theirs is kept.
fn take_mine(
    conn: &mut PgConnection,
    subject: Subject,
    id: ContentId,
    mine: &Snapshot,
    names: Names,
    authorship: Authorship,
) -> Result<Answer, AdminError> {
    let Some(stored) = drafts::find(conn, id)? else {
        return Ok(Answer::Gone);
    };
    let mut more = Map::from_iter([("fields".to_owned(), to_json(mine))]);
    if stored.version == names.expected {
        match drafts::keep_aside(conn, id, &stored.snapshot, authorship) {
            Ok(number) => {
                more.insert("kept_revision".to_owned(), Value::from(number));
            }
            Err(SaveError::Database(error)) => return Err(error.into()),
            Err(_) => return Ok(Answer::Gone),
        }
    }
    let mut answer = store(conn, subject, id, mine, names, authorship, more)?;
    if let Answer::Saved { more, .. } = &mut answer
        && !more.contains_key("kept_revision")
        && let Some(theirs) =
            revisions::find_snapshot_of_version(conn, id, mine.kind(), names.expected)?
    {
        // The decision was sent again: what it kept then is found by its words.
        let number = drafts::keep_aside(conn, id, &theirs, authorship)?;
        more.insert("kept_revision".to_owned(), Value::from(number));
    }
    Ok(answer)
}

/// Theirs stays the draft; mine is kept.
fn take_theirs(
    conn: &mut PgConnection,
    subject: Subject,
    id: ContentId,
    mine: &Snapshot,
    names: Names,
    authorship: Authorship,
) -> Result<Answer, AdminError> {
    let number = match drafts::keep_aside(conn, id, mine, authorship) {
        Ok(number) => number,
        Err(SaveError::Database(error)) => return Err(error.into()),
        Err(_) => return Ok(Answer::Gone),
    };
    let Some(stored) = drafts::find(conn, id)? else {
        return Ok(Answer::Gone);
    };
    // What was shown is no longer what is stored: mine is safe, and the newer text is shown.
    if stored.version != names.expected {
        let fields = stored.snapshot.differences(mine);
        return Ok(Answer::Conflict {
            stored: Box::new(stored),
            fields,
        });
    }
    let more = Map::from_iter([
        ("fields".to_owned(), to_json(&stored.snapshot)),
        ("kept_revision".to_owned(), Value::from(number)),
    ]);
    Ok(Answer::Saved {
        saved: Saved {
            version: stored.version,
            saved_at: stored.saved_at,
        },
        more,
        standing: Standing::load(conn, subject)?,
    })
}

fn store(
    conn: &mut PgConnection,
    subject: Subject,
    id: ContentId,
    snapshot: &Snapshot,
    names: Names,
    authorship: Authorship,
    more: Map<String, Value>,
) -> Result<Answer, AdminError> {
    let save = Save {
        id,
        snapshot,
        expected: names.expected,
        key: names.key,
        authorship,
    };
    match drafts::save(conn, &save) {
        Ok(saved) => Ok(Answer::Saved {
            saved,
            more,
            standing: Standing::load(conn, subject)?,
        }),
        Err(SaveError::Stale { current }) => {
            let fields = current.snapshot.differences(snapshot);
            Ok(Answer::Conflict {
                stored: current,
                fields,
            })
        }
        Err(SaveError::Missing | SaveError::SlugTaken) => Ok(Answer::Gone),
        Err(SaveError::Database(error)) => Err(error.into()),
    }
}

fn respond(answer: Answer) -> HttpResponse {
    let (status, body) = match answer {
        Answer::Saved {
            saved,
            mut more,
            standing,
        } => {
            more.insert("version".to_owned(), Value::from(saved.version.get()));
            more.insert(
                "saved_at".to_owned(),
                Value::from(dates::iso(saved.saved_at)),
            );
            more.insert("status".to_owned(), standing.to_json());
            (StatusCode::OK, Value::Object(more))
        }
        Answer::Conflict { stored, fields } => (
            StatusCode::CONFLICT,
            json!({
                "version": stored.version.get(),
                "saved_at": dates::iso(stored.saved_at),
                "saved_by": stored.saved_by.as_ref().map_or("the program", |email| email.as_str()),
                "fields": to_json(&stored.snapshot),
                "conflicts": fields,
            }),
        ),
        Answer::Refused(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems_json(&problems)),
        Answer::Gone => (StatusCode::NOT_FOUND, json!({ "error": "gone" })),
    };
    json_answer(status, &body)
}

/// What is wrong with some fields, for a script.
pub(crate) fn problems_json(problems: &[FieldProblem]) -> Value {
    let list: Vec<_> = problems
        .iter()
        .map(|problem| json!({ "field": problem.field, "message": problem.message }))
        .collect();
    json!({ "problems": list })
}

/// An answer that no cache keeps.
pub(crate) fn json_answer(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponseBuilder::new(status)
        .insert_header((CACHE_CONTROL, "no-store"))
        .json(body)
}
