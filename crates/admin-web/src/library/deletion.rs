//! Into the trash and out of it, one item or many.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::MediaId;
use persistence::PgConnection;
use persistence::media::{self, MediaError};
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
    let moved = each(&state, ids(fields.all(name)), |conn, id| {
        media::trash(conn, id).map(|item| item.id)
    })
    .await?;
    let flash = match moved.len() {
        0 => Flash::new("Nothing was marked, so nothing was moved."),
        count => {
            let list: Vec<String> = moved.iter().map(MediaId::to_string).collect();
            Flash::new(format!("{} in the trash.", counted(count))).undone_with(
                format!("{PATH}/restoration"),
                "ids",
                list.join(","),
            )
        }
    };
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
    let back = each(&state, wanted, |conn, id| {
        media::restore(conn, id).map(|item| item.id)
    })
    .await?;
    Flash::new(format!("{} back.", counted(back.len()))).keep(&session)?;
    Ok(see_other(PATH))
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

/// Does the same for each; one that is gone is left out.
async fn each(
    state: &AdminState,
    ids: Vec<MediaId>,
    act: impl Fn(&mut PgConnection, MediaId) -> Result<MediaId, MediaError> + Send + 'static,
) -> Result<Vec<MediaId>, AdminError> {
    state
        .database
        .run(move |conn| {
            let mut done = Vec::new();
            for id in ids {
                match act(conn, id) {
                    Ok(id) => done.push(id),
                    Err(MediaError::Missing) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            Ok(done)
        })
        .await
}
