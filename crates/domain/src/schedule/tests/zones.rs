//! The edges of the world's zones, compared with a search that knows nothing but distances from UTC.

use chrono::{NaiveDateTime, Offset};

use super::*;

/// Zones whose clocks do something unusual, with what that is.
const UNUSUAL: [(&str, &str); 10] = [
    ("Europe/Berlin", "an hour, like its neighbours"),
    ("Australia/Lord_Howe", "half an hour"),
    ("Pacific/Chatham", "on a quarter of an hour"),
    ("Pacific/Apia", "left out the whole of 30 December 2011"),
    ("Africa/Casablanca", "back for Ramadan"),
    ("Europe/Dublin", "winter is the exception"),
    ("Africa/Cairo", "came back to it in 2023"),
    ("America/Sao_Paulo", "at midnight, until 2019"),
    ("America/St_Johns", "on a half hour"),
    ("Antarctica/Troll", "two hours"),
];

fn offset(at: DateTime<Utc>, zone: TimeZone) -> TimeDelta {
    let offset = zone.rules().offset_from_utc_datetime(&at.naive_utc()).fix();
    TimeDelta::seconds(offset.local_minus_utc().into())
}

/// The instants between two years at which a zone's distance from UTC changes.
fn transitions(zone: TimeZone, years: std::ops::Range<i32>) -> Vec<DateTime<Utc>> {
    let start = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap();
    let step = TimeDelta::days(5);
    let mut found = Vec::new();
    let mut at = start(years.start);
    while at < start(years.end) {
        let (mut early, mut late) = (at, at + step);
        if offset(early, zone) != offset(late, zone) {
            while late - early > TimeDelta::seconds(1) {
                let middle = early + TimeDelta::seconds((late - early).num_seconds() / 2);
                if offset(middle, zone) == offset(early, zone) {
                    early = middle;
                } else {
                    late = middle;
                }
            }
            found.push(late);
        }
        at += step;
    }
    found
}

/// Every instant at which the zone's clock shows this time.
fn instants(local: NaiveDateTime, zone: TimeZone) -> Vec<DateTime<Utc>> {
    let mut found: Vec<_> = (-48..=48)
        .map(|hours| local.and_utc() - offset(local.and_utc() + TimeDelta::hours(hours), zone))
        .filter(|at| at.naive_utc() + offset(*at, zone) == local)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Resolves a time and compares what is found with what there is.
fn check(local: NaiveDateTime, zone: TimeZone) {
    let text = local.format("%Y-%m-%dT%H:%M:%S").to_string();
    let resolved = typed(&text).resolve(zone);
    match (&*instants(local, zone), resolved) {
        ([at], Ok(resolved)) => assert_eq!(resolved, *at, "{text} {zone}"),
        ([first, second], Err(ZoneEdge::Ambiguous { earlier, later })) => {
            assert_eq!((earlier.at, later.at), (*first, *second), "{text} {zone}");
            assert_ne!(earlier.text, later.text, "{text} {zone}");
        }
        ([], Err(ZoneEdge::Nonexistent { before, after })) => {
            // Between the two neighbours there is nothing but the jump, and the time is in it.
            assert_eq!(after.at - before.at, TimeDelta::minutes(1), "{text} {zone}");
            let shown = |at: DateTime<Utc>| at.naive_utc() + offset(at, zone);
            assert!(
                shown(before.at) < local && local < shown(after.at),
                "{text} {zone}"
            );
            for offered in [before, after] {
                assert_eq!(offered.local.resolve(zone), Ok(offered.at), "{text} {zone}");
            }
        }
        (there, found) => panic!("{text} {zone}: {there:?} and {found:?}"),
    }
}

/// Writing an instant as a form does, and reading it again, gives the same instant.
fn check_round_trip(at: DateTime<Utc>, zone: TimeZone) {
    let moment = LocalMoment::of(at, zone);
    let read = LocalMoment::parse(&moment.to_string(), moment.occurrence()).unwrap();
    assert_eq!(read.resolve(zone), Ok(at), "{at} {zone}");
}

#[test]
fn every_minute_around_every_edge_of_unusual_zones_is_told_for_what_it_is() {
    for (name, what) in UNUSUAL {
        let zone = zone(name);
        let edges = transitions(zone, 2010..2030);
        assert!(edges.len() >= 2, "{name} {what}");
        for edge in edges {
            let length = (offset(edge, zone) - offset(edge - TimeDelta::seconds(1), zone)).abs();
            let reach = length.num_minutes() + 2;
            for minute in -reach..=reach {
                let at = edge + TimeDelta::minutes(minute);
                check_round_trip(at, zone);
                check(
                    edge.naive_utc() + offset(at, zone) + TimeDelta::minutes(minute),
                    zone,
                );
                check_round_trip(at + TimeDelta::seconds(59), zone);
            }
        }
    }
}

#[test]
fn a_whole_day_can_be_missing() {
    let edge = typed("2011-12-30T12:00").resolve(zone("Pacific/Apia"));
    let Err(ZoneEdge::Nonexistent { before, after }) = edge else {
        panic!("{edge:?}");
    };
    assert_eq!(
        before.text,
        "Thursday 29 December 2011, 23:59 (Pacific/Apia)"
    );
    assert_eq!(
        after.text,
        "Saturday 31 December 2011, 00:00 (Pacific/Apia)"
    );
}

#[test]
fn half_an_hour_can_come_twice() {
    let lord_howe = zone("Australia/Lord_Howe");
    assert!(matches!(
        typed("2026-04-05T01:45").resolve(lord_howe),
        Err(ZoneEdge::Ambiguous { .. })
    ));
    assert!(typed("2026-04-05T02:00").resolve(lord_howe).is_ok());
    assert!(typed("2026-04-05T01:29").resolve(lord_howe).is_ok());
    assert!(matches!(
        typed("2026-10-04T02:15").resolve(lord_howe),
        Err(ZoneEdge::Nonexistent { .. })
    ));
}

#[test]
fn the_first_and_last_minute_of_each_edge_in_every_zone_is_told_for_what_it_is() {
    let mut count = 0;
    for name in TimeZone::names() {
        let zone = zone(name);
        for edge in transitions(zone, 2024..2028) {
            count += 1;
            for seconds in [-60, -1, 0, 1, 60] {
                let near = TimeDelta::seconds(seconds);
                check_round_trip(edge + near, zone);
                for at in [edge - TimeDelta::seconds(1), edge] {
                    check(edge.naive_utc() + offset(at, zone) + near, zone);
                }
            }
        }
    }
    assert!(
        count > 500,
        "only {count} edges: the search has lost sight of them"
    );
}

proptest! {
    #[test]
    fn any_time_in_any_zone_is_told_for_what_it_is(
        name in proptest::sample::select(TimeZone::names().collect::<Vec<_>>()),
        seconds in 315_532_800_i64..2_208_988_800,
    ) {
        let zone = zone(name);
        let at = DateTime::from_timestamp(seconds, 0).unwrap();
        check_round_trip(at, zone);
        check(at.naive_utc(), zone);
    }
}
