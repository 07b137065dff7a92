//! Services in the panel.

use plinth_tests::client::Client;
use plinth_tests::site::Site;

fn ids(owner: &Client) -> Vec<String> {
    owner
        .get("/admin/services")
        .attributes("[data-order-item]", "data-order-item")
}

fn public(site: &Site) -> Vec<String> {
    site.visitor().get("/services").texts_of("ol h3")
}

#[test]
fn an_edit_is_on_the_public_page_at_the_next_request() {
    let site = Site::start();
    let owner = site.owner();
    let path = format!("/admin/services/{}", ids(&owner)[0]);
    let editor = owner.get(&format!("{path}/edit"));
    let version = editor.field("version");
    let slug = editor.field("slug");
    let fields = [
        ("title", "Careful backends"),
        ("slug", &slug),
        ("summary", "In one line."),
        ("body", "A *new* text."),
        ("deliverables", "One thing\nAnother thing\n"),
        ("visible", "true"),
        ("version", &version),
    ];
    let answer = owner.post(&path, &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = site.visitor().get(&format!("/services/{slug}"));
    assert_eq!(page.text_of("h1"), "Careful backends");
    assert_eq!(page.texts_of("aside li"), ["One thing", "Another thing"]);
    assert_eq!(public(&site)[0], "Careful backends");

    // The same form sent twice is one save; another text from the old version is a conflict.
    assert_eq!(owner.post(&path, &fields).status, 303);
    let mut other = fields;
    other[0].1 = "Other backends";
    let conflict = owner.post(&path, &other);
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.field("title"), "Other backends");
    assert!(
        conflict
            .text_of("#stored-title")
            .contains("Careful backends")
    );
}

#[test]
fn a_new_service_stands_at_the_end_of_the_list() {
    let site = Site::start();
    let owner = site.owner();
    let fields = [
        ("title", "Code archaeology"),
        ("slug", ""),
        ("summary", "Old systems, read and explained."),
        ("body", "Words."),
        ("deliverables", ""),
        ("visible", "true"),
        ("version", ""),
    ];
    assert_eq!(owner.post("/admin/services", &fields).status, 303);
    assert_eq!(public(&site).last().unwrap(), "Code archaeology");
    assert_eq!(site.visitor().get("/services/code-archaeology").status, 200);
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
    let path = format!("/admin/services/{}", ids(&owner)[0]);
    owner.post_and_follow(&format!("{path}/visibility"), &[("visible", "false")]);
    assert_eq!(public(&site).len(), 6);
    owner.post_and_follow(&format!("{path}/visibility"), &[("visible", "true")]);
    assert_eq!(public(&site).len(), 7);
    let list = owner.post_and_follow(&format!("{path}/deletion"), &[]);
    assert_eq!(public(&site).len(), 6);
    let undo = list.attribute("[role=status] form", "action");
    owner.post_and_follow(&undo, &[]);
    assert_eq!(public(&site).len(), 7);
}

#[test]
fn a_refused_form_keeps_every_character() {
    let site = Site::start();
    let owner = site.owner();
    let many = "line\n".repeat(13);
    let fields = [
        ("title", ""),
        ("slug", "Bad Slug"),
        ("summary", &"s".repeat(301)),
        ("body", "Kept <body>"),
        ("deliverables", &many),
        ("visible", "true"),
        ("version", ""),
    ];
    let answer = owner.post("/admin/services", &fields);
    assert_eq!(answer.status, 422);
    for field in ["title", "slug", "summary", "deliverables"] {
        assert!(answer.has(&format!("#error-{field}")), "{field}");
    }
    assert_eq!(answer.field("body"), "Kept <body>");
    assert_eq!(answer.field("slug"), "Bad Slug");
    assert_eq!(answer.field("deliverables"), many);
    assert_eq!(public(&site).len(), 7);
}

#[test]
fn a_form_that_was_open_shows_that_the_service_was_hidden_meanwhile() {
    let site = Site::start();
    let owner = site.owner();
    let path = format!("/admin/services/{}", ids(&owner)[0]);
    let editor = owner.get(&format!("{path}/edit"));
    owner.post_and_follow(&format!("{path}/visibility"), &[("visible", "false")]);
    let mut fields: Vec<_> = [
        "title",
        "slug",
        "summary",
        "body",
        "deliverables",
        "version",
    ]
    .map(|name| (name, editor.field(name)))
    .to_vec();
    fields.push(("visible", "true".to_owned()));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let conflict = owner.post(&path, &fields);
    assert_eq!(conflict.status, 409);
    assert!(conflict.text_of("p.stored").contains("hidden"));
    assert_eq!(public(&site).len(), 6, "nothing was changed");
}
