//! Services: order, visibility, deletion.

use domain::{ServiceId, Title, Version, Visibility};
use persistence::{Direction, PgConnection, SaveError, services};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{service, service_id, slug};

fn three(conn: &mut PgConnection) -> [ServiceId; 3] {
    ["a", "b", "c"].map(|name| {
        services::insert(conn, service_id(), &service(name))
            .unwrap()
            .id
    })
}

fn shown(conn: &mut PgConnection) -> Vec<String> {
    services::list_published(conn)
        .unwrap()
        .into_iter()
        .map(|service| service.slug.to_string())
        .collect()
}

#[test]
fn a_new_service_stands_at_the_end() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    three(conn);
    assert_eq!(shown(conn), ["a", "b", "c"]);
}

#[test]
fn a_hidden_service_is_in_no_query_that_visitors_cause() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [_, b, _] = three(conn);
    assert!(services::set_visibility(conn, b, Visibility::Hidden).unwrap());
    assert_eq!(shown(conn), ["a", "c"]);
    assert!(
        services::find_published_by_slug(conn, &slug("b"))
            .unwrap()
            .is_none()
    );
    assert_eq!(services::list(conn).unwrap().len(), 3);
}

#[test]
fn services_are_moved_by_steps_and_by_a_whole_order() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, b, c] = three(conn);
    services::shift(conn, c, Direction::Up).unwrap();
    assert_eq!(shown(conn), ["a", "c", "b"]);
    services::shift(conn, a, Direction::Up).unwrap();
    assert_eq!(shown(conn), ["a", "c", "b"]);
    services::reorder(conn, &[b, a]).unwrap();
    assert_eq!(shown(conn), ["b", "a", "c"]);
    services::reorder(conn, &[service_id(), c]).unwrap();
    assert_eq!(shown(conn), ["c", "b", "a"]);
}

#[test]
fn a_moved_service_can_still_be_saved_from_the_form_that_was_open() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    services::shift(conn, a, Direction::Down).unwrap();
    assert!(services::update(conn, a, &service("a"), Version::FIRST).is_ok());
}

#[test]
fn a_stale_save_of_a_service_shows_what_is_stored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    let mut mine = service("a");
    mine.title = Title::parse("Mine").unwrap();
    services::update(conn, a, &mine, Version::FIRST).unwrap();
    let Err(SaveError::Stale { current }) =
        services::update(conn, a, &service("a"), Version::FIRST)
    else {
        panic!("a stale save must be refused");
    };
    assert_eq!(current.title.as_str(), "Mine");
}

#[test]
fn a_deleted_service_is_gone_for_visitors_and_comes_back_to_its_place() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [_, b, _] = three(conn);
    assert!(services::delete(conn, b).unwrap());
    assert_eq!(shown(conn), ["a", "c"]);
    assert!(services::published_was_deleted(conn, &slug("b")).unwrap());
    assert_eq!(services::list_deleted(conn, 10).unwrap().len(), 1);
    services::restore(conn, b).unwrap();
    assert_eq!(shown(conn), ["a", "b", "c"]);
    assert!(!services::published_was_deleted(conn, &slug("b")).unwrap());
}

#[test]
fn a_service_that_visitors_never_saw_is_not_gone_but_unknown() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let mut hidden = service("hidden");
    hidden.visibility = Visibility::Hidden;
    let id = services::insert(conn, service_id(), &hidden).unwrap().id;
    services::delete(conn, id).unwrap();
    assert!(!services::published_was_deleted(conn, &slug("hidden")).unwrap());
}

#[test]
fn two_services_cannot_share_an_address() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    assert!(matches!(
        services::insert(conn, service_id(), &service("a")),
        Err(SaveError::SlugTaken)
    ));
    assert!(matches!(
        services::update(conn, a, &service("b"), Version::FIRST),
        Err(SaveError::SlugTaken)
    ));
}

#[test]
fn a_form_that_was_open_cannot_silently_show_what_was_hidden_meanwhile() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    assert!(services::set_visibility(conn, a, Visibility::Hidden).unwrap());
    assert!(matches!(
        services::update(conn, a, &service("a"), Version::FIRST),
        Err(SaveError::Stale { .. })
    ));
    assert_eq!(shown(conn), ["b", "c"]);
}

#[test]
fn hiding_what_is_hidden_is_no_save() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    assert!(services::set_visibility(conn, a, Visibility::Shown).unwrap());
    assert_eq!(
        services::find(conn, a).unwrap().unwrap().version,
        Version::FIRST
    );
    assert!(!services::set_visibility(conn, service_id(), Visibility::Shown).unwrap());
}
