//! The page on which something is written.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, ArticleId, ServiceId, Snapshot};
use persistence::{PgConnection, drafts, series, tags};
use uuid::Uuid;

use crate::AdminState;
use crate::chrome::{Chrome, Facts};
use crate::error::AdminError;
use crate::pages::page;
use crate::signed_in::SignedIn;

use super::checks;
use super::feature::Shelf;
use super::page::EditorPage;
use super::standing::Standing;
use super::subject::Subject;
use super::view::{Attempt, Loaded, editor_of};

/// A new article: its id is made now, so that the first save, however often it is sent, makes one.
pub(crate) async fn new_article(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let subject = Subject::Article(ArticleId::from_uuid(Uuid::now_v7()));
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        subject,
        Attempt::default(),
    )
    .await
}

/// A new service, as a new article.
pub(crate) async fn new_service(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let subject = Subject::Service(ServiceId::from_uuid(Uuid::now_v7()));
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        subject,
        Attempt::default(),
    )
    .await
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
) -> Result<HttpResponse, AdminError> {
    let is_stored = state
        .database
        .run(move |conn| {
            let Some(id) = subject.content_id(conn)? else {
                return Ok::<_, AdminError>(false);
            };
            Ok(drafts::find(conn, id)?.is_some())
        })
        .await?;
    if !is_stored {
        return Err(AdminError::NotFound);
    }
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        subject,
        Attempt::default(),
    )
    .await
}

/// The page, with what was typed where a form was refused.
pub(crate) async fn show(
    state: &web::Data<AdminState>,
    account: &Account,
    session: &Session,
    status: StatusCode,
    subject: Subject,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let typed = attempt
        .typed
        .as_ref()
        .and_then(|typed| typed.snapshot().ok());
    let loaded = state
        .database
        .run(move |conn| load(conn, subject, typed.as_ref()))
        .await?;
    let editor = editor_of(&loaded, account, &attempt);
    let chrome = Chrome::new(
        &loaded.facts,
        account,
        session,
        subject.room(),
        editor.heading.clone(),
    );
    page(
        state,
        status,
        &EditorPage::new(chrome, editor, attempt.errors),
    )
}

fn load(
    conn: &mut PgConnection,
    subject: Subject,
    typed: Option<&Snapshot>,
) -> Result<Loaded, AdminError> {
    let draft = match subject.content_id(conn)? {
        Some(id) => {
            drafts::find(conn, id)?.filter(|draft| draft.snapshot.kind() == subject.content_kind())
        }
        None => None,
    };
    let shown = typed.or(draft.as_ref().map(|draft| &draft.snapshot));
    let (checks, claim) = match shown {
        Some(snapshot) => (
            checks::of(conn, subject, snapshot)?,
            checks::claim_of(conn, subject, snapshot)?,
        ),
        None => (Vec::new(), None),
    };
    let is_article = matches!(subject, Subject::Article(_));
    let shelf = match subject {
        Subject::Section(_) => None,
        _ => Some(Shelf::load(conn, shown)?),
    };
    Ok(Loaded {
        facts: Facts::load(conn)?,
        subject,
        standing: Standing::load(conn, subject)?,
        shelf,
        draft,
        checks,
        has_claim: claim.is_some(),
        tags: if is_article {
            tags::list_names(conn)?
        } else {
            Vec::new()
        },
        series: if is_article {
            series::list_titles(conn)?
        } else {
            Vec::new()
        },
    })
}
