//! What is swept away after a while: contents without a word, keys that nobody sends again.

use chrono::{DateTime, TimeDelta, Utc};
use plinth_tests::factories::{article, article_id};
use plinth_tests::writing::{publish_article, save_article};

use super::*;

fn after_hours(hours: i64) -> DateTime<Utc> {
    Utc::now() + TimeDelta::hours(hours)
}

fn save_blank(conn: &mut PgConnection, id: ContentId, body: &str) {
    let mut snapshot = Snapshot::empty(ContentKind::Article);
    snapshot.set("body", body).unwrap();
    plinth_tests::writing::save(conn, id, &snapshot, because(RevisionReason::Autosave));
}

#[test]
fn a_draft_without_a_word_is_swept_away_after_a_day() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let [empty, spaces] = [content_id(), content_id()];
    save_blank(conn, empty, "");
    save_blank(conn, spaces, " \n\t\n");
    let before = database.number("select count(*) as value from contents");
    assert_eq!(drafts::sweep_empty(conn, after_hours(23)).unwrap(), 0);
    assert_eq!(drafts::sweep_empty(conn, after_hours(25)).unwrap(), 2);
    for id in [empty, spaces] {
        assert!(drafts::find(conn, id).unwrap().is_none());
    }
    let after = database.number("select count(*) as value from contents");
    assert_eq!(after, before - 2, "nothing else went");
}

#[test]
fn an_empty_draft_with_a_history_stays() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [typed, published] = [content_id(), article_id().into()];
    type_in(conn, typed, "Something that was deleted again.");
    save_blank(conn, typed, "");
    publish_article(
        conn,
        domain::ArticleId::from_uuid(published.as_uuid()),
        &article("a"),
    );
    save_blank(conn, published, "");
    let one_letter = content_id();
    save_blank(conn, one_letter, "x");
    assert_eq!(drafts::sweep_empty(conn, after_hours(999)).unwrap(), 0);
    assert_eq!(stored_text(conn, typed), "");
}

#[test]
fn the_keys_of_saves_are_forgotten_after_seven_days_and_the_texts_never() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    autosave(conn, id, "One.", 0, Some(Uuid::now_v7())).unwrap();
    autosave(conn, id, "Two.", 1, Some(Uuid::now_v7())).unwrap();
    assert_eq!(
        drafts::forget_old_saves(conn, after_hours(7 * 24 - 1)).unwrap(),
        0
    );
    assert_eq!(
        drafts::forget_old_saves(conn, after_hours(7 * 24 + 1)).unwrap(),
        2
    );
    assert_eq!(stored_text(conn, id), "Two.");
    save_article(conn, article_id(), &article("a"));
}
