//! When content appears by itself and when it goes again.
//!
//! A schedule is kept as instants, so that no later change of the site's zone moves it; the zone in
//! which it was entered is kept beside them, only to write them as they were meant.

mod local_moment;
mod zone_edge;

use std::fmt;

use chrono::{DateTime, Months, TimeDelta, Utc};

pub use local_moment::{
    LocalMoment, LocalMomentError, Occurrence, UnknownOccurrence, display_moment,
};
pub use zone_edge::{OfferedMoment, ZoneEdge};

use crate::TimeZone;

/// How long ago a publication may be and still count as one that happens now: a form takes a while
/// to arrive, and its field knows minutes only.
const GRACE: TimeDelta = TimeDelta::minutes(1);

/// How far ahead a schedule may reach; beyond it a mistyped year is likelier than a plan.
const FURTHEST: Months = Months::new(10 * 12);

/// When something is published and, perhaps, withdrawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    publish_at: DateTime<Utc>,
    withdraw_at: Option<DateTime<Utc>>,
    zone: TimeZone,
}

/// Why a schedule cannot be kept. The words are meant for the person who asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// The publication is over already.
    #[error("This time has passed. Choose one that is still to come, or publish now.")]
    PublicationInThePast,
    /// The publication is more than ten years away.
    #[error("This is more than ten years ahead. Is the year right?")]
    PublicationTooFar,
    /// It would be withdrawn before anybody could see it.
    #[error("The withdrawal has to come after the publication.")]
    WithdrawalNotAfterPublication,
    /// It would be withdrawn at a time that is over already.
    #[error("This time has passed. Choose one that is still to come, or withdraw now.")]
    WithdrawalInThePast,
    /// The withdrawal is more than ten years away.
    #[error("This is more than ten years ahead. Is the year right?")]
    WithdrawalTooFar,
}

impl ScheduleError {
    /// True when it is the withdrawal's field that has to change, and not the publication's.
    pub fn is_about_withdrawal(self) -> bool {
        matches!(
            self,
            Self::WithdrawalNotAfterPublication
                | Self::WithdrawalInThePast
                | Self::WithdrawalTooFar
        )
    }
}

/// What happens at a boundary of a schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BoundaryKind {
    /// Visitors can see it from here on.
    Published,
    /// Visitors can no longer see it.
    Withdrawn,
}

/// The word names no kind of boundary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not something that happens to a schedule.")]
pub struct UnknownBoundary;

impl BoundaryKind {
    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word that is stored.
    ///
    /// # Errors
    /// [`UnknownBoundary`] for any other word.
    pub fn parse(word: &str) -> Result<Self, UnknownBoundary> {
        match word {
            "published" => Ok(Self::Published),
            "withdrawn" => Ok(Self::Withdrawn),
            _ => Err(UnknownBoundary),
        }
    }
}

impl fmt::Display for BoundaryKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A moment at which a schedule changes what visitors see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Boundary {
    /// What happens.
    pub kind: BoundaryKind,
    /// When, UTC.
    pub at: DateTime<Utc>,
}

/// Where a schedule stands at some instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleStanding {
    /// The publication is still to come.
    Waiting,
    /// Visitors see it.
    Live,
    /// It was withdrawn.
    Over,
}

impl Schedule {
    /// Makes a schedule that a person asks for at `now`.
    ///
    /// # Errors
    /// A [`ScheduleError`] that names the rule: the publication may be a minute ago at most and ten
    /// years ahead at most; a withdrawal comes after the publication and after `now`, and has the
    /// same limit.
    pub fn new(
        publish_at: DateTime<Utc>,
        withdraw_at: Option<DateTime<Utc>>,
        zone: TimeZone,
        now: DateTime<Utc>,
    ) -> Result<Self, ScheduleError> {
        if publish_at < now - GRACE {
            return Err(ScheduleError::PublicationInThePast);
        }
        if is_too_far(publish_at, now) {
            return Err(ScheduleError::PublicationTooFar);
        }
        Self::stored(publish_at, None, zone)?.with_withdrawal(withdraw_at, now)
    }

    /// Takes a schedule that was made earlier and may be over by now.
    ///
    /// # Errors
    /// [`ScheduleError::WithdrawalNotAfterPublication`], which no stored schedule ever was.
    pub fn stored(
        publish_at: DateTime<Utc>,
        withdraw_at: Option<DateTime<Utc>>,
        zone: TimeZone,
    ) -> Result<Self, ScheduleError> {
        if withdraw_at.is_some_and(|withdraw_at| withdraw_at <= publish_at) {
            return Err(ScheduleError::WithdrawalNotAfterPublication);
        }
        Ok(Self {
            publish_at,
            withdraw_at,
            zone,
        })
    }

    /// The same publication, which may have happened long ago, with another withdrawal or none.
    ///
    /// # Errors
    /// The withdrawal is not after the publication, is over at `now`, or is more than ten years ahead.
    pub fn with_withdrawal(
        self,
        withdraw_at: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<Self, ScheduleError> {
        if let Some(at) = withdraw_at {
            if at <= self.publish_at {
                return Err(ScheduleError::WithdrawalNotAfterPublication);
            }
            if at <= now {
                return Err(ScheduleError::WithdrawalInThePast);
            }
            if is_too_far(at, now) {
                return Err(ScheduleError::WithdrawalTooFar);
            }
        }
        Self::stored(self.publish_at, withdraw_at, self.zone)
    }

    /// When it is published, UTC.
    pub fn publish_at(&self) -> DateTime<Utc> {
        self.publish_at
    }

    /// When it is withdrawn, UTC; `None` leaves it where it is.
    pub fn withdraw_at(&self) -> Option<DateTime<Utc>> {
        self.withdraw_at
    }

    /// The zone in which it was entered.
    pub fn zone(&self) -> TimeZone {
        self.zone
    }

    /// Where it stands. A boundary belongs to what begins with it.
    pub fn standing(&self, now: DateTime<Utc>) -> ScheduleStanding {
        if now < self.publish_at {
            ScheduleStanding::Waiting
        } else if self.withdraw_at.is_none_or(|at| now < at) {
            ScheduleStanding::Live
        } else {
            ScheduleStanding::Over
        }
    }

    /// Its boundaries, in the order of time.
    pub fn boundaries(&self) -> impl Iterator<Item = Boundary> {
        let published = Boundary {
            kind: BoundaryKind::Published,
            at: self.publish_at,
        };
        let withdrawn = self.withdraw_at.map(|at| Boundary {
            kind: BoundaryKind::Withdrawn,
            at,
        });
        std::iter::once(published).chain(withdrawn)
    }

    /// The boundary that comes next, up to which a page may be kept.
    pub fn next_boundary(&self, now: DateTime<Utc>) -> Option<Boundary> {
        self.boundaries().find(|boundary| boundary.at > now)
    }

    /// The publication for a person: `Friday 27 November 2026, 09:00 (Europe/Berlin)`.
    pub fn publication_text(&self) -> String {
        display_moment(self.publish_at, self.zone)
    }

    /// The withdrawal for a person, where there is one.
    pub fn withdrawal_text(&self) -> Option<String> {
        self.withdraw_at.map(|at| display_moment(at, self.zone))
    }
}

fn is_too_far(at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
    now.checked_add_months(FURTHEST)
        .is_some_and(|limit| at > limit)
}

#[cfg(test)]
mod tests;
