//! The feeds: the same articles in three formats, known by names that stay, asked for at no cost.

use atom_syndication::Feed;
use domain::{Tag, TagName};
use persistence::{articles, tags};
use plinth_tests::client::Answer;
use plinth_tests::factories::{article, article_id, slug, tagged_article};
use plinth_tests::site::Site;
use plinth_tests::writing::publish_article;
use serde_json::Value;

const FORMATS: [(&str, &str); 3] = [
    ("atom", "application/atom+xml"),
    ("rss", "application/rss+xml"),
    ("json", "application/feed+json"),
];

fn get(site: &Site, path: &str) -> Answer {
    let answer = site.visitor().get(path);
    assert_eq!(answer.status, 200, "{path}");
    answer
}

fn atom(site: &Site, path: &str) -> Feed {
    let text = get(site, path).text();
    text.parse().expect("a valid Atom feed")
}

fn rss(site: &Site, path: &str) -> rss::Channel {
    let text = get(site, path).text();
    text.parse().expect("a valid RSS feed")
}

fn json(site: &Site, path: &str) -> Value {
    serde_json::from_slice(get(site, path).bytes()).expect("JSON")
}

/// What each format says of its articles: id, address, HTML.
fn entries(site: &Site, folder: &str) -> Vec<Vec<[String; 3]>> {
    let atom = atom(site, &format!("{folder}/feed.atom"));
    let rss = rss(site, &format!("{folder}/feed.rss"));
    let json = json(site, &format!("{folder}/feed.json"));
    let of_atom = atom.entries().iter().map(|entry| {
        let html = entry.content().and_then(|content| content.value());
        [entry.id(), entry.links()[0].href(), html.expect("HTML")].map(str::to_owned)
    });
    let of_rss = rss.items().iter().map(|item| {
        let guid = item.guid().expect("a guid");
        assert!(!guid.is_permalink());
        let link = item.link().expect("a link");
        [guid.value(), link, item.content().expect("HTML")].map(str::to_owned)
    });
    let items = json["items"].as_array().expect("items");
    let of_json = items.iter().map(|item| {
        ["id", "url", "content_html"].map(|name| item[name].as_str().expect("a text").to_owned())
    });
    vec![of_atom.collect(), of_rss.collect(), of_json.collect()]
}

#[test]
fn every_format_holds_every_article_in_full_with_absolute_addresses() {
    let site = Site::start();
    let formats = entries(&site, "");
    assert_eq!(formats[0], formats[1]);
    assert_eq!(formats[0], formats[2]);
    assert_eq!(formats[0].len(), 3);
    for [id, address, html] in &formats[0] {
        assert!(id.starts_with("urn:uuid:"), "{id}");
        assert!(address.starts_with(&site.base_url()), "{address}");
        assert!(html.contains("<table>") && html.len() > 4_000);
        for relative in ["href=\"/", "href=\"#", "src=\"/"] {
            assert!(!html.contains(relative), "{relative}");
        }
    }
    for (extension, media_type) in FORMATS {
        let answer = get(&site, &format!("/feed.{extension}"));
        assert!(answer.header("content-type").starts_with(media_type));
    }
}

#[test]
fn an_entry_keeps_its_identity_when_its_address_changes() {
    let site = Site::start();
    let before = entries(&site, "");
    let conn = &mut site.database.connection();
    let page = articles::list_published(conn, None, None, 1).unwrap();
    publish_article(conn, page.items[0].id, &article("moved"));
    let after = entries(&site, "");
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before[0][0], after[0][0]);
        assert_ne!(before[0][1], after[0][1]);
    }
}

#[test]
fn a_tag_has_feeds_of_its_articles_and_its_page_names_them_first() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    publish_article(conn, article_id(), &tagged_article("one", &["Rust & C"]));
    let formats = entries(&site, "/tags/rust-c");
    for format in &formats {
        assert_eq!(format.len(), 1);
        assert!(format[0][1].ends_with("/articles/one"));
    }
    let feed = atom(&site, "/tags/rust-c/feed.atom");
    assert!(feed.title().as_str().starts_with("Rust & C · "));
    assert!(feed.id().starts_with("urn:uuid:"));

    let page = get(&site, "/tags/rust-c");
    let hrefs = page.attributes("link[rel=alternate]", "href");
    for (index, (extension, media_type)) in FORMATS.into_iter().enumerate() {
        assert_eq!(hrefs[index], format!("/tags/rust-c/feed.{extension}"));
        assert_eq!(hrefs[index + 3], format!("/feed.{extension}"));
        let types = page.attributes("link[rel=alternate]", "type");
        assert_eq!(types[index], media_type);
    }
    for path in ["/", "/articles", "/articles/one", "/services", "/contact"] {
        let hrefs = get(&site, path).attributes("link[rel=alternate]", "href");
        let feeds: Vec<_> = hrefs.iter().filter(|href| href.contains("feed.")).collect();
        assert_eq!(feeds, ["/feed.atom", "/feed.rss", "/feed.json"], "{path}");
    }
}

