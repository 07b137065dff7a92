//! The links by which strangers see a revision.

use chrono::{DateTime, TimeDelta, Utc};
use domain::PreviewLinkId;
use persistence::PgConnection;
use persistence::preview_links::{self, NewPreviewLink};
use plinth_tests::TestDatabase;
use uuid::Uuid;

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn issue(conn: &mut PgConnection, content_id: Uuid, number: u8) -> PreviewLinkId {
    let id = PreviewLinkId::from_uuid(Uuid::now_v7());
    let link = NewPreviewLink {
        id,
        content_id,
        revision_id: Uuid::from_u128(number.into()),
        token_hash: &[number; 32],
        created_at: now() + TimeDelta::minutes(number.into()),
        expires_at: now() + TimeDelta::days(7),
    };
    preview_links::insert(conn, &link).unwrap();
    id
}

#[test]
fn a_link_leads_to_its_revision_until_it_ends() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = Uuid::now_v7();
    let id = issue(conn, content_id, 1);
    let found = preview_links::find_by_token_hash(conn, &[1; 32], now())
        .unwrap()
        .unwrap();
    assert_eq!((found.link, found.content_id), (id, content_id));
    assert_eq!(found.revision_id, Uuid::from_u128(1));
    let last = found.expires_at - TimeDelta::microseconds(1);
    for (at, is_found) in [(last, true), (found.expires_at, false)] {
        let found = preview_links::find_by_token_hash(conn, &[1; 32], at).unwrap();
        assert_eq!(found.is_some(), is_found, "{at}");
    }
    let unknown = preview_links::find_by_token_hash(conn, &[9; 32], now()).unwrap();
    assert!(unknown.is_none());
}

#[test]
fn a_link_that_was_taken_back_leads_nowhere_and_stays_in_the_list() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = Uuid::now_v7();
    let first = issue(conn, content_id, 1);
    let second = issue(conn, content_id, 2);
    issue(conn, Uuid::now_v7(), 3);

    let other = Uuid::now_v7();
    assert!(
        !preview_links::revoke(conn, other, first, now()).unwrap(),
        "it belongs to another content"
    );
    assert!(preview_links::revoke(conn, content_id, first, now()).unwrap());
    let later = now() + TimeDelta::hours(1);
    assert!(preview_links::revoke(conn, content_id, first, later).unwrap());
    let found = preview_links::find_by_token_hash(conn, &[1; 32], now()).unwrap();
    assert!(found.is_none());
    assert!(
        preview_links::find_by_token_hash(conn, &[2; 32], now())
            .unwrap()
            .is_some()
    );

    let links = preview_links::list_of_content(conn, content_id).unwrap();
    let ids: Vec<_> = links.iter().map(|link| link.id).collect();
    assert_eq!(ids, [second, first], "the newest first");
    assert_eq!(links[1].revoked_at, Some(now()), "the first moment stays");
    assert!(links[0].is_live(now()) && !links[1].is_live(now()));
    assert!(!links[0].is_live(links[0].expires_at));
}

#[test]
fn each_use_is_counted() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let content_id = Uuid::now_v7();
    let id = issue(conn, content_id, 1);
    for minutes in 0..3 {
        preview_links::count_use(conn, id, now() + TimeDelta::minutes(minutes)).unwrap();
    }
    let link = preview_links::list_of_content(conn, content_id)
        .unwrap()
        .remove(0);
    assert_eq!(link.uses, 3);
    assert_eq!(link.last_used_at, Some(now() + TimeDelta::minutes(2)));
}

#[test]
fn a_link_that_would_end_before_it_begins_is_refused() {
    let database = TestDatabase::empty();
    let link = NewPreviewLink {
        id: PreviewLinkId::from_uuid(Uuid::now_v7()),
        content_id: Uuid::now_v7(),
        revision_id: Uuid::now_v7(),
        token_hash: &[1; 32],
        created_at: now(),
        expires_at: now(),
    };
    assert!(preview_links::insert(&mut database.connection(), &link).is_err());
}
