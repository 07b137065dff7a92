//! How an instant is written for people and for machines.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use chrono_tz::Tz;

/// The day as a person in this zone reads it: `24 November 2026`.
pub fn display_date(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone).format("%-d %B %Y").to_string()
}

/// A day without a time, which is the same in every zone: `24 November 2026`.
pub fn display_day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// The day and the minute as a person in this zone reads them: `24 November 2026, 09:05`.
pub fn display_date_time(at: DateTime<Utc>, zone: Tz) -> String {
    at.with_timezone(&zone)
        .format("%-d %B %Y, %H:%M")
        .to_string()
}

/// The instant in UTC by RFC 3339, to the second, for `datetime` attributes and feeds.
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn the_day_is_that_of_the_zone() {
        let at = Utc.with_ymd_and_hms(2026, 11, 3, 22, 5, 9).unwrap();
        assert_eq!(display_date(at, Tz::UTC), "3 November 2026");
        assert_eq!(display_date(at, Tz::Asia__Baghdad), "4 November 2026");
        assert_eq!(
            display_date_time(at, Tz::Asia__Baghdad),
            "4 November 2026, 01:05"
        );
        assert_eq!(display_day(at.date_naive()), "3 November 2026");
        assert_eq!(iso(at), "2026-11-03T22:05:09Z");
    }
}
