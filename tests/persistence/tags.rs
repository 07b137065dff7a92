//! Renaming, merging and deleting tags.

use domain::{ArticleId, Slug, Tag, TagId, TagName};
use persistence::redirects::{self, Resolution};
use persistence::tags::{self, TagError};
use persistence::{PgConnection, articles};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article_id, slug, tagged_article};
use plinth_tests::writing::publish_article;

fn publish(conn: &mut PgConnection, name: &str, tags: &[&str]) -> ArticleId {
    let id = article_id();
    publish_article(conn, id, &tagged_article(name, tags));
    id
}

fn tag(conn: &mut PgConnection, name: &str) -> Tag {
    let rows = tags::list(conn).unwrap();
    let row = rows.into_iter().find(|row| row.tag.name.as_str() == name);
    row.unwrap_or_else(|| panic!("no tag {name}")).tag
}

fn id(conn: &mut PgConnection, name: &str) -> TagId {
    tag(conn, name).id
}

/// Each tag's name with how many articles visitors see with it.
fn counts(conn: &mut PgConnection) -> Vec<(String, i64)> {
    let rows = tags::list(conn).unwrap();
    rows.into_iter()
        .map(|row| (row.tag.name.to_string(), row.live))
        .collect()
}

fn names(conn: &mut PgConnection, article: ArticleId) -> Vec<String> {
    let article = articles::find_published(conn, article).unwrap().unwrap();
    article
        .tags
        .iter()
        .map(|tag| tag.name.to_string())
        .collect()
}

fn leads(conn: &mut PgConnection, path: &str) -> Option<String> {
    redirects::find_published_target(conn, path).unwrap()
}

fn name(text: &str) -> TagName {
    TagName::parse(text).unwrap()
}

fn rename(
    conn: &mut PgConnection,
    id: TagId,
    to: &str,
    address: &str,
) -> Result<Option<uuid::Uuid>, TagError> {
    let address: Slug = slug(address);
    tags::rename(conn, id, &name(to), &address).map(|(_, undo)| undo)
}

#[test]
fn a_renamed_tag_keeps_its_articles_and_its_old_address_leads_to_it() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let article = publish(conn, "a", &["Rust"]);
    let tag = id(conn, "Rust");
    rename(conn, tag, "Ferris", "ferris").unwrap();
    assert_eq!(names(conn, article), ["Ferris"]);
    assert_eq!(leads(conn, "/tags/rust").as_deref(), Some("/tags/ferris"));
    // There and back leaves one redirect and no circle.
    rename(conn, tag, "Rust", "rust").unwrap();
    assert_eq!(leads(conn, "/tags/ferris").as_deref(), Some("/tags/rust"));
    assert_eq!(leads(conn, "/tags/rust"), None);
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        1
    );
}

#[test]
fn a_draft_that_carries_the_old_name_brings_no_old_tag_back() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish(conn, "a", &["Rust"]);
    let tag = id(conn, "Rust");
    rename(conn, tag, "The Rust language", "systems").unwrap();
    for (number, written) in ["Rust", "rust", "Systems", "the rust LANGUAGE"]
        .iter()
        .enumerate()
    {
        let article = publish(conn, &format!("b-{number}"), &[written]);
        assert_eq!(names(conn, article), ["The Rust language"], "{written}");
    }
    // Renamed again: the first name still means it, though no address was ever made of the second.
    rename(conn, tag, "Iron", "iron").unwrap();
    let article = publish(conn, "z", &["The Rust language", "Rust", "Iron"]);
    assert_eq!(names(conn, article), ["Iron"]);
    assert_eq!(counts(conn).len(), 1);
}

#[test]
fn another_tags_name_or_address_is_not_taken() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish(conn, "a", &["Rust", "Go"]);
    let tag = id(conn, "Rust");
    assert!(matches!(
        rename(conn, tag, "GO", "other"),
        Err(TagError::NameTaken)
    ));
    assert!(matches!(
        rename(conn, tag, "Other", "go"),
        Err(TagError::SlugTaken)
    ));
    assert_eq!(rename(conn, tag, "Rust", "rust").unwrap(), None);
    let nobody = TagId::from_uuid(uuid::Uuid::nil());
    assert!(matches!(
        rename(conn, nobody, "X", "x"),
        Err(TagError::Missing)
    ));
}

