//! The home page.

use domain::{Heading, Paragraph, SectionContent, SectionKey, Visibility};
use persistence::{sections, services};
use plinth_tests::site::Site;
use plinth_tests::writing::publish_section;

#[test]
fn it_shows_every_section_in_the_owners_order() {
    let site = Site::start();
    let home = site.visitor().get("/");
    assert_eq!(home.status, 200);
    let ids = home.attributes("main section", "id");
    assert_eq!(
        ids,
        [
            "hero",
            "about",
            "principles",
            "services",
            "way-of-working",
            "writing",
            "contact"
        ]
    );

    let conn = &mut site.database.connection();
    sections::reorder(conn, &[SectionKey::Hero, SectionKey::Contact]).unwrap();
    let ids = site.visitor().get("/").attributes("main section", "id");
    assert_eq!(ids[..2], ["hero", "contact"]);
}

#[test]
fn a_hidden_section_leaves_nothing_behind_also_in_the_navigation() {
    let site = Site::start();
    let before = site.visitor().get("/");
    assert!(before.has("#about"));

    let conn = &mut site.database.connection();
    sections::set_visibility(conn, SectionKey::About, Visibility::Hidden).unwrap();
    let after = site.visitor().get("/");
    assert!(!after.has("#about"));
    assert!(
        !after
            .attributes("a", "href")
            .iter()
            .any(|href| href.contains("about"))
    );
}

#[test]
fn an_empty_section_leaves_nothing_behind() {
    let site = Site::start();
    let content = SectionContent::Principles {
        heading: Heading::parse("").unwrap(),
        intro: Paragraph::parse("").unwrap(),
        items: Vec::new(),
    };
    publish_section(&mut site.database.connection(), &content);
    assert!(!site.visitor().get("/").has("#principles"));
}

#[test]
fn a_site_without_any_content_is_still_a_page() {
    let site = Site::start_blank();
    let home = site.visitor().get("/");
    assert_eq!(home.status, 200);
    assert_eq!(home.texts_of("h1").len(), 1);
    assert_eq!(
        home.attributes("main section", "id"),
        ["contact"],
        "only the form stands without words"
    );
}

#[test]
fn services_open_into_their_own_pages() {
    let site = Site::start();
    let visitor = site.visitor();
    let links = visitor.get("/").attributes("#services ol a", "href");
    assert_eq!(links.len(), 7);
    for link in links {
        assert_eq!(visitor.get(&link).status, 200, "{link}");
    }
}

#[test]
fn a_change_is_there_at_the_next_request() {
    let site = Site::start();
    let visitor = site.visitor();
    visitor.get("/");
    let conn = &mut site.database.connection();
    let first = services::list_published(conn).unwrap()[0].id;
    services::delete(conn, first).unwrap();
    assert_eq!(
        visitor.get("/").attributes("#services ol a", "href").len(),
        6
    );
}

#[test]
fn the_head_says_what_the_page_is() {
    let site = Site::start();
    let home = site.visitor().get("/");
    assert_eq!(
        home.attribute("link[rel=canonical]", "href"),
        format!("{}/", site.base_url())
    );
    assert!(home.attribute("meta[name=description]", "content").len() > 40);
    assert_eq!(home.attribute("link[rel=alternate]", "href"), "/feed.atom");
    assert_eq!(home.attribute("html", "lang"), "en");
    assert_eq!(home.texts_of("h1").len(), 1);
    for landmark in [
        "header",
        "nav[aria-label]",
        "main#main",
        "footer",
        "a.skip-link",
    ] {
        assert!(home.has(landmark), "{landmark}");
    }
}

#[test]
fn the_drawing_has_a_text_alternative_and_weighs_little() {
    let site = Site::start();
    let home = site.visitor().get("/");
    let text = home.text();
    let start = text.find("<svg class=\"ground\"").expect("the drawing");
    let end = start + text[start..].rfind("</svg>").unwrap();
    assert!(end - start < 6 * 1024, "{} bytes", end - start);
    assert!(home.text_of("svg.ground > desc").contains("contracts"));
}
