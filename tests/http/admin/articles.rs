//! Articles in the panel: from the first word to the trash and back.

use plinth_tests::editing::Editor;
use plinth_tests::site::Site;
use uuid::Uuid;

#[test]
fn a_new_article_is_a_draft_until_it_is_published_and_again_when_withdrawn() {
    let site = Site::start();
    let owner = site.owner();
    let page = owner.get("/admin/articles/new");
    assert_eq!(page.status, 200);
    let base = page.attribute("#the-form", "action");
    let editor = Editor::at(&owner, base);
    let fields = [
        ("title", "On Queues & Order"),
        ("body", "Some **bold** words.\n"),
    ];
    assert_eq!(editor.send(&page, "save", &fields).status, 303);
    let visitor = site.visitor();
    assert_eq!(visitor.get("/articles/on-queues-order").status, 404);

    editor.publish(&[]);
    assert_eq!(editor.page().field("slug"), "on-queues-order");
    let page = visitor.get("/articles/on-queues-order");
    assert_eq!(page.text_of("h1"), "On Queues & Order");
    assert_eq!(page.text_of(".prose strong"), "bold");
    let feed = visitor.get("/feed.atom").text();
    assert!(feed.contains("On Queues &amp; Order"));

    owner.post_and_follow(&editor.path("/publication/withdrawal"), &[]);
    assert_eq!(visitor.get("/articles/on-queues-order").status, 404);
    assert_eq!(
        editor.page().field("body"),
        "Some **bold** words.\n",
        "the draft is untouched"
    );
}

#[test]
fn a_published_edit_is_on_the_public_page_at_the_next_request() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "First", "Old words.");
    editor.publish(&[
        ("title", "Second"),
        ("body", "New words."),
        ("tags", "Rust, Data"),
    ]);
    let page = site.visitor().get("/articles/first");
    assert_eq!(page.text_of("h1"), "Second");
    assert_eq!(page.text_of(".prose"), "New words.");
    assert_eq!(page.texts_of("ul[aria-label=Subjects] a"), ["Data", "Rust"]);
}

#[test]
fn write_and_publish_is_one_button() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::new_article(&owner);
    let fields = [("title", "At once"), ("body", "Words.")];
    assert_eq!(editor.send_new("publish", &fields).status, 303);
    assert_eq!(site.visitor().get("/articles/at-once").status, 200);
}

#[test]
fn a_refused_publication_keeps_every_character_and_says_what_is_wrong_where() {
    let site = Site::start();
    let owner = site.owner();
    let body = "\n  leading, <b>tags</b> & “quotes”\r\n\r\ntrailing  \n";
    let slug_in_use = site
        .database
        .texts("select slug as value from article_editions limit 1")
        .remove(0);
    let long_title = "t".repeat(161);
    for (field, value) in [
        ("title", ""),
        ("title", long_title.as_str()),
        ("slug", "Not A Slug"),
        ("slug", slug_in_use.as_str()),
        ("tags", "a,b,c,d,e,f,g,h,i,j,k,l,m"),
        ("excerpt", &"e".repeat(301)),
        ("series_part", "many"),
    ] {
        let mut all = vec![("title", "A title"), ("body", body)];
        all.retain(|(name, _)| *name != field);
        all.push((field, value));
        let editor = Editor::new_article(&owner);
        let answer = editor.send_new("publish", &all);
        assert_eq!(answer.status, 422, "{field}={value}");
        assert!(
            answer.has(&format!("[name={field}][aria-invalid=true]")),
            "{field}"
        );
        assert!(answer.has(&format!("#error-{field}")), "{field}");
        for page in [answer, editor.page()] {
            assert_eq!(page.field(field), value, "nothing typed is lost");
            assert_eq!(page.field("body"), body.replace("\r\n", "\n"));
        }
    }
    let published = "select count(*) as value from article_editions";
    assert_eq!(site.database.number(published), 3);
}

#[test]
fn a_very_long_text_is_kept_when_it_is_refused_and_a_huge_one_gets_a_page() {
    let site = Site::start();
    let owner = site.owner();
    // Twice what can be published is kept as a draft, so that it can be cut down later.
    let editor = Editor::new_article(&owner);
    let long = "x".repeat(200_001);
    let answer = editor.send_new("publish", &[("title", "Long"), ("body", &long)]);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.field("body"), long);
    assert_eq!(editor.page().field("body"), long);
    let longer = "x".repeat(400_001);
    let answer =
        Editor::new_article(&owner).send_new("save", &[("title", "Long"), ("body", &longer)]);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.field("body"), longer);
    let huge = "x".repeat(8_000_000);
    let answer =
        Editor::new_article(&owner).send_new("save", &[("title", "Huge"), ("body", &huge)]);
    assert_eq!(answer.status, 413);
    assert!(answer.has("main h1"));
}

