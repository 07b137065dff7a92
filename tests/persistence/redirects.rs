//! Old addresses lead to where the content is now.

use chrono::Utc;
use domain::{ArticleId, Version};
use persistence::{PgConnection, articles, redirects, services};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, service, service_id, slug};

fn published(conn: &mut PgConnection, name: &str) -> ArticleId {
    let id = article_id();
    articles::insert(conn, id, &article(name)).unwrap();
    articles::publish(conn, id, Utc::now()).unwrap();
    id
}

fn target(conn: &mut PgConnection, path: &str) -> Option<String> {
    redirects::find_published_target(conn, path).unwrap()
}

#[test]
fn a_public_article_that_moves_leaves_a_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    articles::update(conn, id, &article("b"), Version::FIRST).unwrap();
    articles::update(conn, id, &article("c"), Version::new(2)).unwrap();
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/c"));
    assert_eq!(target(conn, "/articles/b").as_deref(), Some("/articles/c"));
    assert_eq!(target(conn, "/articles/c"), None);
}

#[test]
fn moving_there_and_back_leaves_exactly_one_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    articles::update(conn, id, &article("b"), Version::FIRST).unwrap();
    articles::update(conn, id, &article("a"), Version::new(2)).unwrap();
    assert_eq!(target(conn, "/articles/a"), None);
    assert_eq!(target(conn, "/articles/b").as_deref(), Some("/articles/a"));
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        1
    );
}

#[test]
fn a_draft_that_moves_leaves_none() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    articles::insert(conn, id, &article("a")).unwrap();
    articles::update(conn, id, &article("b"), Version::FIRST).unwrap();
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        0
    );
}

#[test]
fn a_redirect_to_what_visitors_cannot_see_leads_nowhere() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    articles::update(conn, id, &article("b"), Version::FIRST).unwrap();
    articles::withdraw(conn, id).unwrap();
    assert_eq!(target(conn, "/articles/a"), None);
    articles::publish(conn, id, Utc::now()).unwrap();
    assert_eq!(target(conn, "/articles/a").as_deref(), Some("/articles/b"));
    articles::delete(conn, id).unwrap();
    assert_eq!(target(conn, "/articles/a"), None);
    assert!(articles::published_was_deleted(conn, &slug("a")).unwrap());
}

#[test]
fn new_content_at_an_old_address_ends_the_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = published(conn, "a");
    articles::update(conn, id, &article("b"), Version::FIRST).unwrap();
    published(conn, "a");
    assert_eq!(target(conn, "/articles/a"), None);
}

#[test]
fn a_service_that_moves_leaves_a_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = service_id();
    services::insert(conn, id, &service("a")).unwrap();
    services::update(conn, id, &service("b"), Version::FIRST).unwrap();
    assert_eq!(target(conn, "/services/a").as_deref(), Some("/services/b"));
}
