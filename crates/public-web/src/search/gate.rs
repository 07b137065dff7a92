//! Who may search now: a search costs more than a page, so no sender and no crowd gets all of them.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use web_kit::{RetryAfter, Throttle};

/// So many searches of one sender in a minute; who turns pages and tries words stays far below.
const PER_MINUTE: u32 = 40;

/// So many searches run at once: a part of the connections, so that pages are served beside them.
const AT_ONCE: usize = 3;

/// How long a search waits for its turn.
const PATIENCE: Duration = Duration::from_secs(2);

/// Why a search was not done.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// The sender searched too often.
    TooOften(RetryAfter),
    /// Others are searching.
    Busy,
}

impl Refusal {
    /// When it is worth another try.
    pub fn retry_after(&self) -> RetryAfter {
        match self {
            Self::TooOften(retry_after) => *retry_after,
            Self::Busy => RetryAfter { seconds: 5 },
        }
    }
}

/// Lets searches in, some at a time.
#[derive(Clone, Debug)]
pub(crate) struct SearchGate {
    throttle: Arc<Throttle>,
    turns: Arc<Semaphore>,
    patience: Duration,
}

impl SearchGate {
    pub fn new() -> Self {
        let per_minute = NonZeroU32::new(PER_MINUTE).unwrap_or(NonZeroU32::MIN);
        Self {
            throttle: Arc::new(Throttle::new(per_minute, Duration::from_secs(60))),
            turns: Arc::new(Semaphore::new(AT_ONCE)),
            patience: PATIENCE,
        }
    }

    /// A turn, which ends when it is dropped.
    ///
    /// # Errors
    /// [`Refusal`]: too often, or no turn in time.
    pub async fn enter(&self, sender: &str) -> Result<OwnedSemaphorePermit, Refusal> {
        self.throttle.check(sender).map_err(Refusal::TooOften)?;
        let turn = Arc::clone(&self.turns).acquire_owned();
        match tokio::time::timeout(self.patience, turn).await {
            Ok(Ok(turn)) => Ok(turn),
            // The semaphore is never closed, so this is the time-out.
            Ok(Err(_)) | Err(_) => Err(Refusal::Busy),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn one_sender_has_an_allowance_and_others_have_theirs() {
        let gate = SearchGate::new();
        for _ in 0..PER_MINUTE {
            assert!(gate.enter("a").await.is_ok());
        }
        assert!(matches!(gate.enter("a").await, Err(Refusal::TooOften(_))));
        assert!(gate.enter("b").await.is_ok());
    }

    #[actix_web::test]
    async fn a_crowd_waits_for_its_turns_and_is_told_when_there_are_none() {
        let gate = SearchGate {
            patience: Duration::ZERO,
            ..SearchGate::new()
        };
        let mut turns = Vec::new();
        for _ in 0..AT_ONCE {
            turns.push(gate.enter("a").await.unwrap());
        }
        let waiting = gate.enter("b").await;
        assert!(matches!(waiting, Err(Refusal::Busy)));
        turns.pop();
        assert!(gate.enter("b").await.is_ok());
    }
}
