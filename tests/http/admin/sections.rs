//! Page sections in the panel.

use plinth_tests::client::Client;
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

fn section<'a>(owner: &'a Client, key: &str) -> Editor<'a> {
    Editor::at(owner, format!("/admin/sections/{key}"))
}

#[test]
fn each_section_has_a_form_and_its_published_change_is_on_the_home_page() {
    let site = Site::start();
    let owner = site.owner();
    section(&owner, "hero").publish(&[
        ("heading", "Quiet systems"),
        ("body", "They just work."),
        ("action_label", "Ask"),
        ("action_target", "/contact"),
    ]);
    section(&owner, "way-of-working").publish(&[
        ("heading", "How"),
        ("body", ""),
        ("item_1_title", "Listen"),
        ("item_1_text", "First."),
        ("item_2_title", ""),
        ("item_2_text", ""),
        ("item_3_title", "Build"),
        ("item_3_text", "Then."),
        ("item_4_title", ""),
        ("item_4_text", ""),
        ("item_5_title", ""),
        ("item_5_text", ""),
        ("item_6_title", ""),
        ("item_6_text", ""),
    ]);
    for key in ["services", "writing", "contact"] {
        let heading = format!("Heading of {key}");
        section(&owner, key).publish(&[("heading", heading.as_str()), ("body", "Words.")]);
    }
    section(&owner, "about").publish(&[("heading", "Who"), ("body", "I *build*.")]);

    let home = site.visitor().get("/");
    assert_eq!(home.text_of("h1"), "Quiet systems");
    assert_eq!(home.attribute("#hero a.button", "href"), "/contact");
    assert_eq!(home.texts_of("#way-of-working h3"), ["Listen", "Build"]);
    assert_eq!(home.text_of("#about em"), "build");
    assert_eq!(home.text_of("#contact h2"), "Heading of contact");
}

#[test]
fn a_saved_section_changes_nothing_outside_and_the_list_says_that_it_waits() {
    let site = Site::start();
    let owner = site.owner();
    let before = site.visitor().get("/").unstamped();
    section(&owner, "about").save(&[("heading", "Not yet")]);
    assert_eq!(site.visitor().get("/").unstamped(), before);
    let list = owner.get("/admin/sections");
    assert_eq!(
        list.texts_of("#item-about .row__note"),
        ["Unpublished changes"]
    );
    assert_eq!(section(&owner, "about").submit("discard", &[]).status, 303);
    assert!(!owner.get("/admin/sections").has(".row__note"));
}

#[test]
fn a_refused_publication_keeps_every_character_also_in_the_rows() {
    let site = Site::start();
    let owner = site.owner();
    let editor = section(&owner, "principles");
    let long = "x".repeat(2_001);
    let answer = editor.submit(
        "publish",
        &[
            ("heading", "Kept"),
            ("body", long.as_str()),
            ("item_1_title", ""),
            ("item_1_text", "A text without a title"),
            ("item_2_title", "Fine"),
            ("item_2_text", "Fine."),
        ],
    );
    assert_eq!(answer.status, 422);
    assert!(answer.has("#error-body"));
    assert!(answer.has("[name=item_1_title][aria-invalid=true]"));
    for page in [answer, editor.page()] {
        assert_eq!(page.field("heading"), "Kept");
        assert_eq!(page.field("body"), long);
        assert_eq!(page.field("item_1_text"), "A text without a title");
    }
    assert_ne!(site.visitor().get("/").text_of("#principles h2"), "Kept");
}

#[test]
fn a_dangerous_action_is_refused() {
    let site = Site::start();
    let owner = site.owner();
    for target in ["javascript:alert(1)", "//evil.example", "data:text/html,x"] {
        let fields = [("action_label", "Go"), ("action_target", target)];
        let answer = section(&owner, "hero").submit("publish", &fields);
        assert_eq!(answer.status, 422, "{target}");
        assert_eq!(answer.field("action_target"), target);
        assert!(!site.visitor().get("/").text().contains(target));
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
    let editor = section(&owner, "about");
    let tab = editor.page();
    let first = [("heading", "First"), ("body", "One.")];
    assert_eq!(editor.send(&tab, "publish", &first).status, 303);
    let second = [("heading", "Second"), ("body", "Two.")];
    let conflict = editor.send(&tab, "publish", &second);
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.field("heading"), "Second");
    assert_eq!(conflict.text_of("#theirs-heading"), "First");
    assert_eq!(site.visitor().get("/").text_of("#about h2"), "First");
}

#[test]
fn an_unknown_section_is_no_page() {
    let site = Site::start();
    let owner = site.owner();
    assert_eq!(owner.get("/admin/sections/footer/edit").status, 404);
    assert_eq!(owner.get("/admin/sections/footer/revisions").status, 404);
}
