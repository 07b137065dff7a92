//! What follows when a schedule publishes or withdraws something.

use domain::{Boundary, BoundaryKind};
use persistence::audit;
use persistence::jobs::boundary;
use plinth_tests::factories::{article, article_id};
use plinth_tests::writing::publish_article;
use uuid::Uuid;

use super::*;

fn published(seconds: i64) -> Boundary {
    Boundary {
        kind: BoundaryKind::Published,
        at: at(seconds),
    }
}

fn claim_boundary(conn: &mut PgConnection, now: DateTime<Utc>) -> Option<ClaimedJob> {
    jobs::claim(conn, &[boundary::KIND], now, LEASE).unwrap()
}

fn entries(conn: &mut PgConnection, content_id: Uuid) -> Vec<(BoundaryKind, DateTime<Utc>)> {
    let entries = audit::list_of_content(conn, content_id).unwrap();
    let pairs = entries
        .iter()
        .map(|entry| (entry.boundary.kind, entry.boundary.at));
    pairs.collect()
}

/// An article whose editions are seen from one moment until another.
fn scheduled(database: &TestDatabase, from: DateTime<Utc>, until: DateTime<Utc>) -> Uuid {
    let id = article_id();
    publish_article(&mut database.connection(), id, &article("a"));
    database.execute(&format!(
        "update article_editions set visible_from = '{from}', visible_until = '{until}'"
    ));
    id.as_uuid()
}

#[test]
fn each_boundary_is_recorded_once_also_long_after_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = scheduled(&database, at(60), at(90));
    let withdrawn = Boundary {
        kind: BoundaryKind::Withdrawn,
        at: at(90),
    };
    for boundary in [published(60), withdrawn, published(60)] {
        boundary::schedule(conn, content_id, boundary).unwrap();
    }
    assert!(claim_boundary(conn, at(59)).is_none());
    let start = at(5_000);
    while let Some(job) = claim_boundary(conn, start) {
        let ran = jobs::run(conn, &job, Clock::Stopped(start), boundary::run).unwrap();
        assert_eq!(ran, Ran::Finished(Outcome::Done));
    }
    assert_eq!(
        entries(conn, content_id),
        [
            (BoundaryKind::Withdrawn, at(90)),
            (BoundaryKind::Published, at(60))
        ]
    );
    let recorded = audit::list_of_content(conn, content_id).unwrap();
    assert!(recorded.iter().all(|entry| entry.recorded_at == start));
    assert!(entries(conn, Uuid::now_v7()).is_empty());
}

#[test]
fn the_job_of_a_boundary_that_its_article_does_not_have_any_more_records_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = scheduled(&database, at(600), at(900));
    boundary::schedule(conn, content_id, published(60)).unwrap();
    let job = claim_boundary(conn, at(60)).unwrap();
    let ran = jobs::run(conn, &job, Clock::Stopped(at(60)), boundary::run).unwrap();
    assert_eq!(ran, Ran::Finished(Outcome::Superseded));
    assert!(entries(conn, content_id).is_empty());
}

#[test]
fn the_job_of_a_boundary_that_was_moved_ends_well_and_does_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = Uuid::now_v7();
    boundary::schedule(conn, content_id, published(60)).unwrap();
    boundary::schedule(conn, content_id, published(600)).unwrap();
    let current = published(600);
    let mut outcomes = Vec::new();
    while let Some(job) = claim_boundary(conn, at(600)) {
        let ran = jobs::run(conn, &job, Clock::Stopped(at(600)), |conn, task| {
            boundary::run_if(conn, task, |_, id, boundary| {
                Ok(id == content_id && boundary == current)
            })
        });
        outcomes.push(ran.unwrap());
    }
    assert_eq!(
        outcomes,
        [Outcome::Superseded, Outcome::Done].map(Ran::Finished)
    );
    assert_eq!(
        entries(conn, content_id),
        [(BoundaryKind::Published, at(600))]
    );
}

#[test]
fn a_boundary_that_was_left_and_come_back_to_is_recorded_after_all() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = scheduled(&database, at(600), at(900));
    assert_eq!(
        boundary::schedule(conn, content_id, published(60)).unwrap(),
        Enqueued::Stored
    );
    let left = claim_boundary(conn, at(60)).unwrap();
    let ran = jobs::run(conn, &left, Clock::Stopped(at(60)), boundary::run);
    assert_eq!(ran.unwrap(), Ran::Finished(Outcome::Superseded));
    assert_eq!(
        boundary::schedule(conn, content_id, published(60)).unwrap(),
        Enqueued::Stored
    );
    database.execute(&format!(
        "update article_editions set visible_from = '{}'",
        at(60)
    ));
    let again = claim_boundary(conn, at(90)).unwrap();
    jobs::run(conn, &again, Clock::Stopped(at(90)), boundary::run).unwrap();
    assert_eq!(
        entries(conn, content_id),
        [(BoundaryKind::Published, at(60))]
    );
    // Once it is done, it stays done.
    assert_eq!(
        boundary::schedule(conn, content_id, published(60)).unwrap(),
        Enqueued::Kept
    );
}

#[test]
fn an_entry_that_stands_there_already_is_kept() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = Uuid::now_v7();
    assert!(audit::record_once(conn, content_id, published(60), at(61)).unwrap());
    assert!(!audit::record_once(conn, content_id, published(60), at(99)).unwrap());
    let entries = audit::list_of_content(conn, content_id).unwrap();
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].recorded_at, at(61));
}

#[test]
fn a_payload_of_another_form_is_refused_for_good() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = Uuid::now_v7().to_string();
    let time = "2026-11-24T12:00:00Z";
    for payload in [
        json!({}),
        json!([]),
        json!({"content_id": "x", "kind": "published", "boundary": time}),
        json!({"content_id": id, "kind": "moved", "boundary": time}),
        json!({"content_id": id, "kind": "published", "boundary": "soon"}),
    ] {
        let task = jobs::Task {
            payload: &payload,
            now: at(0),
        };
        let refused = boundary::run(conn, &task).unwrap_err();
        assert!(refused.is_final(), "{payload} {refused}");
    }
    assert_eq!(
        database.number("select count(*) as value from audit_entries"),
        0
    );
}
