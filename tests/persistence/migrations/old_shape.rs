//! A site that was written before drafts stood beside what is live: it comes through the migration,
//! back, and through it again.

use diesel_migrations::{FileBasedMigrations, MigrationHarness};
use domain::{ArticleId, SectionKey};
use persistence::articles::ArticleState;
use persistence::{PgConnection, articles, drafts, redirects, sections, services, tags};
use plinth_tests::factories::slug;

use super::*;

const SEPARATION: &str = "20261124000004";

/// Undoes migrations until the separation of drafts and live text is undone.
fn go_back(conn: &mut PgConnection) {
    let source = FileBasedMigrations::find_migrations_directory().unwrap();
    loop {
        let undone = conn.revert_last_migration(source.clone()).unwrap();
        if undone.to_string() == SEPARATION {
            return;
        }
    }
}

fn article(number: u32) -> ArticleId {
    format!("00000000-0000-7000-8000-00000000000{number}")
        .parse()
        .unwrap()
}

fn old_site() -> TestDatabase {
    let database = TestDatabase::empty();
    go_back(&mut database.connection());
    database.execute(include_str!("old_shape.sql"));
    database
}

/// Every row of the old shape, as text.
fn rows(database: &TestDatabase) -> Vec<String> {
    let mut rows = Vec::new();
    for (table, order) in [
        ("articles", "id"),
        ("services", "id"),
        ("page_sections", "key"),
        ("section_items", "section_key, position"),
        ("tags", "slug"),
        ("article_tags", "article_id, tag_id"),
        ("redirects", "source_path"),
        ("site_settings", "id"),
    ] {
        let sql = format!(
            "select '{table} ' || to_jsonb(t)::text as value from {table} t order by {order}"
        );
        rows.extend(database.texts(&sql));
    }
    rows
}

fn assert_everything_is_there(database: &TestDatabase) {
    let conn = &mut database.connection();
    let live = articles::find_published_by_slug(conn, &slug("published"))
        .unwrap()
        .unwrap();
    assert_eq!(live.id, article(1));
    assert_eq!(live.title.as_str(), "Published");
    assert_eq!(live.excerpt.unwrap().as_str(), "An excerpt.");
    assert_eq!(live.body.as_str(), "Five words stand in here.\n");
    assert_eq!(live.word_count, 5);
    let names: Vec<_> = live.tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["Rust", "Web design"]);
    assert_eq!(live.published_at.to_rfc3339(), "2026-01-02T10:00:00+00:00");
    assert_eq!(live.updated_at.to_rfc3339(), "2026-03-01T10:00:00+00:00");
    assert_eq!(
        articles::list_published(conn, None, None, 9)
            .unwrap()
            .items
            .len(),
        1
    );
    assert_eq!(tags::list_published(conn).unwrap().len(), 2);

    let states = [1, 2, 3].map(|number| {
        let status = articles::find_status(conn, article(number))
            .unwrap()
            .unwrap();
        assert!(!status.has_unpublished_changes);
        status.state
    });
    let expected = [
        ArticleState::Published,
        ArticleState::Withdrawn,
        ArticleState::Draft,
    ];
    assert_eq!(states, expected);
    let draft = drafts::find_of_article(conn, article(3)).unwrap().unwrap();
    assert_eq!(draft.version.get(), 7);
    let fields = ["title", "slug", "excerpt", "tags", "body"].map(|name| draft.snapshot.get(name));
    assert_eq!(
        fields,
        ["Draft", "draft", "", "Rust", "Unpublished words.\n"]
    );
    assert!(articles::published_was_deleted(conn, &slug("deleted")).unwrap());
    assert_eq!(articles::list_trashed(conn, 9).unwrap().len(), 1);

    let shown = services::list_published(conn).unwrap();
    assert_eq!(shown.len(), 1);
    let shown = services::find_published_by_slug(conn, &slug("shown"))
        .unwrap()
        .unwrap();
    assert_eq!(shown.deliverables.to_lines(), "A plan\nA schema");
    let draft = drafts::find_of_service(conn, shown.id).unwrap().unwrap();
    assert_eq!(draft.snapshot.get("deliverables"), "A plan\nA schema");
    assert_eq!(services::list(conn).unwrap().len(), 2);
    assert!(services::published_was_deleted(conn, &slug("gone")).unwrap());

    for (source, target) in [
        ("/articles/old", "/articles/published"),
        ("/services/old", "/services/shown"),
    ] {
        let found = redirects::find_published_target(conn, source).unwrap();
        assert_eq!(found.as_deref(), Some(target));
    }
    assert_eq!(sections::list_published(conn).unwrap().len(), 2);
    assert!(sections::list_changed(conn).unwrap().is_empty());
    for key in [
        SectionKey::Hero,
        SectionKey::Principles,
        SectionKey::Contact,
    ] {
        let section = sections::find(conn, key).unwrap().unwrap();
        let id = sections::find_content_id(conn, key).unwrap().unwrap();
        let draft = drafts::find(conn, id).unwrap().unwrap();
        assert_eq!(
            draft.snapshot,
            domain::Snapshot::of_section(&section.content)
        );
        assert_eq!(draft.version.get(), 4);
    }
}

#[test]
fn what_was_written_before_survives_the_separation_of_drafts_there_back_and_there_again() {
    let database = old_site();
    let conn = &mut database.connection();
    let before = rows(&database);
    migrations::run(conn).unwrap();
    assert_everything_is_there(&database);
    go_back(conn);
    let after = rows(&database);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
    assert_eq!(before.len(), after.len());
    migrations::run(conn).unwrap();
    assert_everything_is_there(&database);
}

#[test]
fn what_was_migrated_can_be_edited_published_withdrawn_and_erased() {
    use plinth_tests::writing::publish_article;
    let database = old_site();
    let conn = &mut database.connection();
    migrations::run(conn).unwrap();
    for number in [1, 2, 3] {
        let name = format!("new-{number}");
        publish_article(
            conn,
            article(number),
            &plinth_tests::factories::article(&name),
        );
    }
    assert_eq!(
        articles::list_published(conn, None, None, 9)
            .unwrap()
            .items
            .len(),
        3
    );
    for old in ["published", "withdrawn"] {
        let found = redirects::find_published_target(conn, &format!("/articles/{old}")).unwrap();
        assert!(found.is_some(), "{old}");
    }
    articles::withdraw(conn, article(1), None).unwrap();
    let later = chrono::Utc::now() + chrono::TimeDelta::days(31);
    assert_eq!(persistence::contents::purge_trash(conn, later).unwrap(), 2);
    assert!(!articles::published_was_deleted(conn, &slug("deleted")).unwrap());
}

#[test]
fn going_back_keeps_what_visitors_see_and_gives_drafts_an_address_of_their_own() {
    use plinth_tests::factories::{article, article_id};
    use plinth_tests::writing::{publish_article, save_article};
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let live = article_id();
    publish_article(conn, live, &article("taken"));
    save_article(conn, live, &article("another"));
    save_article(conn, article_id(), &article("taken"));
    let count = "select count(*) as value from articles where deleted_at is null";
    let articles = "select count(*) as value from contents where kind = 'article'";
    let expected = database.number(articles);
    go_back(conn);
    assert_eq!(database.number(count), expected);
    let sql = format!("select slug || ' ' || title as value from articles where id = '{live}'");
    assert_eq!(database.texts(&sql), ["taken Article taken"]);
    migrations::run(conn).unwrap();
}
