//! The search page, as a visitor without JavaScript uses it.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use plinth_tests::factories::{article_id, article_saying, article_titled, tagged_article};
use plinth_tests::site::Site;
use plinth_tests::writing::publish_article;

fn encoded(words: &str) -> String {
    let mut address = url::form_urlencoded::Serializer::new(String::new());
    address.append_pair("q", words);
    format!("/search?{}", address.finish())
}

#[test]
fn articles_and_services_are_found_together_with_the_words_marked() {
    let site = Site::start();
    let page = site.visitor().get(&encoded("database"));
    assert_eq!(page.status, 200);
    let links = page.attributes(".results__title a", "href");
    assert_eq!(links[0], "/services/database-engineering");
    assert!(
        links.iter().any(|link| link.starts_with("/articles/")),
        "{links:?}"
    );
    assert!(
        page.text().contains("<mark>Database</mark> engineering"),
        "{}",
        page.text()
    );
    assert_eq!(page.attributes("meta[name=robots]", "content"), ["noindex"]);
    assert_eq!(page.attributes("#search-words", "value"), ["database"]);
    assert!(page.text_of("h2").contains("results"));
}

#[test]
fn what_the_owner_wrote_and_what_somebody_typed_is_escaped() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let mut article = article_saying(
        "a",
        "Before `<script>alert(1)</script>` granite & \"after\".",
    );
    article.title = article_titled("a", "A <b>granite</b> title").title;
    publish_article(conn, article_id(), &article);
    let page = site.visitor().get(&encoded("granite <i>"));
    assert!(
        !page.text().contains("<script>alert") && !page.text().contains("<b>"),
        "{}",
        page.text()
    );
    assert!(
        page.text()
            .contains("&lt;b&gt;<mark>granite</mark>&lt;/b&gt;"),
        "{}",
        page.text()
    );
    assert_eq!(page.attributes("#search-words", "value"), ["granite <i>"]);
}

#[test]
fn a_typing_error_finds_what_was_meant_and_the_literal_search_is_one_link_away() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    publish_article(
        conn,
        article_id(),
        &article_titled("it", "A PostgreSQL index"),
    );
    let visitor = site.visitor();
    let page = visitor.get(&encoded("postgers indxe"));
    assert_eq!(
        page.attributes(".results__title a", "href"),
        ["/articles/it"]
    );
    assert_eq!(page.text_of(".search__instead strong"), "postgresql index");
    assert_eq!(
        page.attributes("#search-words", "value"),
        ["postgers indxe"]
    );
    let literal = page.attributes(".search__instead a", "href");
    let page = visitor.get(&literal[0]);
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Nothing found"));
    assert!(page.attributes(".search__instead", "class").is_empty());
}

#[test]
fn more_results_follow_page_by_page_each_once() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    for number in 0..23 {
        publish_article(
            conn,
            article_id(),
            &article_saying(&format!("a{number}"), "granite"),
        );
    }
    let visitor = site.visitor();
    let mut path = encoded("granite");
    let mut lengths = Vec::new();
    let mut seen = Vec::new();
    loop {
        let page = visitor.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let links = page.attributes(".results__title a", "href");
        lengths.push(links.len());
        seen.extend(links);
        match page.attributes("a[rel=next]", "href").pop() {
            Some(next) => path = next,
            None => break,
        }
    }
    assert_eq!(lengths, [10, 10, 3]);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 23);
    let first = visitor.get(&path).attributes("a[rel=first]", "href");
    assert_eq!(first, [encoded("granite")]);
}

#[test]
fn whatever_is_typed_there_is_a_page() {
    let site = Site::start();
    let visitor = site.visitor();
    let long = "word ".repeat(2_000);
    for typed in [
        "",
        "   ",
        "'; drop table articles; --",
        "\"unbalanced",
        "the and of",
        "?!…—",
        "*",
        "-",
        "البحث في النص",
        "全文检索",
        "a\u{0}b",
        "%",
        "\\",
        "<script>",
        long.as_str(),
    ] {
        let page = visitor.get(&encoded(typed));
        assert_eq!(page.status, 200, "{typed}");
        assert!(!page.text().contains("<script>alert"), "{typed}");
        assert_eq!(page.attributes("input[name=q]", "maxlength"), ["200"]);
    }
    for path in [
        "/search",
        "/search?q=%FF%FE",
        "/search?q=%00",
        "/search?other=1",
    ] {
        assert_eq!(visitor.get(path).status, 200, "{path}");
    }
    assert!(
        visitor
            .get(&encoded(&long))
            .text()
            .contains("The query was long")
    );
    for after in [
        "nonsense",
        "7fc00000.00000000000000000000000000000000",
        "1.2",
    ] {
        assert_eq!(
            visitor.get(&format!("/search?q=a&after={after}")).status,
            400,
            "{after}"
        );
    }
    assert_eq!(visitor.send("POST", "/search", &[], b"").status, 405);
}

