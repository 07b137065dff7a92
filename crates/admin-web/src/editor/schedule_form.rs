//! The fields of a schedule: wall-clock times in a zone, as the owner types them.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{LocalMoment, Occurrence, Schedule, TimeZone, ZoneEdge};
use persistence::articles::ArticleStatus;
use web_kit::FieldErrors;

use crate::chrome::Facts;
use crate::fields::Fields;

use super::page::ScheduleFields;

/// The fields as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ScheduleForm {
    publish_at: String,
    withdraw_at: String,
    publish_occurrence: String,
    withdraw_occurrence: String,
    zone: String,
}

/// What the owner asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Request {
    /// Publish then, and perhaps withdraw later.
    Publication(Schedule),
    /// Leave it published until then.
    Withdrawal { at: DateTime<Utc>, zone: TimeZone },
    /// Call off whatever was scheduled.
    Nothing,
}

impl ScheduleForm {
    pub(crate) fn from_fields(fields: &Fields) -> Self {
        Self {
            publish_at: fields.owned("publish_at"),
            withdraw_at: fields.owned("withdraw_at"),
            publish_occurrence: fields.owned("publish_occurrence"),
            withdraw_occurrence: fields.owned("withdraw_occurrence"),
            zone: fields.owned("zone"),
        }
    }

    /// Empty fields in a zone.
    pub(crate) fn in_zone(zone: &str) -> Self {
        Self {
            zone: zone.to_owned(),
            ..Self::default()
        }
    }

    /// The schedule that stands, in the zone in which it was given.
    pub(crate) fn of_status(status: &ArticleStatus, facts: &Facts) -> Self {
        let zone = zone_or_site(status.zone.as_deref(), facts);
        let text = |at: Option<DateTime<Utc>>| {
            at.map(|at| LocalMoment::of(at, zone).to_string())
                .unwrap_or_default()
        };
        let occurrence = |at: Option<DateTime<Utc>>| {
            at.and_then(|at| LocalMoment::of(at, zone).occurrence())
                .map_or("", Occurrence::as_str)
                .to_owned()
        };
        Self {
            publish_at: text(status.scheduled_at),
            withdraw_at: text(status.withdraw_at),
            publish_occurrence: occurrence(status.scheduled_at),
            withdraw_occurrence: occurrence(status.withdraw_at),
            zone: zone.name().to_owned(),
        }
    }

    /// What the fields ask for at `now`, or nothing after naming each error at its field.
    pub(crate) fn parse(&self, now: DateTime<Utc>, errors: &mut FieldErrors) -> Option<Request> {
        let zone = errors.keep("zone", TimeZone::parse(self.zone.trim()))?;
        let publish_at = moment(
            "publish_at",
            &self.publish_at,
            &self.publish_occurrence,
            zone,
            errors,
        );
        let withdraw_at = moment(
            "withdraw_at",
            &self.withdraw_at,
            &self.withdraw_occurrence,
            zone,
            errors,
        );
        match (publish_at?, withdraw_at?) {
            (None, None) => Some(Request::Nothing),
            (Some(publish_at), withdraw_at) => {
                match Schedule::new(publish_at, withdraw_at, zone, now) {
                    Ok(schedule) => Some(Request::Publication(schedule)),
                    Err(error) => {
                        let field = if error.is_about_withdrawal() {
                            "withdraw_at"
                        } else {
                            "publish_at"
                        };
                        errors.add(field, error);
                        None
                    }
                }
            }
            (None, Some(at)) => {
                // A moment ago is when what is live began, so that only the end is judged.
                let checked = Schedule::stored(now - chrono::TimeDelta::seconds(1), None, zone)
                    .and_then(|schedule| schedule.with_withdrawal(Some(at), now));
                errors.keep("withdraw_at", checked)?;
                Some(Request::Withdrawal { at, zone })
            }
        }
    }

    /// The fields for the page.
    pub(crate) fn fields(&self, errors: &FieldErrors) -> ScheduleFields {
        let is_ambiguous = |field: &str, occurrence: &str| {
            !occurrence.is_empty()
                || errors
                    .get(field)
                    .is_some_and(|message| message.contains("comes twice"))
        };
        ScheduleFields {
            publish_at: self.publish_at.clone(),
            withdraw_at: self.withdraw_at.clone(),
            publish_occurrence: self.publish_occurrence.clone(),
            withdraw_occurrence: self.withdraw_occurrence.clone(),
            asks_publish_occurrence: is_ambiguous("publish_at", &self.publish_occurrence),
            asks_withdraw_occurrence: is_ambiguous("withdraw_at", &self.withdraw_occurrence),
            zone: self.zone.clone(),
            zones: TimeZone::names().collect(),
        }
    }
}

/// A field's instant; `Some(None)` for an empty field, nothing after naming the error.
fn moment(
    field: &'static str,
    text: &str,
    occurrence: &str,
    zone: TimeZone,
    errors: &mut FieldErrors,
) -> Option<Option<DateTime<Utc>>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let occurrence = Occurrence::parse(occurrence).ok();
    let local = errors.keep(field, LocalMoment::parse(text, occurrence))?;
    let resolved: Result<_, ZoneEdge> = local.resolve(zone);
    errors.keep(field, resolved).map(Some)
}

