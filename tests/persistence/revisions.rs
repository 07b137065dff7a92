//! Kept states: never changed, thinned out as promised, read page by page.

mod thinning;

use domain::{RevisionReason, Snapshot};
use persistence::{articles, contents, revisions};
use plinth_tests::TestDatabase;
use plinth_tests::factories::{article, article_id, article_saying};
use plinth_tests::writing::{because, publish_article, save, save_article};

/// What PostgreSQL says to a change that must not happen.
fn refusal(database: &TestDatabase, sql: &str) -> String {
    use diesel::connection::SimpleConnection;
    let refused = database.connection().batch_execute(sql);
    refused.expect_err(sql).to_string()
}

#[test]
fn the_database_itself_refuses_to_change_or_lose_a_revision() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    save_article(conn, article_id(), &article("a"));
    for sql in [
        "update revisions set fields = '{}'",
        "update revisions set reason = 'autosave'",
        "update revisions set created_at = now()",
        "delete from revisions",
        "truncate revisions cascade",
    ] {
        assert_eq!(
            refusal(&database, sql),
            "revisions are never changed",
            "{sql}"
        );
    }
    assert_eq!(
        database.number("select count(*) as value from revisions"),
        1
    );
}

#[test]
fn every_reason_but_autosave_is_held_by_the_database() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    save_article(conn, id, &article("a"));
    for reason in [
        "manual",
        "publish",
        "unpublish",
        "schedule",
        "restore",
        "import",
        "merge",
    ] {
        database.execute(&format!(
            "insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version)
             select gen_random_uuid(), '{id}', max(number) + 1, '{reason}', '{{}}', 0, 1 from revisions"
        ));
        let sql = format!("delete from revisions where reason = '{reason}'");
        assert_eq!(
            refusal(&database, &sql),
            "revisions are never changed",
            "{sql}"
        );
    }
}

#[test]
fn revisions_go_with_their_content() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    publish_article(conn, id, &article("a"));
    save_article(conn, id, &article("b"));
    articles::delete(conn, id).unwrap();
    let later = chrono::Utc::now() + chrono::TimeDelta::days(contents::TRASH_DAYS + 1);
    assert_eq!(contents::purge_trash(conn, later).unwrap(), 1);
    assert_eq!(
        database.number("select count(*) as value from revisions"),
        0
    );
}

#[test]
fn the_history_is_read_page_by_page_the_newest_first() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    for number in 1..=7 {
        save_article(conn, id, &article_saying("a", &"x".repeat(number)));
    }
    let mut seen = Vec::new();
    let mut below = None;
    loop {
        let page = revisions::list(conn, id.into(), below, 3).unwrap();
        let Some(last) = page.last() else { break };
        below = Some(last.number);
        seen.extend(page);
    }
    let numbers: Vec<_> = seen.iter().map(|revision| revision.number).collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3, 2, 1]);
    let snapshot = Snapshot::of_article(&article_saying("a", "xxxxxxx"));
    assert_eq!(seen[0].length_chars, snapshot.length_chars() as i64);
}

#[test]
fn a_revision_holds_every_field_as_it_was_typed() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = article_id();
    let mut snapshot = Snapshot::empty(domain::ContentKind::Article);
    for (name, text) in [
        ("title", "  “Ünicode” 🦀 \\ \" '"),
        ("body", "\n\n# Lines\n\ttabs\n\u{1}\u{7f}\u{202e}\n"),
        ("slug", "Not A Slug!"),
        ("tags", ",,!!!,"),
        ("series_part", "minus one"),
    ] {
        snapshot.set(name, text).unwrap();
    }
    save(conn, id.into(), &snapshot, because(RevisionReason::Manual));
    let kept = revisions::find_by_number(conn, id.into(), 1)
        .unwrap()
        .unwrap();
    assert_eq!(kept.snapshot, snapshot);
    let draft = persistence::drafts::find(conn, id.into()).unwrap().unwrap();
    assert_eq!(draft.snapshot, snapshot);
}

#[test]
fn states_that_are_kept_at_once_get_numbers_of_their_own() {
    let database = TestDatabase::empty();
    let id = article_id();
    save_article(&mut database.connection(), id, &article("a"));
    std::thread::scope(|scope| {
        for number in 0..6 {
            let mut conn = database.connection();
            scope.spawn(move || {
                let snapshot = Snapshot::of_article(&article_saying("a", &format!("{number}")));
                let because = because(RevisionReason::Merge);
                persistence::drafts::keep_aside(&mut conn, id.into(), &snapshot, because).unwrap();
            });
        }
    });
    let kept = revisions::list(&mut database.connection(), id.into(), None, 9).unwrap();
    let numbers: Vec<_> = kept.iter().map(|revision| revision.number).collect();
    assert_eq!(numbers, [7, 6, 5, 4, 3, 2, 1]);
}
