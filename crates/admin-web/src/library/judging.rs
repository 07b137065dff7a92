//! From the bytes that were sent to a file that can be stored: judged by what is in them, cleaned
//! and measured.

use actix_web::web::{self, Bytes};
use domain::{Encoding, FileFormat, FileHash};
use persistence::media::NewFile;

use crate::AdminState;
use crate::error::AdminError;

/// A file that can be stored.
pub(super) struct Judged {
    /// What is known of it.
    pub(super) file: NewFile,
    /// Its bytes, cleaned.
    pub(super) bytes: Bytes,
}

/// Judges a file, one at a time in this program, since a picture of 50 megapixels fills the memory
/// of a small machine. The inner error is a sentence for the owner.
///
/// # Errors
/// The program stops.
pub(super) async fn judge(
    state: &AdminState,
    bytes: Bytes,
) -> Result<Result<Judged, String>, AdminError> {
    let turn = state.uploads.turn().await?;
    let judged = web::block(move || {
        // Held until the work ends, also where whoever sent the file has gone.
        let _turn = turn;
        ::media::prepare(&bytes)
            .map_err(|refusal| refusal.to_string())
            .and_then(judged)
    })
    .await;
    Ok(judged.unwrap_or_else(|error| {
        tracing::error!(%error, "a file broke its judge");
        Err(DAMAGED.to_owned())
    }))
}

const DAMAGED: &str = "This file cannot be read. Export it again, or in another format.";

fn judged(prepared: ::media::Prepared) -> Result<Judged, String> {
    let damaged = || DAMAGED.to_owned();
    let format: FileFormat = prepared.format.extension().parse().map_err(|_| damaged())?;
    let hash = FileHash::parse(&::media::hash_of(&prepared.bytes)).map_err(|_| damaged())?;
    let plans = ::media::plan(
        prepared.format,
        prepared.width_px,
        prepared.height_px,
        prepared.has_transparency,
        prepared.is_animated,
    );
    Ok(Judged {
        file: NewFile {
            hash,
            format,
            size_bytes: prepared.bytes.len() as u64,
            width_px: prepared.width_px,
            height_px: prepared.height_px,
            colour: prepared.colour,
            has_transparency: prepared.has_transparency,
            is_animated: prepared.is_animated,
            encoding: if plans.is_empty() {
                Encoding::None
            } else {
                Encoding::Pending
            },
        },
        bytes: prepared.bytes.into(),
    })
}
