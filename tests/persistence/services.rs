//! Services: order, visibility, deletion.

use domain::{RevisionReason, ServiceDraft, ServiceId, Snapshot, Title, Visibility};
use persistence::services::ServiceState;
use persistence::{Direction, PgConnection, SaveError, drafts, services};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{service, service_id, slug};
use plinth_tests::writing::{
    because, options, publish_service, save_service, stored_version, try_publish_service,
};

use crate::visitors::view;

fn three(conn: &mut PgConnection) -> [ServiceId; 3] {
    ["a", "b", "c"].map(|name| {
        let id = service_id();
        publish_service(conn, id, &service(name));
        id
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

fn titled(name: &str, title: &str) -> ServiceDraft {
    ServiceDraft {
        title: Title::parse(title).unwrap(),
        ..service(name)
    }
}

#[test]
fn a_moved_service_can_still_be_saved_from_the_form_that_was_open() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    let version = stored_version(conn, a.into());
    services::shift(conn, a, Direction::Down).unwrap();
    services::set_visibility(conn, a, Visibility::Hidden).unwrap();
    assert_eq!(stored_version(conn, a.into()), version);
}

#[test]
fn a_stale_save_of_a_service_shows_what_is_stored() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    let version = stored_version(conn, a.into());
    save_service(conn, a, &titled("a", "Mine"));
    let save = drafts::Save {
        id: a.into(),
        snapshot: &Snapshot::of_service(&service("a")),
        expected: version,
        key: None,
        authorship: because(RevisionReason::Manual),
    };
    let Err(SaveError::Stale { current }) = drafts::save(conn, &save) else {
        panic!("a stale save must be refused");
    };
    assert_eq!(current.snapshot.get("title"), "Mine");
    let draft = service("a");
    let refused = services::publish(conn, a, version, &draft, options(&draft.body));
    assert!(matches!(refused, Err(SaveError::Stale { .. })));
}

#[test]
fn editing_a_service_changes_nothing_outside_until_it_is_published() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    let before = view(conn, &["a", "moved"]);
    let edited = titled("moved", "Edited");
    let version = save_service(conn, a, &edited);
    assert_eq!(view(conn, &["a", "moved"]), before);
    let status = services::find_status(conn, a).unwrap().unwrap();
    assert!(status.has_unpublished_changes);
    assert_eq!(status.live_slug.as_deref(), Some("a"));
    services::publish(conn, a, version, &edited, options(&edited.body)).unwrap();
    assert_eq!(shown(conn), ["moved", "b", "c"]);
    let status = services::find_status(conn, a).unwrap().unwrap();
    assert!(!status.has_unpublished_changes);

    save_service(conn, a, &titled("moved", "Unwanted"));
    let draft = drafts::discard(conn, a.into(), because(RevisionReason::Restore)).unwrap();
    assert_eq!(draft.snapshot.get("title"), "Edited");
}

#[test]
fn a_service_that_was_never_published_is_a_draft_that_only_the_panel_lists() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    three(conn);
    let id = service_id();
    save_service(conn, id, &service("new"));
    assert_eq!(shown(conn), ["a", "b", "c"]);
    let rows = services::list(conn).unwrap();
    assert_eq!(rows[3].id, id);
    assert_eq!(rows[3].status.state, ServiceState::Draft);
    assert!(services::find(conn, id).unwrap().is_none());
    assert!(matches!(
        drafts::discard(conn, id.into(), because(RevisionReason::Restore)),
        Err(SaveError::Missing)
    ));
}

#[test]
fn a_deleted_service_is_gone_for_visitors_and_comes_back_to_its_place() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [_, b, _] = three(conn);
    assert!(services::delete(conn, b).unwrap());
    assert_eq!(shown(conn), ["a", "c"]);
    assert!(services::published_was_deleted(conn, &slug("b")).unwrap());
    assert_eq!(services::list_trashed(conn, 10).unwrap().len(), 1);
    assert!(services::restore(conn, b).unwrap());
    assert_eq!(shown(conn), ["a", "b", "c"]);
    assert!(!services::published_was_deleted(conn, &slug("b")).unwrap());
}

#[test]
fn a_service_that_visitors_never_saw_is_not_gone_but_unknown() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = service_id();
    save_service(conn, id, &service("hidden"));
    assert!(services::delete(conn, id).unwrap());
    assert!(!services::published_was_deleted(conn, &slug("hidden")).unwrap());
}

#[test]
fn two_services_cannot_share_an_address() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    assert!(matches!(
        try_publish_service(conn, service_id(), &service("a")),
        Err(SaveError::SlugTaken)
    ));
    assert!(matches!(
        try_publish_service(conn, a, &service("b")),
        Err(SaveError::SlugTaken)
    ));
}

#[test]
fn publishing_cannot_silently_show_what_was_hidden_meanwhile() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    assert!(services::set_visibility(conn, a, Visibility::Hidden).unwrap());
    publish_service(conn, a, &titled("a", "Newer"));
    assert_eq!(shown(conn), ["b", "c"]);
    let status = services::find_status(conn, a).unwrap().unwrap();
    assert_eq!(status.state, ServiceState::Hidden);
}

#[test]
fn hiding_what_is_hidden_is_no_save() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [a, ..] = three(conn);
    let before = services::find(conn, a).unwrap();
    assert!(services::set_visibility(conn, a, Visibility::Shown).unwrap());
    assert_eq!(services::find(conn, a).unwrap(), before);
    assert!(!services::set_visibility(conn, service_id(), Visibility::Shown).unwrap());
}
