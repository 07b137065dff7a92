//! One act on many articles: whole or not at all, and back again to the last moment.

use chrono::{TimeDelta, Utc};
use domain::{Schedule, TimeZone};
use persistence::articles::bulk::{publish_many, undo_bulk, withdraw_many};
use persistence::{DatabaseError, articles};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, tagged_article};
use plinth_tests::writing::{options, publish_article, save_article};

fn editions(database: &TestDatabase) -> Vec<String> {
    database.texts(
        "select e::text || coalesce((select string_agg(tag_id::text, ',' order by tag_id)
             from edition_tags where edition_id = e.id), '') as value
         from article_editions e order by e.id",
    )
}

#[test]
fn what_was_withdrawn_comes_back_with_its_tags_its_end_and_what_was_scheduled() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let (ending, scheduled) = (article_id(), article_id());
    publish_article(conn, ending, &tagged_article("ending", &["Rust", "Data"]));
    let at = Utc::now() + TimeDelta::days(2);
    articles::schedule_withdrawal(conn, ending, at, TimeZone::UTC).unwrap();
    let draft = tagged_article("scheduled", &["Later"]);
    let version = save_article(conn, scheduled, &draft);
    let schedule = Schedule::new(at, None, TimeZone::UTC, Utc::now()).unwrap();
    articles::schedule(
        conn,
        scheduled,
        version,
        &draft,
        &schedule,
        options(&draft.body),
    )
    .unwrap();
    let before = editions(&database);
    let done = withdraw_many(conn, &[scheduled, ending, ending], None).unwrap();
    assert_eq!((done.changed, done.left_alone.len()), (2, 0));
    assert_ne!(editions(&database), before);
    let undone = undo_bulk(conn, done.undo.unwrap(), None).unwrap().unwrap();
    assert_eq!((undone.restored, undone.left_alone.len()), (2, 0));
    assert_eq!(editions(&database), before);
    assert_eq!(undo_bulk(conn, done.undo.unwrap(), None).unwrap(), None);
}

#[test]
fn a_failure_in_the_middle_leaves_everything_as_it_was() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let ids = [article_id(), article_id()];
    save_article(conn, ids[0], &article("first"));
    save_article(conn, ids[1], &article("second"));
    let before = editions(&database);
    let mut count = 0;
    let outcome = publish_many(conn, &ids, |conn, id, version| {
        count += 1;
        if count == 2 {
            return Err(DatabaseError::Unavailable("the line is cut".into()));
        }
        let draft = article("first");
        let done = articles::publish(conn, id, version, &draft, options(&draft.body));
        Ok(done.map_err(|error| error.to_string()))
    });
    assert!(outcome.is_err());
    assert_eq!(count, 2);
    assert_eq!(editions(&database), before);
    let kept = "select count(*) as value from bulk_actions";
    assert_eq!(database.number(kept), 0);
}
