//! Links by which others see a revision.

use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

fn make(editor: &Editor<'_>, owner: &plinth_tests::client::Client, days: &str) -> String {
    let page = owner.post(&editor.path("/preview-links"), &[("days", days)]);
    assert_eq!(page.status, 200, "{}", page.text());
    let address = page.attribute("#new-address", "value");
    address
        .strip_prefix("http://site.example")
        .expect("the site's own address")
        .to_owned()
}

#[test]
fn a_link_is_shown_once_and_only_its_digest_is_stored() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words.");
    let path = make(&editor, &owner, "7");
    let token = path.strip_prefix("/preview/").unwrap();
    let list = owner.get(&editor.path("/preview-links"));
    assert!(!list.text().contains(token), "it is not shown again");
    assert_eq!(list.texts_of("ol.rows > li").len(), 1);
    let rows = site
        .database
        .texts("select p::text as value from preview_links p");
    assert!(!rows[0].contains(token), "it is not stored");
}

#[test]
fn whoever_has_it_sees_that_revision_and_not_what_is_written_later() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words that were shown.");
    let path = make(&editor, &owner, "1");
    editor.save(&[("body", "Words after it.")]);
    let page = site.visitor().get(&path);
    assert_eq!(page.status, 200);
    assert_eq!(page.text_of(".prose"), "Words that were shown.");
    assert!(page.text_of(".preview-banner").contains("revision 1"));
    assert_eq!(page.header("x-robots-tag"), "noindex, nofollow");
    assert!(page.header("cache-control").contains("no-store"));
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("set-cookie"), "");
    let list = owner.get(&editor.path("/preview-links"));
    assert!(list.text_of("ol.rows > li").contains("opened once"));
}

#[test]
fn a_link_that_was_taken_back_or_ended_is_gone() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words.");
    let visitor = site.visitor();
    let revoked = make(&editor, &owner, "7");
    let list = owner.get(&editor.path("/preview-links"));
    let other = Editor::drafted(&owner, "Other", "Words.");
    let revocation = list.attribute(".row__acts form", "action");
    let foreign = revocation.replace(editor.id(), other.id());
    assert_eq!(owner.post(&foreign, &[]).status, 404);
    assert_eq!(visitor.get(&revoked).status, 200);
    owner.post_and_follow(&revocation, &[]);
    assert_eq!(visitor.get(&revoked).status, 410);
    let ended = make(&editor, &owner, "7");
    assert_eq!(visitor.get(&ended).status, 200);
    site.database.execute(
        "update preview_links set created_at = created_at - interval '8 days',
             expires_at = expires_at - interval '8 days'",
    );
    assert_eq!(visitor.get(&ended).status, 410);
    let last = make(&editor, &owner, "7");
    owner.post_and_follow(&editor.path("/deletion"), &[]);
    assert_eq!(visitor.get(&last).status, 410, "deleted");
}

#[test]
fn a_link_lasts_as_long_as_was_chosen_and_no_other_time() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words.");
    let offered = owner
        .get(&editor.path("/preview-links"))
        .attributes("select[name=days] option", "value");
    assert!(!offered.is_empty());
    for days in &offered {
        make(&editor, &owner, days);
    }
    for days in ["0", "-1", "365000", "x", ""] {
        let answer = owner.post(&editor.path("/preview-links"), &[("days", days)]);
        assert_eq!(answer.status, 400, "{days}");
    }
}
