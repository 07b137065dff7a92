//! The addresses for search engines: whole, in parts, each with its last change.

use chrono::{TimeDelta, Utc};
use persistence::{PgConnection, sitemap};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, article_in_series, tagged_article};
use plinth_tests::writing::{publish_article, save_article};

/// The addresses in each part, where a part says what it holds.
fn parts(conn: &mut PgConnection, length: i64) -> Vec<Vec<String>> {
    let parts = sitemap::list_published_parts(conn, length).unwrap();
    parts
        .iter()
        .map(|part| {
            let found = sitemap::list_published_articles(conn, &part.first, length).unwrap();
            assert_eq!(part.length, i64::try_from(found.len()).unwrap());
            let newest = found.iter().map(|(_, at)| *at).max();
            assert_eq!(Some(part.changed_at), newest);
            let slugs = found.into_iter().map(|(slug, _)| slug.to_string());
            slugs.collect()
        })
        .collect()
}

#[test]
fn the_parts_hold_every_article_once_oldest_first_and_a_full_one_stays_as_it_is() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    assert!(parts(conn, 2).is_empty());
    for name in ["a", "b", "c", "d", "e"] {
        publish_article(conn, article_id(), &article(name));
    }
    save_article(conn, article_id(), &article("draft"));
    // Two of one moment are told apart by their ids.
    database.execute("update article_editions set published_at = '2026-01-01' where slug < 'e'");
    assert_eq!(parts(conn, 2), [vec!["a", "b"], vec!["c", "d"], vec!["e"]]);
    assert_eq!(parts(conn, 5).len(), 1);
    let full = sitemap::list_published_parts(conn, 2).unwrap()[0];
    publish_article(conn, article_id(), &article("f"));
    assert_eq!(sitemap::list_published_parts(conn, 2).unwrap()[0], full);
    assert_eq!(parts(conn, 2)[2], ["e", "f"]);
}

#[test]
fn an_article_changed_at_the_later_of_its_date_and_its_last_edit() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish_article(conn, article_id(), &tagged_article("one", &["Rust"]));
    database.execute("update article_editions set changed_at = published_at - interval '1 day'");
    let part = sitemap::list_published_parts(conn, 9).unwrap()[0];
    assert_eq!(part.changed_at, part.first.at);
    let tags = sitemap::list_published_tags(conn, 9).unwrap();
    assert_eq!(tags[0].1, part.first.at);
    database.execute("update article_editions set changed_at = published_at + interval '1 day'");
    let part = sitemap::list_published_parts(conn, 9).unwrap()[0];
    assert_eq!(part.changed_at, part.first.at + TimeDelta::days(1));
    let articles = sitemap::list_published_articles(conn, &part.first, 9).unwrap();
    assert_eq!(articles[0].1, part.changed_at);
}

#[test]
fn tags_and_series_are_named_with_the_newest_change_of_what_visitors_see() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let before = Utc::now() - TimeDelta::seconds(1);
    publish_article(conn, article_id(), &tagged_article("one", &["Rust"]));
    publish_article(
        conn,
        article_id(),
        &article_in_series("two", "On Rust", Some(1)),
    );
    publish_article(
        conn,
        article_id(),
        &article_in_series("three", "On Rust", Some(2)),
    );
    save_article(conn, article_id(), &tagged_article("draft", &["Secret"]));
    save_article(
        conn,
        article_id(),
        &article_in_series("other", "Secret", None),
    );
    let tags = sitemap::list_published_tags(conn, 9).unwrap();
    let series = sitemap::list_published_series(conn, 9).unwrap();
    let names = |list: &[sitemap::Change]| -> Vec<String> {
        list.iter().map(|(slug, _)| slug.to_string()).collect()
    };
    assert_eq!(names(&tags), ["rust"]);
    assert_eq!(names(&series), ["on-rust"]);
    assert!(tags[0].1 > before && series[0].1 > tags[0].1);
    assert!(sitemap::list_published_tags(conn, 0).unwrap().is_empty());
}
