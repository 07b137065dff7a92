//! Articles in the panel.

use plinth_tests::client::{Answer, Client};
use plinth_tests::site::Site;

const NEW: &str = "/admin/articles";

fn fields<'a>(title: &'a str, body: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("title", title),
        ("body", body),
        ("excerpt", ""),
        ("tags", ""),
        ("slug", ""),
        ("version", ""),
    ]
}

/// Writes a new article and gives the path of its editor without `/edit`.
fn create(owner: &Client, title: &str, body: &str) -> String {
    let answer = owner.post(NEW, &fields(title, body));
    assert_eq!(answer.status, 303, "{}", answer.text());
    let location = answer.location();
    location
        .strip_suffix("/edit")
        .expect("the editor")
        .to_owned()
}

/// The form as a browser would send it back, with changes.
fn form<'a>(
    page: &'a Answer,
    changes: &'a [(&'static str, &'a str)],
) -> Vec<(&'static str, String)> {
    ["title", "body", "excerpt", "tags", "slug", "version"]
        .map(|name| {
            let changed = changes.iter().find(|(known, _)| *known == name);
            (
                name,
                changed.map_or_else(|| page.field(name), |(_, value)| (*value).to_owned()),
            )
        })
        .to_vec()
}

fn post(owner: &Client, path: &str, fields: &[(&'static str, String)]) -> Answer {
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    owner.post(path, &fields)
}

#[test]
fn a_new_article_is_a_draft_until_it_is_published_and_again_when_withdrawn() {
    let site = Site::start();
    let owner = site.owner();
    let path = create(&owner, "On Queues & Order", "Some **bold** words.\n");
    let editor = owner.get(&format!("{path}/edit"));
    assert_eq!(editor.field("slug"), "on-queues-order");
    let visitor = site.visitor();
    assert_eq!(visitor.get("/articles/on-queues-order").status, 404);

    owner.post_and_follow(&format!("{path}/publication"), &[]);
    let page = visitor.get("/articles/on-queues-order");
    assert_eq!(page.text_of("h1"), "On Queues & Order");
    assert_eq!(page.text_of(".prose strong"), "bold");
    assert!(
        visitor
            .get("/feed.atom")
            .text()
            .contains("On Queues &amp; Order")
    );

    owner.post_and_follow(&format!("{path}/publication/withdrawal"), &[]);
    assert_eq!(visitor.get("/articles/on-queues-order").status, 404);
}

#[test]
fn an_edit_is_on_the_public_page_at_the_next_request() {
    let site = Site::start();
    let owner = site.owner();
    let path = create(&owner, "First", "Old words.");
    owner.post_and_follow(&format!("{path}/publication"), &[]);
    let editor = owner.get(&format!("{path}/edit"));
    let changed = form(
        &editor,
        &[
            ("title", "Second"),
            ("body", "New words."),
            ("tags", "Rust, Data"),
        ],
    );
    assert_eq!(post(&owner, &path, &changed).status, 303);
    let page = site.visitor().get("/articles/first");
    assert_eq!(page.text_of("h1"), "Second");
    assert_eq!(page.text_of(".prose"), "New words.");
    assert_eq!(page.texts_of("ul[aria-label=Subjects] a"), ["Data", "Rust"]);
}

#[test]
fn save_and_publish_is_one_button() {
    let site = Site::start();
    let owner = site.owner();
    let mut all = fields("At once", "Words.");
    all.push(("intent", "publish"));
    assert_eq!(owner.post(NEW, &all).status, 303);
    assert_eq!(site.visitor().get("/articles/at-once").status, 200);
}

#[test]
fn a_refused_form_keeps_every_character_and_says_what_is_wrong_where() {
    let site = Site::start();
    let owner = site.owner();
    let body = "\n  leading, <b>tags</b> & “quotes”\r\n\r\ntrailing  \n";
    let slug_in_use = site
        .database
        .texts("select slug as value from articles limit 1")
        .remove(0);
    let long_title = "t".repeat(161);
    for (field, value) in [
        ("title", ""),
        ("title", long_title.as_str()),
        ("slug", "Not A Slug"),
        ("slug", slug_in_use.as_str()),
        ("tags", "a,b,c,d,e,f,g,h,i,j,k,l,m"),
        ("excerpt", &"e".repeat(301)),
    ] {
        let mut all = fields("A title", body);
        all.retain(|(name, _)| *name != field);
        all.push((field, value));
        let answer = owner.post(NEW, &all);
        assert_eq!(answer.status, 422, "{field}={value}");
        assert!(
            answer.has(&format!("[name={field}][aria-invalid=true]")),
            "{field}"
        );
        assert!(answer.has(&format!("#error-{field}")), "{field}");
        assert_eq!(answer.field(field), value);
        assert_eq!(answer.field("body"), body.replace("\r\n", "\n"));
    }
    assert_eq!(
        site.database
            .number("select count(*) as value from articles"),
        3
    );
}

#[test]
fn a_very_long_text_is_kept_when_it_is_refused_and_a_huge_one_gets_a_page() {
    let site = Site::start();
    let owner = site.owner();
    let long = "x".repeat(200_001);
    let answer = owner.post(NEW, &fields("Long", &long));
    assert_eq!(answer.status, 422);
    assert_eq!(answer.field("body"), long);
    let huge = "x".repeat(3_300_000);
    let answer = owner.post(NEW, &fields("Huge", &huge));
    assert_eq!(answer.status, 413);
    assert!(answer.has("main h1"));
}

#[test]
fn the_second_of_two_tabs_sees_both_texts_and_can_then_save_deliberately() {
    let site = Site::start();
    let owner = site.owner();
    let path = create(&owner, "Shared", "The beginning.");
    let first_tab = owner.get(&format!("{path}/edit"));
    let second_tab = owner.get(&format!("{path}/edit"));

    let first = form(&first_tab, &[("body", "Words of the first tab.")]);
    assert_eq!(post(&owner, &path, &first).status, 303);
    let second = form(
        &second_tab,
        &[
            ("body", "Words of the second tab."),
            ("title", "Shared too"),
        ],
    );
    let conflict = post(&owner, &path, &second);
    assert_eq!(conflict.status, 409);
    assert_eq!(conflict.field("body"), "Words of the second tab.");
    assert_eq!(conflict.field("title"), "Shared too");
    assert!(
        conflict
            .text_of("#stored-body")
            .contains("Words of the first tab.")
    );
    let stored = site
        .database
        .texts("select body as value from articles where title = 'Shared'");
    assert_eq!(stored, ["Words of the first tab."], "nothing was changed");

    let deliberate = form(&conflict, &[]);
    assert_eq!(post(&owner, &path, &deliberate).status, 303);
    let stored = site
        .database
        .texts("select body as value from articles where title = 'Shared too'");
    assert_eq!(stored, ["Words of the second tab."]);
}

#[test]
fn saving_something_that_was_deleted_meanwhile_keeps_the_text() {
    let site = Site::start();
    let owner = site.owner();
    let path = create(&owner, "Doomed", "The beginning.");
    let editor = owner.get(&format!("{path}/edit"));
    owner.post_and_follow(&format!("{path}/deletion"), &[]);
    let answer = post(
        &owner,
        &path,
        &form(&editor, &[("body", "Precious words.")]),
    );
    assert!(answer.status >= 400, "{}", answer.status);
    assert!(
        answer.text().contains("Precious words."),
        "the words must not be lost"
    );
}

#[test]
fn a_deletion_can_be_undone_from_the_next_page() {
    let site = Site::start();
    let owner = site.owner();
    let path = create(&owner, "Back again", "Words.");
    owner.post_and_follow(&format!("{path}/publication"), &[]);
    let list = owner.post_and_follow(&format!("{path}/deletion"), &[]);
    assert_eq!(site.visitor().get("/articles/back-again").status, 410);
    let undo = list.attribute("[role=status] form", "action");
    assert_eq!(undo, format!("{path}/restoration"));
    // The message is shown once.
    assert!(!owner.get("/admin/articles").has("[role=status] form"));
    owner.post_and_follow(&undo, &[]);
    assert_eq!(site.visitor().get("/articles/back-again").status, 200);
}

#[test]
fn undoing_a_deletion_after_the_address_was_given_away_is_told_and_harms_nothing() {
    let site = Site::start();
    let owner = site.owner();
    let first = create(&owner, "Same", "First.");
    owner.post_and_follow(&format!("{first}/deletion"), &[]);
    create(&owner, "Same", "Second.");
    let answer = owner.post_and_follow(&format!("{first}/restoration"), &[]);
    assert_eq!(answer.status, 200);
    assert!(answer.has("[role=status]"));
    assert_eq!(
        site.database.number(
            "select count(*) as value from articles where slug = 'same' and deleted_at is null"
        ),
        1
    );
}

#[test]
fn the_list_can_be_narrowed_by_state() {
    let site = Site::start();
    let owner = site.owner();
    create(&owner, "Only a draft", "Words.");
    assert_eq!(
        owner
            .get("/admin/articles?state=draft")
            .texts_of(".row__title"),
        ["Only a draft"]
    );
    assert_eq!(
        owner
            .get("/admin/articles?state=published")
            .texts_of(".row__title")
            .len(),
        3
    );
    assert_eq!(
        owner.get("/admin/articles").texts_of(".row__title").len(),
        4
    );
}

#[test]
fn an_unknown_article_is_a_page_that_says_so() {
    let site = Site::start();
    let owner = site.owner();
    for path in [
        "/admin/articles/x/edit",
        "/admin/articles/00000000-0000-7000-8000-000000000000/edit",
    ] {
        let answer = owner.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.has("main a[href=\"/admin\"]"), "{path}");
    }
}
