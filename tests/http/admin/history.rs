//! What a content was, and the way back.

use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

#[test]
fn every_save_by_hand_and_every_publication_is_listed() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "First words.");
    editor.save(&[("body", "Second words.")]);
    let history = owner.get(&editor.path("/revisions"));
    let headings = history.texts_of("ol.history h2");
    assert!(headings.len() >= 3, "{headings:?}");
    for (index, heading) in headings.iter().rev().enumerate() {
        assert!(
            heading.starts_with(&format!("Revision {}", index + 1)),
            "{headings:?}"
        );
    }
    assert_eq!(history.texts_of(".state--published"), ["Live now"]);
}

#[test]
fn any_two_states_are_compared() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "The old words stand here.");
    editor.save(&[("body", "The new words stand here."), ("title", "Harvest")]);
    let newest = editor.history().len().to_string();
    for (from, to) in [
        ("1", "draft"),
        ("live", "draft"),
        ("1", newest.as_str()),
        ("draft", "1"),
        ("live", "1"),
    ] {
        let path = editor.path(&format!("/revisions/compare?from={from}&to={to}"));
        let page = owner.get(&path);
        assert_eq!(page.status, 200, "{path}");
        if (from, to) != ("live", "1") {
            assert!(
                page.texts_of(".text-compared del")
                    .iter()
                    .any(|text| { text.contains("old") || text.contains("new") })
            );
            assert!(page.text_of(".fields-compared").contains("Harvest"));
        }
    }
    for query in ["from=1&to=99", "from=x&to=1", "", "from=1"] {
        let page = owner.get(&editor.path(&format!("/revisions/compare?{query}")));
        assert_eq!(page.status, 404, "{query}");
    }
}

#[test]
fn an_older_state_becomes_the_draft_again_and_visitors_see_no_change() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "First words.");
    editor.publish(&[("body", "Second words."), ("slug", "harvest")]);
    let revisions = editor.history().len();
    let path = editor.path("/revisions/1/restoration");
    let page = owner.post_and_follow(&path, &[]);
    assert_eq!(page.field("body"), "First words.");
    assert_eq!(page.field("slug"), "harvest", "the address stays");
    assert_eq!(editor.history().len(), revisions + 1);
    let shown = site.visitor().get("/articles/harvest");
    assert_eq!(shown.text_of(".prose"), "Second words.");
    editor.publish(&[]);
    let shown = site.visitor().get("/articles/harvest");
    assert_eq!(shown.text_of(".prose"), "First words.");
    let unknown = editor.path("/revisions/99/restoration");
    assert_eq!(owner.post(&unknown, &[]).status, 404);
}

#[test]
fn unsaved_words_of_the_draft_are_kept_when_an_older_state_is_restored() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "First words.");
    let version = editor.version();
    editor.autosave(version, &[("body", "Words that were only autosaved.")]);
    owner.post_and_follow(&editor.path("/revisions/1/restoration"), &[]);
    let kept: Vec<_> = (1..=editor.history().len())
        .map(|number| editor.revision_page(number).text_of(".prose"))
        .collect();
    assert!(
        kept.contains(&"Words that were only autosaved.".to_owned()),
        "{kept:?}"
    );
}

#[test]
fn a_revision_is_reached_through_its_own_content_only() {
    let site = Site::start();
    let owner = site.owner();
    let secret = Editor::drafted(&owner, "Secret", "Secret words.");
    secret.save(&[("body", "More secret words.")]);
    secret.save(&[("body", "Most secret words.")]);
    let other = Editor::drafted(&owner, "Other", "Other words.");
    assert_eq!(secret.revision_page(3).status, 200);
    assert_eq!(other.revision_page(3).status, 404);
    let compared = owner.get(&other.path("/revisions/compare?from=1&to=3"));
    assert_eq!(compared.status, 404);
    let restored = owner.post(&other.path("/revisions/3/restoration"), &[]);
    assert_eq!(restored.status, 404);
    // An article's id in the address of a service names nothing.
    let foreign = format!("/admin/services/{}", secret.id());
    for end in [
        "/edit",
        "/revisions",
        "/revisions/1/page",
        "/preview",
        "/preview-links",
    ] {
        assert_eq!(owner.get(&format!("{foreign}{end}")).status, 404, "{end}");
    }
    let restored = owner.post(&format!("{foreign}/revisions/1/restoration"), &[]);
    assert_eq!(restored.status, 404);
    let saved = owner.post(&foreign, &[("title", "Taken"), ("version", "3")]);
    assert!(saved.status >= 400, "{}", saved.status);
    assert_eq!(secret.page().field("title"), "Secret");
}

#[test]
fn a_section_has_its_history_too() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::at(&owner, "/admin/sections/about");
    let before = editor.page().field("heading");
    editor.publish(&[("heading", "Who I am")]);
    owner.post_and_follow(&editor.path("/revisions/1/restoration"), &[]);
    assert_eq!(editor.page().field("heading"), before);
    let home = site.visitor().get("/");
    assert_eq!(home.text_of("#about h2"), "Who I am");
}
