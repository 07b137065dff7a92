//! The panel is closed: every route, for everybody without an account, and for other sites' pages.

use domain::FileFormat;
use plinth_tests::factories::{article, article_id};
use plinth_tests::pictures;
use plinth_tests::site::Site;
use plinth_tests::writing::publish_article;
use serde_json::json;
use uuid::Uuid;

/// Every route of the panel, with ids that exist.
fn routes(site: &Site) -> Vec<(String, String)> {
    let first = |column: &str, table: &str| {
        let query = format!("select {column}::text as value from {table} limit 1");
        site.database.texts(&query).pop().unwrap_or_default()
    };
    let article = first("article_id", "article_editions");
    let service = first("id", "services");
    let message = first("id", "contact_messages");
    let tag = first("id", "tags");
    let redirect = first("id", "redirects");
    let picture = first("id", "media_items");
    let link = Uuid::now_v7().to_string();
    admin_web::ROUTES
        .iter()
        .map(|(method, path)| {
            let room = path.split('/').nth(2).unwrap_or_default();
            let id = match room {
                "articles" => &article,
                "services" => &service,
                "tags" => &tag,
                "redirects" => &redirect,
                "media" => &picture,
                _ => &message,
            };
            let mut path = path
                .replace("{id}", id)
                .replace("{key}", "hero")
                .replace("{number}", "1")
                .replace("{link}", &link)
                .replace("{token}", "made-up");
            if path.ends_with("/compare") || path.ends_with("/side-by-side") {
                path.push_str("?from=1&to=draft");
            }
            assert!(!path.contains('{'), "{path}");
            ((*method).to_owned(), path)
        })
        .collect()
}

fn site_with_a_message() -> Site {
    let site = Site::start();
    site.store_message("The stranger must not read this");
    let conn = &mut site.database.connection();
    let id = article_id();
    publish_article(conn, id, &article("first-address"));
    publish_article(conn, id, &article("second-address"));
    pictures::stored(conn, "a-picture.jpg", FileFormat::Jpeg);
    site
}

/// Everything that is stored, so that a change anywhere shows.
fn everything(site: &Site) -> Vec<String> {
    let tables = [
        "contents",
        "drafts",
        "revisions",
        "article_editions",
        "edition_tags",
        "services",
        "page_sections",
        "section_items",
        "contact_messages",
        "site_settings",
        "redirects",
        "tags",
        "preview_links",
        "bulk_actions",
        "media_items",
        "media_files",
    ];
    tables
        .iter()
        .flat_map(|table| {
            site.database.texts(&format!(
                "select '{table} ' || coalesce(md5(string_agg(row::text, '' order by row::text)), '')
                     as value
                 from {table} as row"
            ))
        })
        .collect()
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
    assert!(checked > 300, "only {checked} checked");
    assert_eq!(everything(&site), before);
}

#[test]
fn a_strangers_script_and_form_are_told_to_sign_in() {
    let site = site_with_a_message();
    site.owner();
    let before = everything(&site);
    let stranger = site.visitor();
    for (method, path) in routes(&site) {
        if path == "/admin/sign-in" || path.starts_with("/admin/setup/") {
            continue;
        }
        let origin = site.base_url();
        let headers = [("origin", origin.as_str()), ("accept", "application/json")];
        let answer = stranger.send(&method, &path, &headers, b"");
        assert_eq!(answer.status, 401, "{method} {path}");
        assert_eq!(answer.json(), json!({ "error": "sign-in" }), "{path}");
        assert!(
            answer.header("cache-control").contains("no-store"),
            "{path}"
        );
        if method == "POST" {
            let words = [("body", "Words of somebody whose session ended.")];
            let page = stranger.post(&path, &words);
            let is_kept = page.status == 401 && page.text().contains(words[0].1);
            assert!(
                is_kept || path == "/admin/sign-out",
                "{path}: {}",
                page.status
            );
        }
    }
    assert_eq!(everything(&site), before);
}

#[test]
fn what_nobody_mounted_is_closed_too() {
    let site = Site::start();
    for path in [
        "/admin/",
        "/admin/media",
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
    for path in ["/admin/account", "/admin/backups"] {
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
    let answer = owner.send("DELETE", "/admin/settings", &[("origin", &origin)], b"");
    assert_eq!(answer.status, 405);
    assert_eq!(answer.header("allow"), "GET, HEAD, POST");
}
