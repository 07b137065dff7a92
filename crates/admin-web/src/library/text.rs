//! What is said of an item: what it shows, or that it says nothing, and what must stay in sight.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use domain::{AltText, FocalPoint, MediaId, MediaItem};
use persistence::media::{self, MediaError, MediaText, MediaUse};
use serde_json::json;
use uuid::Uuid;
use web_kit::FieldErrors;

use crate::AdminState;
use crate::conflict::parse_version;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;
use crate::titles;

use super::editor::{Attempt, TextForm, show};
use super::upload::wants_json;
use super::view::{ItemView, edit_href};

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    request: HttpRequest,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = MediaId::from_uuid(*id);
    let current = state
        .database
        .run(move |conn| media::find(conn, id)?.ok_or(AdminError::NotFound))
        .await?;
    let form = typed(&fields, &current);
    let mut errors = FieldErrors::new();
    let mut is_stale = false;
    if let Some(text) = parse(&form, &mut errors) {
        // A script that has just uploaded the item, and no other window, knows no version.
        let expected = match fields.get("version") {
            "" => current.version,
            version => parse_version(version),
        };
        let stored = state
            .database
            .run(move |conn| {
                let item = media::update_text(conn, id, expected, &text)?;
                let renditions = media::list_renditions(conn, &item)?;
                Ok::<_, MediaError>((item, renditions))
            })
            .await;
        match stored {
            Ok((item, renditions)) if wants_json(&request) => {
                return Ok(HttpResponse::Ok().json(ItemView::new(&item, &renditions, false)));
            }
            Ok((item, _)) => {
                Flash::new(format!("{} is saved.", quoted(item.name.as_str()))).keep(&session)?;
                return Ok(see_other(edit_href(&item)));
            }
            Err(MediaError::Stale { .. }) => is_stale = true,
            Err(MediaError::ShownUndescribed { shown }) => {
                errors.add("alt", needed_in(&shown));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let status = if is_stale {
        StatusCode::CONFLICT
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    if wants_json(&request) {
        let error = if is_stale {
            "Somebody else changed this meanwhile. Reload the page.".to_owned()
        } else {
            let summary = errors.summary();
            let messages = summary.entries().iter().map(|entry| entry.message.as_str());
            messages.collect::<Vec<_>>().join(" ")
        };
        return Ok(HttpResponseBuilder::new(status).json(json!({ "error": error })));
    }
    let attempt = Attempt {
        form: Some(form),
        errors,
        is_stale,
        ..Attempt::default()
    };
    show(&state, &account, &session, status, id, attempt).await
}

/// The form as it was sent. A field that was not sent keeps what is stored; the box for
/// "decorative" is sent only when it is checked, so the text beside it says whether it was there.
fn typed(fields: &Fields, current: &MediaItem) -> TextForm {
    let stored = TextForm::of(current);
    let or = |name: &'static str, stored: String| {
        fields
            .all(name)
            .next()
            .map_or(stored, |value| value.to_owned())
    };
    let has_text = fields.all("alt").next().is_some();
    let box_value = fields.all("is_decorative").next();
    TextForm {
        is_decorative: match box_value {
            Some(value) => matches!(value, "true" | "on" | "1"),
            None => !has_text && stored.is_decorative,
        },
        alt: or("alt", stored.alt),
        focal_x: or("focal_x", stored.focal_x),
        focal_y: or("focal_y", stored.focal_y),
    }
}

fn parse(form: &TextForm, errors: &mut FieldErrors) -> Option<MediaText> {
    let alt = errors.keep("alt", AltText::parse(&form.alt));
    let x = percent(errors, "focal_x", &form.focal_x);
    let y = percent(errors, "focal_y", &form.focal_y);
    let focus = FocalPoint::new(x?, y?).ok()?;
    let alt = alt?;
    if form.is_decorative && !alt.as_str().is_empty() {
        errors.add(
            "alt",
            "A decorative picture has no description. Empty this field, or take the mark away.",
        );
        return None;
    }
    Some(MediaText {
        alt,
        is_decorative: form.is_decorative,
        focus,
    })
}

/// Places that are named in a sentence.
const MOST_NAMED: usize = 3;

/// Why a description cannot go: the sentence says where the picture is shown.
fn needed_in(shown: &[MediaUse]) -> String {
    let mut places: Vec<String> = shown
        .iter()
        .take(MOST_NAMED)
        .map(|used| quoted(&titles::or_untitled(&used.title)))
        .collect();
    if shown.len() > MOST_NAMED {
        places.push(format!("{} more", shown.len() - MOST_NAMED));
    }
    let places = match places.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    };
    format!(
        "Visitors see this picture in {places}. \
         Please describe it, or mark it as decorative."
    )
}

fn percent(errors: &mut FieldErrors, field: &'static str, text: &str) -> Option<u8> {
    let number = text.trim().parse::<u8>().ok().filter(|part| *part <= 100);
    if number.is_none() {
        errors.add(field, "Please give a whole number from 0 to 100.");
    }
    number
}
