use std::collections::HashMap;

use content::Links;
use domain::{Article, TagName};
use serde_json::Value;
use site_pages::fixtures;

use super::*;

/// The site's feed in a format.
fn written(format: FeedFormat, articles: &[Article]) -> String {
    let base_url = fixtures::base_url();
    let entries = entries::of(articles, &base_url, &Links::none(), &HashMap::new()).unwrap();
    let feed = feed(&fixtures::frame(), format, None, &base_url, entries).unwrap();
    match format {
        FeedFormat::Atom => atom::written(&feed),
        FeedFormat::Rss => rss::written(&feed),
        FeedFormat::Json => json::written(&feed),
    }
    .unwrap()
}

fn atom_of(articles: &[Article]) -> atom_syndication::Feed {
    written(FeedFormat::Atom, articles).parse().unwrap()
}

fn rss_of(articles: &[Article]) -> ::rss::Channel {
    written(FeedFormat::Rss, articles).parse().unwrap()
}

fn json_of(articles: &[Article]) -> Value {
    serde_json::from_str(&written(FeedFormat::Json, articles)).unwrap()
}

/// An article with everything that could go wrong in XML and JSON.
fn tricky() -> Article {
    let mut article =
        fixtures::article("Read [this](/services) & `<that>`.\u{FFFE}\n\n[^1]\n\n[^1]: Note.");
    article.tags[0].name = TagName::parse("C & <C++>").unwrap();
    article.updated_at += chrono::TimeDelta::days(2);
    article
}

#[test]
fn an_atom_feed_is_read_by_a_feed_reader_and_carries_the_whole_text() {
    let feed = atom_of(&[tricky()]);
    assert_eq!(feed.id(), "https://example.org/feed.atom");
    assert_eq!(feed.title().as_str(), "SarbastScript");
    assert_eq!(feed.lang(), Some("en"));
    assert_eq!(feed.updated().to_rfc3339(), "2026-11-14T09:00:00+00:00");
    let [entry] = feed.entries() else {
        panic!("one entry");
    };
    assert!(entry.id().starts_with("urn:uuid:"));
    assert_eq!(entry.categories()[0].term(), "C & <C++>");
    assert_eq!(entry.authors()[0].name(), "The Owner");
    let content = entry.content().unwrap();
    assert_eq!(content.content_type(), Some("html"));
    check_html(content.value().unwrap());
}

#[test]
fn an_rss_feed_is_read_by_a_feed_reader_and_carries_the_whole_text() {
    let channel = rss_of(&[tricky()]);
    assert_eq!(channel.link(), "https://example.org/");
    assert_eq!(channel.language(), Some("en"));
    assert_eq!(
        channel.last_build_date(),
        Some("Sat, 14 Nov 2026 09:00:00 +0000")
    );
    let own = &channel.extensions()["atom"]["link"][0];
    assert_eq!(own.attrs()["rel"], "self");
    assert_eq!(own.attrs()["href"], "https://example.org/feed.rss");
    let [item] = channel.items() else {
        panic!("one item");
    };
    let guid = item.guid().unwrap();
    assert!(!guid.is_permalink() && guid.value().starts_with("urn:uuid:"));
    assert_eq!(item.pub_date(), Some("Thu, 12 Nov 2026 09:00:00 +0000"));
    assert_eq!(item.link(), Some("https://example.org/articles/an-article"));
    assert_eq!(item.categories()[0].name(), "C & <C++>");
    assert_eq!(item.dublin_core_ext().unwrap().creators(), ["The Owner"]);
    check_html(item.content().unwrap());
}

#[test]
fn a_json_feed_carries_the_whole_text() {
    let feed = json_of(&[tricky()]);
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["feed_url"], "https://example.org/feed.json");
    assert_eq!(feed["home_page_url"], "https://example.org/");
    let item = &feed["items"][0];
    assert!(item["id"].as_str().unwrap().starts_with("urn:uuid:"));
    assert_eq!(item["date_published"], "2026-11-12T09:00:00Z");
    assert_eq!(item["date_modified"], "2026-11-14T09:00:00Z");
    assert_eq!(item["authors"][0]["name"], "The Owner");
    assert_eq!(item["tags"][0], "C & <C++>");
    check_html(item["content_html"].as_str().unwrap());
}

fn check_html(html: &str) {
    assert!(
        html.contains(r#"href="https://example.org/services""#),
        "{html}"
    );
    assert!(html.contains("<code>&lt;that&gt;</code>"), "{html}");
    assert!(
        html.contains(r##"href="https://example.org/articles/an-article#"##),
        "{html}"
    );
    assert!(!html.contains('\u{FFFE}'));
}

#[test]
fn the_three_formats_know_an_article_by_the_same_name() {
    let articles = [tricky()];
    let id = atom_of(&articles).entries()[0].id().to_owned();
    assert_eq!(rss_of(&articles).items()[0].guid().unwrap().value(), id);
    assert_eq!(json_of(&articles)["items"][0]["id"], id);
}

#[test]
fn an_article_that_was_last_edited_before_its_date_changed_on_its_date() {
    let mut article = tricky();
    article.updated_at = article.published_at - chrono::TimeDelta::days(3);
    let feed = atom_of(std::slice::from_ref(&article));
    assert_eq!(feed.updated().to_rfc3339(), "2026-11-12T09:00:00+00:00");
    assert_eq!(
        json_of(&[article])["items"][0]["date_modified"],
        "2026-11-12T09:00:00Z"
    );
}

#[test]
fn a_feed_without_articles_is_whole() {
    assert!(atom_of(&[]).entries().is_empty());
    let channel = rss_of(&[]);
    assert!(channel.items().is_empty() && !channel.description().is_empty());
    assert_eq!(json_of(&[])["items"], Value::Array(Vec::new()));
}

#[test]
fn the_feed_of_a_tag_says_which_and_keeps_its_identity_when_the_tag_is_renamed() {
    let (frame, base_url) = (fixtures::frame(), fixtures::base_url());
    let mut tag = fixtures::tag();
    let of = |tag: &Tag| feed(&frame, FeedFormat::Rss, Some(tag), &base_url, Vec::new()).unwrap();
    let before = of(&tag);
    assert_eq!(before.title, "databases · SarbastScript");
    assert_eq!(
        before.own.as_str(),
        "https://example.org/tags/databases/feed.rss"
    );
    assert_eq!(before.home.as_str(), "https://example.org/tags/databases");
    tag.slug = Slug::parse("storage").unwrap();
    assert_eq!(of(&tag).id, before.id);
}

#[test]
fn only_the_page_of_a_tag_has_a_feed_below_it() {
    assert_eq!(
        below("/tags/rust", FeedFormat::Json).unwrap(),
        "/tags/rust/feed.json"
    );
    for path in [
        "/articles/rust",
        "/tags/",
        "/tags/a/b",
        "https://example.com/tags/a",
    ] {
        assert_eq!(below(path, FeedFormat::Atom), None, "{path}");
    }
}
