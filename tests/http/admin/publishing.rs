//! From a draft to what visitors see.

use std::collections::BTreeMap;

use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

/// Every page, feed and map that a visitor can open, byte for byte.
fn everything_public(site: &Site) -> BTreeMap<String, String> {
    let visitor = site.visitor();
    let map = visitor.get("/sitemap.xml").text();
    let mut paths: Vec<String> = map
        .split("<loc>")
        .skip(1)
        .filter_map(|rest| rest.split("</loc>").next())
        .map(|address| address.replacen(&site.base_url(), "", 1))
        .collect();
    paths.extend(["/sitemap.xml", "/feed.atom", "/tags/data", "/robots.txt"].map(str::to_owned));
    assert!(paths.len() > 14, "{paths:?}");
    paths
        .into_iter()
        .map(|path| {
            let page = visitor.get(&path).unstamped();
            (path, page)
        })
        .collect()
}

#[test]
fn saving_changes_nothing_outside() {
    let site = Site::start();
    let owner = site.owner();
    let ids = site
        .database
        .texts("select article_id::text as value from article_editions");
    let services = site
        .database
        .texts("select id::text as value from services");
    let before = everything_public(&site);
    for id in ids {
        let editor = Editor::at(&owner, format!("/admin/articles/{id}"));
        editor.save(&[
            ("title", "Another title"),
            ("slug", "another-address"),
            ("tags", "Other, New"),
            ("series", "A series"),
            ("body", "Other words."),
        ]);
        let version = editor.version();
        assert_eq!(
            editor.autosave(version, &[("body", "Even others.")]).status,
            200
        );
    }
    for id in services {
        let editor = Editor::at(&owner, format!("/admin/services/{id}"));
        editor.save(&[("title", "Another title"), ("slug", "elsewhere")]);
    }
    for key in ["hero", "about", "principles", "contact"] {
        let editor = Editor::at(&owner, format!("/admin/sections/{key}"));
        editor.save(&[("heading", "Another heading")]);
    }
    Editor::drafted(&owner, "A new draft", "Words.");
    let after = everything_public(&site);
    for (path, bytes) in &before {
        assert!(after[path] == *bytes, "{path} changed");
    }
    assert_eq!(after.len(), before.len());
}

#[test]
fn unpublished_changes_are_said_published_or_discarded() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "Old words.");
    let is_said = || editor.page().has("[data-status-changes]:not([hidden])");
    assert!(!is_said());
    let version = editor.version();
    let status = editor.autosave(version, &[("body", "New words.")]).json()["status"].clone();
    assert_eq!(status["word"], "published");
    assert_eq!(status["has_unpublished_changes"], true);
    assert!(is_said());
    let visitor = site.visitor();
    let shown = || visitor.get("/articles/growth").text_of(".prose");
    assert_eq!(shown(), "Old words.");

    let revisions = editor.history().len();
    assert_eq!(editor.submit("discard", &[]).status, 303);
    assert_eq!(editor.page().field("body"), "Old words.");
    assert!(!is_said());
    assert!(
        editor.history().len() > revisions,
        "what was discarded is kept"
    );
    editor.publish(&[("body", "Newest words.")]);
    assert_eq!(shown(), "Newest words.");
}

#[test]
fn a_broken_link_or_a_picture_without_words_keeps_the_old_page_and_the_new_text() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "Old words.");
    let draft = Editor::drafted(&owner, "Hidden", "Words.");
    let to_draft = format!("[words](plinth:{})", draft.id());
    for (body, words) in [
        (to_draft.as_str(), "Hidden"),
        (
            "[words](plinth:0193b2a0-0000-7000-8000-00000000dead)",
            "deleted",
        ),
        ("![](/assets/x.png)", "picture"),
    ] {
        let answer = editor.submit("publish", &[("body", body)]);
        assert_eq!(answer.status, 422, "{body}");
        let message = answer.text_of("#error-body");
        assert!(message.contains(words), "{message}");
        assert_eq!(answer.field("body"), body);
        assert_eq!(editor.page().field("body"), body, "the text is kept");
        assert!(editor.page().has(".checks--blocking"));
        let shown = site.visitor().get("/articles/growth");
        assert_eq!(shown.text_of(".prose"), "Old words.");
    }
    draft.publish(&[]);
    editor.publish(&[("body", &to_draft)]);
    let shown = site.visitor().get("/articles/growth");
    assert_eq!(shown.attribute(".prose a", "href"), "/articles/hidden");
    draft.publish(&[("slug", "shown")]);
    let shown = site.visitor().get("/articles/growth");
    assert_eq!(
        shown.attribute(".prose a", "href"),
        "/articles/shown",
        "a link follows what it leads to"
    );
}

