//! Any two states of one content, side by side.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};
use chrono::{DateTime, Utc};
use domain::{ContentId, Draft, Revision, RevisionId, Snapshot};
use page_assembly::{AssemblyError, Site, Subject as Assembled, page_of};
use persistence::{PgConnection, revisions, site};
use serde::{Deserialize, Serialize};
use site_pages::{Frame, PreviewBanner};
use web_kit::{PageTemplate, security_headers};

use crate::AdminState;
use crate::chrome::{Chrome, Facts};
use crate::editor::label;
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::page;
use crate::picture_pairs::Pictures;
use crate::signed_in::SignedIn;

use super::pages::Place;
use super::pages::compare::{ComparePage, ComparedField, ComparedState};
use super::restoration::number_of;
use super::{draft_of, named};

/// Which two.
#[derive(Debug, Deserialize)]
pub(crate) struct Query {
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
}

/// One of the two.
struct Found {
    place: Place,
    snapshot: Snapshot,
    reason: Option<String>,
    author: Option<String>,
    at: DateTime<Utc>,
    number: Option<i32>,
}

fn find(
    conn: &mut PgConnection,
    id: ContentId,
    draft: &Draft,
    place: Place,
) -> Result<Found, AdminError> {
    let of_revision = |revision: Revision, reason| Found {
        place,
        snapshot: revision.snapshot,
        reason,
        author: None,
        at: revision.created_at,
        number: Some(revision.number),
    };
    match place {
        Place::Draft => Ok(Found {
            place,
            snapshot: draft.snapshot.clone(),
            reason: None,
            author: draft.saved_by.as_ref().map(ToString::to_string),
            at: draft.saved_at,
            number: None,
        }),
        Place::Live => {
            let live = revisions::find_live(conn, id)?.ok_or(AdminError::NotFound)?;
            Ok(of_revision(live, None))
        }
        // The revision is looked for within this content only, so that no address shows another's.
        Place::Revision(number) => {
            let number = i32::try_from(number).map_err(|_| AdminError::NotFound)?;
            let revision =
                revisions::find_by_number(conn, id, number)?.ok_or(AdminError::NotFound)?;
            let reason = revision.reason.as_str().to_owned();
            Ok(of_revision(revision, Some(reason)))
        }
    }
}

pub(crate) async fn show(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let (Some(from), Some(to)) = (Place::parse(&query.from), Place::parse(&query.to)) else {
        return Err(AdminError::NotFound);
    };
    let kind = subject.content_kind();
    let (facts, draft, before, after, fields, pictures) = state
        .database
        .run(move |conn| {
            let (id, draft) = draft_of(conn, subject)?;
            let before = find(conn, id, &draft, from)?;
            let after = find(conn, id, &draft, to)?;
            let fields: Vec<_> = before
                .snapshot
                .iter()
                .map(|(name, text)| ComparedField {
                    name,
                    label: label(kind, name),
                    before: text.to_owned(),
                    after: after.snapshot.get(name).to_owned(),
                    is_text: kind.is_markdown(name),
                })
                .collect();
            let pictures = Pictures::load(conn, &before.snapshot, &after.snapshot)?;
            let facts = Facts::load(conn)?;
            Ok::<_, AdminError>((facts, draft, before, after, fields, pictures))
        })
        .await?;
    let named = named(subject, &draft);
    let chrome = Chrome::new(
        &facts,
        &account,
        &session,
        subject.room(),
        format!("Changes in {}", named.heading),
    );
    let facts_of = facts.clone();
    let side_by_side = format!(
        "{}/revisions/side-by-side?from={}&to={}",
        subject.base(),
        from.word(),
        to.word()
    );
    let state_of = move |found: Found| ComparedState {
        page_href: Some(page_href(subject, found.number)),
        place: found.place,
        reason: found.reason,
        author: found.author,
        made: facts_of.moment(found.at),
    };
    // Comparing takes a processor for a while, so it runs where that hurts nobody.
    let shown = web::block(move || {
        ComparePage::new(
            chrome,
            &named,
            state_of(before),
            state_of(after),
            &fields,
            &pictures,
            Some(side_by_side),
        )
    })
    .await
    .map_err(|_| AdminError::Unguarded)?;
    page(&state, StatusCode::OK, &shown)
}

