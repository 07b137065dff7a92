//! The sections of the home page.

use domain::{
    Action, Heading, Label, LinkTarget, Paragraph, RevisionReason, SectionContent, SectionItem,
    SectionKey, Snapshot, Title, Visibility,
};
use persistence::{Direction, PgConnection, SaveError, drafts, revisions, sections};
use plinth_tests::TestDatabase;
use plinth_tests::writing::{because, publish_section, save_section, stored_version};

use crate::visitors::view;

fn keys(conn: &mut PgConnection) -> Vec<&'static str> {
    let sections = sections::list_published(conn).unwrap();
    sections
        .iter()
        .map(|section| section.key().as_str())
        .collect()
}

fn hero(heading: &str, action: Option<Action>) -> SectionContent {
    SectionContent::Hero {
        heading: Heading::parse(heading).unwrap(),
        lead: Paragraph::parse("A lead.").unwrap(),
        action,
    }
}

#[test]
fn every_section_of_a_new_site_is_there_in_order() {
    let database = TestDatabase::with_site();
    let expected: Vec<_> = SectionKey::ALL.iter().map(|key| key.as_str()).collect();
    assert_eq!(keys(&mut database.connection()), expected);
}

#[test]
fn a_hidden_section_is_not_among_those_that_visitors_see() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    sections::set_visibility(conn, SectionKey::About, Visibility::Hidden).unwrap();
    assert!(!keys(conn).contains(&"about"));
    assert_eq!(sections::list(conn).unwrap().len(), 7);
}

#[test]
fn sections_are_moved_by_steps_and_by_a_whole_order() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    sections::shift(conn, SectionKey::About, Direction::Up).unwrap();
    assert_eq!(keys(conn)[..2], ["about", "hero"]);
    sections::reorder(conn, &[SectionKey::Contact, SectionKey::Hero]).unwrap();
    assert_eq!(keys(conn)[..3], ["contact", "hero", "about"]);
    assert_eq!(keys(conn).len(), 7);
}

fn content(conn: &mut PgConnection, key: SectionKey) -> SectionContent {
    sections::find(conn, key).unwrap().unwrap().content
}

#[test]
fn steps_are_replaced_as_a_whole() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let steps = SectionContent::WayOfWorking {
        heading: Heading::parse("How").unwrap(),
        intro: Paragraph::parse("").unwrap(),
        steps: vec![SectionItem {
            title: Title::parse("Only step").unwrap(),
            text: Paragraph::parse("Words.").unwrap(),
        }],
    };
    publish_section(conn, &steps);
    assert_eq!(content(conn, SectionKey::WayOfWorking), steps);
}

#[test]
fn an_action_can_be_added_and_taken_away() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let action = Action {
        label: Label::parse("Write").unwrap(),
        target: LinkTarget::parse("/contact").unwrap(),
    };
    for hero in [hero("Hello", Some(action)), hero("Hello", None)] {
        publish_section(conn, &hero);
        assert_eq!(content(conn, SectionKey::Hero), hero);
    }
}

#[test]
fn a_stale_save_of_a_section_shows_what_is_stored() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let id = sections::find_content_id(conn, SectionKey::Hero)
        .unwrap()
        .unwrap();
    let version = stored_version(conn, id);
    save_section(conn, &hero("Mine", None));
    let save = drafts::Save {
        id,
        snapshot: &Snapshot::of_section(&hero("Yours", None)),
        expected: version,
        key: None,
        authorship: because(RevisionReason::Manual),
    };
    let Err(SaveError::Stale { current }) = drafts::save(conn, &save) else {
        panic!("a stale save must be refused");
    };
    assert_eq!(current.snapshot, Snapshot::of_section(&hero("Mine", None)));
    let refused = sections::publish(conn, &hero("Yours", None), version, None);
    assert!(matches!(refused, Err(SaveError::Stale { .. })));
}

#[test]
fn editing_a_section_changes_nothing_outside_until_it_is_published() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let before = view(conn, &[]);
    assert!(sections::list_changed(conn).unwrap().is_empty());
    let edited = hero("Edited", None);
    let version = save_section(conn, &edited);
    assert_eq!(view(conn, &[]), before);
    assert_eq!(sections::list_changed(conn).unwrap(), [SectionKey::Hero]);
    sections::publish(conn, &edited, version, None).unwrap();
    assert_eq!(content(conn, SectionKey::Hero), edited);
    assert!(sections::list_changed(conn).unwrap().is_empty());
}

#[test]
fn a_section_goes_back_to_what_is_live_or_to_an_older_state() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let id = sections::find_content_id(conn, SectionKey::Hero)
        .unwrap()
        .unwrap();
    publish_section(conn, &hero("First", None));
    publish_section(conn, &hero("Second", None));
    save_section(conn, &hero("Third", None));
    let discarded = drafts::discard(conn, id, because(RevisionReason::Restore)).unwrap();
    assert_eq!(discarded.snapshot.get("heading"), "Second");
    let revisions = revisions::list(conn, id, None, 20).unwrap();
    let first = revisions
        .iter()
        .map(|summary| revisions::find(conn, summary.id).unwrap().unwrap())
        .find(|revision| revision.snapshot.get("heading") == "First")
        .unwrap();
    let because = because(RevisionReason::Restore);
    let restored = drafts::restore(conn, id, first.number, false, because).unwrap();
    assert_eq!(restored.snapshot.get("heading"), "First");
    assert_eq!(content(conn, SectionKey::Hero), hero("Second", None));
}
