//! The panel is closed: every route, for everybody without an account, and for other sites' pages.

use plinth_tests::site::Site;

/// Every route of the panel, with ids that exist.
fn routes(site: &Site) -> Vec<(String, String)> {
    let id = |table: &str| {
        site.database
            .texts(&format!("select id::text as value from {table} limit 1"))
    };
    let article = id("articles").remove(0);
    let service = id("services").remove(0);
    let message = id("contact_messages").remove(0);
    admin_web::ROUTES
        .iter()
        .map(|(method, path)| {
            let id = if path.contains("/articles/") {
                &article
            } else if path.contains("/services/") {
                &service
            } else {
                &message
            };
            let path = path
                .replace("{id}", id)
                .replace("{key}", "hero")
                .replace("{token}", "made-up");
            ((*method).to_owned(), path)
        })
        .collect()
}

fn site_with_a_message() -> Site {
    let site = Site::start();
    site.store_message("The stranger must not read this");
    site
}

/// Everything that is stored, so that a change anywhere shows.
fn everything(site: &Site) -> Vec<String> {
    site.database.texts(
        "select md5(string_agg(t, '')) as value from (
             select a::text as t from articles a union all select s::text from services s
             union all select p::text from page_sections p union all select i::text from section_items i
             union all select m::text from contact_messages m union all select x::text from site_settings x
             union all select r::text from redirects r union all select g::text from tags g
             order by 1) all_rows",
    )
}

#[test]
fn a_stranger_gets_nothing_from_any_route() {
    let site = site_with_a_message();
    site.owner();
    let before = everything(&site);
    let stranger = site.visitor();
    let mut checked = 0;
    for (method, path) in routes(&site) {
        if path == "/admin/sign-in" || path.starts_with("/admin/setup/") {
            continue;
        }
        let origin = site.base_url();
        let headers = [
            ("origin", origin.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        for method in [method.as_str(), "GET", "HEAD", "POST", "DELETE"] {
            let answer = stranger.send(method, &path, &headers, b"");
            let leads_to_sign_in =
                answer.status == 303 && answer.location().starts_with("/admin/sign-in");
            assert!(
                leads_to_sign_in || answer.status == 404,
                "{method} {path}: {}",
                answer.status
            );
            assert!(!answer.text().contains("must not read"), "{method} {path}");
            checked += 1;
        }
    }
    assert!(checked > 150, "only {checked} checked");
    assert_eq!(everything(&site), before);
}

#[test]
fn what_nobody_mounted_is_closed_too() {
    let site = Site::start();
    for path in [
        "/admin/",
        "/admin/media",
        "/admin/redirects",
        "/admin/account",
        "/admin/nothing",
        "/admin/articles/../../admin",
        "/admin//articles",
        "/ADMIN",
        "/admin/sign-in/x",
        "/admin/%2e%2e/admin",
    ] {
        let answer = site.visitor().get(path);
        let leads_to_sign_in =
            answer.status == 303 && answer.location().starts_with("/admin/sign-in");
        assert!(
            leads_to_sign_in || [301, 404].contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
}

#[test]
fn later_rooms_of_the_panel_are_absent_for_the_owner() {
    let site = Site::start();
    let owner = site.owner();
    for path in ["/admin/media", "/admin/redirects", "/admin/account"] {
        assert_eq!(owner.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_page_of_another_site_cannot_use_the_owners_session() {
    let site = site_with_a_message();
    let owner = site.owner();
    let before = everything(&site);
    let forged: [&[(&str, &str)]; 5] = [
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://evil.example"),
        ],
        &[("sec-fetch-site", "same-site")],
        &[],
    ];
    let mut checked = 0;
    for (method, path) in routes(&site) {
        if method == "GET" {
            continue;
        }
        for headers in forged {
            let answer =
                owner.post_with(&path, &[("folder", "spam"), ("visible", "false")], headers);
            assert_eq!(answer.status, 403, "{path} with {headers:?}");
            checked += 1;
        }
    }
    assert!(checked > 80, "only {checked} checked");
    assert_eq!(everything(&site), before);
    assert_eq!(
        owner.get("/admin").status,
        200,
        "the owner is still signed in"
    );
}

#[test]
fn reading_changes_nothing() {
    let site = site_with_a_message();
    let owner = site.owner();
    let before = everything(&site);
    for (method, path) in routes(&site) {
        if method == "GET" && !path.contains("/setup/") {
            let answer = owner.get(&path);
            assert!(
                answer.status == 200 || answer.status == 303,
                "{path}: {}",
                answer.status
            );
        }
    }
    assert_eq!(everything(&site), before);
}

#[test]
fn a_method_that_a_room_does_not_take_is_refused_with_those_that_it_takes() {
    let site = Site::start();
    let owner = site.owner();
    let origin = site.base_url();
    let answer = owner.send("DELETE", "/admin/articles", &[("origin", &origin)], b"");
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), "GET, HEAD, POST");
}
