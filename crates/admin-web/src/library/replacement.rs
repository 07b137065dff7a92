//! Another file behind an item: its address and what is said of it stay, the file before is kept.

use actix_multipart::Multipart;
use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{MediaId, MediaItem, Version};
use persistence::media::{self, MediaError};
use uuid::Uuid;

use crate::AdminState;
use crate::conflict::parse_version;
use crate::error::AdminError;
use crate::flash::{Flash, quoted};
use crate::pages::see_other;
use crate::signed_in::SignedIn;

use super::editor::{Attempt, show};
use super::judging::judge;
use super::receiving::{Part, Parts};
use super::storing::store;
use super::view::edit_href;

/// What was sent.
#[derive(Default)]
struct Sent {
    version: Option<Version>,
    /// The file that the form's author saw.
    seen: String,
    bytes: Option<Result<web::Bytes, String>>,
}

/// Why a file did not take the place of the other.
enum Failure {
    Refused(String),
    Media(MediaError),
    Admin(AdminError),
}

impl From<AdminError> for Failure {
    fn from(error: AdminError) -> Self {
        Self::Admin(error)
    }
}

impl From<MediaError> for Failure {
    fn from(error: MediaError) -> Self {
        Self::Media(error)
    }
}

impl From<persistence::DatabaseError> for Failure {
    fn from(error: persistence::DatabaseError) -> Self {
        Self::Admin(error.into())
    }
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    multipart: Multipart,
) -> Result<HttpResponse, AdminError> {
    let _place = state.uploads.enter()?;
    let id = MediaId::from_uuid(*id);
    let sent = read(multipart).await?;
    let (status, attempt) = match replace(&state, id, sent).await {
        Ok((item, is_changed)) => {
            let name = quoted(item.name.as_str());
            let words = if is_changed {
                format!("{name} has its new file. The one before is kept below.")
            } else {
                format!("This is the file that {name} has already. Nothing was changed.")
            };
            Flash::new(words).keep(&session)?;
            return Ok(see_other(edit_href(&item)));
        }
        Err(Failure::Admin(error)) => return Err(error),
        Err(Failure::Media(MediaError::Stale { .. })) => {
            let reason = "Somebody else gave it another file meanwhile, which is kept. \
                          Please look at it, and choose your file again if it is still wanted.";
            (StatusCode::CONFLICT, refused(reason.to_owned()))
        }
        Err(Failure::Media(MediaError::OtherKind)) => {
            let reason = "A picture can only be replaced by a picture, a download by a download.";
            (StatusCode::UNPROCESSABLE_ENTITY, refused(reason.to_owned()))
        }
        Err(Failure::Media(error)) => return Err(error.into()),
        Err(Failure::Refused(reason)) => (StatusCode::UNPROCESSABLE_ENTITY, refused(reason)),
    };
    show(&state, &account, &session, status, id, attempt).await
}

fn refused(reason: String) -> Attempt {
    Attempt {
        refusal: Some(reason),
        ..Attempt::default()
    }
}

async fn read(multipart: Multipart) -> Result<Sent, AdminError> {
    let mut sent = Sent::default();
    let mut parts = Parts::new(multipart);
    while let Some(part) = parts.next().await? {
        match part {
            Part::Text { name, value } => match name.as_str() {
                "version" => sent.version = Some(parse_version(&value)),
                "seen" => sent.seen = value,
                _ => {}
            },
            Part::File { bytes, .. } => {
                sent.bytes.get_or_insert(bytes);
            }
        }
    }
    Ok(sent)
}

/// Puts the file in its place, and tells whether that changed anything.
async fn replace(
    state: &AdminState,
    id: MediaId,
    sent: Sent,
) -> Result<(MediaItem, bool), Failure> {
    let bytes = sent
        .bytes
        .unwrap_or_else(|| Err("Please choose a file.".to_owned()))
        .map_err(Failure::Refused)?;
    let judged = judge(state, bytes).await?.map_err(Failure::Refused)?;
    let expected = sent.version.unwrap_or(Version::new(0));
    let (file, seen) = (judged.file.clone(), sent.seen);
    store(state, &judged, move |conn| {
        let mut version = expected;
        let mut outcome = media::replace_file(conn, id, version, &file);
        if let Err(MediaError::Stale { current }) = &outcome
            && current.file.hash.as_str() == seen
        {
            // Only what is said of it changed meanwhile: the file that was looked at is still there.
            version = current.version;
            outcome = media::replace_file(conn, id, version, &file);
        }
        // Another file is another version.
        let item = outcome.map_err(Failure::Media)?;
        let is_changed = item.version != version;
        Ok((item, is_changed))
    })
    .await
}
