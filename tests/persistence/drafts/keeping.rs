//! Which states become revisions before something else takes their place.

use super::*;

#[test]
fn autosaves_of_one_author_within_ten_minutes_are_one_state() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    for body in ["One.", "One. Two.", "One. Two. Three."] {
        type_in(conn, id, body);
    }
    let_minutes_pass(&database, id, 9);
    type_in(conn, id, "One. Two. Three. Four.");
    assert!(history(conn, id).is_empty());
    let_minutes_pass(&database, id, 1);
    type_in(conn, id, "One. Two. Three. Four. Five.");
    let kept = (
        RevisionReason::Autosave,
        "One. Two. Three. Four.".to_owned(),
    );
    assert_eq!(history(conn, id), [kept]);
    let_minutes_pass(&database, id, 9);
    type_in(conn, id, "One. Two. Three. Four. Five. Six.");
    assert_eq!(
        history(conn, id).len(),
        1,
        "the next ten minutes have begun"
    );
}

#[test]
fn what_another_author_wrote_is_kept() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let authors = two_authors(&database);
    let id = content_id();
    for (author, body) in [(0, "One."), (1, "Two."), (1, "Two. More."), (0, "Three.")] {
        put(
            conn,
            id,
            body,
            by(authors[author], RevisionReason::Autosave),
        );
    }
    let texts: Vec<_> = history(conn, id)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts, ["One.", "Two. More."]);
    let list = revisions::list(conn, id, None, 9).unwrap();
    let emails: Vec<_> = list
        .iter()
        .map(|it| it.author.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(emails, ["2@example.org", "1@example.org"]);
}

#[test]
fn a_text_that_shrinks_by_more_than_thirty_percent_is_kept() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    // The title's seven characters count as well.
    let long = "x".repeat(93);
    type_in(conn, id, &long);
    type_in(conn, id, &"x".repeat(63));
    assert!(history(conn, id).is_empty(), "exactly thirty percent");
    type_in(conn, id, &long);
    type_in(conn, id, &"x".repeat(62));
    assert_eq!(history(conn, id), [(RevisionReason::Autosave, long)]);
}

#[test]
fn a_text_that_was_selected_and_typed_over_is_kept() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    type_in(conn, id, "A long text that took all morning to write.");
    type_in(conn, id, "x");
    let texts: Vec<_> = history(conn, id)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert_eq!(texts, ["A long text that took all morning to write."]);
}

#[test]
fn every_deliberate_save_is_kept() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    for body in ["One.", "Two.", "Three."] {
        put(conn, id, body, because(RevisionReason::Manual));
    }
    put(conn, id, "Three. Four.", because(RevisionReason::Autosave));
    put(conn, id, "Three. Four.", because(RevisionReason::Manual));
    put(conn, id, "Merged.", because(RevisionReason::Merge));
    let expected = [
        (RevisionReason::Manual, "One."),
        (RevisionReason::Manual, "Two."),
        (RevisionReason::Manual, "Three."),
        (RevisionReason::Manual, "Three. Four."),
        (RevisionReason::Merge, "Merged."),
    ];
    let expected: Vec<_> = expected
        .map(|(reason, body)| (reason, body.to_owned()))
        .into();
    assert_eq!(history(conn, id), expected);
    let draft = drafts::find(conn, id).unwrap().unwrap();
    let newest = revisions::find_by_number(conn, id, 5).unwrap().unwrap();
    assert_eq!(draft.revision, Some(newest.id));
    assert_eq!(draft.version, newest.draft_version);
}

#[test]
fn what_a_merge_or_a_restored_state_takes_the_place_of_is_kept() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for (reason, kept_as) in [
        (RevisionReason::Merge, RevisionReason::Merge),
        (RevisionReason::Restore, RevisionReason::Manual),
    ] {
        let id = content_id();
        type_in(conn, id, "Typed.");
        put(conn, id, "Other.", because(reason));
        let expected = [
            // Not as an autosave, which may be thinned out.
            (kept_as, "Typed.".to_owned()),
            (reason, "Other.".to_owned()),
        ];
        assert_eq!(history(conn, id), expected);
    }
}

#[test]
fn the_state_of_a_version_that_was_kept_is_found_as_the_base_of_a_merge() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content_id();
    type_in(conn, id, "Typed.");
    put(conn, id, "Saved.", because(RevisionReason::Manual));
    type_in(conn, id, "Saved. Typed.");
    drafts::keep_aside(conn, id, &text("Aside."), because(RevisionReason::Merge)).unwrap();
    let mut base = |version| {
        revisions::find_snapshot_of_version(conn, id, ContentKind::Article, Version::new(version))
            .unwrap()
    };
    assert_eq!(base(2), Some(text("Saved.")));
    assert_eq!(base(3), None, "only the draft holds it");
    assert_eq!(base(0), None, "it never was the draft");
}