#[test]
fn a_rename_can_be_undone() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish(conn, "a", &["Rust"]);
    let before = tag(conn, "Rust");
    let undo = rename(conn, before.id, "Ferris", "ferris")
        .unwrap()
        .unwrap();
    assert!(tags::undo_rename(conn, undo).unwrap());
    assert_eq!(tag(conn, "Rust"), before);
    assert_eq!(leads(conn, "/tags/ferris"), None);
    assert_eq!(
        database.number("select count(*) as value from redirects"),
        0
    );
    assert!(!tags::undo_rename(conn, undo).unwrap());
}

#[test]
fn a_merge_moves_articles_and_every_old_address() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let both = publish(conn, "both", &["Rust", "Go"]);
    let one = publish(conn, "one", &["Rust"]);
    let other = publish(conn, "other", &["Go"]);
    let rust = id(conn, "Rust");
    rename(conn, rust, "Ferris", "ferris").unwrap();
    let go = id(conn, "Go");
    let merged = tags::merge(conn, rust, go).unwrap();
    assert_eq!(merged.from.name.as_str(), "Ferris");
    for article in [both, one, other] {
        assert_eq!(names(conn, article), ["Go"]);
    }
    assert_eq!(counts(conn), [("Go".to_owned(), 3)]);
    for path in ["/tags/rust", "/tags/ferris"] {
        assert_eq!(leads(conn, path).as_deref(), Some("/tags/go"), "{path}");
    }
    let article = publish(conn, "late", &["Rust", "Ferris"]);
    assert_eq!(names(conn, article), ["Go"]);
    assert!(matches!(tags::merge(conn, go, go), Err(TagError::Same)));
    assert!(matches!(
        tags::merge(conn, rust, go),
        Err(TagError::Missing)
    ));
}

#[test]
fn an_undone_merge_leaves_both_tags_as_they_were() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let both = publish(conn, "both", &["Rust", "Go"]);
    let one = publish(conn, "one", &["Rust"]);
    let before = tag(conn, "Rust");
    rename(conn, before.id, "Ferris", "ferris").unwrap();
    let go = id(conn, "Go");
    let merged = tags::merge(conn, before.id, go).unwrap();
    let late = publish(conn, "late", &["Go"]);
    assert!(tags::undo_merge(conn, merged.undo).unwrap());
    assert_eq!(names(conn, both), ["Ferris", "Go"]);
    assert_eq!(names(conn, one), ["Ferris"]);
    assert_eq!(names(conn, late), ["Go"]);
    assert_eq!(leads(conn, "/tags/rust").as_deref(), Some("/tags/ferris"));
    assert_eq!(leads(conn, "/tags/ferris"), None);
    assert!(!tags::undo_merge(conn, merged.undo).unwrap());
}

#[test]
fn a_deleted_tag_leaves_its_articles_and_comes_back_with_them() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let article = publish(conn, "a", &["Rust", "Go"]);
    let tag = id(conn, "Rust");
    rename(conn, tag, "Ferris", "ferris").unwrap();
    let (deleted, undo) = tags::delete(conn, tag).unwrap();
    assert_eq!(deleted.name.as_str(), "Ferris");
    assert_eq!(names(conn, article), ["Go"]);
    for path in ["/tags/ferris", "/tags/rust"] {
        let path = domain::SitePath::of_request(path).unwrap();
        let found = redirects::resolve_published(conn, &path).unwrap();
        assert_eq!(found, Resolution::Missing, "{path}");
    }
    assert!(tags::restore(conn, undo).unwrap());
    assert_eq!(names(conn, article), ["Ferris", "Go"]);
    assert_eq!(leads(conn, "/tags/rust").as_deref(), Some("/tags/ferris"));
}

#[test]
fn an_undo_does_not_take_an_address_from_a_newer_tag() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    publish(conn, "a", &["Rust"]);
    let old = id(conn, "Rust");
    let (_, undo) = tags::delete(conn, old).unwrap();
    publish(conn, "b", &["Rust"]);
    assert!(matches!(
        tags::restore(conn, undo),
        Err(TagError::SlugTaken)
    ));
    assert_eq!(counts(conn), [("Rust".to_owned(), 1)]);
}

