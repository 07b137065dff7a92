//! What a person may rely on when they name a time.

mod zones;

use chrono::{TimeDelta, TimeZone as _};
use proptest::prelude::*;

use super::*;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn zone(name: &str) -> TimeZone {
    TimeZone::parse(name).unwrap()
}

fn typed(text: &str) -> LocalMoment {
    LocalMoment::parse(text, None).unwrap()
}

const NOW: &str = "2026-11-24T12:00:00Z";

fn schedule(publish: &str, withdraw: Option<&str>) -> Result<Schedule, ScheduleError> {
    Schedule::new(
        utc(publish),
        withdraw.map(utc),
        zone("Europe/Berlin"),
        utc(NOW),
    )
}

#[test]
fn a_time_is_typed_as_browsers_send_it_or_as_people_write_it() {
    let nine = utc("2026-11-27T08:00:00Z");
    for text in [
        "2026-11-27T09:00",
        "2026-11-27T09:00:00",
        " 2026-11-27 09:00 ",
    ] {
        assert_eq!(
            typed(text).resolve(zone("Europe/Berlin")),
            Ok(nine),
            "{text}"
        );
    }
    assert_eq!(
        typed("2026-11-27T09:00:05").resolve(TimeZone::UTC),
        Ok(utc("2026-11-27T09:00:05Z"))
    );
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "2026-11-27",
        "09:00",
        "2026-11-27T09",
        "2026-11-27T24:00",
        "2026-11-27T09:60",
        "2026-11-27T09:00:60",
        "2026-02-29T09:00",
        "2026-13-01T09:00",
        "26-11-27T09:00",
        "+026-11-27T09:00",
        "2026-1-27T09:00",
        "2026-11-27T9:00",
        "2026-11-27T09:00Z",
        "2026-11-27T09:00:00.5",
        "2026-11-27T09:00:00:00",
        "2026-11-27-01T09:00",
        "٢٠٢٦-11-27T09:00",
    ] {
        assert_eq!(
            LocalMoment::parse(text, None),
            Err(LocalMomentError),
            "{text}"
        );
    }
}

#[test]
fn a_time_that_the_clock_skips_is_refused_with_its_two_neighbours() {
    let edge = typed("2026-03-29T02:30").resolve(zone("Europe/Berlin"));
    let Err(ZoneEdge::Nonexistent { before, after }) = &edge else {
        panic!("{edge:?}");
    };
    assert_eq!(before.at, utc("2026-03-29T00:59:00Z"));
    assert_eq!(before.local.to_string(), "2026-03-29T01:59");
    assert_eq!(before.text, "Sunday 29 March 2026, 01:59 (Europe/Berlin)");
    assert_eq!(after.at, utc("2026-03-29T01:00:00Z"));
    assert_eq!(after.local.to_string(), "2026-03-29T03:00");
    assert_eq!(after.text, "Sunday 29 March 2026, 03:00 (Europe/Berlin)");
    let words = edge.unwrap_err().to_string();
    assert!(
        words.contains("01:59") && words.contains("03:00"),
        "{words}"
    );
}

#[test]
fn a_time_that_the_clock_shows_twice_asks_which_and_takes_the_answer() {
    let berlin = zone("Europe/Berlin");
    let edge = typed("2026-10-25T02:30").resolve(berlin);
    let Err(ZoneEdge::Ambiguous { earlier, later }) = edge else {
        panic!("{edge:?}");
    };
    assert_eq!(
        (earlier.at, later.at),
        (utc("2026-10-25T00:30:00Z"), utc("2026-10-25T01:30:00Z"))
    );
    assert_eq!(
        (&*earlier.text, &*later.text),
        (
            "Sunday 25 October 2026, 02:30 (Europe/Berlin, UTC+02:00)",
            "Sunday 25 October 2026, 02:30 (Europe/Berlin, UTC+01:00)"
        )
    );
    for (word, at) in [("first", earlier.at), ("second", later.at)] {
        let chosen = Occurrence::parse(word).unwrap();
        assert_eq!(chosen.as_str(), word);
        let moment = LocalMoment::parse("2026-10-25T02:30", Some(chosen)).unwrap();
        assert_eq!(moment.resolve(berlin), Ok(at));
        assert_eq!(LocalMoment::of(at, berlin).occurrence(), Some(chosen));
    }
    assert_eq!(Occurrence::parse("third"), Err(UnknownOccurrence));
}

#[test]
fn an_answer_that_nobody_asked_for_does_no_harm() {
    let moment = LocalMoment::parse("2026-11-27T09:00", Some(Occurrence::Second)).unwrap();
    assert_eq!(
        moment.resolve(zone("Europe/Berlin")),
        Ok(utc("2026-11-27T08:00:00Z"))
    );
}

#[test]
fn a_schedule_is_shown_in_the_zone_it_was_entered_in_whatever_the_site_has_now() {
    let entered = zone("Europe/Berlin");
    let at = typed("2026-11-27T09:00").resolve(entered).unwrap();
    let schedule = Schedule::new(at, None, entered, utc(NOW)).unwrap();
    // The site moves to Tokyo: what was stored is an instant with its own zone, and neither moves.
    let stored = Schedule::stored(schedule.publish_at(), None, schedule.zone()).unwrap();
    assert_eq!(stored.publish_at(), utc("2026-11-27T08:00:00Z"));
    assert_eq!(
        stored.publication_text(),
        "Friday 27 November 2026, 09:00 (Europe/Berlin)"
    );
    assert_eq!(stored.withdrawal_text(), None);
}

