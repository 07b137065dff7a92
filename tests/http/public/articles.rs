//! Articles, their lists and their tags.

use persistence::articles;
use plinth_tests::factories::{article, article_id, article_saying, tagged_article};
use plinth_tests::site::Site;
use plinth_tests::writing::{publish_article, save_article};

/// Follows “Older” from a list to its end and gives the links of each page.
fn walk(site: &Site, start: &str) -> Vec<Vec<String>> {
    let visitor = site.visitor();
    let mut pages = Vec::new();
    let mut path = start.to_owned();
    loop {
        let page = visitor.get(&path);
        assert_eq!(page.status, 200, "{path}");
        pages.push(page.attributes("ol.articles h3 a", "href"));
        assert!(pages.len() < 20, "the pages have no end");
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => return pages,
        }
    }
}

#[test]
fn the_list_shows_each_article_once_newest_first_page_by_page() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    for number in 0..25 {
        publish_article(conn, article_id(), &article(&format!("a{number:02}")));
    }
    let pages = walk(&site, "/articles");
    assert!(pages.len() > 1);
    let expected: Vec<_> = (0..25)
        .rev()
        .map(|n| format!("/articles/a{n:02}"))
        .collect();
    assert_eq!(pages.concat(), expected);
}

#[test]
fn a_tag_has_its_own_list() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    for (name, tags) in [("x", ["Rust", "Data"]), ("y", ["Rust", "Teams"])] {
        publish_article(conn, article_id(), &tagged_article(name, &tags));
    }
    let visitor = site.visitor();
    assert_eq!(walk(&site, "/tags/rust").concat().len(), 2);
    assert_eq!(walk(&site, "/tags/data").concat(), ["/articles/x"]);
    assert_eq!(visitor.get("/tags/data").text_of("h1"), "Data");
    assert_eq!(visitor.get("/tags/unknown").status, 404);
    let links = visitor.get("/articles").attributes("nav.tags a", "href");
    assert_eq!(links, ["/tags/data", "/tags/rust", "/tags/teams"]);
}

#[test]
fn a_place_in_the_list_that_was_made_up_is_no_page() {
    let site = Site::start();
    for before in [
        "x",
        "1.2",
        "%00",
        "7fffffffffffffff.00000000000000000000000000000000",
    ] {
        let answer = site.visitor().get(&format!("/articles?before={before}"));
        assert_eq!(answer.status, 400, "{before}");
        assert!(answer.has("main h1"), "{before}");
    }
}

#[test]
fn each_starter_article_has_code_a_table_and_a_drawing() {
    let site = Site::start();
    let visitor = site.visitor();
    let links = visitor
        .get("/articles")
        .attributes("ol.articles h3 a", "href");
    assert_eq!(links.len(), 3);
    for link in links {
        let page = visitor.get(&link);
        for part in [
            "article time[datetime]",
            "nav[aria-label=Contents] a",
            ".prose pre code",
            ".prose table th",
            ".prose figure svg[role=img][aria-label] text",
            "ul[aria-label=Subjects] a",
        ] {
            assert!(page.has(part), "{link} has no {part}");
        }
        for anchor in page.attributes("nav[aria-label=Contents] a", "href") {
            assert!(
                page.has(&format!("[id=\"{}\"]", anchor.trim_start_matches('#'))),
                "{anchor}"
            );
        }
    }
}

#[test]
fn what_the_owner_writes_cannot_run_on_the_page() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let body =
        "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1))";
    publish_article(conn, article_id(), &article_saying("x", body));
    let text = site.visitor().get("/articles/x").text();
    for part in ["alert(1)</script>", "onerror", "javascript:"] {
        assert!(!text.contains(part), "{part}");
    }
}

#[test]
fn a_draft_and_a_withdrawn_article_are_unknown_and_a_deleted_one_is_gone() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    let conn = &mut site.database.connection();
    let id = article_id();
    save_article(conn, id, &article("x"));
    assert_eq!(visitor.get("/articles/x").status, 404);
    publish_article(conn, id, &article("x"));
    assert_eq!(visitor.get("/articles/x").status, 200);
    articles::withdraw(conn, id, None).unwrap();
    assert_eq!(visitor.get("/articles/x").status, 404);
    publish_article(conn, id, &article("x"));
    articles::delete(conn, id).unwrap();
    assert_eq!(visitor.get("/articles/x").status, 410);
    articles::restore(conn, id).unwrap();
    assert_eq!(visitor.get("/articles/x").status, 200);
}

#[test]
fn an_old_address_leads_to_the_new_one_until_the_article_is_deleted() {
    let site = Site::start_blank();
    let visitor = site.visitor();
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &article("old"));
    publish_article(conn, id, &article("new"));
    let moved = visitor.get("/articles/old");
    assert_eq!(
        (moved.status, moved.location()),
        (301, "/articles/new".to_owned())
    );
    articles::delete(conn, id).unwrap();
    assert_eq!(visitor.get("/articles/old").status, 410);
}

#[test]
fn dates_are_those_of_the_sites_time_zone() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    publish_article(conn, article_id(), &article("x"));
    // 22:30 UTC on New Year's Eve is already the new year in Baghdad.
    site.database.execute(
        "update article_editions set published_at = '2025-12-31T22:30:00Z';
         update site_settings set time_zone = 'Asia/Baghdad'",
    );
    let shown = site
        .visitor()
        .get("/articles/x")
        .text_of(".article__facts time");
    assert!(
        shown.contains("2026") && shown.contains("January"),
        "{shown}"
    );
}
