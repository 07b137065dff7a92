//! By which address a page is known, and what it says of itself to search engines.

use persistence::articles;
use plinth_tests::factories::{article_id, tagged_article};
use plinth_tests::site::Site;
use plinth_tests::writing::publish_article;
use serde_json::Value;

#[test]
fn a_page_is_known_by_one_address_whatever_was_added_to_it() {
    let site = Site::start();
    let visitor = site.visitor();
    let conn = &mut site.database.connection();
    for number in 0..21 {
        let draft = tagged_article(&format!("n{number}"), &["Rust"]);
        publish_article(conn, article_id(), &draft);
    }
    let newest = articles::list_published(conn, None, None, 20).unwrap();
    let before = newest.next.expect("a second page");
    for path in [
        "/".to_owned(),
        "/services".to_owned(),
        "/services/backend-development".to_owned(),
        "/articles".to_owned(),
        format!("/articles?before={before}"),
        "/articles/n1".to_owned(),
        "/tags/rust".to_owned(),
        format!("/tags/rust?before={before}"),
        "/contact".to_owned(),
        "/subscribe".to_owned(),
    ] {
        let join = if path.contains('?') { "&" } else { "?" };
        for junk in [
            String::new(),
            format!("{join}utm_source=x&fbclid=y"),
            format!("{join}ref=%22%3E"),
        ] {
            let answer = visitor.get(&format!("{path}{junk}"));
            assert_eq!(answer.status, 200, "{path}{junk}");
            assert_eq!(
                answer.attribute("link[rel=canonical]", "href"),
                format!("{}{path}", site.base_url()),
                "{path}{junk}"
            );
        }
    }
    for path in ["/contact/thanks", "/no-such-page"] {
        let answer = visitor.get(path);
        assert!(!answer.has("link[rel=canonical]"), "{path}");
        assert_eq!(answer.attribute("meta[name=robots]", "content"), "noindex");
    }
}

#[test]
fn each_page_carries_the_data_of_what_it_shows() {
    let site = Site::start();
    let visitor = site.visitor();
    let data = |path: &str| -> Vec<String> {
        let answer = visitor.get(path);
        let blocks = answer.texts_of("script[type=\"application/ld+json\"]");
        assert_eq!(blocks.len(), 1, "{path}");
        let data: Value = serde_json::from_str(&blocks[0]).expect("JSON");
        let graph = data["@graph"].as_array().expect("a graph");
        let types = graph
            .iter()
            .map(|node| node["@type"].as_str().expect("a type"));
        types.map(str::to_owned).collect()
    };
    assert_eq!(data("/"), ["Person", "WebSite"]);
    assert_eq!(
        data("/services/backend-development"),
        ["Service", "BreadcrumbList"]
    );
    let articles = visitor.get("/articles").attributes("main ol a", "href");
    assert_eq!(data(&articles[0]), ["BlogPosting", "BreadcrumbList"]);
    assert_eq!(data("/tags/reliability"), ["BreadcrumbList"]);
    assert!(
        !visitor
            .get("/contact")
            .has("script[type=\"application/ld+json\"]")
    );
}
