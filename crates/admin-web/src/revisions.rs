//! The history of one content: its draft, its revisions, and any two of them compared.

pub(crate) mod compare;
pub(crate) mod pages;
pub(crate) mod restoration;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{ContentId, Draft};
use persistence::{PgConnection, drafts, revisions};
use serde::Deserialize;

use crate::AdminState;
use crate::chrome::{Chrome, Facts};
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::pages::{Pager, page};
use crate::signed_in::SignedIn;
use crate::titles;

use pages::index::{DraftState, IndexPage, RevisionState};

const PER_PAGE: usize = 50;

/// The place in the history.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Query {
    below: Option<i32>,
}

/// The draft of what an address names.
///
/// # Errors
/// [`AdminError::NotFound`] when there is none; [`AdminError::Database`] when the database did not
/// answer.
pub(crate) fn draft_of(
    conn: &mut PgConnection,
    subject: Subject,
) -> Result<(ContentId, Draft), AdminError> {
    let id = subject.content_id(conn)?.ok_or(AdminError::NotFound)?;
    let draft = drafts::find(conn, id)?
        .filter(|draft| draft.snapshot.kind() == subject.content_kind())
        .ok_or(AdminError::NotFound)?;
    Ok((id, draft))
}

/// What the pages of a history call a content.
pub(crate) fn named(subject: Subject, draft: &Draft) -> pages::Subject {
    pages::Subject {
        heading: match subject {
            Subject::Section(key) => key.name().to_owned(),
            _ => titles::or_untitled(draft.snapshot.title()),
        },
        base: subject.base(),
    }
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let below = query.below;
    let limit = i64::try_from(PER_PAGE).unwrap_or(i64::MAX) + 1;
    let (facts, draft, live, list) = state
        .database
        .run(move |conn| {
            let (id, draft) = draft_of(conn, subject)?;
            let live = revisions::find_live(conn, id)?;
            let list = revisions::list(conn, id, below, limit)?;
            Ok::<_, AdminError>((Facts::load(conn)?, draft, live, list))
        })
        .await?;
    let named = named(subject, &draft);
    let chrome = Chrome::new(
        &facts,
        &account,
        &session,
        subject.room(),
        format!("History of {}", named.heading),
    );
    let count = |chars: i64| usize::try_from(chars).unwrap_or(0);
    let has_addresses = !matches!(subject, Subject::Section(_));
    let states: Vec<_> = list
        .iter()
        .take(PER_PAGE)
        .enumerate()
        .map(|(index, revision)| RevisionState {
            number: revision.number.into(),
            reason: revision.reason.as_str().to_owned(),
            author: revision.author.as_ref().map(ToString::to_string),
            made: facts.moment(revision.created_at),
            characters: count(revision.length_chars),
            address: Some(revision.slug.trim().to_owned())
                .filter(|slug| has_addresses && !slug.is_empty()),
            previous: list
                .get(index + 1)
                .map(|before| (before.number.into(), count(before.length_chars))),
            restored_from: revision.source_number.map(Into::into),
        })
        .collect();
    let next = list
        .get(PER_PAGE)
        .and_then(|_| list.get(PER_PAGE - 1))
        .map(|last| format!("{}/revisions?below={}", subject.base(), last.number));
    let differs = live
        .as_ref()
        .is_none_or(|live| live.snapshot != draft.snapshot);
    let draft_state = below.is_none().then(|| DraftState {
        saved: facts.moment(draft.saved_at),
        author: draft.saved_by.as_ref().map(ToString::to_string),
        characters: draft.snapshot.length_chars(),
        differs_from_live: differs,
    });
    let address = draft.snapshot.get("slug").trim();
    let shown = IndexPage::new(
        chrome,
        &named,
        Some(address).filter(|address| !address.is_empty()),
        live.map(|live| live.number.into()),
        draft_state,
        states,
        (
            below.is_none(),
            Pager::of_addresses(
                format!("{}/revisions", subject.base()),
                below.is_none(),
                next,
            ),
        ),
    );
    page(&state, StatusCode::OK, &shown)
}