#[test]
fn an_empty_address_becomes_a_free_one() {
    let site = Site::start();
    let owner = site.owner();
    for expected in ["twins", "twins-2", "twins-3"] {
        let editor = Editor::published(&owner, "Twins", "Words.");
        assert_eq!(editor.page().field("slug"), expected);
        let path = format!("/articles/{expected}");
        assert_eq!(site.visitor().get(&path).status, 200);
    }
}

#[test]
fn an_address_that_changes_leads_on_and_back_again_without_a_loop() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "Words.");
    let visitor = site.visitor();
    let leads_to = |path: &str| {
        let answer = visitor.get(path);
        (answer.status, answer.header("location").to_owned())
    };
    editor.publish(&[("slug", "harvest")]);
    let to_harvest = (301, "/articles/harvest".to_owned());
    assert_eq!(leads_to("/articles/growth"), to_harvest);
    editor.publish(&[("slug", "crops")]);
    let to_crops = (301, "/articles/crops".to_owned());
    for old in ["/articles/growth", "/articles/harvest"] {
        assert_eq!(leads_to(old), to_crops, "in one step");
    }
    editor.publish(&[("slug", "growth")]);
    assert_eq!(visitor.get("/articles/growth").status, 200);
    let to_growth = (301, "/articles/growth".to_owned());
    for old in ["/articles/harvest", "/articles/crops"] {
        assert_eq!(leads_to(old), to_growth);
    }
}

#[test]
fn an_old_address_can_be_given_up() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "Words.");
    editor.save(&[("slug", "harvest")]);
    let page = editor.page();
    assert!(page.has("[name=drop_old_address]"), "it is asked");
    let fields = [("drop_old_address", "true")];
    assert_eq!(editor.send(&page, "publish", &fields).status, 303);
    assert_eq!(site.visitor().get("/articles/growth").status, 404);
    assert_eq!(site.visitor().get("/articles/harvest").status, 200);
}

#[test]
fn an_address_that_leads_elsewhere_is_taken_only_deliberately() {
    let site = Site::start();
    let owner = site.owner();
    let first = Editor::published(&owner, "Growth", "First.");
    first.publish(&[("slug", "harvest")]);
    let second = Editor::drafted(&owner, "Other", "Second.");
    let refused = second.submit("publish", &[("slug", "growth")]);
    assert_eq!(refused.status, 422);
    assert!(refused.text_of("#error-slug").contains("Growth"));
    assert_eq!(
        site.visitor().get("/articles/growth").location(),
        "/articles/harvest"
    );
    assert!(
        refused.has("input[type=checkbox][name=take_address][value=true]"),
        "what the message speaks of is there"
    );
    let taken = second.send(&refused, "publish", &[("take_address", "true")]);
    assert_eq!(taken.status, 303, "{}", taken.text());
    let shown = site.visitor().get("/articles/growth");
    assert_eq!(shown.text_of(".prose"), "Second.");
}

#[test]
fn publishing_from_an_old_version_does_not_publish_what_was_never_seen() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "Old words.");
    let page = editor.page();
    editor.save(&[("body", "Words of another window.")]);
    let answer = editor.send(&page, "publish", &[("body", "Mine.")]);
    assert_eq!(answer.status, 409);
    let shown = site.visitor().get("/articles/growth");
    assert_eq!(shown.text_of(".prose"), "Old words.");
}

#[test]
fn the_picker_finds_what_can_be_linked_to_by_title_and_by_id() {
    let site = Site::start();
    let owner = site.owner();
    let shown = Editor::published(&owner, "Growth of fields", "Words.");
    let draft = Editor::drafted(&owner, "Growth of cities", "Words.");
    let found = owner.get("/admin/links?q=growth%20of");
    assert!(found.header("cache-control").contains("no-store"));
    let found = found.json();
    let list = found.as_array().unwrap();
    assert_eq!(list.len(), 2);
    assert_eq!(list[0]["id"], shown.id(), "what visitors see comes first");
    assert_eq!(list[0]["address"], "/articles/growth-of-fields");
    assert_eq!(list[0]["state"], "published");
    assert_eq!(list[1]["id"], draft.id());
    assert_eq!(list[1]["address"], "");
    assert_eq!(list[1]["state"], "draft");
    let by_id = owner.get(&format!("/admin/links?q={}", draft.id())).json();
    assert_eq!(by_id.as_array().unwrap().len(), 1);
    assert_eq!(by_id[0]["title"], "Growth of cities");
    let services = owner.get("/admin/links?q=backend").json();
    assert_eq!(services[0]["kind"], "service");
    assert!(
        owner
            .get("/admin/links?q=")
            .json()
            .as_array()
            .unwrap()
            .len()
            <= 20
    );
    owner.post_and_follow(&draft.path("/deletion"), &[]);
    let gone = owner.get(&format!("/admin/links?q={}", draft.id())).json();
    assert!(gone.as_array().unwrap().is_empty());
}
