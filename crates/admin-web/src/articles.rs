//! Articles: the list, writing and saving.

pub(crate) mod deletion;
mod editor;
mod form;
mod listing;
pub(crate) mod publication;

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::Utc;
use domain::{Article, ArticleId};
use persistence::{SaveError, articles};
use uuid::Uuid;
use web_kit::FieldErrors;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use editor::{Attempt, show_edit, show_new};
use form::ArticleForm;
pub(crate) use listing::index;

const SLUG_TAKEN: &str = "Another article has this address.";

pub(crate) async fn new(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let form = ArticleForm::default();
    show_new(
        &state,
        &account,
        &session,
        StatusCode::OK,
        form,
        FieldErrors::new(),
        None,
    )
    .await
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let form = ArticleForm::from_fields(&fields);
    let mut errors = FieldErrors::new();
    let refused = StatusCode::UNPROCESSABLE_ENTITY;
    let Some(draft) = form.parse(&mut errors) else {
        return show_new(&state, &account, &session, refused, form, errors, None).await;
    };
    let publish = wants_publication(&fields);
    let id = ArticleId::from_uuid(Uuid::now_v7());
    let saved = state
        .database
        .run(move |conn| {
            if publish {
                articles::insert_and_publish(conn, id, &draft, Utc::now())
            } else {
                articles::insert(conn, id, &draft)
            }
        })
        .await;
    match saved {
        Ok(article) => {
            said(&article, publish).keep(&session)?;
            Ok(see_other(edit_href(id)))
        }
        Err(SaveError::SlugTaken) => {
            errors.add("slug", SLUG_TAKEN);
            let form = form.with_proposed_slug();
            show_new(&state, &account, &session, refused, form, errors, None).await
        }
        Err(error) => Err(error.into()),
    }
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = ArticleId::from_uuid(*id);
    show_edit(
        &state,
        &account,
        &session,
        StatusCode::OK,
        id,
        Attempt::default(),
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
    let id = ArticleId::from_uuid(*id);
    let form = ArticleForm::from_fields(&fields);
    let mut errors = FieldErrors::new();
    let expected = form.version();
    let Some(draft) = form.parse(&mut errors) else {
        let attempt = Attempt {
            form: Some(form),
            errors,
            is_conflict: false,
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return show_edit(&state, &account, &session, status, id, attempt).await;
    };
    let publish = wants_publication(&fields);
    let saved = state
        .database
        .run(move |conn| {
            if publish {
                articles::update_and_publish(conn, id, &draft, expected, Utc::now())
            } else {
                articles::update(conn, id, &draft, expected)
            }
        })
        .await;
    let (status, attempt) = match saved {
        Ok(article) => {
            said(&article, publish).keep(&session)?;
            return Ok(see_other(edit_href(id)));
        }
        // The same text sent twice, as by a double click, is no conflict.
        Err(SaveError::Stale { current }) if !publish && form.differences(&current).is_none() => {
            said(&current, false).keep(&session)?;
            return Ok(see_other(edit_href(id)));
        }
        Err(SaveError::Stale { .. }) => (
            StatusCode::CONFLICT,
            Attempt {
                form: Some(form),
                errors,
                is_conflict: true,
            },
        ),
        Err(SaveError::SlugTaken) => {
            errors.add("slug", SLUG_TAKEN);
            (
                StatusCode::UNPROCESSABLE_ENTITY,
                Attempt {
                    form: Some(form.with_proposed_slug()),
                    errors,
                    is_conflict: false,
                },
            )
        }
        Err(SaveError::Missing) => {
            // Deleted in another window: the text comes back as a new article, not as a 404.
            let notice = "This article was deleted while you were writing. Your text is below; \
                saving it makes a new article.";
            let status = StatusCode::CONFLICT;
            return show_new(
                &state,
                &account,
                &session,
                status,
                form,
                errors,
                Some(notice),
            )
            .await;
        }
        Err(error @ SaveError::Database(_)) => return Err(error.into()),
    };
    show_edit(&state, &account, &session, status, id, attempt).await
}

fn wants_publication(fields: &Fields) -> bool {
    fields.get("intent") == "publish"
}

fn said(article: &Article, was_asked_to_publish: bool) -> Flash {
    Flash::new(
        match (article.publication.is_published(), was_asked_to_publish) {
            (true, true) => "Saved and published. It is on the site now.",
            (true, false) => "Saved. The site shows it from now on.",
            (false, _) => "Saved as a draft.",
        },
    )
}

fn edit_href(id: ArticleId) -> String {
    format!("/admin/articles/{id}/edit")
}
