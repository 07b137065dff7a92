//! The panel while the database is away.

use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

#[test]
fn a_save_that_could_not_be_stored_says_so_and_keeps_the_text() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::new_article(&owner);
    let fields = [("title", "Precious"), ("body", "Words that took an hour.")];
    site.database.set_reachable(false);
    let answer = editor.send_new("save", &fields);
    assert_eq!(answer.status, 503);
    assert!(!answer.text().contains("postgres"));
    assert!(
        answer.text().contains("Words that took an hour."),
        "the words must not be lost"
    );

    let answer = editor.autosave(0, &fields);
    assert_eq!(answer.status, 503);
    assert_ne!(answer.header("retry-after"), "");

    site.database.set_reachable(true);
    assert_eq!(editor.send_new("save", &fields).status, 303);
}

#[test]
fn a_page_of_the_panel_says_that_the_database_is_away_and_comes_back() {
    let site = Site::start();
    let owner = site.owner();
    site.database.set_reachable(false);
    let answer = owner.get("/admin");
    assert_eq!(answer.status, 503);
    assert!(answer.has("h1"));
    site.database.set_reachable(true);
    assert_eq!(owner.get("/admin").status, 200);
}

#[test]
fn sign_in_says_that_the_database_is_away() {
    let site = Site::start();
    site.owner();
    site.database.set_reachable(false);
    let fields = [("email", "a@example.org"), ("password", "x")];
    assert_eq!(site.visitor().post("/admin/sign-in", &fields).status, 503);
}
