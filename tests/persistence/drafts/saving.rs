//! Compare and swap, and saves that are sent twice.

use plinth_tests::factories::{article, article_id, service};
use plinth_tests::writing::{publish_article, save_article};

use super::*;

#[test]
fn the_first_save_makes_the_draft_and_each_save_counts_one_version() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    assert_eq!(
        autosave(conn, id, "One.", 0, None).unwrap().version,
        Version::FIRST
    );
    assert_eq!(
        autosave(conn, id, "One. Two.", 1, None).unwrap().version,
        Version::new(2)
    );
    let draft = drafts::find(conn, id).unwrap().unwrap();
    assert_eq!(draft.snapshot, text("One. Two."));
    assert_eq!(draft.version, Version::new(2));
    assert_eq!(draft.revision, None);
}

#[test]
fn a_save_from_an_old_version_changes_nothing_and_shows_what_is_stored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [author, _] = two_authors(&database);
    let id = content_id();
    autosave(conn, id, "One.", 0, None).unwrap();
    put(conn, id, "Mine.", by(author, RevisionReason::Autosave));
    for expected in [1, 3, 99] {
        let Err(SaveError::Stale { current }) = autosave(conn, id, "Yours.", expected, None) else {
            panic!("a stale save must be refused");
        };
        assert_eq!(current.snapshot.get("body"), "Mine.");
        assert_eq!(current.version, Version::new(2));
        assert_eq!(current.saved_by.unwrap().as_str(), "1@example.org");
    }
    assert_eq!(stored_text(conn, id), "Mine.");
}

#[test]
fn of_many_saves_at_once_from_one_version_exactly_one_wins() {
    let database = TestDatabase::empty();
    let id = content_id();
    autosave(&mut database.connection(), id, "Race.", 0, None).unwrap();
    let won: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|number| {
                let mut conn = database.connection();
                scope.spawn(move || {
                    autosave(&mut conn, id, &format!("Words of {number}."), 1, None).is_ok()
                })
            })
            .collect();
        let outcomes = threads.into_iter().map(|thread| thread.join().unwrap());
        outcomes.filter(|won| *won).count()
    });
    assert_eq!(won, 1);
    assert_eq!(version_of(&mut database.connection(), id), 2);
}

#[test]
fn of_many_creations_at_once_exactly_one_wins_and_the_others_see_it() {
    let database = TestDatabase::empty();
    let id = content_id();
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|number| {
                let mut conn = database.connection();
                scope.spawn(move || autosave(&mut conn, id, &format!("Of {number}."), 0, None))
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(
        outcomes.iter().filter(|outcome| is_stale(outcome)).count(),
        5
    );
}

#[test]
fn a_save_that_is_sent_again_is_answered_and_not_done_again() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let (id, first, second) = (content_id(), Uuid::now_v7(), Uuid::now_v7());
    let created = autosave(conn, id, "One.", 0, Some(first)).unwrap();
    assert_eq!(autosave(conn, id, "One.", 0, Some(first)).unwrap(), created);
    let saved = autosave(conn, id, "Two.", 1, Some(second)).unwrap();
    // Others save meanwhile.
    autosave(conn, id, "Three.", 2, None).unwrap();
    assert_eq!(autosave(conn, id, "Two.", 1, Some(second)).unwrap(), saved);
    assert_eq!(autosave(conn, id, "One.", 0, Some(first)).unwrap(), created);
    assert_eq!(stored_text(conn, id), "Three.");
    assert_eq!(version_of(conn, id), 3);
    let other = content_id();
    let elsewhere = autosave(conn, other, "One.", 0, Some(first)).unwrap();
    assert_eq!(elsewhere.version, Version::FIRST, "a key is of one content");
}

