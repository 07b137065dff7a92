//! One act on many articles, and its undo.

use plinth_tests::client::{Answer, Client};
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;
use uuid::Uuid;

fn act(owner: &Client, action: &str, editors: &[&Editor<'_>], more: &[(&str, &str)]) -> Answer {
    let mut fields = vec![("action", action)];
    fields.extend(editors.iter().map(|editor| ("ids", editor.id())));
    fields.extend_from_slice(more);
    owner.post_and_follow("/admin/articles/bulk", &fields)
}

fn said(page: &Answer) -> String {
    page.text_of("[role=status].flash")
}

fn undo(owner: &Client, page: &Answer) -> Answer {
    let action = page.attribute("[role=status].flash form", "action");
    owner.post_and_follow(&action, &[])
}

#[test]
fn many_are_published_at_once_those_that_refuse_are_named_and_one_undo_brings_back_what_was_live() {
    let site = Site::start();
    let owner = site.owner();
    let visitor = site.visitor();
    let new = Editor::drafted(&owner, "New", "New words.");
    let changed = Editor::published(&owner, "Changed", "Old words.");
    changed.save(&[("body", "Changed words."), ("slug", "moved")]);
    let same = Editor::published(&owner, "Same", "Same words.");
    let broken = Editor::drafted(&owner, "Broken", "![](/x.png)");
    let page = act(&owner, "publish", &[&new, &changed, &same, &broken], &[]);
    let words = said(&page);
    assert!(words.contains("Published 2 articles."), "{words}");
    assert!(words.contains("1 was so already."), "{words}");
    assert!(
        words.contains("1 was left alone. “Broken”: The picture"),
        "{words}"
    );
    assert_eq!(visitor.get("/articles/new").text_of(".prose"), "New words.");
    let moved = visitor.get("/articles/moved");
    assert_eq!(moved.text_of(".prose"), "Changed words.");
    assert_eq!(visitor.get("/articles/changed").status, 301);
    assert_eq!(visitor.get("/articles/broken").status, 404);

    let page = undo(&owner, &page);
    assert!(said(&page).contains("2 articles are as they were."));
    assert_eq!(visitor.get("/articles/new").status, 404);
    let back = visitor.get("/articles/changed");
    assert_eq!(back.text_of(".prose"), "Old words.");
    assert_eq!(
        visitor.get("/articles/moved").location(),
        "/articles/changed",
        "who noted the address meanwhile is led on"
    );
    assert_eq!(
        changed.page().field("body"),
        "Changed words.",
        "drafts stay"
    );
    let list = owner.get("/admin/articles?changed=true");
    assert_eq!(list.texts_of(".row__title"), ["Changed"]);
}

#[test]
fn many_are_taken_off_the_site_and_the_same_revisions_come_back() {
    let site = Site::start();
    let owner = site.owner();
    let visitor = site.visitor();
    let first = Editor::drafted(&owner, "First", "First words.");
    first.publish(&[("tags", "Rust, Data")]);
    let second = Editor::published(&owner, "Second", "Second words.");
    second.save(&[("body", "Not published.")]);
    let draft = Editor::drafted(&owner, "Draft", "Words.");
    let before = visitor.get("/articles/first").unstamped();
    let page = act(&owner, "withdraw", &[&first, &second, &draft], &[]);
    let words = said(&page);
    assert!(
        words.contains("Took 2 articles off the site. 1 was so already."),
        "{words}"
    );
    for path in ["/articles/first", "/articles/second"] {
        assert_eq!(visitor.get(path).status, 404);
    }
    undo(&owner, &page);
    assert_eq!(
        visitor.get("/articles/first").unstamped(),
        before,
        "to the last byte"
    );
    assert_eq!(
        visitor.get("/articles/second").text_of(".prose"),
        "Second words."
    );
    assert_eq!(second.page().field("body"), "Not published.");
}

#[test]
fn a_tag_is_added_to_drafts_and_taken_away_and_the_undo_loses_no_later_words() {
    let site = Site::start();
    let owner = site.owner();
    let first = Editor::drafted(&owner, "First", "Words.");
    first.publish(&[("tags", "Rust")]);
    let second = Editor::drafted(&owner, "Second", "Words.");
    let full = Editor::drafted(&owner, "Full", "Words.");
    full.save(&[("tags", "a,b,c,d,e,f,g,h,i,j,k,l")]);
    let tag = [("tag", "Data")];
    let page = act(&owner, "add-tag", &[&first, &second, &full], &tag);
    let words = said(&page);
    assert!(
        words.contains("“Data” to the drafts of 2 articles"),
        "{words}"
    );
    assert!(words.contains("“Full”"), "{words}");
    assert_eq!(first.page().field("tags"), "Rust, Data");
    let shown = site.visitor().get("/articles/first");
    assert_eq!(
        shown.texts_of("ul[aria-label=Subjects] a"),
        ["Rust"],
        "visitors see it once it is published"
    );
    second.save(&[("body", "Later words.")]);
    let page = undo(&owner, &page);
    let words = said(&page);
    assert!(words.contains("1 article is as it was."), "{words}");
    assert!(words.contains("“Second”: it was changed since."), "{words}");
    assert_eq!(first.page().field("tags"), "Rust");
    assert_eq!(second.page().field("body"), "Later words.");
    assert_eq!(second.page().field("tags"), "Data");

    let page = act(&owner, "remove-tag", &[&first, &second], &[("tag", "DATA")]);
    assert!(said(&page).contains("from the drafts of 1 article."));
    assert_eq!(second.page().field("tags"), "");
    undo(&owner, &page);
    assert_eq!(second.page().field("tags"), "Data");
}

#[test]
fn many_go_into_the_trash_and_come_back_as_they_were() {
    let site = Site::start();
    let owner = site.owner();
    let first = Editor::published(&owner, "First", "Words.");
    owner.post_and_follow(&first.path("/pin"), &[("pinned", "true")]);
    let second = Editor::drafted(&owner, "Second", "Words.");
    let page = act(&owner, "trash", &[&first, &second], &[]);
    assert!(said(&page).contains("Put 2 articles into the trash."));
    assert_eq!(page.texts_of("#trash li").len(), 2);
    assert_eq!(site.visitor().get("/articles/first").status, 410);
    let page = undo(&owner, &page);
    assert!(!page.has("#trash"));
    assert_eq!(site.visitor().get("/articles/first").status, 200);
    let notes = page.texts_of(&format!("#article-{} .row__note", first.id()));
    assert_eq!(notes, ["Pinned"]);
}

#[test]
fn an_undo_is_done_once_and_leaves_alone_what_was_published_since() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words.");
    let page = act(&owner, "publish", &[&editor], &[]);
    let action = page.attribute("[role=status].flash form", "action");
    editor.publish(&[("body", "Newer words.")]);
    let words = said(&owner.post_and_follow(&action, &[]));
    assert!(words.contains("“Growth”: it was changed since."), "{words}");
    let shown = site.visitor().get("/articles/growth");
    assert_eq!(shown.text_of(".prose"), "Newer words.");
    let words = said(&owner.post_and_follow(&action, &[]));
    assert!(words.contains("undone already"), "{words}");
    let unknown = format!("/admin/articles/bulk/{}/undo", Uuid::now_v7());
    assert!(said(&owner.post_and_follow(&unknown, &[])).contains("already"));
}

