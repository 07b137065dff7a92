//! Headers: security, caching, compression.

use plinth_tests::site::Site;

#[test]
fn every_answer_carries_the_security_headers_also_a_failed_one() {
    let site = Site::start();
    for path in [
        "/",
        "/nothing",
        "/feed.atom",
        "/admin/sign-in",
        "/admin/nothing",
        "/livez",
    ] {
        let answer = site.visitor().get(path);
        let policy = answer.header("content-security-policy");
        for part in [
            "default-src 'none'",
            "script-src 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(!answer.header("referrer-policy").is_empty(), "{path}");
        assert_eq!(answer.headers("content-security-policy").len(), 1, "{path}");
    }
}

#[test]
fn visitors_get_no_cookie() {
    let site = Site::start();
    for path in [
        "/",
        "/articles",
        "/services",
        "/contact",
        "/contact/thanks",
        "/nothing",
    ] {
        assert!(
            site.visitor().get(path).headers("set-cookie").is_empty(),
            "{path}"
        );
    }
}

#[test]
fn an_unchanged_page_is_not_sent_again_and_a_changed_one_is() {
    let site = Site::start();
    let visitor = site.visitor();
    let first = visitor.get("/articles");
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    let second = visitor.get_with("/articles", &[("if-none-match", &tag)]);
    assert_eq!(second.status, 304);
    assert!(second.bytes().is_empty());
    assert_eq!(second.header("etag"), tag);

    site.database
        .execute("update article_editions set title = 'Changed'");
    let third = visitor.get_with("/articles", &[("if-none-match", &tag)]);
    assert_eq!(third.status, 200);
    assert!(third.text().contains("Changed"));
}

#[test]
fn a_page_with_a_form_is_not_sent_again_either_while_its_stamp_is_good() {
    let site = Site::start();
    let visitor = site.visitor();
    let tag = visitor.get("/contact").header("etag").to_owned();
    let again = visitor.get_with("/contact", &[("if-none-match", &tag)]);
    assert_eq!(again.status, 304);
}

#[test]
fn head_answers_as_get_does_without_the_body() {
    let site = Site::start();
    let visitor = site.visitor();
    for path in [
        "/",
        "/articles",
        "/services/backend-development",
        "/feed.atom",
        "/feed.rss",
        "/feed.json",
        "/tags/reliability/feed.atom",
        "/subscribe",
        "/nothing",
        "/robots.txt",
    ] {
        let get = visitor.get(path);
        let head = visitor.send("HEAD", path, &[], b"");
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{path}"
        );
        assert!(head.bytes().is_empty(), "{path}");
    }
}

#[test]
fn texts_are_compressed_for_those_who_ask() {
    let site = Site::start();
    let visitor = site.visitor();
    let plain = visitor.get("/");
    for encoding in ["br", "gzip"] {
        let packed = visitor.get_with("/", &[("accept-encoding", encoding)]);
        assert_eq!(packed.header("content-encoding"), encoding);
        assert!(
            packed
                .header("vary")
                .to_lowercase()
                .contains("accept-encoding")
        );
        assert!(packed.bytes().len() * 2 < plain.bytes().len());
    }
}

#[test]
fn style_sheets_come_packed_for_those_who_ask_and_plain_for_the_others() {
    let site = Site::start();
    let visitor = site.visitor();
    let path = visitor.get("/").attribute("link[rel=stylesheet]", "href");
    let plain = visitor.get(&path);
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["br", "gzip"] {
        let packed = visitor.get_with(&path, &[("accept-encoding", encoding)]);
        assert_eq!(packed.header("content-encoding"), encoding);
        assert!(
            packed
                .header("vary")
                .to_lowercase()
                .contains("accept-encoding")
        );
        assert!(packed.bytes().len() * 3 < plain.bytes().len());
    }
}

#[test]
fn assets_have_lasting_addresses_and_others_do_not_exist() {
    let site = Site::start();
    let visitor = site.visitor();
    let home = visitor.get("/");
    let mut paths = home.attributes("link[rel=stylesheet], link[rel=icon]", "href");
    paths.extend(home.attributes("script", "src"));
    assert!(paths.len() >= 3);
    for path in paths {
        let asset = visitor.get(&path);
        assert_eq!(asset.status, 200, "{path}");
        assert_eq!(
            asset.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(!asset.bytes().is_empty());
    }
    for path in [
        "/assets/package.json",
        "/assets/build.mjs",
        "/assets/../Cargo.toml",
        "/assets/css/public.00000000.css",
    ] {
        assert_eq!(visitor.get(path).status, 404, "{path}");
    }
}
