//! Work that comes back every hour or every day, whether anything asks for it or not.
//!
//! Each period has a job of its own, whose key is the period. Any number of programs may ask for it
//! any number of times: the first makes it and the others find it, done or not. Nothing is handed
//! from one run to the next, so that a run that fails for good stops none of those after it, and
//! after a pause of a month one run is due and not thirty.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::{Enqueued, MAX_ATTEMPTS, NewJob, OnConflict, enqueue};
use crate::{DatabaseError, PgConnection};

/// How often work comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// Once in every hour, by UTC.
    Hour,
    /// Once on every day, by UTC.
    Day,
}

impl Period {
    /// The period that an instant is in, as a key.
    fn key(self, at: DateTime<Utc>) -> String {
        match self {
            Self::Hour => at.format("%Y-%m-%dT%H").to_string(),
            Self::Day => at.format("%Y-%m-%d").to_string(),
        }
    }
}

/// Sees to it that there is a job of this kind for the current period.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn ensure(
    conn: &mut PgConnection,
    kind: &str,
    period: Period,
    now: DateTime<Utc>,
) -> Result<Enqueued, DatabaseError> {
    let key = period.key(now);
    let job = NewJob {
        kind,
        payload: json!({}),
        unique_key: Some(&key),
        run_at: now,
        max_attempts: MAX_ATTEMPTS,
    };
    enqueue(conn, &job, OnConflict::Keep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_where_the_next_begins() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let (last, first) = (at("2026-11-24T23:59:59Z"), at("2026-11-25T00:00:00Z"));
        assert_eq!(Period::Day.key(last), "2026-11-24");
        assert_eq!(Period::Day.key(first), "2026-11-25");
        assert_eq!(Period::Hour.key(last), "2026-11-24T23");
        assert_eq!(Period::Hour.key(first), "2026-11-25T00");
    }
}
