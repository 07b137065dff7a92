//! Everything that visitors can ask for, as one text: where two are equal, nothing changed outside.

use std::fmt::Write;

use domain::Slug;
use persistence::{PgConnection, articles, redirects, sections, services, sitemap, tags};

/// The answers of every query that visitors cause, also for these addresses.
pub fn view(conn: &mut PgConnection, slugs: &[&str]) -> String {
    let mut view = String::new();
    let text = &mut view;
    let list = articles::list_published(conn, None, None, 100).unwrap();
    writeln!(text, "list {:#?}", list.items).unwrap();
    let feed = articles::list_published_for_feed(conn, 100).unwrap();
    writeln!(text, "feed {feed:#?}").unwrap();
    let parts = sitemap::list_published_parts(conn, 100).unwrap();
    writeln!(text, "parts {parts:#?}").unwrap();
    for part in parts {
        let addresses = sitemap::list_published_articles(conn, &part.first, 100).unwrap();
        writeln!(text, "addresses {addresses:#?}").unwrap();
    }
    let subjects = sitemap::list_published_tags(conn, 100).unwrap();
    let series = sitemap::list_published_series(conn, 100).unwrap();
    writeln!(text, "subjects {subjects:#?} series {series:#?}").unwrap();
    let pinned = articles::list_published_pinned(conn).unwrap();
    writeln!(text, "pinned {pinned:#?}").unwrap();
    writeln!(text, "tags {:#?}", tags::list_published(conn).unwrap()).unwrap();
    let list = services::list_published(conn).unwrap();
    writeln!(text, "services {list:#?}").unwrap();
    let list = sections::list_published(conn).unwrap();
    writeln!(text, "sections {list:#?}").unwrap();
    for slug in slugs {
        let slug = Slug::parse(slug).unwrap();
        let article = articles::find_published_by_slug(conn, &slug).unwrap();
        let is_gone = articles::published_was_deleted(conn, &slug).unwrap();
        let service = services::find_published_by_slug(conn, &slug).unwrap();
        let tag = tags::find_published_by_slug(conn, &slug).unwrap();
        writeln!(text, "{slug} {article:#?} {is_gone} {service:#?} {tag:#?}").unwrap();
        for room in ["articles", "services", "tags"] {
            let path = format!("/{room}/{slug}");
            let target = redirects::find_published_target(conn, &path).unwrap();
            writeln!(text, "{path} {target:?}").unwrap();
        }
    }
    view
}
