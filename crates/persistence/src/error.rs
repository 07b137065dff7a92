//! How a query can fail.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why the database did not answer. The display forms hold no stored text.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// No connection, or it broke; the same call may work later.
    #[error("the database cannot be reached")]
    Unavailable(#[source] Cause),
    /// The database's disk is full: nothing was stored.
    #[error("the database's disk is full; free some space on it")]
    DiskFull(#[source] DieselError),
    /// The query itself failed.
    #[error("a query failed")]
    Query(#[source] DieselError),
    /// A stored value breaks the domain's rules.
    #[error("a stored value is not valid: {what}")]
    Corrupt {
        /// Which value.
        what: &'static str,
        /// The rule that it breaks.
        #[source]
        source: Cause,
    },
    /// The blocking work panicked or the program is stopping.
    #[error("the work on the database was interrupted")]
    Interrupted(#[source] tokio::task::JoinError),
}

impl DatabaseError {
    /// True when the query was ended because it took longer than it may.
    pub fn ran_out_of_time(&self) -> bool {
        // Diesel passes no SQLSTATE on, as below.
        matches!(self, Self::Query(DieselError::DatabaseError(_, information))
            if information.message().contains("due to statement timeout"))
    }

    /// True when the same call may work later without anybody changing it.
    pub fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::DiskFull(_))
    }
}

impl From<DieselError> for DatabaseError {
    fn from(error: DieselError) -> Self {
        // Diesel passes no SQLSTATE on, so that the words have to do; our own cluster speaks English.
        let DieselError::DatabaseError(kind, information) = &error else {
            return match error {
                DieselError::BrokenTransactionManager => Self::Unavailable(Box::new(error)),
                other => Self::Query(other),
            };
        };
        let message = information.message();
        let says = |part: &str| message.contains(part);
        if matches!(kind, DatabaseErrorKind::ClosedConnection)
            || says("server closed the connection")
            || says("no connection to the server")
            || says("could not send data to server")
            || says("terminating connection")
            || says("database system is")
        {
            Self::Unavailable(Box::new(error))
        } else if says("No space left on device") || says("could not extend file") {
            Self::DiskFull(error)
        } else {
            Self::Query(error)
        }
    }
}

/// Why a save did not happen.
#[derive(Debug, thiserror::Error)]
pub enum SaveError<T> {
    /// Another page has that address.
    #[error("another page has that address")]
    SlugTaken,
    /// Somebody saved in the meantime; nothing was changed.
    #[error("somebody else saved in the meantime")]
    Stale {
        /// What is stored now.
        current: Box<T>,
    },
    /// It does not exist, or was deleted.
    #[error("it does not exist any more")]
    Missing,
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl<T> From<DieselError> for SaveError<T> {
    fn from(error: DieselError) -> Self {
        let is_slug = matches!(
            &error,
            DieselError::DatabaseError(
                DatabaseErrorKind::UniqueViolation | DatabaseErrorKind::ExclusionViolation,
                information,
            ) if information.constraint_name().is_some_and(|name| name.ends_with("_slug_key"))
        );
        if is_slug {
            Self::SlugTaken
        } else {
            Self::Database(error.into())
        }
    }
}

/// Passes a stored value through the domain's own check.
pub(crate) fn stored<T, E>(what: &'static str, value: Result<T, E>) -> Result<T, DatabaseError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    value.map_err(|error| DatabaseError::Corrupt {
        what,
        source: Box::new(error),
    })
}