#[test]
fn one_save_that_arrives_twice_at_once_is_done_once() {
    let database = TestDatabase::empty();
    let (id, key) = (content_id(), Uuid::now_v7());
    let answers: Vec<Saved> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6)
            .map(|_| {
                let mut conn = database.connection();
                scope.spawn(move || autosave(&mut conn, id, "One.", 0, Some(key)).unwrap())
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    assert_eq!(version_of(&mut database.connection(), id), 1);
}

#[test]
fn a_creation_that_never_arrived_orphans_no_later_save() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    // The first request was lost on its way; the client goes on from version 0.
    assert_eq!(
        autosave(conn, id, "One. Two.", 0, Some(Uuid::now_v7()))
            .unwrap()
            .version,
        Version::FIRST
    );
    // This one arrived, and its answer was lost: with another key it meets what is stored.
    let late = autosave(conn, id, "One. Two. Three.", 0, Some(Uuid::now_v7()));
    let Err(SaveError::Stale { current }) = late else {
        panic!("it has to be merged");
    };
    assert_eq!(current.snapshot.get("body"), "One. Two.");
    assert_eq!(database.number("select count(*) as value from contents"), 1);
}

#[test]
fn equal_fields_change_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    let saved = autosave(conn, id, "One.", 0, None).unwrap();
    assert_eq!(
        autosave(conn, id, "One.", 1, Some(Uuid::now_v7())).unwrap(),
        saved
    );
    assert_eq!(version_of(conn, id), 1);
    put(conn, id, "One.", because(RevisionReason::Manual));
    let kept = drafts::find(conn, id).unwrap();
    for reason in [RevisionReason::Manual, RevisionReason::Autosave] {
        put(conn, id, "One.", because(reason));
    }
    assert_eq!(drafts::find(conn, id).unwrap(), kept);
    assert_eq!(history(conn, id).len(), 1);
}

#[test]
fn nothing_is_saved_to_what_never_was_is_in_the_trash_or_is_another_kind() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let missing = |outcome: &Outcome| matches!(outcome, Err(SaveError::Missing));
    assert!(missing(&autosave(conn, content_id(), "One.", 1, None)));
    let trashed = article_id();
    let version = save_article(conn, trashed, &article("a")).get();
    persistence::articles::delete(conn, trashed).unwrap();
    for expected in [0, version] {
        assert!(missing(&autosave(
            conn,
            trashed.into(),
            "One.",
            expected,
            None
        )));
    }
    let id = article_id();
    publish_article(conn, id, &article("b"));
    let save = Save {
        id: id.into(),
        snapshot: &Snapshot::of_service(&service("b")),
        expected: Version::new(version_of(conn, id.into())),
        key: None,
        authorship: because(RevisionReason::Manual),
    };
    assert!(missing(&drafts::save(conn, &save)));
    assert!(
        drafts::find_of_service(conn, domain::ServiceId::from_uuid(id.as_uuid()))
            .unwrap()
            .is_none()
    );
    assert!(drafts::find_of_article(conn, id).unwrap().is_some());
}

#[test]
fn a_save_that_was_done_before_the_trash_is_still_answered() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let (id, key) = (article_id(), Uuid::now_v7());
    let saved = autosave(conn, id.into(), "One.", 0, Some(key)).unwrap();
    persistence::articles::delete(conn, id).unwrap();
    assert_eq!(
        autosave(conn, id.into(), "One.", 0, Some(key)).unwrap(),
        saved
    );
}

#[test]
fn a_save_that_failed_in_the_middle_left_nothing_behind() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let (id, key) = (content_id(), Uuid::now_v7());
    database.execute(
        "create function refuse() returns trigger language plpgsql as
             $$ begin raise exception 'refused'; end $$;
         create trigger refuse before insert on draft_saves for each row execute function refuse();",
    );
    assert!(matches!(
        autosave(conn, id, "One.", 0, Some(key)),
        Err(SaveError::Database(_))
    ));
    assert_eq!(database.number("select count(*) as value from contents"), 0);
    database.execute("drop trigger refuse on draft_saves");
    assert!(autosave(conn, id, "One.", 0, Some(key)).is_ok());
}

#[test]
fn the_same_key_with_other_words_is_a_save_of_its_own() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    let key = Some(Uuid::now_v7());
    autosave(conn, id, "One.", 0, key).unwrap();
    // A form that was given back, changed and sent again carries its old key and version.
    let Err(SaveError::Stale { .. }) = autosave(conn, id, "One, better.", 0, key) else {
        panic!("other words must not be answered as if they were stored");
    };
    autosave(conn, id, "One, better.", 1, key).unwrap();
    let draft = drafts::find(conn, id).unwrap().unwrap();
    assert_eq!(draft.snapshot, text("One, better."));
}
