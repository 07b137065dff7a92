//! What a feed holds.

use domain::{ArticleId, TagId};
use persistence::{PgConnection, articles, tags};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article_id, slug, tagged_article};
use plinth_tests::writing::publish_article;

fn publish(conn: &mut PgConnection, name: &str, subjects: &[&str]) -> ArticleId {
    let id = article_id();
    publish_article(conn, id, &tagged_article(name, subjects));
    id
}

fn tag(conn: &mut PgConnection, name: &str) -> TagId {
    let found = tags::find_published_by_slug(conn, &slug(name)).unwrap();
    found.expect("the tag").id
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
