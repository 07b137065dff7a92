//! The page behind a preview link: a revision as visitors would see it, for whoever has the link.
//!
//! It is kept out of search engines, caches and `Referer` headers, as its address is its secret.

use std::collections::HashMap;

use actix_web::dev::HttpServiceFactory;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, REFERRER_POLICY};
use actix_web::middleware::DefaultHeaders;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use domain::RevisionId;
use page_assembly::{AssemblyError, Site, Subject};
use persistence::preview_links::{self, PreviewedRevision};
use persistence::{PgConnection, drafts, revisions};
use site_pages::{ContentPage, PreviewBanner, Surroundings};
use web_kit::{link_tokens, methods};

use crate::contact::FORM;
use crate::error::PublicError;
use crate::error_page;
use crate::state::PublicState;

const ROBOTS: &str = "noindex, nofollow";

/// The address of previews. `page_of` makes the page of a revision with its banner on it, or
/// nothing when the revision is gone; its last argument is the stamp of a contact form.
pub fn preview<F>(page_of: F) -> impl HttpServiceFactory
where
    F: Fn(
            &mut PgConnection,
            &Surroundings<'_>,
            &PreviewedRevision,
            String,
        ) -> Result<Option<ContentPage>, PublicError>
        + Clone
        + Send
        + 'static,
{
    let handler = move |_: HttpRequest, state: Data<PublicState>, token: Path<String>| {
        show(state, token.into_inner(), page_of.clone())
    };
    web::resource("/preview/{token}")
        // Also for what goes wrong: the address is a secret whatever the answer.
        .wrap(
            DefaultHeaders::new()
                .add(("x-robots-tag", ROBOTS))
                .add((CACHE_CONTROL, "private, no-store"))
                .add((REFERRER_POLICY, "no-referrer")),
        )
        .route(methods::get().to(handler))
        .default_service(methods::refuse_others("GET, HEAD"))
}

/// The page of the revision that a link is for, with its banner; nothing when the revision or its
/// content is gone.
///
/// # Errors
/// [`PublicError`] when the database did not answer.
pub fn page_of_revision(
    conn: &mut PgConnection,
    around: &Surroundings<'_>,
    previewed: &PreviewedRevision,
    form_stamp: String,
) -> Result<Option<ContentPage>, PublicError> {
    let id = RevisionId::from_uuid(previewed.revision_id);
    let Some(revision) = revisions::find(conn, id)? else {
        return Ok(None);
    };
    if drafts::find(conn, revision.content)?.is_none() {
        return Ok(None);
    }
    let site = Site {
        frame: around.frame,
        base_url: around.base_url,
        now: around.now,
    };
    let subject = Subject {
        id: revision.content,
        snapshot: &revision.snapshot,
        revision: Some(revision.id),
    };
    let zone = around.frame.time_zone;
    let banner = PreviewBanner::of_revision(revision.number.into(), revision.created_at, zone)
        .with_link_until(previewed.expires_at, zone);
    match page_assembly::page_of(conn, &site, &subject, form_stamp) {
        Ok(page) => Ok(Some(page.with_preview(banner))),
        // A state that cannot be shown is as good as gone for a stranger.
        Err(AssemblyError::Fields(_)) => Ok(None),
        Err(AssemblyError::Database(error)) => Err(error.into()),
    }
}

async fn show<F>(
    state: Data<PublicState>,
    token: String,
    page_of: F,
) -> Result<HttpResponse, PublicError>
where
    F: Fn(
            &mut PgConnection,
            &Surroundings<'_>,
            &PreviewedRevision,
            String,
        ) -> Result<Option<ContentPage>, PublicError>
        + Send
        + 'static,
{
    let now = Utc::now();
    let hash = link_tokens::hash(&token);
    let stamp = state.form_tokens.issue(FORM, now);
    let base_url = state.base_url.clone();
    let (frame, page) = state
        .load(move |conn, frame| {
            let Some(revision) = preview_links::find_by_token_hash(conn, &hash, now)? else {
                return Ok(None);
            };
            let around = Surroundings {
                frame,
                base_url: &base_url,
                now,
                links: &HashMap::new(),
                pictures: &HashMap::new(),
            };
            let page = page_of(conn, &around, &revision, stamp)?;
            Ok(page.map(|page| (page, revision.link)))
        })
        .await?;
    let page = match page {
        Some((page, link)) => {
            let database = state.database.clone();
            database
                .run(move |conn| Ok::<_, PublicError>(preview_links::count_use(conn, link, now)?))
                .await?;
            Some(page)
        }
        None => None,
    };
    let (status, html) = match page {
        Some(page) => (StatusCode::OK, page.render(&state.templates)?),
        // A link that ended, one that was taken back and one that never was are told alike.
        None => {
            let page = error_page::ended_preview(&state, &frame);
            (StatusCode::GONE, state.templates.render(&page)?)
        }
    };
    Ok(HttpResponse::build(status)
        .insert_header((
            CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ))
        .body(html))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use actix_web::App;
    use actix_web::test::{self, TestRequest};

    #[actix_web::test]
    async fn what_goes_wrong_stays_out_of_search_engines_and_caches_too() {
        let app = test::init_service(
            App::new()
                .app_data(Data::new(fixtures::state()))
                .service(preview(|_, _, _, _| Ok(None))),
        )
        .await;
        for (method, status) in [("GET", 503), ("HEAD", 503), ("POST", 405)] {
            let request = TestRequest::with_uri("/preview/abc").method(method.parse().unwrap());
            let response = test::call_service(&app, request.to_request()).await;
            assert_eq!(response.status(), status, "{method}");
            let headers = response.headers();
            assert_eq!(headers.get("x-robots-tag").unwrap(), ROBOTS);
            assert_eq!(headers.get(CACHE_CONTROL).unwrap(), "private, no-store");
            assert_eq!(headers.get(REFERRER_POLICY).unwrap(), "no-referrer");
        }
    }
}
