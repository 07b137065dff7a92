//! The public page of a draft, made by the same functions and templates as the page itself.

use actix_web::http::StatusCode;
use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use chrono::Utc;
use domain::{ContentId, Snapshot};
use page_assembly::{AssemblyError, Site, Subject as Assembled, page_of};
use persistence::{PgConnection, drafts, site};
use serde::Deserialize;
use serde_json::{Map, Value};
use site_pages::{Frame, PreviewBanner};
use web_kit::security_headers;

use crate::AdminState;
use crate::error::AdminError;
use crate::signed_in::SignedIn;

use super::draft::{json_answer, problems_json};
use super::subject::Subject;
use super::typed::Typed;

/// A contact form in a preview is not sent; its stamp is worth nothing.
const NO_STAMP: &str = "preview";

#[derive(Deserialize)]
pub(crate) struct PreviewBody {
    fields: Map<String, Value>,
}

/// The stored draft, in a tab of its own.
pub(crate) async fn show(
    state: web::Data<AdminState>,
    _: SignedIn,
    subject: Subject,
) -> Result<HttpResponse, AdminError> {
    let shared = state.clone();
    let made = state
        .database
        .run(move |conn| {
            let id = subject.content_id(conn)?.ok_or(AdminError::NotFound)?;
            let draft = drafts::find(conn, id)?.ok_or(AdminError::NotFound)?;
            make(conn, &shared, id, &draft.snapshot, |frame, now| {
                PreviewBanner::of_draft(draft.saved_at, now, frame.time_zone)
            })
        })
        .await?;
    Ok(answer(made))
}

/// What stands in the editor at this moment.
pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    subject: Subject,
    body: web::Json<PreviewBody>,
) -> Result<HttpResponse, AdminError> {
    let typed =
        Typed::from_json(subject.content_kind(), &body.fields).ok_or(AdminError::Unreadable)?;
    let snapshot = match typed.snapshot() {
        Ok(snapshot) => snapshot,
        Err(problems) => {
            return Ok(json_answer(
                StatusCode::UNPROCESSABLE_ENTITY,
                &problems_json(&problems),
            ));
        }
    };
    let shared = state.clone();
    let made = state
        .database
        .run(move |conn| {
            let id = subject.content_id(conn)?.ok_or(AdminError::NotFound)?;
            make(conn, &shared, id, &snapshot, |_, _| {
                PreviewBanner::of_unsaved_text()
            })
        })
        .await?;
    Ok(answer(made))
}

type Made = Result<String, Value>;

fn make(
    conn: &mut PgConnection,
    state: &AdminState,
    id: ContentId,
    snapshot: &Snapshot,
    banner: impl FnOnce(&Frame, chrono::DateTime<Utc>) -> PreviewBanner,
) -> Result<Made, AdminError> {
    let now = Utc::now();
    let frame = Frame::of(site::load_published(conn)?);
    let around = Site {
        frame: &frame,
        base_url: &state.base_url,
        now,
    };
    let assembled = Assembled {
        id,
        snapshot,
        revision: None,
    };
    match page_of(conn, &around, &assembled, NO_STAMP.to_owned()) {
        Ok(page) => {
            let page = page.with_preview(banner(&frame, now));
            Ok(Ok(page.render(&state.templates)?))
        }
        Err(AssemblyError::Fields(problems)) => Ok(Err(problems_json(&problems))),
        Err(AssemblyError::Database(error)) => Err(error.into()),
    }
}

fn answer(made: Made) -> HttpResponse {
    match made {
        Ok(html) => {
            let mut response = HttpResponse::Ok()
                .content_type("text/html; charset=utf-8")
                .insert_header((CACHE_CONTROL, "no-store"))
                .insert_header(("x-robots-tag", "noindex, nofollow"))
                .body(html);
            security_headers::allow_own_frames(response.headers_mut());
            response
        }
        Err(problems) => json_answer(StatusCode::UNPROCESSABLE_ENTITY, &problems),
    }
}
