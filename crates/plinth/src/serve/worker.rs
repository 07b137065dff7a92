//! The worker: looks every few seconds, or when its bell rings, for a job that is due, and does it
//! on a blocking thread.
//!
//! One job at a time, so that background work never takes more than one of the pool's connections
//! from the pages. Several programs on one database share the work between them.

mod handlers;
mod outage;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use persistence::jobs::{self, AfterFailure, ClaimedJob, Clock, Failure, JobError, Ran, upkeep};
use persistence::{Database, DatabaseError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};

pub use handlers::{Handler, Handlers};
use outage::Outage;

/// How often it looks when nothing rings.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How often it sees to it that the upkeep of this hour and this day has its jobs.
const ENSURE_UPKEEP_EVERY: Duration = Duration::from_secs(5 * 60);

/// How long a claimed job is left alone before it counts as abandoned.
const LEASE: TimeDelta = TimeDelta::minutes(2);

/// How long a stop waits for the job in hand: a little longer than a statement may take.
const FINISH_WITHIN: Duration = Duration::from_secs(12);

/// A worker at work. Dropping it tells it to stop, without waiting.
#[derive(Debug)]
pub struct Worker {
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Worker {
    /// Starts it on the current runtime.
    pub fn start(database: Database, handlers: Handlers) -> Self {
        let (stop, stopped) = watch::channel(false);
        let runner = Runner {
            database,
            handlers: Arc::new(handlers),
            ensure_upkeep_at: Instant::now(),
        };
        let task = tokio::spawn(runner.run(stopped));
        Self { stop, task }
    }

    /// Tells it to begin nothing more.
    pub fn tell_to_stop(&self) {
        self.stop.send_replace(true);
    }

    /// Stops it, and waits until the job in hand is finished. A job that takes too long keeps its
    /// lease, and is done again by whoever comes after its end.
    pub async fn stop(mut self) {
        self.tell_to_stop();
        if timeout(FINISH_WITHIN, &mut self.task).await.is_err() {
            tracing::warn!("a job is cut off by the stop; it is done again after the next start");
            self.task.abort();
        }
    }
}

/// What one look came to.
enum Look {
    /// A job was taken in hand, however it ended.
    Worked,
    /// Nothing was due.
    Idle,
}

struct Runner {
    database: Database,
    handlers: Arc<Handlers>,
    ensure_upkeep_at: Instant,
}

impl Runner {
    async fn run(mut self, mut stopped: watch::Receiver<bool>) {
        let mut outage = Outage::default();
        let bell = self.database.job_bell().clone();
        while !is_over(&stopped) {
            let pause = match self.look().await {
                Ok(look) => {
                    if outage.is_over() {
                        tracing::info!("background work goes on");
                    }
                    match look {
                        Look::Worked => continue,
                        Look::Idle => LOOK_EVERY,
                    }
                }
                Err(error) => {
                    let (pause, is_news) = outage.pause();
                    if is_news {
                        tracing::warn!(
                            error = &error as &dyn Error,
                            "background work waits until the database answers"
                        );
                    }
                    pause
                }
            };
            tokio::select! {
                _ = stopped.changed() => {}
                () = bell.heard() => {}
                () = sleep(pause) => {}
            }
        }
    }

    async fn look(&mut self) -> Result<Look, DatabaseError> {
        if Instant::now() >= self.ensure_upkeep_at {
            self.ensure_upkeep().await?;
            self.ensure_upkeep_at = Instant::now() + ENSURE_UPKEEP_EVERY;
        }
        let handlers = Arc::clone(&self.handlers);
        let claimed = self
            .database
            .run(move |conn| {
                let now = Clock::Database.now(conn)?;
                jobs::claim(conn, &handlers.kinds(), now, LEASE)
            })
            .await?;
        match claimed {
            Some(job) => self.work(job).await.map(|()| Look::Worked),
            None => Ok(Look::Idle),
        }
    }

    async fn ensure_upkeep(&self) -> Result<(), DatabaseError> {
        let handlers = Arc::clone(&self.handlers);
        self.database
            .run(move |conn| {
                let now = Clock::Database.now(conn)?;
                for (kind, period) in handlers.upkeep() {
                    upkeep::ensure(conn, kind, *period, now)?;
                }
                Ok(())
            })
            .await
    }

    /// Does a job. An error means that the database is away, and the job keeps its lease.
    async fn work(&self, job: ClaimedJob) -> Result<(), DatabaseError> {
        let handlers = Arc::clone(&self.handlers);
        let ran = {
            let job = job.clone();
            self.database
                .run(move |conn| {
                    jobs::run(conn, &job, Clock::Database, |conn, task| {
                        handlers.handle(&job.kind, conn, task)
                    })
                })
                .await
        };
        let failure = match ran {
            Ok(Ran::Finished(outcome)) => {
                tracing::debug!(job = %job.id, kind = job.kind, ?outcome, "a job was done");
                return Ok(());
            }
            Ok(Ran::LeaseLost) => {
                tracing::debug!(job = %job.id, kind = job.kind, "a job was taken by another runner");
                return Ok(());
            }
            Err(JobError::Database(DatabaseError::Interrupted(interruption))) => {
                if !interruption.is_panic() {
                    return Err(DatabaseError::Interrupted(interruption));
                }
                Failure::panicked()
            }
            Err(JobError::Database(error)) if error.is_unavailable() => return Err(error),
            Err(error) => {
                tracing::warn!(
                    job = %job.id,
                    kind = job.kind,
                    attempt = job.attempt,
                    error = &error as &dyn Error,
                    "a job failed"
                );
                Failure::of(&error)
            }
        };
        self.put_back(job, failure).await
    }

    async fn put_back(&self, job: ClaimedJob, failure: Failure) -> Result<(), DatabaseError> {
        let (id, kind) = (job.id, job.kind.clone());
        let after = self
            .database
            .run(move |conn| {
                let now = Clock::Database.now(conn)?;
                jobs::fail(conn, &job, &failure, now, random_fraction())
            })
            .await?;
        match after {
            AfterFailure::Dead => tracing::error!(
                job = %id,
                kind,
                "a job is dead: `plinth jobs list` says why, `plinth jobs retry` takes it up again"
            ),
            AfterFailure::TriedAgainAt(at) => {
                tracing::debug!(job = %id, kind, %at, "a job is tried again");
            }
            AfterFailure::LeaseLost => {
                tracing::debug!(job = %id, kind, "another runner took a job that failed");
            }
        }
        Ok(())
    }
}

/// It was told to stop, or whoever could tell it is gone.
fn is_over(stopped: &watch::Receiver<bool>) -> bool {
    *stopped.borrow() || stopped.has_changed().is_err()
}

/// A number from 0 to 1. The middle does as well when the system has no random bytes.
fn random_fraction() -> f64 {
    getrandom::u32().map_or(0.5, |number| f64::from(number) / f64::from(u32::MAX))
}