/// Where a state is seen as a page: the draft's preview, or the page of a revision.
fn page_href(subject: Subject, number: Option<i32>) -> String {
    match number {
        None => format!("{}/preview", subject.base()),
        Some(number) => format!("{}/revisions/{number}/page", subject.base()),
    }
}

/// Two states as pages, beside one another.
#[derive(Serialize)]
struct SideBySidePage {
    chrome: Chrome,
    heading: String,
    compare_href: String,
    sides: [PageSide; 2],
}

#[derive(Serialize)]
struct PageSide {
    label: String,
    made: Moment,
    page_href: String,
}

impl PageTemplate for SideBySidePage {
    const TEMPLATE: &'static str = "admin/revisions/side_by_side";
}

pub(crate) async fn side_by_side(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
    query: web::Query<Query>,
) -> Result<HttpResponse, AdminError> {
    let (Some(from), Some(to)) = (Place::parse(&query.from), Place::parse(&query.to)) else {
        return Err(AdminError::NotFound);
    };
    let (facts, draft, before, after) = state
        .database
        .run(move |conn| {
            let (id, draft) = draft_of(conn, subject)?;
            let before = find(conn, id, &draft, from)?;
            let after = find(conn, id, &draft, to)?;
            Ok::<_, AdminError>((Facts::load(conn)?, draft, before, after))
        })
        .await?;
    let named = named(subject, &draft);
    let title = format!("Pages of {}", named.heading);
    let side = |found: &Found| PageSide {
        label: found.place.label(),
        made: facts.moment(found.at),
        page_href: page_href(subject, found.number),
    };
    let shown = SideBySidePage {
        chrome: Chrome::new(&facts, &account, &session, subject.room(), title),
        heading: named.heading,
        compare_href: format!(
            "{}/revisions/compare?from={}&to={}",
            subject.base(),
            from.word(),
            to.word()
        ),
        sides: [side(&before), side(&after)],
    };
    let mut response = page(&state, StatusCode::OK, &shown)?;
    if let Ok(policy) = HeaderValue::from_str(&security_headers::framing_policy()) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, policy);
    }
    Ok(response)
}

/// A revision as the page that visitors would see.
pub(crate) async fn revision_page(
    state: web::Data<AdminState>,
    _: SignedIn,
    subject: Subject,
    request: HttpRequest,
) -> Result<HttpResponse, AdminError> {
    let number = number_of(&request)?;
    let shared = state.clone();
    let html = state
        .database
        .run(move |conn| {
            let (id, _) = draft_of(conn, subject)?;
            let revision =
                revisions::find_by_number(conn, id, number)?.ok_or(AdminError::NotFound)?;
            page_html(conn, &shared, id, &revision)
        })
        .await?;
    let mut response = HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("x-robots-tag", "noindex, nofollow"))
        .body(html);
    security_headers::allow_own_frames(response.headers_mut());
    Ok(response)
}

fn page_html(
    conn: &mut PgConnection,
    state: &AdminState,
    id: ContentId,
    revision: &Revision,
) -> Result<String, AdminError> {
    let frame = Frame::of(site::load_published(conn)?);
    let around = Site {
        frame: &frame,
        base_url: &state.base_url,
        now: Utc::now(),
    };
    let assembled = Assembled {
        id,
        snapshot: &revision.snapshot,
        revision: Some(RevisionId::from_uuid(revision.id.as_uuid())),
    };
    let banner =
        PreviewBanner::of_revision(revision.number.into(), revision.created_at, frame.time_zone);
    match page_of(conn, &around, &assembled, "preview".to_owned()) {
        Ok(page) => Ok(page.with_preview(banner).render(&state.templates)?),
        // Some states could never be shown; their words stand in the comparison.
        Err(AssemblyError::Fields(_)) => Err(AdminError::NotFound),
        Err(AssemblyError::Database(error)) => Err(error.into()),
    }
}