#[test]
fn the_feed_of_a_renamed_tag_is_found_at_its_old_address_and_stays_the_same_feed() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    publish_article(conn, article_id(), &tagged_article("one", &["Rust"]));
    let before = atom(&site, "/tags/rust/feed.atom");
    let tag: Tag = tags::find_published_by_slug(conn, &slug("rust"))
        .unwrap()
        .unwrap();
    let name = TagName::parse("Iron").unwrap();
    tags::rename(conn, tag.id, &name, &slug("iron")).unwrap();
    for (extension, _) in FORMATS {
        let answer = site
            .visitor()
            .get(&format!("/tags/rust/feed.{extension}?a=1"));
        assert_eq!(answer.status, 301);
        assert_eq!(
            answer.location(),
            format!("/tags/iron/feed.{extension}?a=1")
        );
    }
    assert_eq!(atom(&site, "/tags/iron/feed.atom").id(), before.id());
    for path in [
        "/tags/nothing/feed.rss",
        "/tags/rust/feed.xml",
        "/tags/A_b/feed.atom",
    ] {
        assert_eq!(site.visitor().get(path).status, 404, "{path}");
    }
}

#[test]
fn a_reader_that_has_the_feed_is_not_sent_it_again_whichever_way_it_asks() {
    let site = Site::start();
    let visitor = site.visitor();
    for (extension, _) in FORMATS {
        let path = format!("/feed.{extension}");
        let first = get(&site, &path);
        let etag = first.header("etag").to_owned();
        let date = first.header("last-modified").to_owned();
        let strong = etag.trim_start_matches("W/").to_owned();
        let unchanged = [
            vec![("if-none-match", etag.as_str())],
            vec![("if-none-match", strong.as_str())],
            vec![("if-modified-since", date.as_str())],
            vec![
                ("if-none-match", etag.as_str()),
                ("if-modified-since", "Mon, 01 Jan 2001 00:00:00 GMT"),
            ],
        ];
        for headers in unchanged {
            for method in ["GET", "HEAD"] {
                let answer = visitor.send(method, &path, &headers, b"");
                assert_eq!(answer.status, 304, "{method} {headers:?}");
                assert!(answer.bytes().is_empty());
                assert_eq!(answer.header("etag"), etag);
                assert_eq!(answer.header("vary"), "accept-encoding");
                assert_eq!(answer.header("last-modified"), date);
            }
        }
        let changed = [
            vec![
                ("if-none-match", "\"other\""),
                ("if-modified-since", date.as_str()),
            ],
            vec![("if-modified-since", "Mon, 01 Jan 2001 00:00:00 GMT")],
            vec![("if-modified-since", "whenever")],
        ];
        for headers in changed {
            assert_eq!(visitor.get_with(&path, &headers).status, 200, "{headers:?}");
        }
    }
}

#[test]
fn a_reader_that_asks_by_date_alone_hears_of_an_article_that_left() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let date = get(&site, "/feed.atom").header("last-modified").to_owned();
    let oldest = articles::list_published(conn, None, None, 9).unwrap().items[2].id;
    articles::withdraw(conn, oldest, None).unwrap();
    let answer = site
        .visitor()
        .get_with("/feed.atom", &[("if-modified-since", &date)]);
    assert_eq!(answer.status, 200);
    assert_eq!(atom(&site, "/feed.atom").entries().len(), 2);
}

#[test]
fn people_are_told_where_the_feeds_are() {
    let site = Site::start();
    let home = get(&site, "/");
    assert!(home.has("footer a[href=\"/subscribe\"]"));
    let page = get(&site, "/subscribe");
    for (extension, _) in FORMATS {
        assert!(page.has(&format!("main a[href=\"/feed.{extension}\"]")));
        let address = format!("{}/feed.{extension}", site.base_url());
        assert!(page.texts_of("main code").contains(&address));
        assert!(page.has(&format!(
            "main a[href=\"/tags/reliability/feed.{extension}\"]"
        )));
    }
    let moved = site.visitor().get("/subscribe/");
    assert_eq!(moved.status, 301);
}
