//! The lists of the panel and its first page: what stands where.

use plinth_tests::client::Client;
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;

fn titles(owner: &Client, query: &str) -> Vec<String> {
    let page = owner.get(&format!("/admin/articles{query}"));
    assert_eq!(page.status, 200);
    page.texts_of(".row__title")
}

#[test]
fn the_list_can_be_narrowed_by_state() {
    let site = Site::start();
    let owner = site.owner();
    Editor::drafted(&owner, "Only a draft", "Words.");
    let changed = Editor::published(&owner, "Changed", "Words.");
    changed.save(&[("body", "Other words.")]);
    let withdrawn = Editor::published(&owner, "Gone", "Words.");
    owner.post_and_follow(&withdrawn.path("/publication/withdrawal"), &[]);
    assert_eq!(titles(&owner, "?state=draft"), ["Only a draft"]);
    assert_eq!(titles(&owner, "?state=withdrawn"), ["Gone"]);
    assert_eq!(titles(&owner, "?changed=true"), ["Changed"]);
    assert_eq!(titles(&owner, "?state=published").len(), 4);
    assert_eq!(titles(&owner, "").len(), 6);
}

#[test]
fn the_list_is_searched_by_title_text_tag_and_address() {
    let site = Site::start_blank();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Growth", "About 100% of harvests.");
    editor.save(&[("tags", "Fields, Water"), ("slug", "on-growth")]);
    Editor::drafted(&owner, "Other", "Nothing of it.");
    for query in [
        "?q=growth",
        "?q=harvests",
        "?q=water",
        "?q=on-gr",
        "?tag=water",
        "?q=100%25",
    ] {
        assert_eq!(titles(&owner, query), ["Growth"], "{query}");
    }
    assert!(titles(&owner, "?q=1000%25").is_empty());
    assert_eq!(titles(&owner, "?sort=title"), ["Growth", "Other"]);
}

#[test]
fn a_long_list_is_walked_page_by_page_with_its_question() {
    let site = Site::start_blank();
    let owner = site.owner();
    for number in 0..35 {
        Editor::drafted(&owner, &format!("Draft {number:02}"), "Words.");
    }
    let first = owner.get("/admin/articles?sort=title&state=draft");
    let next = owner.get(&first.attribute("a[rel=next]", "href"));
    let mut all = first.texts_of(".row__title");
    assert_eq!(all.len(), 30);
    all.extend(next.texts_of(".row__title"));
    let expected: Vec<_> = (0..35).map(|number| format!("Draft {number:02}")).collect();
    assert_eq!(all, expected);
    assert!(!next.has("a[rel=next]"));
}

#[test]
fn the_trash_says_on_which_day_each_is_erased() {
    let site = Site::start_blank();
    let owner = site.owner();
    let editor = Editor::drafted(&owner, "Thrown away", "Words.");
    owner.post_and_follow(&editor.path("/deletion"), &[]);
    let list = owner.get("/admin/articles");
    assert!(list.text_of("#trash li").contains("erased on"));
    let day = site.database.texts(
        "select to_char(trashed_at + interval '30 days', 'YYYY-MM-DD') as value from contents
         where trashed_at is not null",
    );
    let shown = list.attribute("#trash .row__erased time", "datetime");
    assert!(shown.starts_with(&day[0]), "{shown} {day:?}");
    owner.post_and_follow(&list.attribute("#trash form", "action"), &[]);
    assert!(!owner.get("/admin/articles").has("#trash"));
}

#[test]
fn the_first_page_names_unpublished_changes_and_what_is_scheduled() {
    let site = Site::start();
    let owner = site.owner();
    let before = owner.get("/admin").text();
    assert!(!before.contains("Unpublished changes") && !before.contains("Scheduled"));
    let changed = Editor::published(&owner, "Changed since", "Words.");
    changed.save(&[("body", "Other words.")]);
    let planned = Editor::drafted(&owner, "Soon", "Words.");
    let year = chrono::Utc::now().format("%Y").to_string();
    let year: i32 = year.parse().unwrap();
    let at = format!("{}-06-01T09:00", year + 1);
    let answer = planned.submit(
        "schedule",
        &[("publish_at", &at), ("zone", "Europe/Berlin")],
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = owner.get("/admin");
    assert_eq!(page.texts_of("#changed-articles a"), ["Changed since"]);
    assert_eq!(page.texts_of("#scheduled-articles a"), ["Soon"]);
    let words = page.text_of("#scheduled-articles p");
    assert!(words.contains("09:00 (Europe/Berlin)"), "{words}");
}
