//! The ways through the articles: neighbours, series and subjects.

use domain::ArticleDraft;
use plinth_tests::factories::{
    article, article_id, article_in_series, article_saying, tagged_article,
};
use plinth_tests::site::Site;
use plinth_tests::writing::{publish_article, save_article};

#[test]
fn an_article_leads_to_those_before_and_after_it() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    for name in ["a", "b", "c"] {
        publish_article(conn, article_id(), &article(name));
    }
    save_article(conn, article_id(), &article("draft"));
    let visitor = site.visitor();
    let links = |name: &str| {
        let page = visitor.get(&format!("/articles/{name}"));
        page.attributes("nav.neighbours a", "href")
    };
    assert_eq!(links("a"), ["/articles/b"]);
    assert_eq!(links("b"), ["/articles/a", "/articles/c"]);
    assert_eq!(links("c"), ["/articles/b"]);
    let page = visitor.get("/articles/b");
    assert_eq!(page.attribute("a[rel=prev]", "href"), "/articles/a");
    assert_eq!(page.attribute("a[rel=next]", "href"), "/articles/c");
}

#[test]
fn in_a_series_its_own_parts_come_first_and_none_is_named_twice() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    publish_article(conn, article_id(), &article("before"));
    for part in 1..=3 {
        let draft = article_in_series(&format!("part-{part}"), "On and on", Some(part));
        publish_article(conn, article_id(), &draft);
    }
    publish_article(conn, article_id(), &article("after"));
    let page = site.visitor().get("/articles/part-2");
    assert_eq!(
        page.attributes(".series__ways a, nav.neighbours a", "href"),
        [
            "/articles/part-1",
            "/articles/part-3",
            "/articles/before",
            "/articles/after"
        ]
    );
    assert_eq!(page.attributes("a[rel=prev]", "href"), ["/articles/part-1"]);
    assert_eq!(
        page.attribute(".series__place a", "href"),
        "/series/on-and-on"
    );
}

#[test]
fn a_series_shows_its_parts_in_order_with_their_numbers_and_reading_times() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    for part in [3, 1, 2] {
        let body = "word ".repeat(usize::from(part) * 220);
        let draft = ArticleDraft {
            body: domain::MarkdownText::parse(&body).unwrap(),
            ..article_in_series(&format!("part-{part}"), "On <and> on", Some(part))
        };
        publish_article(conn, article_id(), &draft);
    }
    save_article(
        conn,
        article_id(),
        &article_in_series("draft", "On <and> on", Some(4)),
    );
    let visitor = site.visitor();
    let page = visitor.get("/series/on-and-on");
    assert_eq!(page.text_of("h1"), "On <and> on");
    assert_eq!(
        page.text_of(".page-top__lead"),
        "A series of 3 parts, 6 min read in all."
    );
    assert_eq!(
        page.attributes("ol.parts h2 a", "href"),
        ["/articles/part-1", "/articles/part-2", "/articles/part-3"]
    );
    assert_eq!(
        page.texts_of(".parts__number"),
        ["Part 1", "Part 2", "Part 3"]
    );
    assert_eq!(
        page.texts_of(".articles__reading"),
        ["1 min read", "2 min read", "3 min read"]
    );
    let all = visitor.get("/series");
    assert_eq!(all.attributes("main h2 a", "href"), ["/series/on-and-on"]);
    assert!(all.text_of("main").contains("3 parts"));
    let list = visitor.get("/articles");
    assert!(list.has("a[href='/series']"), "the list leads there");
    assert_eq!(visitor.get("/series/unknown").status, 404);
    assert_eq!(visitor.get("/series/on-and-on?after=x").status, 400);
    assert_eq!(
        visitor.get("/Series/On-And-On").location(),
        "/series/on-and-on"
    );
}

#[test]
fn a_long_series_comes_page_by_page() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    for part in 1..=53 {
        let draft = article_in_series(&format!("part-{part}"), "Long", Some(part));
        publish_article(conn, article_id(), &draft);
    }
    let visitor = site.visitor();
    let first = visitor.get("/series/long");
    assert_eq!(first.texts_of(".parts__number").len(), 50);
    let second = visitor.get(&first.attribute("a[rel=next]", "href"));
    assert_eq!(
        second.texts_of(".parts__number"),
        ["Part 51", "Part 52", "Part 53"]
    );
    assert_eq!(second.attribute("a[rel=first]", "href"), "/series/long");
    assert!(
        second
            .attribute("link[rel=canonical]", "href")
            .contains("?after=")
    );
}

#[test]
fn the_address_of_a_renamed_series_leads_to_its_new_one() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &article_in_series("a", "Old name", None));
    publish_article(conn, id, &article_in_series("a", "New name", None));
    let moved = site.visitor().get("/series/old-name");
    assert_eq!(
        (moved.status, moved.location()),
        (301, "/series/new-name".to_owned())
    );
}

#[test]
fn a_subject_says_how_many_articles_there_are_and_all_subjects_are_listed() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    publish_article(conn, article_id(), &tagged_article("a", &["Rust", "Data"]));
    publish_article(conn, article_id(), &tagged_article("b", &["Rust"]));
    save_article(
        conn,
        article_id(),
        &tagged_article("c", &["Rust", "Secret"]),
    );
    let visitor = site.visitor();
    let page = visitor.get("/tags/rust");
    assert_eq!(
        page.text_of(".page-top__lead"),
        "2 articles on this subject, newest first."
    );
    let description = page.attribute("meta[name=description]", "content");
    assert!(
        description.starts_with("2 articles on Rust by "),
        "{description}"
    );
    let all = visitor.get(&page.attribute(".page-top__place a", "href"));
    assert_eq!(
        all.texts_of(".subjects__item"),
        ["Data 1 article", "Rust 2 articles"]
    );
    assert_eq!(visitor.get("/tags?after=Not%20One").status, 400);
    assert_eq!(visitor.get("/Tags/").location(), "/tags");
}

#[test]
fn an_update_is_told_only_where_the_owner_declared_one() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    // Published again a week later, with a slip mended.
    site.database
        .execute("update article_editions set published_at = now() - interval '7 days'");
    publish_article(conn, id, &article_saying("a", "Some better words.\n"));
    let visitor = site.visitor();
    assert!(!visitor.get("/articles/a").text().contains("Updated on"));
    let declared = ArticleDraft {
        declared_update: "2026-02-03".parse().ok(),
        ..article("a")
    };
    publish_article(conn, id, &declared);
    let page = visitor.get("/articles/a");
    let facts = page.text_of(".article__facts");
    assert!(facts.contains("Updated on 3 February 2026"), "{facts}");
    assert!(page.has("time[datetime='2026-02-03']"));
}
