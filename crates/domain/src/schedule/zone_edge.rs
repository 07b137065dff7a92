//! Times of day that a zone's clock skips or shows twice.

use chrono::{DateTime, DurationRound, NaiveDateTime, Offset, TimeDelta, TimeZone as _, Utc};

use super::{LocalMoment, display_moment};
use crate::TimeZone;

/// No clock is further than this from UTC, and none was ever turned by more.
const FARTHEST: TimeDelta = TimeDelta::days(2);

/// A time that somebody may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedMoment {
    /// The instant, UTC.
    pub at: DateTime<Utc>,
    /// As the value of a `datetime-local` field, and which of two equal times it is.
    pub local: LocalMoment,
    /// For a person.
    pub text: String,
}

impl OfferedMoment {
    pub(super) fn new(at: DateTime<Utc>, zone: TimeZone) -> Self {
        Self {
            at,
            local: LocalMoment::of(at, zone),
            text: display_moment(at, zone),
        }
    }
}

/// Why a wall-clock time is no instant. The words are meant for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneEdge {
    /// The clock jumps over it.
    #[error(
        "This time does not exist, because the clock goes forward: \
         it jumps from {} to {}. Choose one of these two.",
        before.text, after.text
    )]
    Nonexistent {
        /// The last whole minute before the jump.
        before: OfferedMoment,
        /// The first whole minute after it.
        after: OfferedMoment,
    },
    /// The clock shows it twice.
    #[error(
        "This time comes twice, because the clock is turned back. \
         Choose {} or {}.",
        earlier.text, later.text
    )]
    Ambiguous {
        /// The first of the two.
        earlier: OfferedMoment,
        /// The second of the two.
        later: OfferedMoment,
    },
}

impl ZoneEdge {
    /// The jump over a time that the zone's clock never shows.
    pub(super) fn around_gap(missing: NaiveDateTime, zone: TimeZone) -> Self {
        // The clock is behind the missing time before the jump, and past it from the jump on: the
        // jump is found by halving the seconds in between.
        let rules = zone.rules();
        let is_past = |at: DateTime<Utc>| {
            let offset = rules.offset_from_utc_datetime(&at.naive_utc()).fix();
            at.naive_utc() + offset > missing
        };
        let (mut early, mut late) = (missing.and_utc() - FARTHEST, missing.and_utc() + FARTHEST);
        while late - early > TimeDelta::seconds(1) {
            let middle = early + TimeDelta::seconds((late - early).num_seconds() / 2);
            if is_past(middle) {
                late = middle;
            } else {
                early = middle;
            }
        }
        Self::Nonexistent {
            before: OfferedMoment::new(whole_minute(early, Rounding::Down), zone),
            after: OfferedMoment::new(whole_minute(late, Rounding::Up), zone),
        }
    }
}

enum Rounding {
    Down,
    Up,
}

/// The instant itself when it is a whole minute, else the one beside it. The clocks of the last
/// fifty years are whole minutes apart, so that whole minutes of UTC are whole minutes everywhere.
fn whole_minute(at: DateTime<Utc>, rounding: Rounding) -> DateTime<Utc> {
    let minute = TimeDelta::minutes(1);
    let down = at.duration_trunc(minute).unwrap_or(at);
    match rounding {
        Rounding::Up if down != at => down + minute,
        _ => down,
    }
}
