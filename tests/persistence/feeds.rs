//! What a feed holds, and the moment at which it says it changed.

use chrono::{DateTime, Utc};
use domain::{ArticleId, TagId};
use persistence::{PgConnection, articles, tags};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article_id, article_saying, slug, tagged_article};
use plinth_tests::writing::{let_hours_pass, publish_article};

fn publish(conn: &mut PgConnection, name: &str, subjects: &[&str]) -> ArticleId {
    let id = article_id();
    publish_article(conn, id, &tagged_article(name, subjects));
    id
}

fn tag(conn: &mut PgConnection, name: &str) -> TagId {
    let found = tags::find_published_by_slug(conn, &slug(name)).unwrap();
    found.expect("the tag").id
}

fn changed_at(conn: &mut PgConnection, tag: Option<TagId>) -> DateTime<Utc> {
    let found = articles::find_published_feed_change(conn, tag, 20).unwrap();
    found.expect("something was published")
}

/// Every moment that is stored of the articles, an hour ago.
fn let_an_hour_pass(database: &TestDatabase) {
    database.execute(
        "update article_editions set published_at = published_at - interval '1 hour',
             changed_at = changed_at - interval '1 hour', visible_from = visible_from - interval '1 hour'",
    );
}

#[test]
fn the_feed_of_a_tag_holds_its_articles_newest_first_and_no_others() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish(conn, "one", &["Rust", "Databases"]);
    publish(conn, "two", &["Databases"]);
    publish(conn, "three", &["Rust"]);
    let rust = tag(conn, "rust");
    let slugs = |conn: &mut PgConnection, limit| -> Vec<String> {
        let found = articles::list_published_for_tag_feed(conn, rust, limit).unwrap();
        found
            .iter()
            .map(|article| article.slug.to_string())
            .collect()
    };
    assert_eq!(slugs(conn, 9), ["three", "one"]);
    assert_eq!(slugs(conn, 1), ["three"]);
    assert_eq!(articles::list_published_for_feed(conn, 9).unwrap().len(), 3);
}

#[test]
fn a_feed_changes_when_an_article_comes_is_edited_leaves_and_comes_back() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    assert_eq!(
        articles::find_published_feed_change(conn, None, 20).unwrap(),
        None
    );
    let id = publish(conn, "one", &["Rust"]);
    let_an_hour_pass(&database);
    let mut last = changed_at(conn, None);

    let mut has_changed = |conn: &mut PgConnection| {
        let now = changed_at(conn, None);
        assert!(now > last, "{now} is not after {last}");
        last = now;
    };
    publish_article(conn, id, &article_saying("one", "Other words."));
    has_changed(conn);
    publish(conn, "two", &[]);
    has_changed(conn);
    articles::withdraw(conn, id, None).unwrap();
    has_changed(conn);
    let other = publish(conn, "three", &[]);
    has_changed(conn);
    articles::delete(conn, other).unwrap();
    has_changed(conn);
    articles::restore(conn, other).unwrap();
    has_changed(conn);
}

#[test]
fn what_is_scheduled_changes_the_feed_at_its_moment_and_not_before() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish(conn, "one", &[]);
    let before = changed_at(conn, None);
    let id = article_id();
    crate::articles::schedule::schedule_in_hours(conn, id, &tagged_article("soon", &[]), 1);
    assert_eq!(changed_at(conn, None), before);
    let_hours_pass(conn, id, 1);
    assert!(changed_at(conn, None) > before);
}

#[test]
fn the_feed_of_a_tag_is_not_changed_by_articles_of_other_tags() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish(conn, "one", &["Rust"]);
    let rust = tag(conn, "rust");
    let before = changed_at(conn, Some(rust));
    publish(conn, "two", &["Databases"]);
    assert_eq!(changed_at(conn, Some(rust)), before);
    assert!(changed_at(conn, None) > before);
}