#[test]
fn tags_that_no_article_has_are_listed_and_swept() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let article = publish(conn, "a", &["Rust", "Go"]);
    publish_article(conn, article, &tagged_article("a", &["Go"]));
    assert_eq!(counts(conn), [("Go".to_owned(), 1), ("Rust".to_owned(), 0)]);
    // What is withdrawn or in the trash still has its tags, and may come back with them.
    articles::withdraw(conn, article, None).unwrap();
    let (count, undo) = tags::delete_unused(conn).unwrap();
    assert_eq!(count, 1);
    assert_eq!(counts(conn), [("Go".to_owned(), 0)]);
    assert_eq!(tags::delete_unused(conn).unwrap(), (0, None));
    assert!(tags::restore(conn, undo.unwrap()).unwrap());
    assert_eq!(counts(conn).len(), 2);
}

#[test]
fn merges_at_once_lose_no_article() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    let articles: Vec<_> = ["A", "B", "C"]
        .iter()
        .map(|tag| publish(conn, &format!("in-{}", tag.to_lowercase()), &[tag]))
        .collect();
    let ids = [id(conn, "A"), id(conn, "B"), id(conn, "C")];
    // In a ring: whatever comes first, the last one has no partner left or is the one that stays.
    let done: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..3)
            .map(|number| {
                let database = &database;
                scope.spawn(move || {
                    let conn = &mut database.connection();
                    match tags::merge(conn, ids[number], ids[(number + 1) % 3]) {
                        Ok(_) => 1,
                        Err(TagError::Missing) => 0,
                        Err(error) => panic!("{error}"),
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    let left = counts(conn);
    assert_eq!(left.len(), 3 - done);
    assert!((1..=2).contains(&done));
    let total: i64 = left.iter().map(|(_, live)| live).sum();
    assert_eq!(total, 3);
    for article in articles {
        assert_eq!(names(conn, article).len(), 1);
    }
}

#[test]
fn a_publication_during_a_merge_gets_the_tag_that_stays() {
    let database = TestDatabase::blank_site();
    let conn = &mut database.connection();
    for round in 0..10 {
        let (old, kept) = (format!("Old {round}"), format!("Kept {round}"));
        publish(conn, &format!("first-{round}"), &[&old, &kept]);
        let (from, into) = (id(conn, &old), id(conn, &kept));
        let article = std::thread::scope(|scope| {
            let merging =
                scope.spawn(|| tags::merge(&mut database.connection(), from, into).map(|_| ()));
            let publishing = scope.spawn(|| {
                publish(
                    &mut database.connection(),
                    &format!("second-{round}"),
                    &[&old],
                )
            });
            merging.join().unwrap().unwrap();
            publishing.join().unwrap()
        });
        assert_eq!(names(conn, article), [kept]);
    }
}

#[test]
fn visitors_find_the_subjects_page_by_page_each_with_its_count() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    publish(conn, "a", &["Rust", "Data", "Éclair"]);
    publish(conn, "b", &["Rust", "Zebra"]);
    let withdrawn = publish(conn, "c", &["Gone", "Rust"]);
    articles::withdraw(conn, withdrawn, None).unwrap();
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = tags::list_published_page(conn, after.as_ref(), 2).unwrap();
        seen.extend(page.items);
        match page.next {
            Some(next) => after = Some(next),
            None => break,
        }
    }
    assert_eq!(seen, tags::list_published(conn).unwrap());
    let counts: Vec<_> = seen
        .iter()
        .map(|(tag, count)| (tag.name.as_str(), *count))
        .collect();
    assert_eq!(
        counts,
        [("Data", 1), ("Rust", 2), ("Zebra", 1), ("Éclair", 1)]
    );
    for (tag, count) in &seen {
        assert_eq!(tags::count_published(conn, tag.id).unwrap(), *count);
    }
    let nowhere = tags::list_published_page(conn, Some(&slug("unknown")), 2).unwrap();
    assert!(nowhere.items.is_empty() && nowhere.next.is_none());
}
