//! Page sections in the panel.

use plinth_tests::client::{Answer, Client};
use plinth_tests::site::Site;

fn save(owner: &Client, key: &str, fields: &[(&str, &str)]) -> Answer {
    let editor = owner.get(&format!("/admin/sections/{key}/edit"));
    let version = editor.field("version");
    let mut all = fields.to_vec();
    all.push(("version", &version));
    owner.post(&format!("/admin/sections/{key}"), &all)
}

#[test]
fn each_section_has_a_form_and_its_change_is_on_the_home_page() {
    let site = Site::start();
    let owner = site.owner();
    let hero = [
        ("heading", "Quiet systems"),
        ("lead", "They just work."),
        ("action_label", "Ask"),
        ("action_target", "/contact"),
    ];
    assert_eq!(save(&owner, "hero", &hero).status, 303);
    let steps = [
        ("heading", "How"),
        ("intro", ""),
        ("item_title", "Listen"),
        ("item_text", "First."),
        ("item_title", ""),
        ("item_text", ""),
        ("item_title", "Build"),
        ("item_text", "Then."),
    ];
    assert_eq!(save(&owner, "way-of-working", &steps).status, 303);
    for key in ["services", "writing", "contact"] {
        let heading = format!("Heading of {key}");
        let fields = [("heading", heading.as_str()), ("intro", "Words.")];
        assert_eq!(save(&owner, key, &fields).status, 303, "{key}");
    }
    let about = [("heading", "Who"), ("body", "I *build*.")];
    assert_eq!(save(&owner, "about", &about).status, 303);

    let home = site.visitor().get("/");
    assert_eq!(home.text_of("h1"), "Quiet systems");
    assert_eq!(home.attribute("#hero a.button", "href"), "/contact");
    assert_eq!(home.texts_of("#way-of-working h3"), ["Listen", "Build"]);
    assert_eq!(home.text_of("#about em"), "build");
    assert_eq!(home.text_of("#contact h2"), "Heading of contact");
}

#[test]
fn a_refused_form_keeps_every_character_also_in_the_rows() {
    let site = Site::start();
    let owner = site.owner();
    let long = "x".repeat(2_001);
    let fields = [
        ("heading", "Kept"),
        ("intro", long.as_str()),
        ("item_title", ""),
        ("item_text", "A text without a title"),
        ("item_title", "Fine"),
        ("item_text", "Fine."),
    ];
    let answer = save(&owner, "principles", &fields);
    assert_eq!(answer.status, 422);
    assert!(answer.has("#error-intro"));
    assert_eq!(answer.field("heading"), "Kept");
    assert_eq!(answer.field("intro"), long);
    let texts = answer.texts_of("textarea[name=item_text]");
    assert!(
        texts.contains(&"A text without a title".to_owned()),
        "{texts:?}"
    );
    assert!(answer.has("[name=item_title][aria-invalid=true]"));
}

#[test]
fn a_dangerous_action_is_refused() {
    let site = Site::start();
    let owner = site.owner();
    for target in ["javascript:alert(1)", "//evil.example", "data:text/html,x"] {
        let fields = [
            ("heading", "x"),
            ("lead", ""),
            ("action_label", "Go"),
            ("action_target", target),
        ];
        let answer = save(&owner, "hero", &fields);
        assert_eq!(answer.status, 422, "{target}");
        assert_eq!(answer.field("action_target"), target);
    }
}

#[test]
fn sections_are_hidden_shown_and_moved() {
    let site = Site::start();
    let owner = site.owner();
    let ids = || site.visitor().get("/").attributes("main section", "id");
    owner.post_and_follow("/admin/sections/about/visibility", &[("visible", "false")]);
    assert!(!ids().contains(&"about".to_owned()));
    owner.post_and_follow("/admin/sections/about/visibility", &[("visible", "true")]);
    owner.post_and_follow("/admin/sections/about/position", &[("direction", "up")]);
    assert_eq!(ids()[..2], ["about", "hero"]);
    let answer = owner.post(
        "/admin/sections/order",
        &[("key", "contact"), ("key", "hero")],
    );
    assert!([200, 204, 303].contains(&answer.status));
    assert_eq!(ids()[..2], ["contact", "hero"]);
    assert_eq!(ids().len(), 7);
}

#[test]
fn the_second_of_two_tabs_sees_both_texts() {
    let site = Site::start();
    let owner = site.owner();
    let version = owner.get("/admin/sections/about/edit").field("version");
    let first = [
        ("heading", "First"),
        ("body", "One."),
        ("version", &version),
    ];
    assert_eq!(owner.post("/admin/sections/about", &first).status, 303);
    let second = [
        ("heading", "Second"),
        ("body", "Two."),
        ("version", &version),
    ];
    let conflict = owner.post("/admin/sections/about", &second);
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.field("heading"), "Second");
    assert!(conflict.text_of("#stored-heading").contains("First"));
    assert_eq!(site.visitor().get("/").text_of("#about h2"), "First");
}

#[test]
fn an_unknown_section_is_no_page() {
    let site = Site::start();
    assert_eq!(site.owner().get("/admin/sections/footer/edit").status, 404);
}
