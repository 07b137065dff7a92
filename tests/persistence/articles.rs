//! Articles: what visitors see of them, and when.

mod addresses;
mod bulk;
mod listing;
mod lists;
mod neighbours;
mod publication;
pub(crate) mod schedule;
mod schedule_and_live;
mod series;
mod trash;

use domain::{ArticleId, Slug};
use persistence::{PgConnection, articles, sitemap, tags};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, slug, tagged_article};
use plinth_tests::writing::{let_hours_pass, publish_article, save_article};

/// True when visitors find an article at an address.
fn is_public(conn: &mut PgConnection, name: &str) -> bool {
    articles::find_published_by_slug(conn, &slug(name))
        .unwrap()
        .is_some()
}

/// The text that visitors read at an address.
fn public_text(conn: &mut PgConnection, name: &str) -> Option<String> {
    articles::find_published_by_slug(conn, &slug(name))
        .unwrap()
        .map(|article| article.body.as_str().to_owned())
}

/// The addresses in the public list, in its order.
fn public_slugs(conn: &mut PgConnection) -> Vec<String> {
    let page = articles::list_published(conn, None, None, 100).unwrap();
    page.items
        .iter()
        .map(|item| item.slug.to_string())
        .collect()
}

#[test]
fn a_draft_is_in_no_query_that_visitors_cause() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    save_article(conn, article_id(), &tagged_article("hidden", &["Secret"]));

    assert!(public_slugs(conn).is_empty());
    assert!(!articles::any_published(conn).unwrap());
    assert!(!is_public(conn, "hidden"));
    let feed = articles::list_published_for_feed(conn, 10).unwrap();
    assert!(feed.is_empty());
    assert!(sitemap::list_published_parts(conn, 10).unwrap().is_empty());
    assert!(!articles::published_was_deleted(conn, &slug("hidden")).unwrap());
    assert!(tags::list_published(conn).unwrap().is_empty());
    let tag = tags::find_published_by_slug(conn, &slug("secret")).unwrap();
    assert!(tag.is_none());
}

#[test]
fn a_published_article_is_found_with_its_tags_until_it_is_withdrawn() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &tagged_article("open", &["Rust", "Databases"]));

    let found = articles::find_published_by_slug(conn, &slug("open"))
        .unwrap()
        .unwrap();
    let names: Vec<_> = found.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["Databases", "Rust"]);
    assert_eq!(articles::find_published(conn, id).unwrap(), Some(found));
    assert_eq!(tags::list_published(conn).unwrap().len(), 2);

    articles::withdraw(conn, id, None).unwrap();
    assert!(!is_public(conn, "open"));
    assert!(tags::list_published(conn).unwrap().is_empty());
    assert!(!articles::published_was_deleted(conn, &slug("open")).unwrap());
}

#[test]
fn saves_that_add_the_same_new_tags_do_not_wait_for_each_other_for_ever() {
    let database = TestDatabase::empty();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let mut conn = database.connection();
            scope.spawn(move || {
                let tags: &[&str] = if number % 2 == 0 {
                    &["Alpha", "Beta", "Gamma"]
                } else {
                    &["Gamma", "Beta", "Alpha"]
                };
                let draft = tagged_article(&format!("a{number}"), tags);
                publish_article(&mut conn, article_id(), &draft);
            });
        }
    });
    assert_eq!(database.number("select count(*) as value from tags"), 3);
}

#[test]
fn the_articles_of_a_series_come_by_their_parts_and_those_without_one_last_by_their_dates() {
    use plinth_tests::factories::article_in_series;
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    for (name, part) in [
        ("late", None),
        ("second", Some(2)),
        ("first", Some(1)),
        ("last", None),
    ] {
        publish_article(
            conn,
            article_id(),
            &article_in_series(name, "A series", part),
        );
    }
    save_article(
        conn,
        article_id(),
        &article_in_series("draft", "A series", Some(3)),
    );
    let hidden = article_id();
    publish_article(
        conn,
        hidden,
        &article_in_series("gone", "A series", Some(4)),
    );
    articles::withdraw(conn, hidden, None).unwrap();
    publish_article(
        conn,
        article_id(),
        &article_in_series("other", "Another", Some(1)),
    );

    let first = articles::find_published_by_slug(conn, &slug("first"))
        .unwrap()
        .unwrap();
    let place = first.series.unwrap();
    assert_eq!(place.part.map(|part| part.get()), Some(1));
    let members = articles::list_published_of_series(conn, place.series.id).unwrap();
    let slugs: Vec<_> = members.iter().map(|member| member.slug.as_str()).collect();
    assert_eq!(slugs, ["first", "second", "late", "last"]);
}

#[test]
fn what_was_pinned_comes_on_top_as_far_as_visitors_can_see_it() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let [old, draft] = [article_id(), article_id()];
    publish_article(conn, old, &article("old"));
    publish_article(conn, article_id(), &article("new"));
    save_article(conn, draft, &article("draft"));
    assert!(articles::set_pinned(conn, old, true).unwrap());
    assert!(articles::set_pinned(conn, draft, true).unwrap());
    assert!(!articles::set_pinned(conn, article_id(), true).unwrap());

    let slugs = |articles: Vec<domain::ArticleSummary>| -> Vec<Slug> {
        articles.into_iter().map(|article| article.slug).collect()
    };
    let pinned = articles::list_published_pinned(conn).unwrap();
    assert_eq!(slugs(pinned), [slug("old")]);
    let newest = articles::list_published_newest(conn, 2).unwrap();
    assert_eq!(slugs(newest), [slug("old"), slug("new")]);

    articles::set_pinned(conn, old, false).unwrap();
    assert!(articles::list_published_pinned(conn).unwrap().is_empty());
}

#[test]
fn a_tag_that_was_renamed_or_merged_is_meant_by_its_old_name() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish_article(conn, article_id(), &tagged_article("a", &["Databases"]));
    database.execute(
        "insert into redirects (id, source_path, tag_id, origin)
         select gen_random_uuid(), '/tags/storage', id, 'merge' from tags where slug = 'databases'",
    );
    publish_article(
        conn,
        article_id(),
        &tagged_article("b", &["Storage", "Rust"]),
    );
    let names = |conn: &mut PgConnection| -> Vec<String> {
        let tags = tags::list_published(conn).unwrap();
        tags.iter()
            .map(|(tag, count)| format!("{} {count}", tag.name))
            .collect()
    };
    assert_eq!(names(conn), ["Databases 2", "Rust 1"]);
    // A tag that has the old address by now is meant itself.
    database.execute(
        "insert into tags (id, slug, name) values (gen_random_uuid(), 'storage', 'Storage')",
    );
    publish_article(conn, article_id(), &tagged_article("c", &["Storage"]));
    assert_eq!(names(conn), ["Databases 2", "Rust 1", "Storage 1"]);
}
