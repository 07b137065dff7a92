//! Signing in and out.

use plinth_tests::site::{OWNER_EMAIL, OWNER_PASSWORD, Site};

const GOOD: [(&str, &str); 2] = [("email", OWNER_EMAIL), ("password", OWNER_PASSWORD)];

#[test]
fn the_owner_signs_in_and_out_and_the_old_cookie_is_worth_nothing() {
    let site = Site::start();
    site.owner();
    let client = site.visitor();
    assert_eq!(client.post("/admin/sign-in", &GOOD).location(), "/admin");
    assert_eq!(client.get("/admin").status, 200);
    let stolen = client.cookie_header();
    assert_eq!(client.post("/admin/sign-out", &[]).status, 303);
    assert_eq!(client.get("/admin").status, 303);
    let thief = site.visitor().get_with("/admin", &[("cookie", &stolen)]);
    assert_eq!(thief.status, 303);
}

#[test]
fn a_wrong_password_and_an_unknown_address_are_told_the_same() {
    let site = Site::start();
    site.owner();
    let refusals = [
        ("email", OWNER_EMAIL, "wrong password"),
        ("email", "nobody@example.org", OWNER_PASSWORD),
    ]
    .map(|(field, email, password)| {
        let client = site.visitor();
        let answer = client.post("/admin/sign-in", &[(field, email), ("password", password)]);
        assert_eq!(answer.status, 422);
        assert_eq!(answer.field("email"), email);
        assert_eq!(answer.field("password"), "");
        assert_eq!(client.get("/admin").status, 303);
        answer.text_of("[role=alert]")
    });
    assert_eq!(refusals[0], refusals[1]);
}

#[test]
fn guessing_is_slowed_down_also_for_an_unknown_address() {
    let site = Site::start_with(|settings| settings.sign_ins_per_address = 3.try_into().unwrap());
    for email in [OWNER_EMAIL, "nobody@example.org", "o@example.org"] {
        let answer = site
            .visitor()
            .post("/admin/sign-in", &[("email", email), ("password", "x")]);
        assert_eq!(answer.status, 422);
    }
    let answer = site.visitor().post(
        "/admin/sign-in",
        &[("email", "b@example.org"), ("password", "x")],
    );
    assert_eq!(answer.status, 429);
    assert!(answer.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_eq!(answer.field("email"), "b@example.org");
}

#[test]
fn the_wanted_page_opens_afterwards_but_never_another_site() {
    let site = Site::start();
    site.owner();
    let client = site.visitor();
    let asked = client.get("/admin/articles?state=draft");
    assert_eq!(asked.status, 303);
    let page = client.follow(&asked);
    let next = page.field("next");
    let answer = client.post("/admin/sign-in", &[GOOD[0], GOOD[1], ("next", &next)]);
    assert_eq!(answer.location(), "/admin/articles?state=draft");

    for next in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/articles",
        "/admin/../x",
    ] {
        let answer = site
            .visitor()
            .post("/admin/sign-in", &[GOOD[0], GOOD[1], ("next", next)]);
        assert_eq!(answer.location(), "/admin", "{next}");
    }
}

#[test]
fn the_cookie_is_for_this_site_only_and_out_of_reach_of_scripts() {
    let site = Site::start();
    site.owner();
    let answer = site.visitor().post("/admin/sign-in", &GOOD);
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("sid="), "{cookie}");
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(
        !cookie.contains("Secure") && !cookie.contains("Domain"),
        "{cookie}"
    );
}

#[test]
fn with_https_the_cookie_is_bound_to_the_host() {
    let site = Site::start_with(|settings| {
        settings.base_url = "https://site.example".parse().ok();
    });
    site.owner();
    let answer = site.visitor().post("/admin/sign-in", &GOOD);
    let cookie = answer.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-sid="), "{cookie}");
    assert!(
        cookie.contains("Secure") && cookie.contains("Path=/"),
        "{cookie}"
    );
}

#[test]
fn signing_in_gives_a_new_session() {
    let site = Site::start();
    site.owner();
    let client = site.visitor();
    client.post("/admin/sign-in", &GOOD);
    let first = client.cookie_header();
    client.post("/admin/sign-in", &GOOD);
    assert_ne!(client.cookie_header(), first);
    assert_eq!(
        site.visitor()
            .get_with("/admin", &[("cookie", &first)])
            .status,
        303
    );
}

#[test]
fn an_idle_and_an_old_session_end() {
    let site = Site::start();
    let owner = site.owner();
    assert_eq!(owner.get("/admin").status, 200);
    site.database
        .execute("update sessions set last_seen_at = now() - interval '8 days'");
    assert_eq!(owner.get("/admin").status, 303);
    site.database.execute(
        "update sessions set last_seen_at = now(), expires_at = now() - interval '1 second'",
    );
    assert_eq!(owner.get("/admin").status, 303);
}

#[test]
fn the_panel_is_kept_out_of_caches_and_search_engines() {
    let site = Site::start();
    let owner = site.owner();
    for path in ["/admin", "/admin/inbox", "/admin/nothing"] {
        let answer = owner.get(path);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.header("x-robots-tag").contains("noindex"), "{path}");
    }
}

#[test]
fn a_stranger_cannot_send_more_than_a_form_needs() {
    let site = Site::start();
    let link = site.setup_link();
    let huge = "x".repeat(20_000);
    for path in ["/admin/sign-in", link.as_str()] {
        let answer = site
            .visitor()
            .post(path, &[("email", huge.as_str()), ("password", "x")]);
        assert_eq!(answer.status, 413, "{path}");
        assert!(answer.has("main h1"), "{path}");
    }
}
