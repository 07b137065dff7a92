//! `/files/{name}`: the stable addresses of the library. The file behind one may be another tomorrow,
//! so browsers ask each time, and get nothing twice.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use domain::{FileFormat, MediaFile, MediaName};
use object_storage::ObjectKey;
use persistence::media::{PublishedFile, find_published_file};

use crate::address::Address;
use crate::error::PublicError;
use crate::fallback;
use crate::state::PublicState;
use crate::stored::{self, Kind, StoredFile};

/// The address stays, what is behind it may change.
const ASKED_EACH_TIME: &str = "no-cache";

/// Sends the file that stands behind a name now. An old name leads to the present one.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    name: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let Some(name) = MediaName::parse(&name)
        .ok()
        .filter(|read| read.as_str() == *name)
    else {
        // No name of ours; an earlier site may have had something at such an address.
        return fallback::show(request, state).await;
    };
    let address = Address::of(&request);
    let (file, name) = state
        .database
        .run(move |conn| match find_published_file(conn, &name)? {
            Some(PublishedFile::Found { file, name }) => Ok((file, name)),
            Some(PublishedFile::Deleted) => Err(match address.elsewhere(conn) {
                PublicError::NotFound => PublicError::Gone,
                other => other,
            }),
            None => Err(address.elsewhere(conn)),
        })
        .await?;
    let file = stored_file(&file, &name).ok_or(PublicError::NotFound)?;
    stored::send(&request, &state.storage, &file).await
}

fn stored_file(file: &MediaFile, name: &MediaName) -> Option<StoredFile> {
    Some(StoredFile {
        key: ObjectKey::parse(&file.object_key()).ok()?,
        kind: Kind::parse(file.format.extension())?,
        tag: file.hash.to_string(),
        cache_control: ASKED_EACH_TIME,
        download_as: (file.format == FileFormat::Pdf).then(|| name.to_string()),
    })
}