#[test]
fn a_publication_is_to_come_or_a_minute_ago_at_most() {
    assert!(schedule("2026-11-24T12:00:01Z", None).is_ok());
    assert!(schedule("2026-11-24T11:59:00Z", None).is_ok());
    assert_eq!(
        schedule("2026-11-24T11:58:59Z", None),
        Err(ScheduleError::PublicationInThePast)
    );
}

#[test]
fn nothing_is_planned_more_than_ten_years_ahead() {
    assert!(schedule("2036-11-24T12:00:00Z", None).is_ok());
    assert_eq!(
        schedule("2036-11-24T12:00:01Z", None),
        Err(ScheduleError::PublicationTooFar)
    );
    assert_eq!(
        schedule(NOW, Some("2036-11-24T12:00:01Z")),
        Err(ScheduleError::WithdrawalTooFar)
    );
}

#[test]
fn a_withdrawal_comes_after_the_publication_and_after_now() {
    let published = "2026-11-27T08:00:00Z";
    assert!(schedule(published, Some("2026-11-27T08:00:01Z")).is_ok());
    for withdrawn in [published, "2026-11-27T07:59:59Z", "2020-01-01T00:00:00Z"] {
        let refused = schedule(published, Some(withdrawn)).unwrap_err();
        assert_eq!(refused, ScheduleError::WithdrawalNotAfterPublication);
        assert!(refused.is_about_withdrawal());
    }
    // Within the grace of a minute the publication counts as now, and so it cannot end before.
    assert_eq!(
        schedule("2026-11-24T11:59:30Z", Some("2026-11-24T11:59:45Z")),
        Err(ScheduleError::WithdrawalInThePast)
    );
    assert!(!ScheduleError::PublicationInThePast.is_about_withdrawal());
}

#[test]
fn the_withdrawal_of_what_is_live_can_be_changed_without_moving_its_publication() {
    let live = Schedule::stored(utc("2020-01-01T00:00:00Z"), None, TimeZone::UTC).unwrap();
    let ending = live
        .clone()
        .with_withdrawal(Some(utc("2026-12-01T00:00:00Z")), utc(NOW))
        .unwrap();
    assert_eq!(ending.publish_at(), live.publish_at());
    assert_eq!(ending.withdraw_at(), Some(utc("2026-12-01T00:00:00Z")));
    assert_eq!(
        live.with_withdrawal(Some(utc(NOW)), utc(NOW)),
        Err(ScheduleError::WithdrawalInThePast)
    );
}

#[test]
fn a_boundary_belongs_to_what_begins_with_it() {
    let (start, end) = (utc("2026-12-01T08:00:00Z"), utc("2026-12-02T08:00:00Z"));
    let schedule = Schedule::stored(start, Some(end), TimeZone::UTC).unwrap();
    let second = TimeDelta::seconds(1);
    let published = Some(Boundary {
        kind: BoundaryKind::Published,
        at: start,
    });
    let withdrawn = Some(Boundary {
        kind: BoundaryKind::Withdrawn,
        at: end,
    });
    for (now, standing, next) in [
        (start - second, ScheduleStanding::Waiting, published),
        (start, ScheduleStanding::Live, withdrawn),
        (end - second, ScheduleStanding::Live, withdrawn),
        (end, ScheduleStanding::Over, None),
    ] {
        assert_eq!(schedule.standing(now), standing, "{now}");
        assert_eq!(schedule.next_boundary(now), next, "{now}");
    }
    assert!(
        schedule
            .boundaries()
            .eq(published.into_iter().chain(withdrawn))
    );
}

#[test]
fn each_kind_of_boundary_is_read_back_from_its_word() {
    for kind in [BoundaryKind::Published, BoundaryKind::Withdrawn] {
        assert_eq!(BoundaryKind::parse(kind.as_str()), Ok(kind));
    }
    assert_eq!(BoundaryKind::parse("moved"), Err(UnknownBoundary));
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_stumble(text in "[0-9T: -]{0,24}|.{0,40}") {
        if let Ok(moment) = LocalMoment::parse(&text, None) {
            prop_assert_eq!(LocalMoment::parse(&moment.to_string(), None), Ok(moment));
        }
    }

    #[test]
    fn a_schedule_that_was_accepted_is_accepted_again_when_it_is_loaded(
        publish in 0_i64..400_000_000, length in proptest::option::of(-10_i64..400_000_000),
    ) {
        let now = utc(NOW);
        let publish_at = now - TimeDelta::minutes(2) + TimeDelta::seconds(publish);
        let withdraw_at = length.map(|length| publish_at + TimeDelta::seconds(length));
        if let Ok(made) = Schedule::new(publish_at, withdraw_at, TimeZone::UTC, now) {
            let loaded = Schedule::stored(made.publish_at(), made.withdraw_at(), made.zone());
            prop_assert_eq!(loaded, Ok(made));
        }
    }
}
