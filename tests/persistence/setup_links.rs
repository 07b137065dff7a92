//! The links by which the owner is made or comes back in.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountId, EmailAddress, SetupLinkId};
use persistence::sessions::{self, NewSession};
use persistence::setup_links::{self, Purpose, RedeemError};
use persistence::{PgConnection, accounts};
use plinth_tests::TestDatabase;
use uuid::Uuid;

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn issue(conn: &mut PgConnection, hash: [u8; 32]) -> Purpose {
    let id = SetupLinkId::from_uuid(Uuid::now_v7());
    setup_links::replace(conn, id, &hash, now() + TimeDelta::hours(1)).unwrap()
}

fn redeem(conn: &mut PgConnection, hash: [u8; 32], address: &str) -> Result<(), RedeemError> {
    let id = AccountId::from_uuid(Uuid::now_v7());
    setup_links::redeem(conn, &hash, now(), id, &email(address), "phc").map(|_| ())
}

#[test]
fn a_link_makes_the_owner_once() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    assert_eq!(issue(conn, [1; 32]), Purpose::Setup);
    assert!(!accounts::owner_exists(conn).unwrap());
    redeem(conn, [1; 32], "Owner@example.org").unwrap();
    assert!(accounts::owner_exists(conn).unwrap());
    assert!(
        accounts::find_by_email(conn, &email("owner@EXAMPLE.org"))
            .unwrap()
            .is_some()
    );
    assert!(matches!(
        redeem(conn, [1; 32], "b@example.org"),
        Err(RedeemError::NotUsable)
    ));
}

#[test]
fn of_many_requests_at_once_with_one_link_exactly_one_makes_the_owner() {
    let database = TestDatabase::empty();
    issue(&mut database.connection(), [1; 32]);
    let made: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|number| {
                let mut conn = database.connection();
                scope.spawn(move || {
                    redeem(&mut conn, [1; 32], &format!("o{number}@example.org")).is_ok()
                })
            })
            .collect();
        threads
            .into_iter()
            .filter_map(|thread| thread.join().unwrap().then_some(()))
            .count()
    });
    assert_eq!(made, 1);
    assert_eq!(database.number("select count(*) as value from accounts"), 1);
}

#[test]
fn an_expired_a_replaced_and_an_unknown_link_make_nobody() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    issue(conn, [1; 32]);
    issue(conn, [2; 32]);
    assert!(
        setup_links::find_usable(conn, &[1; 32], now())
            .unwrap()
            .is_none()
    );
    assert!(matches!(
        redeem(conn, [1; 32], "a@example.org"),
        Err(RedeemError::NotUsable)
    ));
    assert!(matches!(
        redeem(conn, [9; 32], "a@example.org"),
        Err(RedeemError::NotUsable)
    ));
    let later = now() + TimeDelta::hours(2);
    assert!(
        setup_links::find_usable(conn, &[2; 32], later)
            .unwrap()
            .is_none()
    );
    let id = AccountId::from_uuid(Uuid::now_v7());
    assert!(matches!(
        setup_links::redeem(conn, &[2; 32], later, id, &email("a@example.org"), "phc"),
        Err(RedeemError::NotUsable)
    ));
    assert!(!accounts::owner_exists(conn).unwrap());
}

#[test]
fn recovery_changes_the_password_and_ends_every_session() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    issue(conn, [1; 32]);
    redeem(conn, [1; 32], "a@example.org").unwrap();
    let owner = accounts::find_by_email(conn, &email("a@example.org"))
        .unwrap()
        .unwrap();
    let session = NewSession {
        id_hash: [5; 32],
        account_id: Some(owner.id),
        state: serde_json::json!({}),
        now: now(),
        expires_at: now() + TimeDelta::days(1),
    };
    sessions::insert(conn, &session).unwrap();

    assert_eq!(issue(conn, [2; 32]), Purpose::Recovery);
    redeem(conn, [2; 32], "new@example.org").unwrap();
    let same = accounts::find(conn, owner.id).unwrap().unwrap();
    assert_eq!(same.email, email("new@example.org"));
    assert!(
        sessions::load(conn, &[5; 32], now(), TimeDelta::days(1))
            .unwrap()
            .is_none()
    );
}
