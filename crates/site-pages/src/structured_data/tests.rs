use super::*;
use crate::{SeriesEntry, SeriesNavigation, article_page, fixtures};
use domain::Title;
use serde_json::{Value, json};

/// The data of a page, as a program that reads the page finds it.
fn data(html: &str) -> Vec<Value> {
    let (_, after) = html
        .split_once("<script type=\"application/ld+json\">")
        .expect("a block");
    let (text, rest) = after.split_once("</script>").expect("its end");
    assert!(
        !rest.contains("application/ld+json"),
        "one block for a page"
    );
    let data: Value = serde_json::from_str(text).expect("JSON");
    assert_eq!(data["@context"], "https://schema.org");
    data["@graph"].as_array().expect("a graph").clone()
}

fn of_type<'a>(data: &'a [Value], name: &str) -> &'a Value {
    data.iter()
        .find(|node| node["@type"] == name)
        .expect("a node of this type")
}

fn text(html: &Html) -> String {
    serde_json::to_value(html)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

fn article_data(change: impl FnOnce(&mut ArticleView<'_>), facts: &ArticleFacts<'_>) -> Vec<Value> {
    let stored = fixtures::article("Some words.");
    let mut view = ArticleView::from(&stored);
    change(&mut view);
    data(&text(&article(
        &view,
        facts,
        &fixtures::frame(),
        &fixtures::base_url(),
    )))
}

#[test]
fn the_first_page_says_whose_site_it_is_and_how_it_is_searched() {
    let data = data(&text(&home(&fixtures::frame(), &fixtures::base_url())));
    let owner = of_type(&data, "Person");
    assert_eq!(owner["name"], "The Owner");
    assert_eq!(owner["jobTitle"], "Backend developer");
    assert_eq!(owner["url"], "https://example.org/");
    assert_eq!(owner["sameAs"], json!(["https://example.com/owner"]));
    let site = of_type(&data, "WebSite");
    assert_eq!(site["publisher"]["@id"], owner["@id"]);
    assert_eq!(
        site["potentialAction"]["target"]["urlTemplate"],
        "https://example.org/search?q={search_term_string}"
    );
    assert_eq!(
        site["potentialAction"]["query-input"],
        "required name=search_term_string"
    );
}

#[test]
fn what_the_owner_left_blank_is_not_said() {
    let mut frame = fixtures::frame();
    frame.role = String::new();
    frame.tagline = " ".into();
    frame.contact_email = None;
    frame.social_links.clear();
    let data = data(&text(&home(&frame, &fixtures::base_url())));
    for name in ["jobTitle", "email", "sameAs"] {
        assert_eq!(of_type(&data, "Person").get(name), None, "{name}");
    }
    assert_eq!(of_type(&data, "WebSite").get("description"), None);
}

#[test]
fn an_article_says_when_by_whom_and_about_what_it_is() {
    let data = article_data(|_| {}, &ArticleFacts::default());
    let posting = of_type(&data, "BlogPosting");
    assert_eq!(posting["headline"], "An article");
    assert_eq!(posting["datePublished"], "2026-11-12T09:00:00Z");
    assert_eq!(posting["dateModified"], posting["datePublished"]);
    assert_eq!(posting["author"]["name"], "The Owner");
    assert_eq!(posting["keywords"], json!(["databases"]));
    assert_eq!(posting["wordCount"], 2);
    assert_eq!(
        posting["mainEntityOfPage"],
        json!({"@type": "WebPage", "@id": "https://example.org/articles/an-article"})
    );
    assert_eq!(posting.get("image"), None);
    assert_eq!(posting.get("isPartOf"), None);
    let crumbs = of_type(&data, "BreadcrumbList")["itemListElement"]
        .as_array()
        .unwrap();
    let names: Vec<_> = crumbs
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Home", "Writing", "An article"]);
    assert_eq!(crumbs[2]["position"], 3);
    assert_eq!(crumbs[2]["item"], "https://example.org/articles/an-article");
}

#[test]
fn an_edit_is_no_update_until_the_owner_declares_one() {
    let edited = |view: &mut ArticleView<'_>| view.updated_at += chrono::TimeDelta::days(9);
    let data = article_data(edited, &ArticleFacts::default());
    assert_eq!(
        of_type(&data, "BlogPosting")["dateModified"],
        "2026-11-12T09:00:00Z"
    );
    let facts = ArticleFacts {
        modified_at: Some(fixtures::now() + chrono::TimeDelta::days(3)),
        image: Some("https://example.org/cards/a.png"),
    };
    let data = article_data(|_| {}, &facts);
    let posting = of_type(&data, "BlogPosting");
    assert_eq!(posting["dateModified"], "2026-11-15T09:00:00Z");
    assert_eq!(posting["image"], "https://example.org/cards/a.png");
}

#[test]
fn a_part_of_a_series_names_it() {
    let entry = |title: &str, is_current| SeriesEntry {
        title: title.into(),
        href: Some("/articles/x".into()),
        is_current,
    };
    let parts = vec![entry("One", true), entry("Two", false)];
    let data = article_data(
        |view| {
            view.series = SeriesNavigation::of("On & on".into(), Some("/series/on".into()), parts)
        },
        &ArticleFacts::default(),
    );
    assert_eq!(
        of_type(&data, "BlogPosting")["isPartOf"],
        json!({"@type": "CreativeWorkSeries", "name": "On & on", "url": "https://example.org/series/on"})
    );
}

#[test]
fn a_long_title_makes_a_headline_of_at_most_110_characters_that_ends_with_a_word() {
    let title = "wörter ".repeat(30);
    let cut = headline(title.trim());
    assert!(cut.chars().count() <= 110, "{}", cut.chars().count());
    assert!(cut.ends_with("wörter…"), "{cut}");
    let unbroken = "x".repeat(200);
    assert_eq!(headline(&unbroken).chars().count(), 110);
    let exact = "y".repeat(110);
    assert_eq!(headline(&exact), exact);
}

#[test]
fn a_service_names_who_offers_it() {
    let view = ServiceView {
        feature: None,
        slug: "api-design",
        title: "API design",
        summary: "One line.",
        body: "",
        deliverables: Vec::new(),
    };
    let data = data(&text(&service(
        &view,
        None,
        &fixtures::frame(),
        &fixtures::base_url(),
    )));
    let offer = of_type(&data, "Service");
    assert_eq!(offer["name"], "API design");
    assert_eq!(offer["provider"]["name"], "The Owner");
    assert_eq!(offer["url"], "https://example.org/services/api-design");
}

#[test]
fn no_words_of_the_owner_end_the_block_or_open_another() {
    let evil = "</script><script>alert(1)</script><!--<script> \u{2028} & ' \"";
    let mut article = fixtures::article("Words.");
    article.title = Title::parse(&evil.replace('\u{2028}', "")).unwrap();
    let mut frame = fixtures::frame();
    frame.owner_name = evil.to_owned();
    let page = article_page(
        &ArticleView::from(&article),
        &fixtures::surroundings(&frame),
    );
    let html = fixtures::render(&page);
    let data = data(&html);
    assert_eq!(of_type(&data, "BlogPosting")["author"]["name"], evil);
    let (_, block) = html.split_once("application/ld+json\">").unwrap();
    let (block, _) = block.split_once("</script>").unwrap();
    assert!(
        !block.contains('<') && !block.contains('\u{2028}'),
        "{block}"
    );
    assert!(block.contains(r"\u003c/script\u003e"));
}

#[test]
fn the_page_of_each_kind_carries_its_data() {
    let frame = fixtures::frame();
    let around = fixtures::surroundings(&frame);
    let home = crate::home_page(&around, Vec::new(), "stamp".into());
    assert_eq!(data(&fixtures::render(&home)).len(), 2);
    let view = ServiceView {
        feature: None,
        slug: "a",
        title: "A",
        summary: "One line.",
        body: "",
        deliverables: Vec::new(),
    };
    let service = crate::service_page(&view, &around, "stamp".into());
    assert_eq!(data(&fixtures::render(&service))[0]["@type"], "Service");
    let article = fixtures::render(&fixtures::article_page("Words."));
    assert_eq!(data(&article)[0]["@type"], "BlogPosting");
}
