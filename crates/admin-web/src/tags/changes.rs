//! Merging and deleting tags.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::TagId;
use persistence::tags::{self, TagError};
use uuid::Uuid;
use web_kit::FieldErrors;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::PATH;
use super::editor::{TagForm, show};

/// Makes a tag part of the one in the field `into`.
pub(crate) async fn merge(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = TagId::from_uuid(*id);
    let mut errors = FieldErrors::new();
    let merged = match fields.get("into").parse::<TagId>() {
        Ok(into) => {
            state
                .database
                .run(move |conn| tags::merge(conn, id, into))
                .await
        }
        Err(_) => Err(TagError::Same),
    };
    match merged {
        Ok(merged) => {
            Flash::new(format!(
                "{} is part of {} now, and its old addresses lead there.",
                quoted(merged.from.name.as_str()),
                quoted(merged.into.name.as_str())
            ))
            .undone_with(
                format!("{PATH}/undo"),
                "act",
                format!("merge.{}", merged.undo),
            )
            .keep(&session)?;
            return Ok(see_other(PATH));
        }
        Err(TagError::Database(error)) => return Err(error.into()),
        Err(TagError::Missing) => {
            errors.add("into", "One of the two tags does not exist any more.")
        }
        Err(_) => errors.add("into", "Please choose the tag that stays."),
    }
    let tag = state
        .database
        .run(move |conn| tags::find(conn, id)?.ok_or(AdminError::NotFound))
        .await?;
    let form = TagForm::of_merge(&tag, fields.get("into"));
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(&state, &account, &session, status, id, Some(form), errors).await
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = TagId::from_uuid(*id);
    let deleted = state.database.run(move |conn| tags::delete(conn, id)).await;
    let (tag, undo) = match deleted {
        Ok(deleted) => deleted,
        Err(TagError::Database(error)) => return Err(error.into()),
        Err(_) => return Err(AdminError::NotFound),
    };
    Flash::new(format!(
        "The tag {} was deleted.",
        quoted(tag.name.as_str())
    ))
    .undone_with(format!("{PATH}/undo"), "act", format!("deletion.{undo}"))
    .keep(&session)?;
    Ok(see_other(PATH))
}

/// Deletes every tag that no article has.
pub(crate) async fn sweep(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
) -> Result<HttpResponse, AdminError> {
    let (count, undo) = state.database.run(tags::delete_unused).await?;
    let flash = Flash::new(match count {
        0 => "Every tag is used.".to_owned(),
        1 => "One tag that no article has was deleted.".to_owned(),
        count => format!("{count} tags that no article has were deleted."),
    });
    match undo {
        Some(undo) => flash
            .undone_with(format!("{PATH}/undo"), "act", format!("deletion.{undo}"))
            .keep(&session)?,
        None => flash.keep(&session)?,
    }
    Ok(see_other(PATH))
}
