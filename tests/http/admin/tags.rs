//! Tags in the panel.

use plinth_tests::client::{Answer, Client};
use plinth_tests::site::Site;

fn names(answer: &Answer) -> Vec<String> {
    answer.texts_of(".row__title")
}

/// The base address of the tag with this place in the list, and its name.
fn tag(owner: &Client, place: usize) -> (String, String) {
    let list = owner.get("/admin/tags");
    let href = list.attributes(".row__title", "href").remove(place);
    (
        href.trim_end_matches("/edit").to_owned(),
        names(&list).remove(place),
    )
}

/// The public address of a tag.
fn public(owner: &Client, place: usize) -> String {
    owner.get("/admin/tags").texts_of(".row__sub").remove(place)
}

fn undo(owner: &Client, done: &Answer) -> Answer {
    let action = done.attribute(".flash form", "action");
    let act = done.attribute(".flash input", "value");
    owner.post_and_follow(&action, &[("act", &act)])
}

#[test]
fn a_tag_is_renamed_and_its_old_address_leads_to_it_until_that_is_undone() {
    let site = Site::start();
    let owner = site.owner();
    let (base, name) = tag(&owner, 0);
    let old = public(&owner, 0);
    let edit = owner.get(&format!("{base}/edit"));
    assert_eq!(edit.field("name"), name);
    let done = owner.post_and_follow(&base, &[("name", "Zebra stripes"), ("slug", "")]);
    assert!(done.text_of(".flash").contains("Zebra stripes"));
    let visitor = site.visitor();
    assert_eq!(visitor.get(&old).location(), "/tags/zebra-stripes");
    assert_eq!(
        visitor.get("/tags/zebra-stripes").text_of("h1"),
        "Zebra stripes"
    );
    undo(&owner, &done);
    assert_eq!(visitor.get(&old).status, 200);
    assert_eq!(visitor.get("/tags/zebra-stripes").status, 404);
}

#[test]
fn a_refused_name_comes_back_as_typed() {
    let site = Site::start();
    let owner = site.owner();
    let (base, _) = tag(&owner, 0);
    let (_, other) = tag(&owner, 1);
    for (name, slug, field) in [
        ("", "x", "name"),
        ("Good", "Not good", "slug"),
        (other.to_uppercase().as_str(), "x-y", "name"),
        ("!!!", "", "slug"),
    ] {
        let answer = owner.post(&base, &[("name", name), ("slug", slug)]);
        assert_eq!(answer.status, 422, "{name} {slug}");
        assert_eq!(
            (answer.field("name"), answer.field("slug")),
            (name.to_owned(), slug.to_owned())
        );
        assert!(answer.has(&format!("#error-{field}")), "{name} {slug}");
    }
}

#[test]
fn a_merge_moves_articles_and_addresses_and_can_be_undone() {
    let site = Site::start();
    let owner = site.owner();
    let (from, _) = tag(&owner, 0);
    let (into, stays) = tag(&owner, 1);
    let (old, kept) = (public(&owner, 0), public(&owner, 1));
    let visitor = site.visitor();
    let before = visitor
        .get(&old)
        .texts_of("main article h2, main li h2, main li h3");
    let id = into.rsplit('/').next().unwrap_or_default().to_owned();
    let nothing = owner.post(&format!("{from}/merger"), &[("into", "")]);
    assert_eq!(nothing.status, 422);
    assert!(nothing.has("#error-into"));
    let done = owner.post_and_follow(&format!("{from}/merger"), &[("into", &id)]);
    assert!(done.text_of(".flash").contains(&stays));
    assert_eq!(visitor.get(&old).location(), kept);
    let merged = visitor
        .get(&kept)
        .texts_of("main article h2, main li h2, main li h3");
    assert!(before.iter().all(|title| merged.contains(title)));
    undo(&owner, &done);
    assert_eq!(visitor.get(&old).status, 200);
}

#[test]
fn a_deleted_tag_is_gone_from_articles_and_comes_back() {
    let site = Site::start();
    let owner = site.owner();
    let count = names(&owner.get("/admin/tags")).len();
    let (base, name) = tag(&owner, 0);
    let old = public(&owner, 0);
    let done = owner.post_and_follow(&format!("{base}/deletion"), &[]);
    assert!(!names(&done).contains(&name));
    assert_eq!(site.visitor().get(&old).status, 404);
    assert_eq!(owner.get(&format!("{base}/edit")).status, 404);
    let back = undo(&owner, &done);
    assert_eq!(names(&back).len(), count);
    assert_eq!(site.visitor().get(&old).status, 200);
    assert_eq!(
        owner
            .post("/admin/tags/undo", &[("act", "nonsense")])
            .status,
        400
    );
}

#[test]
fn unused_tags_are_swept_at_once() {
    let site = Site::start();
    let owner = site.owner();
    assert!(!owner.get("/admin/tags").has(".sweep"));
    site.database.execute(
        "insert into tags (id, slug, name) values
             (gen_random_uuid(), 'one', 'One'), (gen_random_uuid(), 'two', 'Two')",
    );
    let list = owner.get("/admin/tags");
    assert!(list.text_of(".sweep").contains("2 tags"));
    let count = names(&list).len();
    let swept = owner.post_and_follow("/admin/tags/unused/deletion", &[]);
    assert_eq!(names(&swept).len(), count - 2);
    let back = undo(&owner, &swept);
    assert_eq!(names(&back).len(), count);
}
