//! What the owner is writing: no word of it gets lost, and nobody overwrites what he did not see.

mod decisions;
mod keeping;
mod saving;
mod sweeping;

use domain::{AccountId, Authorship, ContentId, ContentKind, RevisionReason, Snapshot, Version};
use persistence::drafts::{self, Save, Saved};
use persistence::{PgConnection, SaveError, revisions};
use plinth_tests::TestDatabase;
use plinth_tests::writing::{because, by};
use uuid::Uuid;

type Outcome = Result<Saved, SaveError<domain::Draft>>;

fn content_id() -> ContentId {
    ContentId::from_uuid(Uuid::now_v7())
}

/// An article's fields with this text.
fn text(body: &str) -> Snapshot {
    let mut snapshot = Snapshot::empty(ContentKind::Article);
    snapshot.set("title", "A title").unwrap();
    snapshot.set("body", body).unwrap();
    snapshot
}

/// An autosave of a text that was made from a version, with a key or without.
fn autosave(
    conn: &mut PgConnection,
    id: ContentId,
    body: &str,
    expected: i64,
    key: Option<Uuid>,
) -> Outcome {
    let save = Save {
        id,
        snapshot: &text(body),
        expected: Version::new(expected),
        key,
        authorship: because(RevisionReason::Autosave),
    };
    drafts::save(conn, &save)
}

/// Saves a text over whatever is stored.
fn put(conn: &mut PgConnection, id: ContentId, body: &str, authorship: Authorship) {
    plinth_tests::writing::save(conn, id, &text(body), authorship);
}

fn type_in(conn: &mut PgConnection, id: ContentId, body: &str) {
    put(conn, id, body, because(RevisionReason::Autosave));
}

fn stored_text(conn: &mut PgConnection, id: ContentId) -> String {
    let draft = drafts::find(conn, id).unwrap().unwrap();
    draft.snapshot.get("body").to_owned()
}

fn version_of(conn: &mut PgConnection, id: ContentId) -> i64 {
    plinth_tests::writing::stored_version(conn, id).get()
}

/// The kept states, the oldest first: why, and with which text.
fn history(conn: &mut PgConnection, id: ContentId) -> Vec<(RevisionReason, String)> {
    let mut kept = revisions::list(conn, id, None, 100).unwrap();
    kept.reverse();
    kept.iter()
        .map(|summary| {
            let revision = revisions::find(conn, summary.id).unwrap().unwrap();
            (revision.reason, revision.snapshot.get("body").to_owned())
        })
        .collect()
}

fn is_stale(outcome: &Outcome) -> bool {
    matches!(outcome, Err(SaveError::Stale { .. }))
}

/// Two people who write; the rule that there is one owner stands aside.
fn two_authors(database: &TestDatabase) -> [AccountId; 2] {
    database.execute("drop index accounts_one_owner");
    [1_u128, 2].map(|number| {
        let id = Uuid::from_u128(number);
        database.execute(&format!(
            "insert into accounts (id, email, password_hash) values ('{id}', '{number}@example.org', '')"
        ));
        AccountId::from_uuid(id)
    })
}

/// Moves the last autosaves of a draft into the past.
fn let_minutes_pass(database: &TestDatabase, id: ContentId, minutes: u32) {
    database.execute(&format!(
        "update drafts set saved_at = saved_at - interval '{minutes} minutes',
                group_started_at = group_started_at - interval '{minutes} minutes'
         where content_id = '{id}'"
    ));
}
