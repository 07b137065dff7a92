//! Which time counts for jobs.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use crate::DatabaseError;

/// The clock that jobs go by.
#[derive(Debug, Clone, Copy, Default)]
pub enum Clock {
    /// The database's, which all programs on it share and which decides what visitors see.
    #[default]
    Database,
    /// One that stands still, for tests.
    Stopped(DateTime<Utc>),
}

impl Clock {
    /// Reads the clock.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub fn now(self, conn: &mut PgConnection) -> Result<DateTime<Utc>, DatabaseError> {
        match self {
            Self::Database => {
                let now = diesel::dsl::sql::<Timestamptz>("clock_timestamp()");
                Ok(diesel::select(now).get_result(conn)?)
            }
            Self::Stopped(at) => Ok(at),
        }
    }
}
