//! The pool of connections, and the one way to use it.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::pg::PgConnection;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Pool, R2D2Connection};

use crate::DatabaseError;
use crate::jobs::Bell;
use crate::redirects::VisitCounts;

/// How the pool behaves.
#[derive(Debug, Clone, Copy)]
pub struct PoolSettings {
    /// Connections at most.
    pub max_connections: u32,
    /// How long a request waits for a connection before it is told that there is none.
    pub checkout_timeout: Duration,
    /// How long one statement may run.
    pub statement_timeout: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            max_connections: 8,
            checkout_timeout: Duration::from_secs(2),
            statement_timeout: Duration::from_secs(10),
        }
    }
}

/// The database. Clones share one pool.
#[derive(Clone)]
pub struct Database {
    pool: Pool<ConnectionManager<PgConnection>>,
    job_bell: Bell,
    encoding_bell: Bell,
    visit_counts: VisitCounts,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The address may hold a password.
        formatter.debug_struct("Database").finish_non_exhaustive()
    }
}

impl Database {
    /// Makes a pool for the database at a libpq address. No connection is made yet, so that a site
    /// can start beside a database that is still starting.
    pub fn connect(address: &str, settings: PoolSettings) -> Self {
        let pool = Pool::builder()
            .max_size(settings.max_connections)
            .min_idle(Some(1))
            .connection_timeout(settings.checkout_timeout)
            // One round trip of some 20 µs a request: without it, each connection that a restart
            // of the database broke would fail one request.
            .test_on_check_out(true)
            .connection_customizer(Box::new(SessionDefaults {
                statement_timeout: settings.statement_timeout,
            }))
            .error_handler(Box::new(LogConnectionError::default()))
            .build_unchecked(ConnectionManager::new(address));
        Self {
            pool,
            job_bell: Bell::default(),
            encoding_bell: Bell::default(),
            visit_counts: VisitCounts::default(),
        }
    }

    /// Makes one connection outside of the pool, for migrations and for long work.
    ///
    /// # Errors
    /// [`DatabaseError::Unavailable`] when there is no connection to be had.
    pub fn connect_directly(address: &str) -> Result<PgConnection, DatabaseError> {
        PgConnection::establish(address)
            .map_err(|error| DatabaseError::Unavailable(Box::new(error)))
    }

    /// Runs queries on a blocking thread.
    ///
    /// # Errors
    /// What the work returns; besides [`DatabaseError::Unavailable`] without a connection, and
    /// [`DatabaseError::Interrupted`] when the work panicked.
    pub async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut PgConnection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        let database = self.clone();
        tokio::task::spawn_blocking(move || database.run_blocking(work))
            .await
            .unwrap_or_else(|error| Err(E::from(DatabaseError::Interrupted(error))))
    }

    /// Runs queries on this thread, which must be one that may block.
    ///
    /// # Errors
    /// As [`Database::run`].
    pub fn run_blocking<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut PgConnection) -> Result<T, E>,
        E: From<DatabaseError>,
    {
        let mut connection = self
            .pool
            .get()
            .map_err(|error| E::from(DatabaseError::Unavailable(Box::new(error))))?;
        work(&mut connection)
    }

    /// Wakes the worker of this process; to be rung once a job that is due has been committed.
    pub fn job_bell(&self) -> &Bell {
        &self.job_bell
    }

    /// Wakes whoever makes renditions in this process; to be rung once a new file is committed.
    pub fn encoding_bell(&self) -> &Bell {
        &self.encoding_bell
    }

    /// What visitors of this process asked for since it was written last.
    pub fn visit_counts(&self) -> &VisitCounts {
        &self.visit_counts
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`DatabaseError::Unavailable`] when there is none.
    pub async fn ping(&self) -> Result<(), DatabaseError> {
        self.run(|connection| connection.ping().map_err(DatabaseError::from))
            .await
    }
}

#[derive(Debug)]
struct SessionDefaults {
    statement_timeout: Duration,
}

impl CustomizeConnection<PgConnection, diesel::r2d2::Error> for SessionDefaults {
    fn on_acquire(&self, connection: &mut PgConnection) -> Result<(), diesel::r2d2::Error> {
        connection
            .batch_execute(&format!(
                "set timezone to 'UTC'; set statement_timeout to {}; \
                 set idle_in_transaction_session_timeout to 30000",
                self.statement_timeout.as_millis()
            ))
            .map_err(diesel::r2d2::Error::QueryError)?;
        // By itself, since a batch is one transaction: only a superuser may set the language of
        // messages, and a refusal must not take the timeouts with it.
        if let Err(error) = connection.batch_execute("set lc_messages to 'C'") {
            tracing::debug!(%error, "the database speaks in its own language");
        }
        Ok(())
    }
}

/// Tells of an outage when it begins and then once a minute: every connection of the pool tries
/// again each second, and together they would fill the log.
#[derive(Debug, Default)]
struct LogConnectionError {
    told_at: Mutex<Option<Instant>>,
}

impl LogConnectionError {
    const TELL_EVERY: Duration = Duration::from_secs(60);

    /// Whether an error at this instant is told; if so, the next minute is quiet.
    fn is_news(&self, now: Instant) -> bool {
        let mut told_at = self
            .told_at
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let is_news = told_at.is_none_or(|told_at| now - told_at >= Self::TELL_EVERY);
        if is_news {
            *told_at = Some(now);
        }
        is_news
    }
}

impl diesel::r2d2::HandleError<diesel::r2d2::Error> for LogConnectionError {
    fn handle_error(&self, error: diesel::r2d2::Error) {
        if self.is_news(Instant::now()) {
            tracing::warn!(%error, "no connection to the database");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outage_is_told_of_once_a_minute_however_many_connections_fail() {
        let log = LogConnectionError::default();
        let start = Instant::now();
        let told = (0..150)
            .filter(|second| log.is_news(start + Duration::from_secs(*second)))
            .count();
        assert_eq!(told, 3);
    }
}
