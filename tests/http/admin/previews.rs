//! The page of a draft before visitors see it.

use plinth_tests::client::Answer;
use plinth_tests::editing::Editor;
use plinth_tests::site::Site;
use serde_json::json;

/// The page without the banner, which must be where it belongs.
fn without_banner(page: &Answer) -> String {
    let text = page.text();
    let (head, after) = text.split_once("<body>\n").expect("a body");
    let (banner, rest) = after.split_once("</aside>\n").expect("a banner");
    assert!(
        banner.starts_with("<aside class=\"preview-banner\""),
        "{banner}"
    );
    format!("{head}<body>\n{rest}")
}

/// The page but for the picture that stands for it where its link is shared: nobody shares a preview.
fn without_card(page: &str) -> String {
    let is_card = |line: &str| line.contains("\"og:image") || line.contains("\"twitter:card");
    let lines = page.split_inclusive('\n').filter(|line| !is_card(line));
    lines.collect()
}

/// The number of the revision that the history calls live.
fn live_number(site: &Site, editor: &Editor<'_>) -> usize {
    let number = site.database.number(&format!(
        "select r.number::bigint as value from article_editions e
         join revisions r on r.id = e.revision_id where e.article_id = '{}'",
        editor.id()
    ));
    usize::try_from(number).unwrap()
}

#[test]
fn the_preview_of_the_live_revision_is_the_page_and_its_banner() {
    let site = Site::start();
    let owner = site.owner();
    let visitor = site.visitor();
    let target = Editor::published(&owner, "Target <&>", "Words.");
    let first = Editor::drafted(&owner, "Part one", "First.");
    first.publish(&[("series", "On growth"), ("series_part", "1")]);
    let editor = Editor::drafted(&owner, "Growth & “order”", "x");
    let body = format!(
        "Words[^1] with a [link](plinth:{}#part) and another to [itself](plinth:{}).\n\n\
         ## A heading\n\n```rust\nfn main() {{ println!(\"<&>\"); }}\n```\n\n\
         | a | b |\n| - | - |\n| 1 | 2 |\n\n[^1]: A note.\n",
        target.id(),
        first.id(),
    );
    editor.publish(&[
        ("body", &body),
        ("tags", "Rust, Ünïcode"),
        ("series", "On growth"),
        ("series_part", "2"),
        ("slug", "growth"),
        ("excerpt", "In short."),
    ]);
    let page = visitor.get("/articles/growth");
    assert_eq!(page.status, 200);
    assert!(page.has(".prose a[href=\"/articles/target#part\"]"));
    let preview = editor.revision_page(live_number(&site, &editor));
    assert_eq!(preview.status, 200);
    assert_eq!(without_banner(&preview), without_card(&page.text()));
    // The neighbours of the live revision may change; then both pages do.
    first.publish(&[("title", "Part one, again"), ("slug", "again")]);
    target.publish(&[("slug", "moved")]);
    let page = visitor.get("/articles/growth");
    assert!(page.has(".prose a[href=\"/articles/moved#part\"]"));
    let preview = editor.revision_page(live_number(&site, &editor));
    assert_eq!(without_banner(&preview), without_card(&page.text()));
}

#[test]
fn what_stands_in_the_editor_is_shown_before_it_is_saved() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::new_article(&owner);
    let fields = json!({ "fields": { "title": "Not saved", "body": "Some *words*." } });
    let preview = owner.post_json(&editor.path("/preview"), &[], &fields);
    assert_eq!(preview.status, 200);
    assert!(preview.header("content-type").starts_with("text/html"));
    assert!(preview.header("cache-control").contains("no-store"));
    assert!(preview.text_of(".preview-banner").contains("not saved"));
    assert_eq!(preview.text_of("h1"), "Not saved");
    assert_eq!(preview.text_of(".prose em"), "words");
    assert!(preview.has("link[rel=stylesheet]"));
    assert_eq!(
        owner.get(&editor.path("/edit")).status,
        404,
        "nothing is stored"
    );
    let long = json!({ "fields": { "title": "Long", "body": "x".repeat(200_001) } });
    let refused = owner.post_json(&editor.path("/preview"), &[], &long);
    assert_eq!(refused.status, 422);
    assert_eq!(refused.json()["problems"][0]["field"], "body");
}

#[test]
fn the_stored_draft_of_every_kind_has_its_page() {
    let site = Site::start();
    let owner = site.owner();
    let article = Editor::published(&owner, "Growth", "Old words.");
    article.save(&[("body", "New words.")]);
    let preview = owner.get(&article.path("/preview"));
    assert_eq!(preview.text_of(".prose"), "New words.");
    assert!(preview.header("x-robots-tag").contains("noindex"));
    assert!(preview.header("cache-control").contains("no-store"));
    let id = site
        .database
        .texts("select id::text as value from services order by position")
        .remove(0);
    let service = Editor::at(&owner, format!("/admin/services/{id}"));
    service.save(&[("title", "A new name")]);
    let preview = owner.get(&service.path("/preview"));
    assert_eq!(preview.text_of("h1"), "A new name");
    let section = Editor::at(&owner, "/admin/sections/about");
    section.save(&[("heading", "Who I am")]);
    let preview = owner.get(&section.path("/preview"));
    assert_eq!(preview.text_of("#about h2"), "Who I am");
    for page in ["/", "/services"] {
        let text = site.visitor().get(page).text();
        assert!(!text.contains("Who I am") && !text.contains("A new name"));
    }
}

#[test]
fn what_a_draft_holds_cannot_run_in_its_preview() {
    let site = Site::start();
    let owner = site.owner();
    let editor = Editor::new_article(&owner);
    let body = "<script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n";
    let fields = json!({ "fields": { "title": "<b>", "body": body } });
    let preview = owner.post_json(&editor.path("/preview"), &[], &fields);
    let text = preview.text();
    for part in ["alert(1)</script>", "onerror", "<h1><b>"] {
        assert!(!text.contains(part), "{part}");
    }
    assert!(
        preview
            .header("content-security-policy")
            .contains("script-src")
    );
}