#[test]
fn an_undo_does_not_take_an_address_that_something_else_has_by_now() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::published(&owner, "Growth", "First.");
    let page = act(&owner, "withdraw", &[&editor], &[]);
    Editor::published(&owner, "Growth", "Second.");
    let words = said(&undo(&owner, &page));
    assert!(words.contains("another page has its address"), "{words}");
    let shown = site.visitor().get("/articles/growth");
    assert_eq!(shown.text_of(".prose"), "Second.");
    assert_eq!(editor.page().field("body"), "First.");
}

#[test]
fn the_whole_page_is_marked_by_one_box_without_a_script() {
    let site = Site::start();
    let owner = site.owner();
    let list = owner.get("/admin/articles");
    let mut fields = list.form("bulk");
    fields.retain(|(name, _)| name != "tag");
    fields.extend([
        ("all".to_owned(), "page".to_owned()),
        ("action".to_owned(), "add-tag".to_owned()),
        ("tag".to_owned(), "Everywhere".to_owned()),
    ]);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let page = owner.post_and_follow("/admin/articles/bulk", &fields);
    assert!(said(&page).contains("of 3 articles"), "{}", said(&page));
    let found = owner.get("/admin/articles?tag=everywhere");
    assert_eq!(found.texts_of(".row__title").len(), 3);
}

#[test]
fn what_cannot_be_done_says_so_and_does_nothing() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words.");
    assert!(said(&act(&owner, "publish", &[], &[])).contains("No article is marked"));
    let page = act(&owner, "add-tag", &[&editor], &[("tag", " ")]);
    assert!(said(&page).contains("name the tag"));
    let ids: Vec<_> = (0..201).map(|_| Uuid::now_v7().to_string()).collect();
    let many: Vec<_> = ids.iter().map(|id| ("ids", id.as_str())).collect();
    let page = act(&owner, "trash", &[&editor], &many);
    assert!(said(&page).contains("At most 200"), "{}", said(&page));
    let gone = Editor::new_article(&owner);
    let page = act(&owner, "trash", &[&gone], &[]);
    assert!(said(&page).contains("left alone"), "{}", said(&page));
    assert_eq!(editor.page().field("tags"), "");
    let odd = [("action", "erase"), ("ids", editor.id())];
    assert_eq!(owner.post("/admin/articles/bulk", &odd).status, 400);
    let actions = "select count(*) as value from bulk_actions";
    assert_eq!(site.database.number(actions), 0);
}

#[test]
fn the_list_comes_back_with_its_question() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "Words.");
    let fields = [("action", "publish"), ("ids", editor.id())];
    let base = site.base_url();
    let from = |page: &str| {
        let referrer = format!("{base}{page}");
        let headers = [("origin", base.as_str()), ("referer", referrer.as_str())];
        owner
            .post_with("/admin/articles/bulk", &fields, &headers)
            .location()
    };
    assert_eq!(
        from("/admin/articles?state=draft"),
        "/admin/articles?state=draft"
    );
    assert_eq!(from("/admin/inbox"), "/admin/articles");
}
