//! Wakes the worker of this process, so that a job that is due does not wait for its next look.

use std::sync::Arc;

use tokio::sync::Notify;

/// A bell that the worker hears. Clones ring the same one.
#[derive(Clone, Debug, Default)]
pub struct Bell(Arc<Notify>);

impl Bell {
    /// Wakes the worker, also when it is not waiting just now. Worth ringing only once the job's
    /// transaction is committed.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until it is rung, or returns at once when it was rung since the last time.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}
