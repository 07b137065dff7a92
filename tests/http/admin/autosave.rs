//! What the editor's script sends: saves, merges, decisions.

use plinth_tests::editing::Editor;
use plinth_tests::site::{OWNER_EMAIL, Site};
use serde_json::{Value, json};
use uuid::Uuid;

fn key() -> String {
    Uuid::now_v7().to_string()
}

#[test]
fn a_save_is_answered_with_its_version_and_kept_from_caches() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::new_article(&owner);
    let answer = editor.autosave(0, &[("title", "T"), ("body", "First words.")]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert!(answer.header("cache-control").contains("no-store"));
    let first = answer.json();
    assert_eq!(first["version"], 1);
    assert_eq!(first["status"]["word"], "draft");
    let answer = editor
        .autosave(1, &[("title", "T"), ("body", "More words.")])
        .json();
    assert_eq!(answer["version"], 2);
    assert!(answer["saved_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(editor.page().field("body"), "More words.");
}

#[test]
fn the_same_key_sent_again_gets_the_same_answer_although_others_saved_meanwhile() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::new_article(&owner);
    let (first, second) = (key(), key());
    let once = editor
        .autosave_by(&first, 0, &[("title", "T"), ("body", "One.")])
        .json();
    editor.autosave_by(&second, 1, &[("title", "T"), ("body", "Two.")]);
    let again = editor.autosave_by(&first, 0, &[("title", "T"), ("body", "One.")]);
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["version"], once["version"]);
    assert_eq!(again.json()["saved_at"], once["saved_at"]);
    assert_eq!(
        editor.page().field("body"),
        "Two.",
        "nothing is done a second time"
    );
    let rows = site
        .database
        .number("select count(*) as value from drafts where title = 'T'");
    assert_eq!(rows, 1);
}

#[test]
fn a_save_from_an_old_version_gets_what_is_stored_now() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    editor.autosave(1, &[("body", "Two.")]);
    let answer = editor.autosave(1, &[("body", "Mine.")]);
    assert_eq!(answer.status, 409);
    let stored = answer.json();
    assert_eq!(stored["version"], 2);
    assert_eq!(stored["fields"]["body"], "Two.");
    assert_eq!(stored["saved_by"], OWNER_EMAIL);
    assert!(stored["saved_at"].is_string());
    assert_eq!(editor.page().field("body"), "Two.", "nothing was changed");
}

#[test]
fn a_script_without_a_session_is_told_to_sign_in_and_then_goes_on() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    let base = editor.base.clone();
    let visitor = site.visitor();
    let expired = Editor::at(&visitor, base);
    let body = json!({ "fields": { "title": "T", "body": "Typed on." }, "reason": "autosave" });
    let answer = expired.script("/draft", &key(), 1, &body);
    assert_eq!(answer.status, 401);
    assert_eq!(answer.json(), json!({ "error": "sign-in" }));
    assert!(
        answer
            .header("content-type")
            .starts_with("application/json")
    );

    let origin = site.base_url();
    let json_headers = [("origin", origin.as_str()), ("accept", "application/json")];
    let wrong = [("email", OWNER_EMAIL), ("password", "wrong")];
    let refused = visitor.post_with("/admin/sign-in", &wrong, &json_headers);
    assert_eq!(refused.status, 422);
    assert!(refused.json()["message"].is_string());
    let right = [
        ("email", OWNER_EMAIL),
        ("password", plinth_tests::site::OWNER_PASSWORD),
    ];
    let signed_in = visitor.post_with("/admin/sign-in", &right, &json_headers);
    assert_eq!(signed_in.status, 204, "{}", signed_in.text());
    assert!(signed_in.bytes().is_empty());
    let answer = expired.script("/draft", &key(), 1, &body);
    assert_eq!(answer.status, 200);
    assert_eq!(editor.page().field("body"), "Typed on.");
}

#[test]
fn too_many_tries_to_sign_in_tell_a_script_when_to_come_back() {
    let few = std::num::NonZeroU32::new(2).unwrap();
    let site = Site::start_with(|settings| settings.sign_ins_per_account = few);
    site.owner();
    let visitor = site.visitor();
    let origin = site.base_url();
    let headers = [("origin", origin.as_str()), ("accept", "application/json")];
    let wrong = [("email", OWNER_EMAIL), ("password", "wrong")];
    let statuses: Vec<_> = (0..3)
        .map(|_| visitor.post_with("/admin/sign-in", &wrong, &headers))
        .collect();
    let last = statuses.last().unwrap();
    assert_eq!(last.status, 429);
    assert_ne!(last.header("retry-after"), "");
    assert!(last.json()["message"].is_string());
}

