//! The sitemap: every page once, with its last change, and in parts when there are many.

use persistence::services;
use plinth_tests::site::Site;

/// The texts of one element.
fn texts(document: &str, element: &str) -> Vec<String> {
    document
        .split(&format!("<{element}>"))
        .skip(1)
        .filter_map(|after| after.split("</").next().map(str::to_owned))
        .collect()
}

fn paths(site: &Site, document: &str) -> Vec<String> {
    let base_url = site.base_url();
    let found = texts(document, "loc");
    let own = found.iter().map(|address| {
        let path = address.strip_prefix(&base_url);
        path.expect("an absolute address").to_owned()
    });
    own.collect()
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
    let paths = paths(&site, &map.text());
    assert!(paths.len() >= 6 + 3 + 3, "{paths:?}");
    for path in &paths {
        assert_eq!(visitor.get(path).status, 200, "{path}");
        assert!(!path.ends_with(hidden.slug.as_str()));
        let canonical = visitor.get(path).attribute("link[rel=canonical]", "href");
        assert_eq!(canonical, format!("{}{path}", site.base_url()));
    }
    let again = visitor.get_with("/sitemap.xml", &[("if-none-match", map.header("etag"))]);
    assert_eq!(again.status, 304);
}

#[test]
fn a_hundred_thousand_articles_are_named_in_parts_that_the_index_leads_to() {
    const COUNT: usize = 100_000;
    let site = Site::start_blank();
    // Constraints that compare each article with all others have no say in what is read here.
    site.database.execute(&format!(
        "alter table article_editions drop constraint article_editions_one_at_a_time,
             drop constraint article_editions_slug_key;
         insert into contents (id, kind)
             select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'article'
             from generate_series(1, {COUNT}) n;
         insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
             select id, id, 1, 'publish', '{{}}', 1, 1 from contents where kind = 'article';
         insert into article_editions (id, article_id, revision_id, slug, title, body, word_count,
                 published_at, changed_at, visible_from, zone)
             select id, id, id, 'a' || right(id::text, 6), 'Article', 'Words.', 1, at, at, at, 'UTC'
             from contents, lateral (select timestamptz '2020-01-01'
                 + right(id::text, 6)::int * interval '1 second' as at) dated
             where kind = 'article'"
    ));
    let visitor = site.visitor();
    let index = visitor.get("/sitemap.xml").text();
    assert!(index.contains("<sitemapindex"));
    let parts = paths(&site, &index);
    assert_eq!(parts.len(), 1 + 3, "{parts:?}");
    assert_eq!(texts(&index, "lastmod")[2], "2020-01-02T01:00:00Z");
    let mut articles = Vec::new();
    for part in &parts {
        let answer = visitor.get(part);
        assert_eq!(answer.status, 200, "{part}");
        let text = answer.text();
        assert!(text.contains("<urlset") && text.len() < 50_000_000);
        let found = paths(&site, &text);
        assert!(found.len() <= 50_000);
        articles.extend(
            found
                .into_iter()
                .filter(|path| path.starts_with("/articles/")),
        );
    }
    assert_eq!(articles.len(), COUNT);
    assert_eq!(articles[0], "/articles/a000001");
    assert!(articles.is_sorted(), "each once, oldest first");
    for path in [
        "/sitemap-articles-x.xml",
        "/sitemap-articles-7ffffffffff.0.xml",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
}
