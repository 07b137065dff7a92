//! How many uploads are taken in hand at once.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::AdminError;

/// Requests with files that are read at once; each holds one file in memory.
const REQUESTS: usize = 4;

/// Bounds the work on uploads: a few requests are read, one picture is decoded.
#[derive(Debug)]
pub struct Uploads {
    requests: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            requests: Arc::new(Semaphore::new(REQUESTS)),
            decoding: Arc::new(Semaphore::new(1)),
        }
    }
}

impl Uploads {
    /// A place for a request with files.
    ///
    /// # Errors
    /// [`AdminError::Busy`] when all are taken: whoever waits in line would time out there.
    pub(crate) fn enter(&self) -> Result<OwnedSemaphorePermit, AdminError> {
        Arc::clone(&self.requests)
            .try_acquire_owned()
            .map_err(|_| AdminError::Busy)
    }

    /// Waits until a picture can be decoded.
    ///
    /// # Errors
    /// [`AdminError::Busy`] when the program stops.
    pub(crate) async fn turn(&self) -> Result<OwnedSemaphorePermit, AdminError> {
        Arc::clone(&self.decoding)
            .acquire_owned()
            .await
            .map_err(|_| AdminError::Busy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_too_many_is_turned_away_and_comes_in_once_another_is_done() {
        let uploads = Uploads::default();
        let mut inside: Vec<_> = (0..REQUESTS).map(|_| uploads.enter().unwrap()).collect();
        assert!(matches!(uploads.enter(), Err(AdminError::Busy)));
        inside.pop();
        assert!(uploads.enter().is_ok());
    }
}
