//! A time as it stands on somebody's wall, before it is known which instant that was.

use std::fmt;

use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, Utc};
use chrono::{TimeZone as _, Timelike};

use super::{OfferedMoment, ZoneEdge};
use crate::TimeZone;

/// Which of two equal wall-clock times is meant, in the hour that a clock shows twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occurrence {
    /// Before the clock was turned back.
    First,
    /// After it was turned back.
    Second,
}

/// The word names neither occurrence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose the first or the second time.")]
pub struct UnknownOccurrence;

impl Occurrence {
    /// Reads the word of a form.
    ///
    /// # Errors
    /// [`UnknownOccurrence`] for any word but `first` and `second`.
    pub fn parse(word: &str) -> Result<Self, UnknownOccurrence> {
        match word {
            "first" => Ok(Self::First),
            "second" => Ok(Self::Second),
            _ => Err(UnknownOccurrence),
        }
    }

    /// The word of a form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }
}

/// A day and a time of day without a zone, as a `datetime-local` field holds them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LocalMoment {
    at: NaiveDateTime,
    occurrence: Option<Occurrence>,
}

/// The text is not a day with a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Write the day and the time as in 2026-11-27 09:00.")]
pub struct LocalMomentError;

impl LocalMoment {
    /// Reads `2026-11-27T09:00`, with or without seconds, as browsers send it; or with a space, as a
    /// person types it where the field is a plain one. The occurrence matters only where the clock
    /// shows that time twice.
    ///
    /// # Errors
    /// [`LocalMomentError`] when the text has another form, or there is no such day or time of day.
    pub fn parse(text: &str, occurrence: Option<Occurrence>) -> Result<Self, LocalMomentError> {
        let (day, time) = text.trim().split_once(['T', ' ']).ok_or(LocalMomentError)?;
        let [year, month, day] = numbers(day, '-', [4, 2, 2])?;
        let [hour, minute, second] = match time.len() {
            5 => {
                let [hour, minute] = numbers(time, ':', [2, 2])?;
                [hour, minute, 0]
            }
            _ => numbers(time, ':', [2, 2, 2])?,
        };
        let year = i32::try_from(year).map_err(|_| LocalMomentError)?;
        let day = NaiveDate::from_ymd_opt(year, month, day).ok_or(LocalMomentError)?;
        let time = NaiveTime::from_hms_opt(hour, minute, second).ok_or(LocalMomentError)?;
        Ok(Self {
            at: day.and_time(time),
            occurrence,
        })
    }

    /// What the clock in this zone shows at an instant, to the second, with the occurrence where it
    /// shows that twice: resolving it gives the instant again.
    pub fn of(at: DateTime<Utc>, zone: TimeZone) -> Self {
        let rules = zone.rules();
        let local = at.with_timezone(&rules).naive_local();
        let local = local.with_nanosecond(0).unwrap_or(local);
        let occurrence = match rules.from_local_datetime(&local) {
            MappedLocalTime::Ambiguous(earlier, _) if at < earlier + one_second() => {
                Some(Occurrence::First)
            }
            MappedLocalTime::Ambiguous(..) => Some(Occurrence::Second),
            _ => None,
        };
        Self {
            at: local,
            occurrence,
        }
    }

    /// Finds the instant.
    ///
    /// # Errors
    /// [`ZoneEdge::Nonexistent`] for a time that the clock jumps over; [`ZoneEdge::Ambiguous`] for
    /// one that it shows twice, unless the moment says which is meant.
    pub fn resolve(&self, zone: TimeZone) -> Result<DateTime<Utc>, ZoneEdge> {
        match zone.rules().from_local_datetime(&self.at) {
            MappedLocalTime::Single(at) => Ok(at.to_utc()),
            MappedLocalTime::Ambiguous(earlier, later) => match self.occurrence {
                Some(Occurrence::First) => Ok(earlier.to_utc()),
                Some(Occurrence::Second) => Ok(later.to_utc()),
                None => Err(ZoneEdge::Ambiguous {
                    earlier: OfferedMoment::new(earlier.to_utc(), zone),
                    later: OfferedMoment::new(later.to_utc(), zone),
                }),
            },
            MappedLocalTime::None => Err(ZoneEdge::around_gap(self.at, zone)),
        }
    }

    /// Which of two equal times is meant.
    pub fn occurrence(&self) -> Option<Occurrence> {
        self.occurrence
    }
}

impl fmt::Display for LocalMoment {
    /// As the value of a `datetime-local` field.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.at.second() == 0 {
            "%Y-%m-%dT%H:%M"
        } else {
            "%Y-%m-%dT%H:%M:%S"
        };
        self.at.format(form).fmt(formatter)
    }
}

/// An instant for a person: `Friday 27 November 2026, 09:00 (Europe/Berlin)`. In the hour that a
/// clock shows twice the distance from UTC stands there too, since nothing else tells the two apart.
pub fn display_moment(at: DateTime<Utc>, zone: TimeZone) -> String {
    let moment = LocalMoment::of(at, zone);
    let form = if moment.at.second() == 0 {
        "%A %-d %B %Y, %H:%M"
    } else {
        "%A %-d %B %Y, %H:%M:%S"
    };
    let shown = moment.at.format(form);
    match moment.occurrence {
        None => format!("{shown} ({zone})"),
        Some(_) => {
            let offset = at.with_timezone(&zone.rules()).offset().fix();
            format!("{shown} ({zone}, UTC{offset})")
        }
    }
}

fn one_second() -> chrono::TimeDelta {
    chrono::TimeDelta::seconds(1)
}

/// Numbers of these many digits, and nothing else.
fn numbers<const COUNT: usize>(
    text: &str,
    separator: char,
    lengths: [usize; COUNT],
) -> Result<[u32; COUNT], LocalMomentError> {
    let mut found = [0; COUNT];
    let mut parts = text.split(separator);
    for (number, length) in found.iter_mut().zip(lengths) {
        let part = parts.next().ok_or(LocalMomentError)?;
        if part.len() != length || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(LocalMomentError);
        }
        *number = part.parse().map_err(|_| LocalMomentError)?;
    }
    match parts.next() {
        None => Ok(found),
        Some(_) => Err(LocalMomentError),
    }
}