#[test]
fn what_was_deleted_meanwhile_is_gone_and_not_made_anew() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    owner.post_and_follow(&editor.path("/deletion"), &[]);
    for version in [1, 0] {
        let answer = editor.autosave(version, &[("title", "T"), ("body", "Mine.")]);
        assert_eq!(answer.status, 404, "from version {version}");
        assert_eq!(answer.json(), json!({ "error": "gone" }));
    }
    let never = Editor::new_article(&owner).autosave(3, &[("body", "Mine.")]);
    assert_eq!(never.status, 404);
    // The id of an article is no service, and no way around what its kind asks for.
    let foreign = Editor::at(&owner, format!("/admin/services/{}", editor.id()));
    assert_eq!(foreign.autosave(1, &[("title", "T")]).status, 404);
}

#[test]
fn a_field_over_its_limit_is_named_and_a_huge_request_is_refused() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    let long = "x".repeat(400_001);
    let answer = editor.autosave(1, &[("body", &long)]);
    assert_eq!(answer.status, 422);
    let problem = &answer.json()["problems"][0];
    assert_eq!(problem["field"], "body");
    assert!(problem["message"].is_string());
    let huge = "x".repeat(6 * 1024 * 1024);
    assert_eq!(editor.autosave(1, &[("body", &huge)]).status, 413);
    assert_eq!(editor.page().field("body"), "One.");
}

#[test]
fn what_is_no_save_at_all_is_refused() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    let fields = json!({ "fields": { "title": "T" } });
    let path = editor.path("/draft");
    let without_version = owner.post_json(&path, &[], &fields);
    assert_eq!(without_version.status, 400);
    let odd_version = owner.post_json(&path, &[("if-match", "\"x\"")], &fields);
    assert_eq!(odd_version.status, 400);
    let odd_key = editor.script("/draft", "not a key", 1, &fields);
    assert_eq!(odd_key.status, 400);
    let no_text = json!({ "fields": { "title": 7 } });
    assert_eq!(editor.script("/draft", &key(), 1, &no_text).status, 400);
    let version = [("if-match", "\"1\""), ("content-type", "application/json")];
    let origin = site.base_url();
    let mut headers = version.to_vec();
    headers.push(("origin", &origin));
    assert_eq!(
        owner.send("POST", &path, &headers, b"{nonsense").status,
        400
    );
    assert_eq!(editor.version(), 1);
}

#[test]
fn changes_of_different_parts_are_merged_and_stored() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.\n\nTwo.\n\nThree.\n");
    let base = editor.fields(&[]);
    editor.autosave(
        1,
        &[
            ("title", "Theirs"),
            ("body", "One.\n\nTwo.\n\nThree, theirs.\n"),
        ],
    );
    let mut mine = base.clone();
    mine.insert("body".into(), "One, mine.\n\nTwo.\n\nThree.\n".into());
    let request = json!({ "base": base, "mine": mine });
    let once = key();
    let answer = editor.script("/draft/merge", &once, 2, &request);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let merged = answer.json();
    assert_eq!(merged["version"], 3);
    assert_eq!(merged["fields"]["title"], "Theirs");
    let both = "One, mine.\n\nTwo.\n\nThree, theirs.\n";
    assert_eq!(merged["fields"]["body"], both);
    assert_eq!(merged["merged"], json!(["title", "body"]));
    assert_eq!(editor.page().field("body"), both);
    // Sent again because the answer was lost, it is the same merge.
    let again = editor.script("/draft/merge", &once, 2, &request);
    assert_eq!((again.status, &again.json()["version"]), (200, &json!(3)));
    assert_eq!(editor.version(), 3);
}