#[test]
fn the_same_form_sent_twice_makes_one_article() {
    let site = Site::start();
    let owner = site.owner();
    let page = owner.get("/admin/articles/new");
    let editor = Editor::at(&owner, page.attribute("#the-form", "action"));
    let fields = [("title", "Once"), ("body", "Words.")];
    for _ in 0..2 {
        assert_eq!(editor.send(&page, "save", &fields).status, 303);
    }
    let made = "select count(*) as value from drafts where title = 'Once'";
    assert_eq!(site.database.number(made), 1);
    assert_eq!(editor.history().len(), 1);
}

#[test]
fn an_empty_form_stores_nothing_and_says_so() {
    let site = Site::start();
    let owner = site.owner();
    let before = "select count(*) as value from contents";
    let count = site.database.number(before);
    let answer = Editor::new_article(&owner).send_new("save", &[("title", " ")]);
    assert_eq!(answer.status, 422);
    assert!(answer.has("#error-title"));
    assert_eq!(site.database.number(before), count);
}

#[test]
fn saving_something_that_was_deleted_meanwhile_keeps_the_text_as_a_new_article() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Doomed", "The beginning.");
    let page = editor.page();
    owner.post_and_follow(&editor.path("/deletion"), &[]);
    let answer = editor.send(&page, "save", &[("body", "Precious words.")]);
    assert_eq!(answer.status, 409);
    assert_eq!(answer.field("body"), "Precious words.");
    let base = answer.attribute("#the-form", "action");
    assert_ne!(base, editor.base);
    let again = Editor::at(&owner, base);
    assert_eq!(again.send(&answer, "save", &[]).status, 303);
    assert_eq!(again.page().field("body"), "Precious words.");
}

#[test]
fn a_deletion_can_be_undone_from_the_next_page() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Back again", "Words.");
    let list = owner.post_and_follow(&editor.path("/deletion"), &[]);
    assert_eq!(site.visitor().get("/articles/back-again").status, 410);
    let undo = list.attribute("[role=status] form", "action");
    assert_eq!(undo, editor.path("/restoration"));
    // The message is shown once.
    assert!(!owner.get("/admin/articles").has("[role=status] form"));
    owner.post_and_follow(&undo, &[]);
    assert_eq!(site.visitor().get("/articles/back-again").status, 200);
}

#[test]
fn undoing_a_deletion_after_the_address_was_given_away_is_told_and_harms_nothing() {
    let site = Site::start();
    let owner = site.owner();
    let first = Editor::published(&owner, "Same", "First.");
    owner.post_and_follow(&first.path("/deletion"), &[]);
    let second = Editor::drafted(&owner, "Same", "Second.");
    second.publish(&[("slug", "same"), ("take_address", "true")]);
    let answer = owner.post_and_follow(&first.path("/restoration"), &[]);
    assert_eq!(answer.status, 200);
    assert!(answer.text_of("[role=status]").contains("trash"));
    let page = site.visitor().get("/articles/same");
    assert_eq!(page.text_of(".prose"), "Second.");
}

#[test]
fn a_duplicate_is_a_draft_of_its_own() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Pattern", "Words.");
    let copy = owner.post(&editor.path("/duplicate"), &[]);
    assert_eq!(copy.status, 303);
    let base = copy.location();
    let copy = Editor::at(&owner, base.strip_suffix("/edit").unwrap());
    assert_ne!(copy.base, editor.base);
    assert_eq!(copy.page().field("body"), "Words.");
    copy.save(&[("body", "Other words.")]);
    assert_eq!(editor.page().field("body"), "Words.");
    let page = site.visitor().get("/articles/pattern");
    assert_eq!(page.text_of(".prose"), "Words.");
}

#[test]
fn what_is_pinned_stands_on_top_of_the_public_list() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Old and good", "Words.");
    Editor::published(&owner, "Newer", "Words.");
    let visitor = site.visitor();
    let first = || visitor.get("/").texts_of("#writing h3").remove(0);
    assert_eq!(first(), "Newer");
    owner.post_and_follow(&editor.path("/pin"), &[("pinned", "true")]);
    assert_eq!(first(), "Old and good");
    let notes = owner.get("/admin/articles").texts_of(".row__note");
    assert!(notes.contains(&"Pinned".to_owned()), "{notes:?}");
    owner.post_and_follow(&editor.path("/pin"), &[("pinned", "false")]);
    assert_eq!(first(), "Newer");
}

#[test]
fn an_unknown_article_is_a_page_that_says_so() {
    let site = Site::start();
    let owner = site.owner();
    let unknown = format!("/admin/articles/{}/edit", Uuid::now_v7());
    for path in ["/admin/articles/x/edit", &unknown] {
        let answer = owner.get(path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.has("main a[href=\"/admin\"]"), "{path}");
    }
}
