//! Into the trash and out of it, one item or many.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::{MediaId, MediaItem};
use persistence::media::{self, MediaError, Moved};
use uuid::Uuid;

use crate::AdminState;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::PATH;
use super::view::edit_href;

/// Items that are moved at once: as many as a page shows, and some to spare.
const MOST: usize = 200;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = MediaId::from_uuid(*id);
    let item = state
        .database
        .run(move |conn| media::trash(conn, id))
        .await?;
    let words = format!("{} is in the trash.", quoted(item.name.as_str()));
    Flash::new(words)
        .undone_by(format!("{PATH}/{id}/restoration"))
        .keep(&session)?;
    Ok(see_other(PATH))
}

pub(crate) async fn delete(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = MediaId::from_uuid(*id);
    let (before, item) = state
        .database
        .run(move |conn| {
            let before = media::find(conn, id)?.ok_or(MediaError::Missing)?;
            Ok::<_, MediaError>((before, media::restore(conn, id)?))
        })
        .await?;
    let name = quoted(item.name.as_str());
    let words = if before.name == item.name {
        format!("{name} is back, under its address.")
    } else {
        format!("It is back as {name}, since another file has its old address.")
    };
    Flash::new(words).keep(&session)?;
    Ok(see_other(edit_href(&item)))
}

pub(crate) async fn create_many(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let name = if fields.get("all") == "page" {
        "page_ids"
    } else {
        "ids"
    };
    let marked = ids(fields.all(name));
    let Moved { moved, left } = state
        .database
        .run(move |conn| media::trash_unused(conn, &marked))
        .await?;
    let mut words = match (moved.len(), left.len()) {
        (0, 0) => "Nothing was marked, so nothing was moved.".to_owned(),
        (0, _) => "Nothing was moved.".to_owned(),
        (count, _) => format!("{} in the trash.", counted(count)),
    };
    if !left.is_empty() {
        words.push(' ');
        words.push_str(&left_alone(&left));
    }
    let mut flash = Flash::new(words);
    if !moved.is_empty() {
        let list: Vec<String> = moved.iter().map(|item| item.id.to_string()).collect();
        flash = flash.undone_with(format!("{PATH}/restoration"), "ids", list.join(","));
    }
    flash.keep(&session)?;
    Ok(see_other(PATH))
}

pub(crate) async fn delete_many(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let wanted = ids(fields.get("ids").split(','));
    let Moved { moved, left } = state
        .database
        .run(move |conn| media::restore_many(conn, &wanted))
        .await?;
    let mut words = format!("{} back.", counted(moved.len()));
    if !left.is_empty() {
        words.push_str(&format!(
            " {} still in the trash, since other files took the names: please try again.",
            counted(left.len())
        ));
    }
    Flash::new(words).keep(&session)?;
    Ok(see_other(PATH))
}

/// Names in a sentence.
const MOST_NAMED: usize = 5;

/// Says what was not moved and why.
fn left_alone(left: &[MediaItem]) -> String {
    let mut names: Vec<String> = left
        .iter()
        .take(MOST_NAMED)
        .map(|item| quoted(item.name.as_str()))
        .collect();
    if left.len() > MOST_NAMED {
        names.push(format!("{} more", left.len() - MOST_NAMED));
    }
    let (names, them, one) = match names.split_last() {
        Some((last, [])) => (last.clone(), "it", "it"),
        Some((last, others)) => (format!("{} and {last}", others.join(", ")), "them", "one"),
        None => return String::new(),
    };
    format!(
        "Left alone, since something names {them}: {names}. Open {one} to see where, and to delete it."
    )
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 file is".to_owned(),
        count => format!("{count} files are"),
    }
}

fn ids<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<MediaId> {
    texts
        .take(MOST)
        .filter_map(|text| Uuid::try_parse(text).ok().map(MediaId::from_uuid))
        .collect()
}