#[test]
fn changes_of_the_same_part_are_shown_and_not_stored() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.\n");
    let base = editor.fields(&[]);
    editor.autosave(1, &[("body", "One, theirs.\n")]);
    let mine = editor.fields(&[("body", "One, mine.\n")]);
    let request = json!({ "base": base, "mine": mine });
    let answer = editor.script("/draft/merge", &key(), 2, &request);
    assert_eq!(answer.status, 409);
    let clash = answer.json();
    assert_eq!(clash["conflicts"], json!(["body"]));
    assert_eq!(clash["fields"]["body"], "One, theirs.\n");
    assert_eq!(clash["version"], 2);
    assert_eq!(editor.version(), 2);
}

/// Decides after two texts met, and gives the answer and the pages of the kept revision's words.
fn decide(choice: &str) -> (Site, String, Value, String) {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    editor.autosave(1, &[("body", "Their own words.")]);
    let mine = editor.fields(&[("body", "My own words.")]);
    let request = json!({ "choice": choice, "mine": mine });
    let answer = editor.script("/draft/choice", &key(), 2, &request);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json();
    let number = answer["kept_revision"].as_u64().unwrap();
    let kept = editor.revision_page(usize::try_from(number).unwrap());
    let kept = kept.text_of(".prose");
    let body = editor.page().field("body");
    assert_eq!(answer["fields"]["body"], body.as_str());
    (site, body, answer, kept)
}

#[test]
fn keeping_mine_keeps_theirs_as_a_revision() {
    let (_site, body, answer, kept) = decide("mine");
    assert_eq!(body, "My own words.");
    assert_eq!(kept, "Their own words.");
    assert_eq!(answer["version"], 3);
}

#[test]
fn keeping_theirs_keeps_mine_as_a_revision() {
    let (_site, body, answer, kept) = decide("theirs");
    assert_eq!(body, "Their own words.");
    assert_eq!(kept, "My own words.");
    assert_eq!(answer["version"], 2, "the draft is what it was");
}

#[test]
fn a_decision_on_what_is_no_longer_stored_gets_the_newer_text() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    editor.autosave(1, &[("body", "Two.")]);
    editor.autosave(2, &[("body", "Three.")]);
    for choice in ["mine", "theirs"] {
        let mine = editor.fields(&[("body", "Mine.")]);
        let request = json!({ "choice": choice, "mine": mine });
        let answer = editor.script("/draft/choice", &key(), 2, &request);
        assert_eq!(answer.status, 409, "{choice}");
        assert_eq!(answer.json()["fields"]["body"], "Three.");
        assert_eq!(answer.json()["version"], 3);
    }
    assert_eq!(editor.page().field("body"), "Three.");
    let odd = json!({ "choice": "both", "mine": {} });
    assert_eq!(editor.script("/draft/choice", &key(), 3, &odd).status, 400);
}

#[test]
fn a_decision_sent_twice_is_one_and_answers_the_same() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    editor.autosave(1, &[("body", "Theirs.")]);
    let mine = editor.fields(&[("body", "Mine.")]);
    let request = json!({ "choice": "mine", "mine": mine });
    let once = key();
    let first = editor.script("/draft/choice", &once, 2, &request).json();
    let again = editor.script("/draft/choice", &once, 2, &request);
    assert_eq!(again.status, 200);
    assert_eq!(again.json()["version"], first["version"]);
    for answer in [&first, &again.json()] {
        let number = answer["kept_revision"].as_u64().unwrap();
        let kept = editor.revision_page(usize::try_from(number).unwrap());
        assert_eq!(kept.text_of(".prose"), "Theirs.");
    }
    assert_eq!(editor.version(), 3);
}

#[test]
fn the_choice_of_the_field_is_kept_with_the_account() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "T", "One.");
    assert!(!editor.page().has("textarea[data-plain]"));
    let answer = owner.post("/admin/editor-choice", &[("plain", "true")]);
    assert_eq!(answer.status, 303);
    let elsewhere = site.owner();
    let page = elsewhere.get(&editor.path("/edit"));
    assert!(page.has("textarea[data-plain]"));
    let origin = site.base_url();
    let headers = [("origin", origin.as_str()), ("accept", "application/json")];
    let quiet = owner.post_with("/admin/editor-choice", &[("plain", "false")], &headers);
    assert_eq!(quiet.status, 204);
    assert!(!editor.page().has("textarea[data-plain]"));
    assert_eq!(
        owner.post("/admin/editor-choice", &[("plain", "x")]).status,
        400
    );
}
