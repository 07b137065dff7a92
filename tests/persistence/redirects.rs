//! Old addresses lead to where the content is now.

use domain::{ArticleId, Visibility};
use persistence::{PgConnection, articles, redirects, services};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, service, service_id, slug};
use plinth_tests::writing::{
    options, publish_article, publish_service, save_article, save_service,
};

fn published(conn: &mut PgConnection, name: &str) -> ArticleId {
    let id = article_id();
    publish_article(conn, id, &article(name));
    id
}

fn target(conn: &mut PgConnection, path: &str) -> Option<String> {
    redirects::find_published_target(conn, path).unwrap()
}

fn count(database: &TestDatabase) -> i64 {
    database.number("select count(*) as value from redirects")
}

#[test]
fn a_public_article_that_moves_leaves_a_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    publish_article(conn, id, &article("b"));
    publish_article(conn, id, &article("c"));
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/c"));
    assert_eq!(target(conn, "/articles/b").as_deref(), Some("/articles/c"));
    assert_eq!(target(conn, "/articles/c"), None);
}

#[test]
fn moving_there_and_back_leaves_exactly_one_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    publish_article(conn, id, &article("b"));
    publish_article(conn, id, &article("a"));
    assert_eq!(target(conn, "/articles/a"), None);
    assert_eq!(target(conn, "/articles/b").as_deref(), Some("/articles/a"));
    assert_eq!(count(&database), 1);
}

#[test]
fn a_draft_that_moves_leaves_none() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    save_article(conn, id, &article("a"));
    save_article(conn, id, &article("b"));
    publish_article(conn, id, &article("c"));
    save_article(conn, id, &article("d"));
    assert_eq!(count(&database), 0);
}

#[test]
fn an_article_that_moves_while_it_is_withdrawn_leaves_a_redirect_when_it_comes_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    articles::withdraw(conn, id, None).unwrap();
    publish_article(conn, id, &article("b"));
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/b"));
}

#[test]
fn the_old_address_can_be_dropped() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    let draft = article("b");
    let version = save_article(conn, id, &draft);
    let options = articles::PublishOptions {
        drop_old_address: true,
        ..options(&draft.body)
    };
    articles::publish(conn, id, version, &draft, options).unwrap();
    assert_eq!(target(conn, "/articles/a"), None);

    let id = service_id();
    publish_service(conn, id, &service("a"));
    let version = save_service(conn, id, &service("b"));
    services::publish(conn, id, version, &service("b"), options).unwrap();
    assert_eq!(count(&database), 0);
}

#[test]
fn a_redirect_to_what_visitors_cannot_see_leads_nowhere() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    publish_article(conn, id, &article("b"));
    articles::withdraw(conn, id, None).unwrap();
    assert_eq!(target(conn, "/articles/a"), None);
    publish_article(conn, id, &article("b"));
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/b"));
    articles::delete(conn, id).unwrap();
    assert_eq!(target(conn, "/articles/a"), None);
    assert!(articles::published_was_deleted(conn, &slug("a")).unwrap());
    articles::restore(conn, id).unwrap();
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/b"));
}

#[test]
fn new_content_at_an_old_address_ends_the_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    publish_article(conn, id, &article("b"));
    published(conn, "a");
    assert_eq!(target(conn, "/articles/a"), None);
}

#[test]
fn a_service_that_moves_leaves_a_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = service_id();
    publish_service(conn, id, &service("a"));
    publish_service(conn, id, &service("b"));
    assert_eq!(target(conn, "/services/a").as_deref(), Some("/services/b"));
    publish_service(conn, id, &service("a"));
    assert_eq!(target(conn, "/services/b").as_deref(), Some("/services/a"));
    assert_eq!(count(&database), 1);
}

#[test]
fn a_withdrawn_article_takes_no_old_address_away_from_a_live_one() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let live = published(conn, "old");
    publish_article(conn, live, &article("new"));
    let withdrawn = published(conn, "elsewhere");
    articles::withdraw(conn, withdrawn, None).unwrap();
    save_article(conn, withdrawn, &article("old"));
    assert_eq!(
        target(conn, "/articles/old").as_deref(),
        Some("/articles/new")
    );
    // Once visitors see it there, the address is its own.
    publish_article(conn, withdrawn, &article("old"));
    assert_eq!(target(conn, "/articles/old"), None);
}

#[test]
fn a_service_that_is_shown_at_an_old_address_ends_the_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let moved = service_id();
    publish_service(conn, moved, &service("old"));
    publish_service(conn, moved, &service("new"));
    let id = service_id();
    publish_service(conn, id, &service("elsewhere"));
    services::set_visibility(conn, id, Visibility::Hidden).unwrap();
    publish_service(conn, id, &service("old"));
    assert_eq!(
        target(conn, "/services/old").as_deref(),
        Some("/services/new")
    );
    services::set_visibility(conn, id, Visibility::Shown).unwrap();
    assert_eq!(target(conn, "/services/old"), None);
}
