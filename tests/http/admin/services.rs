//! Services in the panel.

use plinth_tests::client::Client;
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;
use uuid::Uuid;

fn ids(owner: &Client) -> Vec<String> {
    owner
        .get("/admin/services")
        .attributes("[data-order-item]", "data-order-item")
}

fn first(owner: &Client) -> Editor<'_> {
    Editor::at(owner, format!("/admin/services/{}", ids(owner)[0]))
}

fn fresh(owner: &Client) -> Editor<'_> {
    Editor::at(owner, format!("/admin/services/{}", Uuid::now_v7()))
}

fn public(site: &Site) -> Vec<String> {
    site.visitor().get("/services").texts_of("ol h3")
}

#[test]
fn a_published_edit_is_on_the_public_page_at_the_next_request() {
    let site = Site::start();
    let owner = site.owner();
    let editor = first(&owner);
    let page = editor.page();
    let slug = page.field("slug");
    let fields = [
        ("title", "Careful backends"),
        ("summary", "In one line."),
        ("body", "A *new* text."),
        ("deliverables", "One thing\nAnother thing\n"),
    ];
    let answer = editor.send(&page, "publish", &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let shown = site.visitor().get(&format!("/services/{slug}"));
    assert_eq!(shown.text_of("h1"), "Careful backends");
    assert_eq!(shown.texts_of("aside li"), ["One thing", "Another thing"]);
    assert_eq!(public(&site)[0], "Careful backends");

    // The same form sent twice is one save; another text from the old version is a conflict.
    assert_eq!(editor.send(&page, "publish", &fields).status, 303);
    let mut other = fields;
    other[0].1 = "Other backends";
    let conflict = editor.send(&page, "publish", &other);
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.field("title"), "Other backends");
    assert_eq!(conflict.text_of("#theirs-title"), "Careful backends");
}

#[test]
fn a_saved_service_changes_nothing_outside_and_the_list_says_that_it_waits() {
    let site = Site::start();
    let owner = site.owner();
    let editor = first(&owner);
    let path = format!("/services/{}", editor.page().field("slug"));
    let before = site.visitor().get(&path).unstamped();
    editor.save(&[("title", "Not yet")]);
    assert_eq!(site.visitor().get(&path).unstamped(), before);
    let row = format!("#item-{} .row__note", editor.id());
    let list = owner.get("/admin/services");
    assert_eq!(list.texts_of(&row), ["Unpublished changes"]);
    editor.publish(&[]);
    assert!(!owner.get("/admin/services").has(".row__note"));
    assert_eq!(site.visitor().get(&path).text_of("h1"), "Not yet");
}

#[test]
fn a_new_service_stands_at_the_end_of_the_list_once_it_is_published() {
    let site = Site::start();
    let owner = site.owner();
    assert!(owner.get("/admin/services/new").has("#the-form"));
    let editor = fresh(&owner);
    let fields = [
        ("title", "Code archaeology"),
        ("summary", "Old systems, read and explained."),
        ("body", "Words."),
    ];
    assert_eq!(editor.send_new("save", &fields).status, 303);
    assert_eq!(public(&site).len(), 7);
    let list = owner.get("/admin/services");
    let row = format!("#item-{}", editor.id());
    assert_eq!(list.text_of(&format!("{row} .state")), "Draft");
    assert!(
        !list.has(&format!("{row} form")),
        "what was never published has no place and cannot be hidden"
    );
    editor.publish(&[]);
    assert_eq!(public(&site).last().unwrap(), "Code archaeology");
    assert_eq!(site.visitor().get("/services/code-archaeology").status, 200);
    let list = owner.get("/admin/services");
    assert_eq!(
        list.texts_of(&format!("{row} form")).len(),
        3,
        "up, down, hide"
    );
}

#[test]
fn services_move_by_buttons_and_by_a_whole_order() {
    let site = Site::start();
    let owner = site.owner();
    let before = public(&site);
    let all = ids(&owner);
    owner.post_and_follow(
        &format!("/admin/services/{}/position", all[0]),
        &[("direction", "down")],
    );
    assert_eq!(public(&site)[..2], [before[1].clone(), before[0].clone()]);
    let reversed: Vec<_> = all.iter().rev().map(|id| ("id", id.as_str())).collect();
    let answer = owner.post("/admin/services/order", &reversed);
    assert!(
        [200, 204, 303].contains(&answer.status),
        "{}",
        answer.status
    );
    let mut expected = before;
    expected.reverse();
    assert_eq!(public(&site), expected);
}

#[test]
fn a_service_is_hidden_and_shown_and_its_deletion_undone() {
    let site = Site::start();
    let owner = site.owner();
    let editor = first(&owner);
    owner.post_and_follow(&editor.path("/visibility"), &[("visible", "false")]);
    assert_eq!(public(&site).len(), 6);
    owner.post_and_follow(&editor.path("/visibility"), &[("visible", "true")]);
    assert_eq!(public(&site).len(), 7);
    let list = owner.post_and_follow(&editor.path("/deletion"), &[]);
    assert_eq!(public(&site).len(), 6);
    let undo = list.attribute("[role=status] form", "action");
    owner.post_and_follow(&undo, &[]);
    assert_eq!(public(&site).len(), 7);
}

#[test]
fn a_refused_publication_keeps_every_character() {
    let site = Site::start();
    let owner = site.owner();
    let many = "line\n".repeat(13);
    let summary = "s".repeat(301);
    let editor = fresh(&owner);
    let fields = [
        ("title", ""),
        ("slug", "Bad Slug"),
        ("summary", summary.as_str()),
        ("body", "Kept <body>"),
        ("deliverables", &many),
    ];
    let answer = editor.send_new("publish", &fields);
    assert_eq!(answer.status, 422);
    for field in ["title", "slug", "summary", "deliverables"] {
        assert!(answer.has(&format!("#error-{field}")), "{field}");
    }
    for page in [answer, editor.page()] {
        for (name, value) in fields {
            assert_eq!(page.field(name), value);
        }
    }
    assert_eq!(public(&site).len(), 7);
}

#[test]
fn hiding_a_service_while_its_form_is_open_neither_loses_the_text_nor_shows_it_again() {
    let site = Site::start();
    let owner = site.owner();
    let editor = first(&owner);
    let page = editor.page();
    owner.post_and_follow(&editor.path("/visibility"), &[("visible", "false")]);
    let answer = editor.send(&page, "publish", &[("title", "Written meanwhile")]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(public(&site).len(), 6, "it stays hidden");
    assert_eq!(editor.page().field("title"), "Written meanwhile");
    owner.post_and_follow(&editor.path("/visibility"), &[("visible", "true")]);
    assert_eq!(public(&site)[0], "Written meanwhile");
}
