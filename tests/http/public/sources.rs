//! The source of articles and services.

use persistence::articles;
use plinth_tests::client::Answer;
use plinth_tests::factories::{article, article_id, article_saying, service, service_id};
use plinth_tests::site::Site;
use plinth_tests::writing::{publish_article, publish_service, save_article, save_service};

const ARTICLE: [&str; 2] = ["/articles/a.md", "/a.md"];

fn assert_is_source(answer: &Answer, page: &str) {
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-type"),
        "text/markdown; charset=utf-8"
    );
    assert_eq!(answer.header("x-robots-tag"), "noindex");
    assert_eq!(answer.header("cache-control"), "no-cache");
    assert_eq!(
        answer.header("link"),
        format!("<http://site.example{page}>; rel=\"canonical\"; type=\"text/html\"")
    );
}

#[test]
fn the_source_of_an_article_stands_beside_it_and_below_the_root() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let other = article_id();
    publish_article(conn, other, &article("other"));
    let body = format!("## *One*\n\nSee [there](plinth:{other}#h-x) and ![it](/media/x.png).\n");
    publish_article(conn, article_id(), &article_saying("a", &body));
    let visitor = site.visitor();
    for path in ARTICLE {
        let source = visitor.get(path);
        assert_is_source(&source, "/articles/a");
        let text = source.text();
        assert!(text.starts_with("---\ntitle: \"Article a\"\n"), "{text}");
        assert!(text.contains("\nurl: \"http://site.example/articles/a\"\n"));
        assert!(text.ends_with(
            "---\n\n## *One*\n\nSee [there](http://site.example/articles/other#h-x) and ![it](http://site.example/media/x.png).\n"
        ), "{text}");
        let tag = source.header("etag").to_owned();
        let again = visitor.get_with(path, &[("if-none-match", &tag)]);
        assert_eq!(again.status, 304);
    }
    let page = visitor.get("/articles/a");
    let link = page.attribute("link[rel=alternate][type='text/markdown']", "href");
    assert_eq!(link, "/articles/a.md");
    assert_eq!(visitor.get("/articles/A.md").location(), "/articles/a.md");
}

#[test]
fn the_source_of_a_service_stands_beside_it() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    publish_service(conn, service_id(), &service("a"));
    let visitor = site.visitor();
    let source = visitor.get("/services/a.md");
    assert_is_source(&source, "/services/a");
    assert!(source.text().contains("deliverables:\n  - \"A plan\"\n"));
    let page = visitor.get("/services/a");
    assert!(page.has("link[rel=alternate][href='/services/a.md']"));
    assert_eq!(visitor.get("/a.md").status, 404, "which is for articles");
}

#[test]
fn nobody_gets_the_source_of_what_visitors_do_not_see() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let visitor = site.visitor();
    let id = article_id();
    save_article(conn, id, &article("a"));
    save_service(conn, service_id(), &service("b"));
    let statuses = |expected: u16| {
        for path in ARTICLE {
            assert_eq!(visitor.get(path).status, expected, "{path}");
        }
    };
    statuses(404);
    assert_eq!(visitor.get("/services/b.md").status, 404);
    publish_article(conn, id, &article("a"));
    save_article(conn, id, &article_saying("a", "A secret."));
    statuses(200);
    assert!(!visitor.get("/a.md").text().contains("secret"));
    articles::withdraw(conn, id, None).unwrap();
    statuses(404);
    publish_article(conn, id, &article("a"));
    articles::delete(conn, id).unwrap();
    statuses(410);
}

#[test]
fn the_source_moves_with_its_page_and_typed_redirects_stay_possible() {
    let site = Site::start_blank();
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    publish_article(conn, id, &article("new"));
    let visitor = site.visitor();
    for path in ARTICLE {
        let moved = visitor.get(path);
        assert_eq!(
            (moved.status, moved.location()),
            (301, "/articles/new.md".to_owned()),
            "{path}"
        );
    }
    site.database.execute(
        "insert into redirects (id, source_path, target_address, origin)
         values (gen_random_uuid(), '/readme.md', '/contact', 'manual')",
    );
    assert_eq!(visitor.get("/readme.md").location(), "/contact");
    for path in ["/nothing.md", "/articles/nothing.md", "/No_Slug.md", "/.md"] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
}
