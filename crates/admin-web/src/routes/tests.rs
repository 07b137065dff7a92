//! The frame and the failures as pages, and the door seen from outside.

use std::sync::Arc;

use actix_web::http::header::{LOCATION, ORIGIN};
use actix_web::http::{Method, StatusCode};
use actix_web::{App, test as actix_test, web};
use persistence::{Database, PoolSettings};
use serde::Serialize;
use url::Url;
use web_kit::{PageTemplate, TrustedProxies};

use super::{ROUTES, configure};
use crate::chrome::{Chrome, Entrance, Room};
use crate::fixtures::{TEMPLATES, chrome_with, plain_chrome, render};
use crate::pages::FailurePage;
use crate::{AdminState, PasswordCost, PasswordHasher, SignInThrottles};

/// The smallest page that stands in the frame.
#[derive(Serialize)]
struct BarePage {
    chrome: Chrome,
    sections: [&'static str; 0],
}

impl PageTemplate for BarePage {
    const TEMPLATE: &'static str = "admin/sections/index";
}

fn bare(chrome: Chrome) -> String {
    render(&BarePage {
        chrome,
        sections: [],
    })
}

#[actix_web::test]
async fn the_frame_shows_where_one_is_and_what_was_done() {
    use crate::flash::Flash;
    let html = bare(plain_chrome(Room::Articles));
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{html}");
    assert!(html.contains("<title>(1) Title · A site</title>"), "{html}");
    assert!(!html.contains("class=\"flash\""), "{html}");
    let html = bare(chrome_with(Room::Inbox, |session| {
        Flash::new("Deleted.")
            .undone_by("/undo")
            .keep(session)
            .unwrap();
    }));
    assert!(html.contains("Deleted."), "{html}");
    assert!(html.contains("action=\"/undo\""), "{html}");
    let html = bare(chrome_with(Room::Inbox, |session| {
        let flash = Flash::new("Moved.").undone_with("/undo", "folder", "inbox");
        flash.keep(session).unwrap();
    }));
    assert!(html.contains("name=\"folder\" value=\"inbox\""), "{html}");
    let html = bare(chrome_with(Room::Inbox, |session| {
        Flash::new("Saved.").keep(session).unwrap();
    }));
    assert!(!html.contains(">Undo<"), "{html}");
}

#[test]
fn every_refusal_has_its_page() {
    for code in [400, 403, 404, 405, 408, 413, 415, 418, 422, 429, 500, 503] {
        let html = render(&FailurePage::new(StatusCode::from_u16(code).unwrap()));
        assert!(html.contains(&code.to_string()), "{html}");
        assert!(html.contains("href=\"/admin\""), "{html}");
    }
}

#[test]
fn an_entrance_has_a_title() {
    let entrance = Entrance {
        title: "Title".to_owned(),
        site_name: "A site".to_owned(),
    };
    assert!(serde_json::to_string(&entrance).is_ok());
}

/// A panel whose database cannot be reached: whatever a stranger sees came without it.
fn state_without_database(base_url: &str) -> web::Data<AdminState> {
    let settings = PoolSettings {
        checkout_timeout: std::time::Duration::from_millis(100),
        ..PoolSettings::default()
    };
    web::Data::new(AdminState {
        database: Database::connect("host=/nowhere dbname=none", settings),
        storage: object_storage::Storage::in_memory(),
        uploads: crate::Uploads::default(),
        templates: Arc::clone(&TEMPLATES),
        base_url: Url::parse(base_url).unwrap(),
        trusted_proxies: TrustedProxies::default(),
        passwords: PasswordHasher::new(PasswordCost::cheapest()).unwrap(),
        throttles: SignInThrottles::default(),
        session_key: [7; 64],
    })
}

struct Answer {
    status: u16,
    location: Option<String>,
    cache_control: Option<String>,
    robots: bool,
    body: String,
}

async fn ask(method: &str, path: &str, origin: Option<&str>) -> Answer {
    let state = state_without_database("http://localhost:8080");
    let app =
        actix_test::init_service(App::new().configure(|config| configure(config, &state))).await;
    let mut request =
        actix_test::TestRequest::with_uri(path).method(method.parse::<Method>().unwrap());
    if let Some(origin) = origin {
        request = request.insert_header((ORIGIN, origin.to_owned()));
    }
    let response = match actix_test::try_call_service(&app, request.to_request()).await {
        Ok(response) => response.into_parts().1.map_into_boxed_body(),
        Err(error) => error.error_response(),
    };
    let text = |name: &str| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_owned)
    };
    Answer {
        status: response.status().as_u16(),
        location: text(LOCATION.as_str()),
        cache_control: text("cache-control"),
        robots: text("x-robots-tag").is_some(),
        body: String::from_utf8(
            actix_web::body::to_bytes(response.into_body())
                .await
                .unwrap()
                .to_vec(),
        )
        .unwrap(),
    }
}

#[actix_web::test]
async fn a_stranger_is_led_to_signing_in_from_everywhere() {
    const OWN: Option<&str> = Some("http://localhost:8080");
    let unknown = [
        ("GET", "/admin/nothing"),
        ("POST", "/admin/nothing"),
        ("DELETE", "/admin/articles"),
        ("GET", "/admin/"),
        ("GET", "/admin/sign-in/x"),
        ("GET", "/admin/setup"),
    ];
    for (method, path) in ROUTES.into_iter().chain(unknown) {
        let path = path.replace("{id}", "0190aaaa-0000-7000-8000-000000000000");
        let path = path.replace("{key}", "hero").replace("{number}", "1");
        let path = path.replace("{link}", "0190aaaa-0000-7000-8000-000000000000");
        if path == "/admin/sign-in" || path.starts_with("/admin/setup/") {
            continue;
        }
        let answer = ask(method, &path, OWN).await;
        assert_eq!(answer.status, 303, "{method} {path}");
        let location = answer.location.unwrap();
        assert!(location.starts_with("/admin/sign-in"), "{method} {path}");
        assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
        assert!(answer.robots, "{method} {path}");
        assert!(answer.body.is_empty(), "{method} {path}");
    }
}

#[actix_web::test]
async fn a_form_from_elsewhere_is_refused_before_anything_else() {
    for (method, path) in ROUTES {
        if method != "POST" {
            continue;
        }
        for origin in [Some("https://evil.example"), None] {
            let answer = ask(method, path, origin).await;
            assert_eq!(answer.status, 403, "{path}");
            assert!(answer.body.contains("came from elsewhere"), "{path}");
        }
    }
}

#[actix_web::test]
async fn a_database_that_is_away_is_told_plainly() {
    let answer = ask("GET", "/admin/sign-in", None).await;
    assert_eq!(answer.status, 503);
    assert!(answer.body.contains("cannot reach its database"));
    assert_eq!(answer.cache_control.as_deref(), Some("no-store"));
}
