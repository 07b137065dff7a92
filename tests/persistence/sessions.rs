//! Sessions of the panel.

use chrono::{DateTime, TimeDelta, Utc};
use persistence::sessions::{self, NewSession};
use plinth_tests::TestDatabase;
use serde_json::json;

const IDLE: TimeDelta = TimeDelta::days(7);

fn at(days: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(days)
}

fn session() -> NewSession {
    NewSession {
        id_hash: [1; 32],
        account_id: None,
        state: json!({"a": "b"}),
        now: at(0),
        expires_at: at(30),
    }
}

#[test]
fn a_session_ends_after_idling_and_at_its_absolute_end() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    sessions::insert(conn, &session()).unwrap();
    let found = sessions::load(conn, &[1; 32], at(6), IDLE)
        .unwrap()
        .unwrap();
    assert_eq!(found.state, json!({"a": "b"}));
    assert!(
        sessions::load(conn, &[1; 32], at(8), IDLE)
            .unwrap()
            .is_none()
    );
    for day in [6, 12, 18, 24, 29] {
        sessions::touch(conn, &[1; 32], at(day)).unwrap();
    }
    assert!(
        sessions::load(conn, &[1; 32], at(29), IDLE)
            .unwrap()
            .is_some()
    );
    assert!(
        sessions::load(conn, &[1; 32], at(31), IDLE)
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_changed_state_is_stored_and_a_deleted_session_stays_gone() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    sessions::insert(conn, &session()).unwrap();
    assert!(sessions::update(conn, &[1; 32], None, &json!({"c": "d"}), at(1)).unwrap());
    let found = sessions::load(conn, &[1; 32], at(2), IDLE)
        .unwrap()
        .unwrap();
    assert_eq!(found.state, json!({"c": "d"}));
    sessions::delete(conn, &[1; 32]).unwrap();
    assert!(!sessions::update(conn, &[1; 32], None, &json!({}), at(1)).unwrap());
}

#[test]
fn expired_sessions_are_swept_and_live_ones_stay() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    sessions::insert(conn, &session()).unwrap();
    let live = NewSession {
        id_hash: [2; 32],
        now: at(20),
        ..session()
    };
    sessions::insert(conn, &live).unwrap();
    assert_eq!(sessions::delete_expired(conn, at(21), IDLE).unwrap(), 1);
    assert!(
        sessions::load(conn, &[2; 32], at(21), IDLE)
            .unwrap()
            .is_some()
    );
}
