//! Makes the renditions of pictures: one picture at a time, on a blocking thread, so that no page
//! waits for it. A lane of its own beside the jobs, since what it writes is not in the database.
//!
//! A file is claimed with a lease. Each rendition is stored before its row is written, so a page
//! never names one that is not there; whoever dies in the middle leaves the file to the next look,
//! which makes the same bytes again.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use chrono::TimeDelta;
use domain::{Encoding, FileFormat, FileHash, Rendition};
use media::RenditionPlan;
use object_storage::{KeyError, ObjectKey, Storage, StorageError};
use persistence::media::{
    ClaimedFile, claim_encoding, fail_encoding, finish_encoding, insert_rendition,
};
use persistence::{Database, DatabaseError};
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{sleep, timeout};

/// How often it looks when nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// How long a claimed file is left alone: AVIF of a large picture takes many seconds on a small
/// machine that has other things to do.
const LEASE: TimeDelta = TimeDelta::minutes(5);

/// How long it rests when the storage does not answer.
const STORAGE_PAUSE: Duration = Duration::from_secs(30);

/// How long a stop waits for the rendition in hand.
const FINISH_WITHIN: Duration = Duration::from_secs(5);

/// Makes renditions until it is stopped. Dropping it tells it to stop, without waiting.
#[derive(Debug)]
pub struct RenditionMaker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Why the renditions of a file were not made.
#[derive(Debug, thiserror::Error)]
enum LaneError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error("the object storage did not answer")]
    Storage(#[from] StorageError),
    #[error("a key of the object storage is not one")]
    Key(#[from] KeyError),
    #[error("the stored picture is missing")]
    Missing,
    #[error("the picture could not be encoded: {0}")]
    Encoding(String),
    #[error("the work was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
    #[error("the site stops")]
    Stopped,
}

impl RenditionMaker {
    /// Starts it on the current runtime.
    pub fn start(database: Database, storage: Storage) -> Self {
        let (stop, stopped) = watch::channel(false);
        let lane = Lane {
            database,
            storage,
            stopped,
        };
        Self {
            stop,
            task: tokio::spawn(lane.run()),
        }
    }

    /// Tells it to begin nothing more.
    pub fn tell_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Stops it. The file in hand goes back and is taken up after the next start.
    pub async fn stop(mut self) {
        self.tell_to_stop();
        if timeout(FINISH_WITHIN, &mut self.task).await.is_err() {
            tracing::warn!(
                "a picture is cut off by the stop; it is done again after the next start"
            );
            self.task.abort();
        }
    }
}

/// What one look came to.
enum Look {
    /// A picture was taken in hand, however it ended.
    Worked,
    /// Nothing is to be done.
    Idle,
    /// The object storage is away.
    Rest,
}

struct Lane {
    database: Database,
    storage: Storage,
    stopped: watch::Receiver<bool>,
}

impl Lane {
    async fn run(mut self) {
        let bell = self.database.encoding_bell().clone();
        while !self.is_over() {
            let pause = match self.look().await {
                Ok(Look::Worked) => continue,
                Ok(Look::Idle) => LOOK_EVERY,
                Ok(Look::Rest) => STORAGE_PAUSE,
                // The other lane tells of a database that is away.
                Err(error) => {
                    tracing::debug!(
                        error = &error as &dyn Error,
                        "the renditions wait until the database answers"
                    );
                    LOOK_EVERY
                }
            };
            tokio::select! {
                _ = self.stopped.changed() => {}
                () = bell.heard() => {}
                () = sleep(pause) => {}
            }
        }
    }

    /// It was told to stop, or whoever could tell it is gone.
    fn is_over(&self) -> bool {
        *self.stopped.borrow() || self.stopped.has_changed().is_err()
    }

    /// Does the next file.
    async fn look(&self) -> Result<Look, DatabaseError> {
        let claimed = self
            .database
            .run(|conn| claim_encoding(conn, LEASE, cfg!(feature = "avif")))
            .await?;
        let Some(claimed) = claimed else {
            return Ok(Look::Idle);
        };
        let hash = claimed.file.hash.clone();
        match self.make(&claimed).await {
            Ok(state) => {
                self.database
                    .run(move |conn| finish_encoding(conn, &claimed, state))
                    .await?;
                tracing::debug!(file = %hash, state = state.as_str(), "renditions were made");
            }
            Err(LaneError::Database(error)) if error.is_unavailable() => return Err(error),
            Err(LaneError::Stopped) => self.give_back(claimed).await?,
            // Nothing is wrong with the picture, so this does not count against it.
            Err(LaneError::Storage(error)) => {
                tracing::warn!(
                    error = &error as &dyn Error,
                    "renditions wait until the object storage answers"
                );
                self.give_back(claimed).await?;
                return Ok(Look::Rest);
            }
            Err(error) => {
                tracing::warn!(
                    file = %hash,
                    attempt = claimed.attempt,
                    error = &error as &dyn Error,
                    "renditions could not be made"
                );
                self.database
                    .run(move |conn| fail_encoding(conn, &claimed, &error.to_string()))
                    .await?;
            }
        }
        Ok(Look::Worked)
    }

    /// Leaves the file to the next start, without counting this as a failure.
    async fn give_back(&self, claimed: ClaimedFile) -> Result<(), DatabaseError> {
        let state = claimed.file.encoding;
        self.database
            .run(move |conn| finish_encoding(conn, &claimed, state).map(|_| ()))
            .await
    }

    /// Makes what the file lacks; the state that it has then.
    async fn make(&self, claimed: &ClaimedFile) -> Result<Encoding, LaneError> {
        let file = &claimed.file;
        let is_second_round = file.encoding == Encoding::Avif;
        let plans = plans(claimed);
        if plans.is_empty() {
            return Ok(Encoding::Done);
        }
        let stored = self
            .storage
            .get(&ObjectKey::parse(&file.object_key())?)
            .await?
            .ok_or(LaneError::Missing)?
            .bytes()
            .await?;
        let format = media_format(file.format);
        // One rendition waits while another is stored, so the memory in use stays that of two.
        let (sender, mut receiver) = mpsc::channel::<media::Rendition>(1);
        let encoder = spawn_blocking(move || {
            media::encode(&stored, format, &plans, |rendition| {
                sender.blocking_send(rendition).map_err(|_| Closed)
            })
        });
        let mut kept = Ok(());
        while let Some(rendition) = receiver.recv().await {
            kept = if self.is_over() {
                Err(LaneError::Stopped)
            } else {
                self.keep(&file.hash, rendition).await
            };
            if kept.is_err() {
                break;
            }
        }
        // Waited for also when its work is for nothing: two pictures in memory at once are too many.
        drop(receiver);
        let encoded = encoder.await?;
        kept?;
        encoded.map_err(|error| LaneError::Encoding(error.to_string()))?;
        let has_more = cfg!(feature = "avif") && !is_second_round;
        Ok(if has_more {
            Encoding::Avif
        } else {
            Encoding::Done
        })
    }

    /// Stores a rendition, then notes it.
    async fn keep(&self, hash: &FileHash, made: media::Rendition) -> Result<(), LaneError> {
        let rendition = Rendition {
            format: file_format(made.plan.format),
            width_px: made.plan.width_px,
            height_px: made.plan.height_px,
            size_bytes: made.bytes.len() as u64,
        };
        self.storage
            .put(
                &ObjectKey::parse(&rendition.object_key(hash))?,
                Bytes::from(made.bytes),
            )
            .await?;
        let hash = hash.clone();
        Ok(self
            .database
            .run(move |conn| insert_rendition(conn, &hash, rendition))
            .await?)
    }
}

/// Nobody takes the renditions any more.
#[derive(Debug, thiserror::Error)]
#[error("the work was interrupted")]
struct Closed;

fn plans(claimed: &ClaimedFile) -> Vec<RenditionPlan> {
    let file = &claimed.file;
    let format = media_format(file.format);
    #[cfg(feature = "avif")]
    if file.encoding == Encoding::Avif {
        return media::plan_avif(format, file.width_px, file.height_px, file.is_animated);
    }
    media::plan(
        format,
        file.width_px,
        file.height_px,
        file.has_transparency,
        file.is_animated,
    )
}

/// The format as the room of pictures calls it, which knows no other room.
fn media_format(format: FileFormat) -> media::Format {
    match format {
        FileFormat::Jpeg => media::Format::Jpeg,
        FileFormat::Png => media::Format::Png,
        FileFormat::Gif => media::Format::Gif,
        FileFormat::WebP => media::Format::WebP,
        FileFormat::Avif => media::Format::Avif,
        FileFormat::Svg => media::Format::Svg,
        FileFormat::Pdf => media::Format::Pdf,
    }
}

fn file_format(format: media::Format) -> FileFormat {
    match format {
        media::Format::Jpeg => FileFormat::Jpeg,
        media::Format::Png => FileFormat::Png,
        media::Format::Gif => FileFormat::Gif,
        media::Format::WebP => FileFormat::WebP,
        media::Format::Avif => FileFormat::Avif,
        media::Format::Svg => FileFormat::Svg,
        media::Format::Pdf => FileFormat::Pdf,
    }
}
