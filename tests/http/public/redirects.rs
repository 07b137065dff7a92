//! Old addresses lead on in one step, and what is not found is counted for the owner.

use plinth_tests::client::Client;
use plinth_tests::site::Site;

fn add(owner: &Client, from: &str, to: &str, is_prefix: bool) {
    let mut fields = vec![("from", from), ("to", to)];
    if is_prefix {
        fields.push(("prefix", "true"));
    }
    let answer = owner.post("/admin/redirects", &fields);
    assert_eq!(answer.status, 303, "{from} to {to}: {}", answer.text());
}

#[test]
fn every_spelling_of_an_old_address_leads_on_at_once_with_its_query() {
    let site = Site::start();
    let owner = site.owner();
    add(&owner, "/Old Page", "/contact", false);
    add(&owner, "/blog", "/articles", true);
    add(&owner, "/articles/café", "/services?from=old#list", false);
    let visitor = site.visitor();
    for (asked, led) in [
        ("/Old%20Page", "/contact"),
        ("//Old%20Page///?a=1&b=%20", "/contact?a=1&b=%20"),
        ("/blog/x/y?z", "/articles/x/y?z"),
        ("/blog/", "/articles"),
        ("/Articles/CAF%C3%89/", "/services?from=old#list"),
        ("/articles/cafe%CC%81?x=1", "/services?from=old&x=1#list"),
        // A live page in another spelling.
        (
            "/SERVICES/Backend-Development/?q",
            "/services/backend-development?q",
        ),
        ("//articles", "/articles"),
    ] {
        for method in ["GET", "HEAD"] {
            let answer = visitor.send(method, asked, &[], b"");
            assert_eq!(answer.status, 301, "{method} {asked}");
            assert_eq!(answer.location(), led, "{method} {asked}");
            assert_eq!(answer.header("cache-control"), "no-cache", "{asked}");
        }
    }
    // Case counts outside of the site's own folders.
    assert_eq!(visitor.get("/old%20page").status, 404);
    let origin = site.base_url();
    let posted = visitor.send("POST", "/blog/x", &[("origin", &origin)], b"");
    assert_eq!(posted.status, 404);
}

#[test]
fn no_address_leads_to_a_site_that_the_owner_did_not_name() {
    let site = Site::start();
    let owner = site.owner();
    add(&owner, "/r", "/", true);
    add(&owner, "/out", "https://example.org/base", true);
    let visitor = site.visitor();
    for (asked, led) in [
        ("/r//evil.example", "/evil.example"),
        ("/r/%2F%2Fevil.example", "/evil.example"),
        ("/r/%5Cevil.example", "/%5Cevil.example"),
        ("/r/https://evil.example", "/https:/evil.example"),
        (
            "/out/@evil.example",
            "https://example.org/base/@evil.example",
        ),
        (
            "/out//evil.example?x",
            "https://example.org/base/evil.example?x",
        ),
    ] {
        let answer = visitor.get(asked);
        assert_eq!(answer.status, 301, "{asked}");
        assert_eq!(answer.location(), led, "{asked}");
    }
    for asked in [
        "//evil.example",
        "/%2Fevil.example/",
        "/r/..%2f..",
        "/r/%0d%0aSet-Cookie:a=b",
    ] {
        let answer = visitor.get(asked);
        assert_eq!(answer.status, 404, "{asked}");
        assert!(answer.header("location").is_empty(), "{asked}");
    }
}

#[test]
fn a_live_page_always_wins() {
    let site = Site::start();
    let owner = site.owner();
    add(&owner, "/services", "/contact", true);
    let visitor = site.visitor();
    assert_eq!(visitor.get("/services").status, 200);
    assert_eq!(visitor.get("/services/backend-development").status, 200);
    assert_eq!(visitor.get("/services/none").location(), "/contact/none");
}

#[test]
fn visitors_who_are_led_on_and_those_who_find_nothing_are_counted() {
    let site = Site::start();
    let owner = site.owner();
    add(&owner, "/old", "/contact", false);
    let visitor = site.visitor();
    for _ in 0..3 {
        visitor.get("/old?x=secret");
        visitor.get("/nowhere/at-all/?y=secret");
    }
    visitor.get("/wp-login.php");
    visitor.get("/.env");
    // Only looking is no visit, and neither is trying.
    visitor.send("HEAD", "/old", &[], b"");
    visitor.send("HEAD", "/elsewhere", &[], b"");
    owner.get("/admin/redirects/test?address=/old");
    owner.get("/admin/redirects/test?address=/tried");
    let list = owner.get("/admin/redirects");
    assert!(list.text_of(".row__when").contains("used 3 times"));
    let missing = owner.get("/admin/redirects/misses");
    assert_eq!(missing.texts_of(".leads__source"), ["/nowhere/at-all"]);
    assert!(missing.text_of(".leads__hits").contains("3 times"));
    assert!(!missing.text().contains("secret"));
}

#[test]
fn counting_never_costs_a_visitor_the_answer() {
    let site = Site::start();
    let owner = site.owner();
    add(&owner, "/old", "/contact", false);
    site.database
        .execute("alter table redirects rename column hits to counted");
    site.database
        .execute("alter table missed_paths rename column hits to counted");
    let visitor = site.visitor();
    assert_eq!(visitor.get("/old").status, 301);
    assert_eq!(visitor.get("/nowhere").status, 404);
    assert_eq!(visitor.get("/").status, 200);
}
