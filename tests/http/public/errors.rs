//! What happens when something is not there, in the look of the site.

use plinth_tests::site::Site;

#[test]
fn an_unknown_address_has_a_page_that_helps() {
    let site = Site::start();
    for path in [
        "/nothing",
        "/services/nothing",
        "/articles/nothing",
        "/tags/nothing",
        "/assets/x.css",
        "/..%2f..%2fetc/passwd",
        "/%00",
        "/articles/%ff",
    ] {
        let answer = site.visitor().get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.has("header a.site-name[href=\"/\"]"), "{path}");
        assert!(answer.has("main h1"), "{path}");
        assert!(
            answer.header("content-type").starts_with("text/html"),
            "{path}"
        );
    }
}

#[test]
fn pages_of_later_work_are_absent() {
    let site = Site::start();
    for path in ["/privacy", "/feed.xml"] {
        assert_eq!(site.visitor().get(path).status, 404, "{path}");
    }
}

#[test]
fn a_method_that_a_page_does_not_take_is_refused_with_those_that_it_takes() {
    let site = Site::start();
    let visitor = site.visitor();
    let origin = site.base_url();
    for (method, path, allowed) in [
        ("POST", "/", "GET, HEAD"),
        ("DELETE", "/articles", "GET, HEAD"),
        ("PUT", "/services/backend-development", "GET, HEAD"),
        ("PUT", "/contact", "GET, HEAD, POST"),
        ("POST", "/feed.atom", "GET, HEAD"),
    ] {
        let answer = visitor.send(method, path, &[("origin", &origin)], b"");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert_eq!(answer.header("allow"), allowed, "{method} {path}");
        assert!(answer.has("main h1"), "{method} {path}");
    }
}

#[test]
fn while_the_database_is_away_every_page_says_so_and_comes_back_by_itself() {
    let site = Site::start();
    let visitor = site.visitor();
    let home = visitor.get("/");
    site.database.set_reachable(false);
    for path in [
        "/",
        "/services",
        "/articles",
        "/contact",
        "/feed.atom",
        "/sitemap.xml",
    ] {
        let answer = visitor.get(path);
        assert_eq!(answer.status, 503, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(!answer.text().contains("postgres"), "{path}");
    }
    assert_eq!(visitor.get("/livez").status, 200);
    assert_eq!(visitor.get("/readyz").status, 503);

    site.database.set_reachable(true);
    let back = visitor.get("/");
    assert_eq!(back.status, 200);
    assert_eq!(back.text_of("h1"), home.text_of("h1"));
    assert_eq!(visitor.get("/readyz").status, 200);
}

#[test]
fn a_fault_in_the_site_shows_a_page_without_its_cause() {
    let site = Site::start();
    site.visitor().get("/");
    site.database
        .execute("alter table services rename column summary to other");
    let answer = site.visitor().get("/services");
    assert_eq!(answer.status, 500);
    assert!(answer.has("main h1"));
    assert!(!answer.text().contains("column"));
}
