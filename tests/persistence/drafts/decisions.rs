//! Going back and choosing: what is not chosen stays.

use plinth_tests::factories::{article, article_id, article_saying};
use plinth_tests::writing::{publish_article, save_article};

use super::*;

fn texts(conn: &mut PgConnection, id: ContentId) -> Vec<String> {
    history(conn, id)
        .into_iter()
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn an_older_state_is_restored_as_a_draft_and_keeps_what_stood_in_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Public."));
    let id = id.into();
    put(conn, id, "Saved.", because(RevisionReason::Manual));
    type_in(conn, id, "Saved. Typed.");
    let number = revisions::list(conn, id, None, 9)
        .unwrap()
        .iter()
        .find(|it| it.reason == RevisionReason::Publish)
        .unwrap()
        .number;
    let version = version_of(conn, id);
    let draft = drafts::restore(conn, id, number, false, because(RevisionReason::Restore)).unwrap();
    assert_eq!(draft.snapshot.get("body"), "Public.");
    assert_eq!(draft.version, Version::new(version + 1));
    let list = revisions::list(conn, id, None, 2).unwrap();
    assert_eq!(list[0].reason, RevisionReason::Restore);
    assert_eq!(list[0].source_number, Some(number));
    assert_eq!(draft.revision, Some(list[0].id));
    assert_eq!(
        texts(conn, id)
            .iter()
            .filter(|text| *text == "Saved. Typed.")
            .count(),
        1
    );
}

#[test]
fn restoring_keeps_the_address_unless_it_is_asked_for() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let mut blank = Snapshot::of_article(&article("x"));
    blank.set("slug", "").unwrap();
    let authorship = because(RevisionReason::Manual);
    plinth_tests::writing::save(conn, id.into(), &blank, authorship);
    save_article(conn, id, &article("old"));
    save_article(conn, id, &article("new"));
    let mut restore = |number, with_slug| {
        let because = because(RevisionReason::Restore);
        let draft = drafts::restore(conn, id.into(), number, with_slug, because).unwrap();
        draft.snapshot.get("slug").to_owned()
    };
    assert_eq!(restore(2, false), "new");
    assert_eq!(
        restore(1, false),
        "new",
        "also where the old state had none"
    );
    assert_eq!(restore(2, true), "old");
}

#[test]
fn restoring_the_state_that_stands_loses_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    put(conn, id, "One.", because(RevisionReason::Manual));
    let draft = drafts::restore(conn, id, 1, false, because(RevisionReason::Restore)).unwrap();
    assert_eq!(draft.snapshot, text("One."));
}

#[test]
fn a_revision_of_other_content_or_without_that_number_is_not_restored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    put(conn, id, "One.", because(RevisionReason::Manual));
    let other = content_id();
    type_in(conn, other, "Other.");
    for (id, number) in [(id, 2), (other, 1), (content_id(), 1)] {
        let outcome = drafts::restore(conn, id, number, false, because(RevisionReason::Restore));
        assert!(matches!(outcome, Err(SaveError::Missing)));
    }
    assert_eq!(stored_text(conn, other), "Other.");
}

#[test]
fn discarding_goes_back_to_what_is_live_and_keeps_what_stood() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Public."));
    type_in(conn, id.into(), "Typed since.");
    let version = version_of(conn, id.into());
    let draft = drafts::discard(conn, id.into(), because(RevisionReason::Restore)).unwrap();
    assert_eq!(
        draft.snapshot,
        Snapshot::of_article(&article_saying("a", "Public."))
    );
    assert_eq!(
        draft.version,
        Version::new(version + 1),
        "an open form notices"
    );
    assert!(texts(conn, id.into()).contains(&"Typed since.".to_owned()));
    let status = persistence::articles::find_status(conn, id)
        .unwrap()
        .unwrap();
    assert!(!status.has_unpublished_changes);
    // What is typed from here on is kept like everything else.
    type_in(conn, id.into(), "Typed later.");
    drafts::discard(conn, id.into(), because(RevisionReason::Restore)).unwrap();
    assert!(texts(conn, id.into()).contains(&"Typed later.".to_owned()));
}

#[test]
fn discarding_what_was_never_published_is_refused_and_changes_nothing() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    type_in(conn, id, "Typed.");
    let outcome = drafts::discard(conn, id, because(RevisionReason::Restore));
    assert!(matches!(outcome, Err(SaveError::Missing)));
    assert_eq!(stored_text(conn, id), "Typed.");
}

#[test]
fn a_text_that_was_not_chosen_is_kept_once_and_the_draft_stays() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    type_in(conn, id, "Theirs.");
    let before = drafts::find(conn, id).unwrap();
    let mut keep = |body: &str| {
        drafts::keep_aside(conn, id, &text(body), because(RevisionReason::Merge)).unwrap()
    };
    assert_eq!([keep("Mine."), keep("Mine."), keep("Other.")], [1, 1, 2]);
    assert_eq!(drafts::find(conn, id).unwrap(), before);
    let kept = revisions::find_by_number(conn, id, 1).unwrap().unwrap();
    assert_eq!(
        (kept.reason, kept.draft_version),
        (RevisionReason::Merge, Version::new(0))
    );
}

#[test]
fn a_text_that_was_not_chosen_is_not_left_to_the_thinning_of_autosaves() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    type_in(conn, id, "Mine.");
    put(conn, id, "Merged.", because(RevisionReason::Merge));
    let number =
        drafts::keep_aside(conn, id, &text("Mine."), because(RevisionReason::Merge)).unwrap();
    let kept = revisions::find_by_number(conn, id, number)
        .unwrap()
        .unwrap();
    assert_eq!(kept.reason, RevisionReason::Merge);
}

#[test]
fn a_text_can_be_kept_also_when_its_content_is_in_the_trash_by_now() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    save_article(conn, id, &article("a"));
    persistence::articles::delete(conn, id).unwrap();
    let kept = drafts::keep_aside(
        conn,
        id.into(),
        &text("Mine."),
        because(RevisionReason::Merge),
    );
    assert_eq!(kept.unwrap(), 2);
    for outcome in [
        drafts::discard(conn, id.into(), because(RevisionReason::Restore)),
        drafts::restore(conn, id.into(), 1, false, because(RevisionReason::Restore)),
    ] {
        assert!(matches!(outcome, Err(SaveError::Missing)));
    }
}

#[test]
fn what_a_decision_replaced_is_never_thinned_out() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for reason in [RevisionReason::Merge, RevisionReason::Restore] {
        let id = content_id();
        type_in(conn, id, "Typed elsewhere.");
        put(conn, id, "Mine.", because(reason));
        let kept = revisions::list(conn, id, None, 9).unwrap();
        let reasons: Vec<_> = kept.iter().map(|it| it.reason).collect();
        assert_eq!(kept.len(), 2, "{reasons:?}");
        assert!(!reasons.contains(&RevisionReason::Autosave), "{reasons:?}");
    }
}

#[test]
fn after_going_back_the_draft_is_a_revision_that_can_be_shown_to_others() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article_saying("a", "Public."));
    let id = id.into();
    type_in(conn, id, "Typed.");
    let draft = drafts::discard(conn, id, because(RevisionReason::Restore)).unwrap();
    let found = revisions::find_id_of_version(conn, id, draft.version).unwrap();
    assert_eq!(found, draft.revision);
    assert!(found.is_some());
}