/// The zone of that name, else the site's.
pub(crate) fn zone_or_site(name: Option<&str>, facts: &Facts) -> TimeZone {
    name.and_then(|name| TimeZone::parse(name).ok())
        .or_else(|| TimeZone::parse(facts.zone.name()).ok())
        .unwrap_or(TimeZone::UTC)
}

/// “for Friday 09:00 (Europe/Berlin)” within the next days, with the date beyond them.
pub(crate) fn short_moment(
    word: &str,
    at: DateTime<Utc>,
    zone: TimeZone,
    now: DateTime<Utc>,
) -> String {
    let rules: Tz = zone.rules();
    let (local, today) = (at.with_timezone(&rules), now.with_timezone(&rules));
    let days = (local.date_naive() - today.date_naive()).num_days();
    let name = zone.name();
    let clock = local.format("%H:%M");
    match days {
        0 => format!("{word} today {clock} ({name})"),
        1 => format!("{word} tomorrow {clock} ({name})"),
        2..=6 => format!("{word} {} {clock} ({name})", local.format("%A")),
        _ => format!("{word} {} ({name})", local.format("%-d %B %Y, %H:%M")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn now() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 3, 20, 12, 0, 0).unwrap()
    }

    fn parse(publish_at: &str, withdraw_at: &str, zone: &str) -> Result<Request, FieldErrors> {
        let form = ScheduleForm {
            publish_at: publish_at.to_owned(),
            withdraw_at: withdraw_at.to_owned(),
            zone: zone.to_owned(),
            ..ScheduleForm::default()
        };
        let mut errors = FieldErrors::new();
        form.parse(now(), &mut errors).ok_or(errors)
    }

    #[test]
    fn a_time_is_meant_in_the_zone_beside_it() {
        let Ok(Request::Publication(schedule)) =
            parse("2026-03-27T09:00", "2026-04-01T09:00", "Europe/Berlin")
        else {
            panic!("the schedule is taken");
        };
        // The clock goes forward between the two.
        assert_eq!(
            schedule.publish_at().to_rfc3339(),
            "2026-03-27T08:00:00+00:00"
        );
        let end = schedule.withdraw_at().unwrap();
        assert_eq!(end.to_rfc3339(), "2026-04-01T07:00:00+00:00");
    }

    #[test]
    fn a_time_that_does_not_exist_offers_its_neighbours_and_one_that_comes_twice_asks() {
        let errors = parse("2026-03-29T02:30", "", "Europe/Berlin").unwrap_err();
        let message = errors.get("publish_at").unwrap();
        assert!(
            message.contains("01:59") && message.contains("03:00"),
            "{message}"
        );
        let mut form = ScheduleForm {
            publish_at: "2026-10-25T02:30".to_owned(),
            zone: "Europe/Berlin".to_owned(),
            ..ScheduleForm::default()
        };
        let mut errors = FieldErrors::new();
        assert_eq!(form.parse(now(), &mut errors), None);
        assert!(form.fields(&errors).asks_publish_occurrence);
        form.publish_occurrence = "second".to_owned();
        let Some(Request::Publication(schedule)) = form.parse(now(), &mut FieldErrors::new())
        else {
            panic!("the second of the two is taken");
        };
        assert_eq!(
            schedule.publish_at().to_rfc3339(),
            "2026-10-25T01:30:00+00:00"
        );
    }

    #[test]
    fn empty_fields_call_it_off_and_an_end_alone_is_a_withdrawal() {
        assert_eq!(parse("", " ", "UTC"), Ok(Request::Nothing));
        assert!(matches!(
            parse("", "2026-03-21T00:00", "UTC"),
            Ok(Request::Withdrawal { .. })
        ));
        for (publish_at, withdraw_at, zone, field) in [
            ("2026-03-19T00:00", "", "UTC", "publish_at"),
            ("2026-03-21T00:00", "2026-03-21T00:00", "UTC", "withdraw_at"),
            ("", "2026-03-19T00:00", "UTC", "withdraw_at"),
            ("tomorrow", "", "UTC", "publish_at"),
            ("2026-03-21T00:00", "", "Mars/Base", "zone"),
        ] {
            let errors = parse(publish_at, withdraw_at, zone).unwrap_err();
            assert!(
                errors.get(field).is_some(),
                "{publish_at} {withdraw_at} {zone}"
            );
        }
    }

    #[test]
    fn near_days_are_named_and_far_ones_have_their_date() {
        let at = |day| Utc.with_ymd_and_hms(2026, 3, day, 9, 0, 0).unwrap();
        let told = |day| short_moment("for", at(day), TimeZone::UTC, now());
        assert_eq!(told(20), "for today 09:00 (UTC)");
        assert_eq!(told(21), "for tomorrow 09:00 (UTC)");
        assert_eq!(told(23), "for Monday 09:00 (UTC)");
        assert_eq!(told(30), "for 30 March 2026, 09:00 (UTC)");
    }
}
