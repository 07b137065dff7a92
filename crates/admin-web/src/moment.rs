//! A time as the panel shows it: relative, with the exact one at hand.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use web_kit::dates::{display_date, display_date_time, iso};

/// One instant, in three ways of writing it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Moment {
    iso: String,
    exact: String,
    relative: String,
}

impl Moment {
    /// Writes an instant for somebody in this zone, who looks at it at `now`.
    pub(crate) fn new(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            iso: iso(at),
            exact: format!(
                "{} {}",
                display_date_time(at, zone),
                at.with_timezone(&zone).format("%Z")
            ),
            relative: relative(at, now, zone),
        }
    }

    /// The time of day only, as in a sentence about the last minutes.
    pub(crate) fn clock(at: DateTime<Utc>, zone: Tz) -> String {
        at.with_timezone(&zone).format("%H:%M").to_string()
    }
}

fn relative(at: DateTime<Utc>, now: DateTime<Utc>, zone: Tz) -> String {
    let passed = now - at;
    let days =
        (now.with_timezone(&zone).date_naive() - at.with_timezone(&zone).date_naive()).num_days();
    let count = |number: i64, unit: &str| {
        let plural = if number == 1 { "" } else { "s" };
        format!("{number} {unit}{plural} ago")
    };
    // A clock that went back shows a time to come; it was just now all the same.
    if passed.num_seconds() < 60 {
        "just now".to_owned()
    } else if passed.num_minutes() < 60 {
        count(passed.num_minutes(), "minute")
    } else if days == 0 || passed.num_hours() < 6 {
        count(passed.num_hours(), "hour")
    } else if days == 1 {
        "yesterday".to_owned()
    } else if days < 7 {
        count(days, "day")
    } else {
        display_date(at, zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_time_is_told_as_a_person_would() {
        let now = Utc.with_ymd_and_hms(2026, 11, 24, 9, 0, 0).unwrap();
        let zone = Tz::Europe__Stockholm;
        for (hours, minutes, words) in [
            (0, 0, "just now"),
            (0, -5, "just now"),
            (0, 1, "1 minute ago"),
            (0, 59, "59 minutes ago"),
            (1, 0, "1 hour ago"),
            (9, 0, "9 hours ago"),
            (11, 0, "yesterday"),
            (48, 0, "2 days ago"),
            (24 * 8, 0, "16 November 2026"),
        ] {
            let at = now - chrono::TimeDelta::minutes(hours * 60 + minutes);
            assert_eq!(relative(at, now, zone), words);
        }
    }

    #[test]
    fn the_exact_time_names_its_zone() {
        let at = Utc.with_ymd_and_hms(2026, 11, 24, 8, 5, 0).unwrap();
        let moment = Moment::new(at, at, Tz::Europe__Stockholm);
        assert_eq!(moment.exact, "24 November 2026, 09:05 CET");
        assert_eq!(Moment::clock(at, Tz::Europe__Stockholm), "09:05");
    }
}
