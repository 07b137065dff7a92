//! What visitors ask for is counted: redirects that led them on, and addresses that lead nowhere.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{RedirectDraft, RedirectOrigin, RedirectTarget, SitePath, TargetAddress};
use persistence::misses::{self, MAX_MISSES, Tally};
use persistence::{PgConnection, VisitCounts, redirects};
use plinth_tests::TestDatabase;

fn path(text: &str) -> SitePath {
    SitePath::of_request(text).unwrap()
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::seconds(seconds)
}

fn typed(source: &str, target: &str, is_prefix: bool) -> RedirectDraft {
    RedirectDraft {
        source: path(source),
        is_prefix,
        target: RedirectTarget::Address(TargetAddress::parse(target).unwrap()),
        origin: RedirectOrigin::Miss,
    }
}

fn listed(conn: &mut PgConnection) -> Vec<(String, i64)> {
    let (rows, _) = misses::list(conn, None, 100).unwrap();
    rows.into_iter()
        .map(|miss| (miss.path.to_string(), miss.hits))
        .collect()
}

#[test]
fn counts_are_written_together_and_only_once() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let rule = redirects::insert(conn, &typed("/old", "/contact", false), false).unwrap();
    let counts = VisitCounts::default();
    for second in [3, 1, 2] {
        counts.hit(rule, at(second));
        counts.miss(&path("/nowhere"), at(second));
    }
    counts.miss(&path("/elsewhere"), at(9));
    counts.miss(&path("/wp-login.php"), at(9));
    counts.flush(conn).unwrap();
    assert!(counts.is_empty());
    counts.flush(conn).unwrap();
    let row = redirects::find(conn, rule).unwrap().unwrap().redirect;
    assert_eq!((row.hits, row.last_hit_at), (3, Some(at(3))));
    let (rows, next) = misses::list(conn, None, 10).unwrap();
    assert_eq!(next, None);
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[0].path.as_str(), rows[0].hits), ("/nowhere", 3));
    assert_eq!(
        (rows[0].first_seen_at, rows[0].last_seen_at),
        (at(1), at(3))
    );
    // A redirect that was deleted meanwhile is no reason to lose the other counts.
    redirects::delete(conn, rule).unwrap();
    counts.hit(rule, at(4));
    counts.miss(&path("/nowhere"), at(4));
    counts.flush(conn).unwrap();
    assert_eq!(listed(conn)[0], ("/nowhere".to_owned(), 4));
}

#[test]
fn counts_outlive_a_database_that_is_away() {
    let database = TestDatabase::empty();
    let counts = VisitCounts::default();
    counts.miss(&path("/nowhere"), at(1));
    let broken = &mut database.connection();
    database.set_reachable(false);
    assert!(counts.flush(broken).is_err());
    counts.miss(&path("/nowhere"), at(2));
    database.set_reachable(true);
    let conn = &mut database.connection();
    counts.flush(conn).unwrap();
    assert_eq!(listed(conn), [("/nowhere".to_owned(), 2)]);
}

#[test]
fn a_full_list_loses_what_was_asked_for_least() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    database.execute(&format!(
        "insert into missed_paths (path, hits, first_seen_at, last_seen_at)
         select '/many-' || n, 2, '2020-01-01', '2020-01-01' from generate_series(1, {MAX_MISSES}) n"
    ));
    database.execute("update missed_paths set hits = 1 where path = '/many-7'");
    let often = Tally {
        hits: 5,
        first: at(0),
        last: at(0),
    };
    misses::record(conn, &HashMap::from([(path("/new"), often)])).unwrap();
    let count = "select count(*) as value from missed_paths";
    assert_eq!(database.number(count), MAX_MISSES);
    assert_eq!(listed(conn)[0].0, "/new");
    assert_eq!(
        database.number(&format!("{count} where path = '/many-7'")),
        0
    );
}

#[test]
fn what_is_dismissed_stays_away_until_it_is_put_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let record = |conn: &mut PgConnection, text: &str| {
        misses::record(conn, &HashMap::from([(path(text), Tally::once(at(0)))])).unwrap();
    };
    record(conn, "/a");
    record(conn, "/b");
    assert!(misses::set_dismissed(conn, &path("/a"), true).unwrap());
    record(conn, "/a");
    assert_eq!(listed(conn), [("/b".to_owned(), 1)]);
    assert_eq!(misses::count(conn).unwrap(), 1);
    misses::set_dismissed(conn, &path("/a"), false).unwrap();
    assert_eq!(listed(conn)[0], ("/a".to_owned(), 2));
    assert!(!misses::set_dismissed(conn, &path("/never"), true).unwrap());
    misses::set_dismissed(conn, &path("/a"), true).unwrap();
    assert_eq!(misses::clear(conn).unwrap(), 1);
    record(conn, "/a");
    assert!(listed(conn).is_empty());
}

#[test]
fn a_redirect_takes_what_it_answers_off_the_list() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for text in ["/blog", "/blog/a", "/blogs", "/old"] {
        misses::record(conn, &HashMap::from([(path(text), Tally::once(at(0)))])).unwrap();
    }
    redirects::insert(conn, &typed("/old", "/contact", false), false).unwrap();
    redirects::insert(conn, &typed("/blog", "/articles", true), false).unwrap();
    assert_eq!(listed(conn), [("/blogs".to_owned(), 1)]);
}

#[test]
fn the_list_pages_by_key() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    database.execute(
        "insert into missed_paths (path, hits) select '/m' || n, n % 3 + 1 from generate_series(1, 20) n",
    );
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let (rows, next) = misses::list(conn, after.as_ref(), 6).unwrap();
        found.extend(rows.into_iter().map(|miss| (-miss.hits, miss.path)));
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(found.len(), 20);
    assert!(found.is_sorted());
}

#[test]
fn two_programs_that_write_the_same_addresses_do_not_wait_for_each_other_for_ever() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let rules: Vec<_> = (0..20)
        .map(|number| {
            redirects::insert(
                conn,
                &typed(&format!("/r{number}"), "/contact", false),
                false,
            )
            .unwrap()
        })
        .collect();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let conn = &mut database.connection();
                for round in 0..10 {
                    let counts = VisitCounts::default();
                    for (number, rule) in rules.iter().enumerate() {
                        counts.hit(*rule, at(round));
                        counts.miss(&path(&format!("/m{number}")), at(round));
                    }
                    counts.flush(conn).unwrap();
                }
            });
        }
    });
    assert_eq!(
        database.number("select sum(hits)::bigint as value from redirects"),
        800
    );
    assert_eq!(
        database.number("select sum(hits)::bigint as value from missed_paths"),
        800
    );
}
