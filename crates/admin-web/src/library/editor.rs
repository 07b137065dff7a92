//! One item: its picture, what is said of it, its address, its files, and where it is used.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, MediaId, MediaItem, Rendition};
use persistence::PgConnection;
use persistence::media::{self, EarlierFile, MediaUse, OtherUses};
use serde::Serialize;
use uuid::Uuid;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::conflict::difference;
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::page;
use crate::problems::Problems;
use crate::signed_in::SignedIn;

use super::PATH;
use super::using::Uses;
use super::view::{ItemView, THUMBNAIL_PX, facts as facts_of, thumbnail};

/// The width of the large picture.
const PREVIEW_PX: u32 = 960;

/// What stands in the form that describes an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct TextForm {
    pub(super) alt: String,
    pub(super) is_decorative: bool,
    pub(super) focal_x: String,
    pub(super) focal_y: String,
}

impl TextForm {
    pub(super) fn of(item: &MediaItem) -> Self {
        Self {
            alt: item.alt.as_str().to_owned(),
            is_decorative: item.is_decorative,
            focal_x: item.focus.x().to_string(),
            focal_y: item.focus.y().to_string(),
        }
    }
}

/// What was sent and not taken.
#[derive(Default)]
pub(super) struct Attempt {
    pub(super) form: Option<TextForm>,
    pub(super) name: Option<String>,
    pub(super) errors: FieldErrors,
    /// True where somebody saved something else meanwhile.
    pub(super) is_stale: bool,
    /// Why a file did not take the place of the one that is there.
    pub(super) refusal: Option<String>,
}

#[derive(Serialize)]
struct EditPage {
    chrome: Chrome,
    item: ItemView,
    is_picture: bool,
    can_describe: bool,
    preview: Option<String>,
    has_measures: bool,
    facts: String,
    stands: Moment,
    version: i64,
    file: String,
    form: TextForm,
    stored: Option<Stored>,
    conflict: bool,
    conflict_at: String,
    name: String,
    address: String,
    file_href: String,
    refusal: Option<String>,
    earlier: Vec<Earlier>,
    uses: Uses,
    action: String,
    is_trashed: bool,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditPage {
    const TEMPLATE: &'static str = "admin/media/edit";
}

/// What is stored, where it differs from what was typed.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Stored {
    alt: Option<String>,
    is_decorative: Option<&'static str>,
    focal_x: Option<String>,
    focal_y: Option<String>,
}

#[derive(Serialize)]
struct Earlier {
    hash: String,
    facts: String,
    replaced: Moment,
    href: String,
    thumbnail: Option<String>,
}

/// All that the page tells.
pub(super) struct Standing {
    pub(super) facts: Facts,
    pub(super) item: MediaItem,
    renditions: Vec<Rendition>,
    earlier: Vec<EarlierFile>,
    uses: Vec<MediaUse>,
    others: OtherUses,
}

impl Standing {
    fn load(conn: &mut PgConnection, id: MediaId) -> Result<Self, AdminError> {
        let item = media::find(conn, id)?.ok_or(AdminError::NotFound)?;
        Ok(Self {
            facts: Facts::load(conn)?,
            renditions: media::list_renditions(conn, &item)?,
            earlier: media::list_earlier_files(conn, id)?,
            uses: media::uses(conn, id)?,
            others: media::other_uses(conn, id)?,
            item,
        })
    }
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = MediaId::from_uuid(*id);
    show(
        &state,
        &account,
        &session,
        StatusCode::OK,
        id,
        Attempt::default(),
    )
    .await
}

/// The page of an item, also as the answer to what was not taken.
pub(super) async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    id: MediaId,
    attempt: Attempt,
) -> Result<HttpResponse, AdminError> {
    let standing = state
        .database
        .run(move |conn| Standing::load(conn, id))
        .await?;
    let title = standing.item.name.to_string();
    let chrome = Chrome::new(&standing.facts, account, session, Room::Media, title)
        .with_module("js/admin/media/item.js");
    let base = state.base_url.origin().ascii_serialization();
    page(state, status, &edit_page(chrome, &base, &standing, attempt))
}

fn edit_page(chrome: Chrome, base: &str, standing: &Standing, attempt: Attempt) -> EditPage {
    let Standing { facts, item, .. } = standing;
    let view = ItemView::new(item, &standing.renditions, false);
    let stored = TextForm::of(item);
    let form = attempt.form.unwrap_or_else(|| stored.clone());
    EditPage {
        chrome,
        is_picture: item.file.format.is_picture(),
        can_describe: item.file.format.is_picture() && item.trashed_at.is_none(),
        preview: thumbnail(&item.file, &standing.renditions, PREVIEW_PX),
        has_measures: item.file.width_px > 0,
        facts: facts_of(&item.file),
        stands: facts.moment(item.created_at),
        version: item.version.get(),
        file: item.file.hash.to_string(),
        stored: attempt.is_stale.then(|| differences(&form, &stored)),
        conflict: attempt.is_stale,
        conflict_at: Moment::clock(item.updated_at, facts.zone),
        form,
        name: attempt.name.unwrap_or_else(|| item.name.to_string()),
        address: format!("{base}{}", view.address),
        file_href: item.file.path(),
        refusal: attempt.refusal,
        earlier: standing
            .earlier
            .iter()
            .map(|earlier| Earlier {
                hash: earlier.file.hash.to_string(),
                facts: facts_of(&earlier.file),
                replaced: facts.moment(earlier.replaced_at),
                href: earlier.file.path(),
                thumbnail: thumbnail(&earlier.file, &earlier.renditions, THUMBNAIL_PX),
            })
            .collect(),
        uses: Uses::new(&standing.uses, standing.others),
        action: format!("{PATH}/{}", item.id),
        is_trashed: item.trashed_at.is_some(),
        item: view,
        problems: attempt.errors.into(),
    }
}

fn differences(typed: &TextForm, stored: &TextForm) -> Stored {
    let is_decorative =
        (typed.is_decorative != stored.is_decorative).then_some(if stored.is_decorative {
            "Decorative"
        } else {
            "Not decorative"
        });
    Stored {
        alt: difference(&typed.alt, &stored.alt),
        is_decorative,
        focal_x: difference(&typed.focal_x, &stored.focal_x),
        focal_y: difference(&typed.focal_y, &stored.focal_y),
    }
}

#[cfg(test)]
mod tests;
