//! What the supervisor's thread and the `Cluster` value tell each other.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::programs::ServerVersion;

/// Where the server is reached, and what it is.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) cluster: PathBuf,
    pub(crate) socket_directory: PathBuf,
    pub(crate) port: u16,
    pub(crate) version: ServerVersion,
    /// Where the server's programs are, when this process looked for them.
    pub(crate) programs: Option<PathBuf>,
    pub(crate) is_adopted: bool,
}

#[derive(Debug, Default)]
struct State {
    is_stop_asked: bool,
    endpoint: Option<Endpoint>,
}

/// Shared by the two sides.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    pub(crate) fn ask_to_stop(&self) {
        self.lock().is_stop_asked = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_stop_asked(&self) -> bool {
        self.lock().is_stop_asked
    }

    /// Waits, and answers at once with `true` when a stop is asked for.
    pub(crate) fn wait_for_stop(&self, longest: Duration) -> bool {
        let end = Instant::now() + longest;
        let mut state = self.lock();
        while !state.is_stop_asked {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        true
    }

    pub(crate) fn set_endpoint(&self, endpoint: Endpoint) {
        self.lock().endpoint = Some(endpoint);
    }

    pub(crate) fn endpoint(&self) -> Option<Endpoint> {
        self.lock().endpoint.clone()
    }

    /// The state stays sound whatever a panicking thread did: each change is one assignment.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
