//! The thread that owns the server: it starts or adopts one, watches it, and brings it back when it goes away.
//! It lives until the cluster is stopped, which matters because the kernel ends the server with this thread.

mod claim;
mod pause;
mod shared;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::error::ClusterError;
use crate::home::Home;
use crate::lock::OwnerLock;
use crate::log_file::LogFile;
use crate::settings::ClusterSettings;

use claim::{Claim, Serving};
use pause::Pause;
pub(crate) use shared::{Endpoint, Shared};

/// How often the watched server is looked at.
const WATCH: Duration = Duration::from_millis(250);
/// How often the log's size is looked at.
const LOG_CARE: Duration = Duration::from_secs(60);

type FirstResult = Result<(), ClusterError>;

/// Starts the thread; it reports once, when the first server takes connections or cannot.
pub(crate) fn spawn(
    settings: ClusterSettings,
    home: Home,
    shared: Arc<Shared>,
) -> Result<(JoinHandle<()>, Receiver<FirstResult>), ClusterError> {
    let (sender, receiver) = channel();
    let directory = home.directory.clone();
    let supervisor = Supervisor {
        claim: Claim::new(settings, home, Arc::clone(&shared)),
        shared,
    };
    let handle = thread::Builder::new()
        .name("postgres".to_owned())
        .spawn(move || supervisor.run(sender))
        .map_err(ClusterError::storage("start a thread for", directory))?;
    Ok((handle, receiver))
}

struct Supervisor {
    claim: Claim,
    shared: Arc<Shared>,
}

impl Supervisor {
    fn run(mut self, first: Sender<FirstResult>) {
        let mut first = Some(first);
        let mut lock = None;
        let mut pause = Pause::new();
        while !self.shared.is_stop_asked() {
            let begin = Instant::now();
            let result = match self.claim.serve(&mut lock) {
                Ok(serving) => {
                    if let Some(sender) = first.take() {
                        // Nobody listens any more only when the caller is gone, and then a stop was asked.
                        let _ = sender.send(Ok(()));
                    }
                    self.watch(serving, &mut lock)
                }
                Err(error) => match first.take() {
                    Some(sender) => {
                        drop(lock);
                        let _ = sender.send(Err(error));
                        return;
                    }
                    None => Err(error),
                },
            };
            match result {
                Ok(Next::AtOnce) => {}
                Ok(Next::AfterAPause) => self.rest(&mut pause, begin, None),
                Err(ClusterError::Stopped) => return,
                Err(error) => self.rest(&mut pause, begin, Some(&error)),
            }
        }
    }

    fn rest(&self, pause: &mut Pause, begin: Instant, error: Option<&ClusterError>) {
        let length = pause.after(begin.elapsed());
        let seconds = length.as_secs();
        match error {
            None => tracing::warn!(
                seconds,
                "the private database is started again after a pause"
            ),
            Some(error) => {
                tracing::error!(%error, seconds, "the private database cannot be started; trying again")
            }
        }
        self.shared.wait_for_stop(length);
    }

    /// Watches until the server is gone, or stops it when asked to.
    fn watch(&self, serving: Serving, lock: &mut Option<OwnerLock>) -> Result<Next, ClusterError> {
        match serving {
            Serving::Child { mut server, log } => {
                let mut cared = Instant::now();
                loop {
                    if let Some(status) = server.ended() {
                        tracing::error!(%status, log = %log.path().display(), "the private database ended unexpectedly");
                        return Ok(Next::AfterAPause);
                    }
                    if self.shared.wait_for_stop(WATCH) {
                        server.stop();
                        tracing::info!("the private database is stopped");
                        return Err(ClusterError::Stopped);
                    }
                    self.care_for(&log, &mut cared);
                }
            }
            Serving::Unowned { cluster, note } => loop {
                if !note.still_runs(&cluster) {
                    tracing::warn!(pid = %note.pid, "the adopted database is gone; taking over");
                    return Ok(Next::AtOnce);
                }
                if self.shared.wait_for_stop(WATCH) {
                    return Err(ClusterError::Stopped);
                }
            },
            Serving::OfAnotherProcess => loop {
                if self.shared.wait_for_stop(WATCH) {
                    return Err(ClusterError::Stopped);
                }
                *lock = self.claim.try_lock()?;
                if lock.is_some() {
                    tracing::warn!(
                        "the process that ran the adopted database is gone; taking over"
                    );
                    return Ok(Next::AtOnce);
                }
            },
        }
    }

    fn care_for(&self, log: &LogFile, cared: &mut Instant) {
        if cared.elapsed() > LOG_CARE {
            log.keep_small();
            *cared = Instant::now();
        }
    }
}

enum Next {
    AtOnce,
    AfterAPause,
}
