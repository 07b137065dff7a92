//! Which function does which kind of job.

use std::collections::BTreeMap;
use std::fmt;

use persistence::PgConnection;
use persistence::jobs::upkeep::Period;
use persistence::jobs::{JobError, Outcome, Task};

/// Does one kind of job. What it stores is stored together with the mark that the job is done, or
/// not at all.
pub type Handler =
    Box<dyn Fn(&mut PgConnection, &Task<'_>) -> Result<Outcome, JobError> + Send + Sync>;

/// The table of all kinds that a worker knows.
#[derive(Default)]
pub struct Handlers {
    by_kind: BTreeMap<&'static str, Handler>,
    upkeep: Vec<(&'static str, Period)>,
}

impl fmt::Debug for Handlers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.by_kind.keys()).finish()
    }
}

impl Handlers {
    /// A table without any kind.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a kind that is done when it is asked for. A later one of the same kind counts.
    #[must_use]
    pub fn on(
        mut self,
        kind: &'static str,
        handler: impl Fn(&mut PgConnection, &Task<'_>) -> Result<Outcome, JobError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.by_kind.insert(kind, Box::new(handler));
        self
    }

    /// Adds a kind that is done once in every period, by one program of all on the database.
    #[must_use]
    pub fn every(
        mut self,
        period: Period,
        kind: &'static str,
        handler: impl Fn(&mut PgConnection, &Task<'_>) -> Result<Outcome, JobError>
        + Send
        + Sync
        + 'static,
    ) -> Self {
        self.upkeep.push((kind, period));
        self.on(kind, handler)
    }

    pub(super) fn kinds(&self) -> Vec<&'static str> {
        self.by_kind.keys().copied().collect()
    }

    pub(super) fn upkeep(&self) -> &[(&'static str, Period)] {
        &self.upkeep
    }

    pub(super) fn handle(
        &self,
        kind: &str,
        conn: &mut PgConnection,
        task: &Task<'_>,
    ) -> Result<Outcome, JobError> {
        match self.by_kind.get(kind) {
            Some(handler) => handler(conn, task),
            // Only known kinds are claimed, so this is a mistake of the worker and not of the job.
            None => Err(JobError::Failed("nobody does this kind of job".into())),
        }
    }
}
