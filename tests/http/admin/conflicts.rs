//! Two windows on the plain form: nothing that was typed is lost.

use plinth_tests::client::{Answer, Client};
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

#[test]
fn a_form_of_an_old_version_is_merged_where_other_parts_were_changed() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Shared", "One.\n\nTwo.\n\nThree.\n");
    let (first_tab, second_tab) = (editor.page(), editor.page());
    let first = [("body", "One, first.\n\nTwo.\n\nThree.\n")];
    assert_eq!(editor.send(&first_tab, "save", &first).status, 303);
    let second = [
        ("body", "One.\n\nTwo.\n\nThree, second.\n"),
        ("title", "Shared too"),
    ];
    let answer = editor.send(&second_tab, "save", &second);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = owner.follow(&answer);
    assert!(page.text_of("[role=status]").contains("together with"));
    assert_eq!(
        page.field("body"),
        "One, first.\n\nTwo.\n\nThree, second.\n"
    );
    assert_eq!(page.field("title"), "Shared too");
}

#[test]
fn what_was_merged_is_looked_at_before_it_goes_out() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Shared", "One.\n\nTwo.\n");
    let tab = editor.page();
    editor.save(&[("body", "One, first.\n\nTwo.\n")]);
    let answer = editor.send(&tab, "publish", &[("title", "Second")]);
    assert_eq!(answer.status, 303);
    let shown = site.visitor().get("/articles/shared");
    assert_eq!(shown.text_of("h1"), "Shared", "nothing was published");
    assert_eq!(editor.page().field("title"), "Second");
    editor.publish(&[]);
    let shown = site.visitor().get("/articles/shared");
    assert_eq!(shown.text_of("h1"), "Second");
}

fn clash<'a>(owner: &'a Client, intent: &str) -> (Editor<'a>, Answer) {
    let editor = Editor::drafted(owner, "Shared", "The beginning.");
    let (first_tab, second_tab) = (editor.page(), editor.page());
    let first = [("body", "Words of the first tab.")];
    assert_eq!(editor.send(&first_tab, "save", &first).status, 303);
    let second = [
        ("body", "Words of the second tab."),
        ("title", "Shared too"),
    ];
    let conflict = editor.send(&second_tab, intent, &second);
    assert_eq!(conflict.status, 409);
    (editor, conflict)
}

/// The words of every revision's page.
fn kept(editor: &Editor<'_>) -> Vec<String> {
    (1..=editor.history().len())
        .map(|number| editor.revision_page(number).text_of(".prose"))
        .collect()
}

#[test]
fn the_second_of_two_tabs_sees_both_texts_whatever_its_button_was() {
    for intent in ["save", "publish", "schedule", "discard"] {
        let site = Site::start();
        let owner = site.owner();
        let (editor, conflict) = clash(&owner, intent);
        assert_eq!(conflict.field("body"), "Words of the second tab.");
        assert_eq!(conflict.field("title"), "Shared too");
        assert_eq!(
            conflict.text_of("#theirs-body"),
            "Words of the first tab.",
            "{intent}"
        );
        assert_eq!(
            editor.page().field("body"),
            "Words of the first tab.",
            "nothing was changed by {intent}"
        );
    }
}

#[test]
fn saving_mine_after_a_conflict_keeps_theirs_as_a_revision() {
    let site = Site::start();
    let owner = site.owner();
    let (editor, conflict) = clash(&owner, "save");
    assert_eq!(editor.send(&conflict, "save", &[]).status, 303);
    let page = editor.page();
    assert_eq!(page.field("body"), "Words of the second tab.");
    assert_eq!(page.field("title"), "Shared too");
    let kept = kept(&editor);
    assert!(
        kept.contains(&"Words of the first tab.".to_owned()),
        "{kept:?}"
    );
}

#[test]
fn taking_theirs_after_a_conflict_keeps_mine_as_a_revision() {
    let site = Site::start();
    let owner = site.owner();
    let (editor, conflict) = clash(&owner, "save");
    assert_eq!(editor.send(&conflict, "take-theirs", &[]).status, 303);
    assert_eq!(editor.page().field("body"), "Words of the first tab.");
    let kept = kept(&editor);
    assert!(
        kept.contains(&"Words of the second tab.".to_owned()),
        "{kept:?}"
    );
}

#[test]
fn a_third_save_meanwhile_is_shown_as_the_next_conflict() {
    let site = Site::start();
    let owner = site.owner();
    let (editor, conflict) = clash(&owner, "save");
    editor.save(&[("body", "Words of a third tab."), ("title", "Third")]);
    let again = editor.send(&conflict, "save", &[]);
    assert_eq!(again.status, 409);
    assert_eq!(again.text_of("#theirs-body"), "Words of a third tab.");
    assert_eq!(again.field("body"), "Words of the second tab.");
    assert_eq!(editor.page().field("body"), "Words of a third tab.");
}

#[test]
fn a_form_without_a_version_overwrites_nothing() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Shared", "The beginning.");
    let answer = owner.post(&editor.base, &[("title", "Blind"), ("body", "Blind.")]);
    assert_eq!(answer.status, 409);
    assert_eq!(editor.page().field("body"), "The beginning.");
}

#[test]
fn a_button_beside_the_text_loses_no_word_of_it() {
    let site = Site::start();
    let owner = site.owner();
    for intent in ["pin", "plain-field", "duplicate", "withdraw", "delete"] {
        let editor = Editor::published(&owner, "Beside", "Stored.");
        let typed = format!("Typed before {intent}.");
        let answer = editor.send(&editor.page(), intent, &[("body", &typed)]);
        assert_eq!(answer.status, 303, "{intent}: {}", answer.text());
        if intent == "delete" {
            owner.post(&editor.path("/restoration"), &[]);
        }
        assert_eq!(editor.page().field("body"), typed, "{intent}");
        owner.post(&editor.path("/deletion"), &[]);
    }
}

#[test]
fn a_form_whose_session_has_ended_comes_back_with_its_text() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Shared", "Stored.");
    let tab = editor.page();
    owner.post("/admin/sign-out", &[]);
    let answer = editor.send(&tab, "save", &[("body", "Typed by somebody signed out.")]);
    assert_eq!(answer.status, 401);
    assert_eq!(answer.field("body"), "Typed by somebody signed out.");
    assert!(
        answer.has("a[href=\"/admin/sign-in\"]"),
        "{}",
        answer.text()
    );
}
