//! The sections of the home page.

use domain::{
    Action, Heading, Label, LinkTarget, Paragraph, SectionContent, SectionItem, SectionKey, Title,
    Version, Visibility,
};
use persistence::{Direction, PgConnection, SaveError, sections};
use plinth_tests::TestDatabase;

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

#[test]
fn steps_are_replaced_as_a_whole() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let content = SectionContent::WayOfWorking {
        heading: Heading::parse("How").unwrap(),
        intro: Paragraph::parse("").unwrap(),
        steps: vec![SectionItem {
            title: Title::parse("Only step").unwrap(),
            text: Paragraph::parse("Words.").unwrap(),
        }],
    };
    let saved = sections::update(conn, &content, Version::FIRST).unwrap();
    assert_eq!(saved.content, content);
    assert_eq!(saved.version, Version::new(2));
}

#[test]
fn an_action_can_be_added_and_taken_away() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let action = Action {
        label: Label::parse("Write").unwrap(),
        target: LinkTarget::parse("/contact").unwrap(),
    };
    let with = hero("Hello", Some(action));
    assert_eq!(
        sections::update(conn, &with, Version::FIRST)
            .unwrap()
            .content,
        with
    );
    let without = hero("Hello", None);
    assert_eq!(
        sections::update(conn, &without, Version::new(2))
            .unwrap()
            .content,
        without
    );
}

#[test]
fn a_stale_save_of_a_section_shows_what_is_stored() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    sections::update(conn, &hero("Mine", None), Version::FIRST).unwrap();
    let Err(SaveError::Stale { current }) =
        sections::update(conn, &hero("Yours", None), Version::FIRST)
    else {
        panic!("a stale save must be refused");
    };
    assert_eq!(current.content, hero("Mine", None));
}
