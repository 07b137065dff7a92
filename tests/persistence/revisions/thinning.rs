//! Autosaves get fewer with age, and nothing else does.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{ArticleId, ContentId};
use persistence::PgConnection;

use super::*;

const EPOCH: &str = "2026-06-01T00:00:00Z";

fn now() -> DateTime<Utc> {
    EPOCH.parse().unwrap()
}

fn content(conn: &mut PgConnection) -> ContentId {
    let id: ArticleId = article_id();
    save_article(conn, id, &article("a"));
    id.into()
}

/// Keeps a state of a reason, so long before the test's time.
fn keep(database: &TestDatabase, id: ContentId, reason: &str, age: TimeDelta) -> i64 {
    let at = (now() - age).to_rfc3339();
    database.number(&format!(
        "insert into revisions (id, content_id, number, reason, fields, draft_version, renderer_version, created_at)
         select gen_random_uuid(), '{id}', max(number) + 1, '{reason}', '{{}}', 0, 1, '{at}'
         from revisions where content_id = '{id}' returning number::bigint as value"
    ))
}

fn numbers(conn: &mut PgConnection, id: ContentId) -> Vec<i64> {
    let mut kept = revisions::list(conn, id, None, 100).unwrap();
    kept.reverse();
    kept.iter()
        .map(|revision| i64::from(revision.number))
        .collect()
}

#[test]
fn young_autosaves_all_stay_older_ones_once_an_hour_and_old_ones_once_a_day() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content(conn);
    let minutes = TimeDelta::minutes;
    let mut expected = vec![1];
    // The second of each pair is the last of its hour or day.
    for (age, first_stays) in [
        (TimeDelta::days(1), true),
        (TimeDelta::days(7) - TimeDelta::hours(1), true),
        (TimeDelta::days(8), false),
        (TimeDelta::days(8) + TimeDelta::hours(1), false),
        (TimeDelta::days(89), false),
    ] {
        let first = keep(&database, id, "autosave", age - minutes(10));
        if first_stays {
            expected.push(first);
        }
        expected.push(keep(&database, id, "autosave", age - minutes(50)));
    }
    let day = TimeDelta::days(100);
    keep(&database, id, "autosave", day - TimeDelta::hours(1));
    keep(&database, id, "autosave", day - TimeDelta::hours(12));
    expected.push(keep(&database, id, "autosave", day - TimeDelta::hours(23)));
    expected.push(keep(&database, id, "autosave", day + TimeDelta::hours(1)));

    let removed = revisions::thin(conn, now()).unwrap();
    assert_eq!(numbers(conn, id), expected);
    assert_eq!(removed, 5);
    assert_eq!(
        revisions::thin(conn, now()).unwrap(),
        0,
        "it is thin already"
    );
}

#[test]
fn what_was_kept_on_purpose_is_never_thinned() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content(conn);
    let reasons = [
        "manual",
        "publish",
        "unpublish",
        "schedule",
        "restore",
        "import",
        "merge",
    ];
    for reason in reasons {
        for minutes in [0, 1] {
            keep(
                &database,
                id,
                reason,
                TimeDelta::days(400) + TimeDelta::minutes(minutes),
            );
        }
    }
    assert_eq!(revisions::thin(conn, now()).unwrap(), 0);
}

#[test]
fn each_content_keeps_its_own_last_autosave() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let ids = [content(conn), content(conn)];
    for id in ids {
        keep(&database, id, "autosave", TimeDelta::days(10));
    }
    assert_eq!(revisions::thin(conn, now()).unwrap(), 0);
}

#[test]
fn an_autosave_that_something_points_at_stays() {
    let database = TestDatabase::empty();
    let conn = &mut database.connection();
    let id = content(conn);
    let age = |minutes| TimeDelta::days(100) - TimeDelta::minutes(minutes);
    let restored = keep(&database, id, "autosave", age(1));
    let shown = keep(&database, id, "autosave", age(2));
    let drafted = keep(&database, id, "autosave", age(3));
    let published = keep(&database, id, "autosave", age(4));
    keep(&database, id, "autosave", age(5));
    let last = keep(&database, id, "autosave", age(6));
    let because = because(RevisionReason::Restore);
    let number = i32::try_from(restored).unwrap();
    persistence::drafts::restore(conn, id, number, false, because).unwrap();
    let revision = |number: i64| {
        format!("(select id from revisions where content_id = '{id}' and number = {number})")
    };
    database.execute(&format!(
        "insert into preview_links (id, content_id, revision_id, token_hash, created_at, expires_at)
         values (gen_random_uuid(), '{id}', {}, sha256('x'), now(), now() + interval '1 day');
         update drafts set revision_id = {} where content_id = '{id}';
         insert into article_editions (id, article_id, revision_id, slug, title, body, word_count,
             published_at, changed_at, visible_from, zone)
         values (gen_random_uuid(), '{id}', {}, 'x', 'T', '', 0, now(), now(), now(), 'UTC')",
        revision(shown),
        revision(drafted),
        revision(published),
    ));
    assert_eq!(revisions::thin(conn, now()).unwrap(), 1);
    let kept = numbers(conn, id);
    for number in [restored, shown, drafted, published, last] {
        assert!(kept.contains(&number), "{number} of {kept:?}");
    }
}
