//! What machines read: feed, sitemap, robots, health.

use atom_syndication::Feed;
use persistence::{articles, services};
use plinth_tests::factories::article;
use plinth_tests::site::Site;
use plinth_tests::writing::publish_article;

fn feed(site: &Site) -> Feed {
    let answer = site.visitor().get("/feed.atom");
    assert_eq!(answer.status, 200);
    assert!(
        answer
            .header("content-type")
            .starts_with("application/atom+xml")
    );
    answer.text().parse().expect("a valid Atom feed")
}

#[test]
fn the_feed_holds_every_article_in_full_with_absolute_addresses() {
    let site = Site::start();
    let feed = feed(&site);
    assert_eq!(feed.entries().len(), 3);
    for entry in feed.entries() {
        assert!(entry.id().starts_with("urn:uuid:"), "{}", entry.id());
        assert!(entry.links()[0].href().starts_with(&site.base_url()));
        assert!(entry.published().is_some());
        let content = entry
            .content()
            .and_then(|content| content.value())
            .expect("the text");
        assert!(content.contains("<table>") && content.len() > 4_000);
        assert!(!content.contains("href=\"/") && !content.contains("src=\"/"));
    }
}

#[test]
fn an_entry_keeps_its_identity_when_its_address_changes() {
    let site = Site::start();
    let before = feed(&site);
    let conn = &mut site.database.connection();
    let page = articles::list_published(conn, None, None, 1).unwrap();
    publish_article(conn, page.items[0].id, &article("moved"));
    let after = feed(&site);
    assert_eq!(after.entries()[0].id(), before.entries()[0].id());
    assert_ne!(
        after.entries()[0].links()[0].href(),
        before.entries()[0].links()[0].href()
    );
}

#[test]
fn every_address_of_the_sitemap_answers_and_nothing_hidden_is_in_it() {
    let site = Site::start();
    let visitor = site.visitor();
    let conn = &mut site.database.connection();
    let hidden = services::list_published(conn).unwrap()[0].clone();
    services::set_visibility(conn, hidden.id, domain::Visibility::Hidden).unwrap();
    let map = visitor.get("/sitemap.xml");
    assert!(map.header("content-type").starts_with("application/xml"));
    let addresses: Vec<String> = map
        .text()
        .split("<loc>")
        .skip(1)
        .filter_map(|after| after.split("</loc>").next().map(str::to_owned))
        .collect();
    assert!(addresses.len() >= 6 + 3 + 3, "{addresses:?}");
    for address in &addresses {
        let path = address
            .strip_prefix(&site.base_url())
            .expect("an absolute address");
        assert_eq!(visitor.get(path).status, 200, "{address}");
        assert!(!address.ends_with(hidden.slug.as_str()));
    }
}

#[test]
fn robots_are_told_where_the_sitemap_is_and_to_leave_the_panel_alone() {
    let site = Site::start();
    let text = site.visitor().get("/robots.txt").text();
    assert!(text.contains(&format!("Sitemap: {}/sitemap.xml", site.base_url())));
    assert!(text.contains("Disallow: /admin"));
}

#[test]
fn health_is_told_without_details() {
    let site = Site::start();
    assert_eq!(site.visitor().get("/livez").status, 200);
    assert_eq!(site.visitor().get("/readyz").status, 200);
}
