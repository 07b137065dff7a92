//! The pictures that stand for pages where their links are shared.

use persistence::{PgConnection, articles};
use plinth_tests::client::Answer;
use plinth_tests::factories::{article, article_id, article_titled, service, service_id};
use plinth_tests::site::Site;
use plinth_tests::writing::{publish_article, publish_service, save_article};

/// The address that a page names, as a path.
fn card_of(site: &Site, page: &Answer) -> String {
    let address = page.attribute("meta[property='og:image']", "content");
    let path = address.strip_prefix(&site.base_url());
    path.expect("the address is absolute").to_owned()
}

fn published(conn: &mut PgConnection, slug: &str, title: &str) {
    publish_article(conn, article_id(), &article_titled(slug, title));
}

/// The width and the height that a PNG says.
fn size_of(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (number(16), number(20))
}

#[test]
fn every_page_names_a_card_that_is_there() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    published(conn, "a", "About <b>queues</b> & more");
    publish_service(conn, service_id(), &service("s"));
    let visitor = site.visitor();
    for path in [
        "/",
        "/articles",
        "/services",
        "/contact",
        "/articles/a",
        "/services/s",
    ] {
        let page = visitor.get(path);
        assert_eq!(
            page.attribute("meta[name='twitter:card']", "content"),
            "summary_large_image",
            "{path}"
        );
        let card = visitor.get(&card_of(&site, &page));
        assert_eq!(card.status, 200, "{path}");
        assert_eq!(card.header("content-type"), "image/png");
        assert_eq!(
            card.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert_eq!(size_of(card.bytes()), (1_200, 630), "{path}");
        assert!(card.bytes().len() < 150_000, "{}", card.bytes().len());
    }
    assert_eq!(
        site.database
            .number("select count(*) as value from sessions"),
        0
    );
}

#[test]
fn the_head_says_what_is_shared() {
    let site = Site::start();
    published(&mut site.database.connection(), "a", "About queues");
    let page = site.visitor().get("/articles/a");
    let meta = |name: &str| page.attribute(&format!("meta[property='{name}']"), "content");
    assert_eq!(meta("og:title"), "About queues");
    assert_eq!(meta("og:type"), "article");
    assert_eq!(meta("og:url"), format!("{}/articles/a", site.base_url()));
    assert_eq!(meta("og:image:width"), "1200");
    assert_eq!(meta("og:image:height"), "630");
    assert_eq!(meta("og:image:type"), "image/png");
    assert!(meta("og:image:alt").starts_with("About queues"));
    assert!(meta("article:published_time").ends_with('Z'));
    assert!(!meta("og:site_name").is_empty());
    let home = site.visitor().get("/");
    assert!(!home.has("meta[property='article:published_time']"));
}

#[test]
fn another_title_is_another_card_and_the_old_address_leads_to_it() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &article_titled("a", "Before"));
    let visitor = site.visitor();
    let before = card_of(&site, &visitor.get("/articles/a"));
    let old = visitor.get(&before).bytes().to_vec();

    publish_article(conn, id, &article_titled("a", "After"));
    let after = card_of(&site, &visitor.get("/articles/a"));
    assert_ne!(before, after);
    let answer = visitor.get(&before);
    assert_eq!(answer.status, 302);
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(answer.location(), after);
    assert_ne!(visitor.get(&after).bytes(), old);

    for wrong in ["/cards/articles/a/x.png", "/cards/site/x.png"] {
        assert_eq!(visitor.get(wrong).status, 302, "{wrong}");
    }
}

#[test]
fn what_visitors_cannot_see_has_no_card() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    save_article(conn, article_id(), &article("a-draft"));
    let visitor = site.visitor();
    for path in [
        "/cards/articles/a-draft/x.png",
        "/cards/services/nothing/x.png",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }

    published(conn, "withdrawn", "Soon gone");
    let card = card_of(&site, &visitor.get("/articles/withdrawn"));
    assert_eq!(visitor.get(&card).status, 200);
    site.database
        .execute("update article_editions set visible_from = now() - interval '2 hours', visible_until = now() - interval '1 hour'");
    assert_eq!(visitor.get(&card).status, 404);
    assert!(
        articles::list_published_newest(conn, 1)
            .expect("a list")
            .is_empty()
    );
}
