//! Old addresses lead to where the content is now.

use chrono::Utc;
use domain::{ArticleId, Version, Visibility};
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

#[test]
fn a_withdrawn_article_takes_no_old_address_away_from_a_live_one() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let live = published(conn, "old");
    articles::update(conn, live, &article("new"), Version::FIRST).unwrap();
    let withdrawn = published(conn, "elsewhere");
    articles::withdraw(conn, withdrawn).unwrap();
    articles::update(conn, withdrawn, &article("old"), Version::FIRST).unwrap();
    assert_eq!(
        target(conn, "/articles/old").as_deref(),
        Some("/articles/new")
    );
    // Once visitors see it there, the address is its own.
    articles::publish(conn, withdrawn, Utc::now()).unwrap();
    assert_eq!(target(conn, "/articles/old"), None);
}

#[test]
fn a_service_that_is_shown_at_an_old_address_ends_the_redirect() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let moved = service_id();
    services::insert(conn, moved, &service("old")).unwrap();
    services::update(conn, moved, &service("new"), Version::FIRST).unwrap();
    let mut hidden = service("old");
    hidden.visibility = Visibility::Hidden;
    let id = service_id();
    services::insert(conn, id, &hidden).unwrap();
    assert_eq!(
        target(conn, "/services/old").as_deref(),
        Some("/services/new")
    );
    services::set_visibility(conn, id, Visibility::Shown).unwrap();
    assert_eq!(target(conn, "/services/old"), None);
}