#[test]
fn text_from_right_to_left_keeps_its_direction() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    publish_article(conn, article_id(), &article_titled("rtl", "البحث في النص"));
    let page = site.visitor().get(&encoded("البحث"));
    assert_eq!(
        page.attributes(".results__title a", "href"),
        ["/articles/rtl"]
    );
    assert_eq!(page.attributes(".results__excerpt", "dir"), ["auto"]);
    assert!(page.text().contains("<bdi><mark>البحث</mark>"));
}

#[test]
fn who_searches_too_often_is_told_when_to_come_back_and_keeps_the_words() {
    let site = Site::start();
    let visitor = site.visitor();
    let refused = (0..80)
        .map(|_| visitor.get(&encoded("kept <words>")))
        .find(|page| page.status != 200)
        .expect("an end");
    assert_eq!(refused.status, 429);
    assert!(refused.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert_eq!(
        refused.attributes("#search-words", "value"),
        ["kept <words>"]
    );
    // Reading goes on, and so does the empty page.
    assert_eq!(visitor.get("/articles").status, 200);
    assert_eq!(visitor.get("/search").status, 200);
}

#[test]
fn search_is_found_from_every_page_from_what_is_missing_and_by_the_browser() {
    let site = Site::start();
    let visitor = site.visitor();
    for path in ["/", "/articles", "/services"] {
        let page = visitor.get(path);
        assert_eq!(
            page.attributes(".site-nav__search", "href"),
            ["/search"],
            "{path}"
        );
        let described = page.attributes("link[rel=search]", "href");
        assert_eq!(described, ["/opensearch.xml"]);
    }
    let missing = visitor.get("/no-such-page");
    assert_eq!(missing.status, 404);
    assert_eq!(
        missing.attributes("form[role=search]", "action"),
        ["/search"]
    );
    let description = visitor.get("/opensearch.xml");
    assert!(
        description
            .header("content-type")
            .starts_with("application/opensearchdescription+xml")
    );
    let template = format!("template=\"{}/search?q={{searchTerms}}\"", site.base_url());
    assert!(
        description.text().contains(&template),
        "{}",
        description.text()
    );
    assert_eq!(visitor.get("/Search/").header("location"), "/search");
}

#[test]
fn an_article_names_its_kin_and_its_preview_names_the_same() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &tagged_article("one", &["Granite"]));
    publish_article(conn, article_id(), &tagged_article("two", &["Granite"]));
    let page = site.visitor().get("/articles/one");
    assert_eq!(page.attributes(".related a", "href"), ["/articles/two"]);
    let owner = site.owner();
    let preview = owner.get(&format!("/admin/articles/{id}/preview"));
    assert_eq!(preview.status, 200);
    assert_eq!(preview.attributes(".related a", "href"), ["/articles/two"]);
}

#[test]
fn a_search_that_takes_too_long_is_ended_and_its_words_are_kept_for_another_try() {
    let site = Site::start();
    let mut other = site.database.connection();
    // Whoever holds the table makes the search wait for longer than it may.
    let held = other.transaction::<_, diesel::result::Error, _>(|conn| {
        conn.batch_execute("lock table search_documents in access exclusive mode")?;
        Ok(site.visitor().get(&encoded("granite & basalt")))
    });
    let page = held.expect("the table is held until the answer is there");
    assert_eq!(page.status, 503);
    assert!(!page.header("retry-after").is_empty());
    assert_eq!(
        page.attributes("#search-words", "value"),
        ["granite & basalt"]
    );
    assert_eq!(site.visitor().get(&encoded("granite & basalt")).status, 200);
}
