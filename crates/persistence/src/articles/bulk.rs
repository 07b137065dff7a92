//! One act on many articles, in one transaction, with one undo. An article that refuses is named and
//! left alone; the others are done.

mod tagging;
mod undoing;

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Uuid as SqlUuid};
use domain::{AccountId, ArticleId, ContentKind, Version};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{DatabaseError, SaveError, contents as identities, drafts, undo};

pub use tagging::{TagChange, change_tags};
pub use undoing::{Undone, undo_bulk};

const PUBLICATION: &str = "articles_publication";
const WITHDRAWAL: &str = "articles_withdrawal";
const TRASH: &str = "articles_trash";

/// How many articles one act may be about.
pub const MAX_ARTICLES: usize = 200;

/// An article that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone {
    /// Its title, which may be empty.
    pub title: String,
    /// Why.
    pub reason: String,
}

/// What became of an act on many.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkDone {
    /// The name by which it can be undone; `None` when nothing was changed.
    pub undo: Option<Uuid>,
    /// How many were changed.
    pub changed: usize,
    /// How many were so already.
    pub unchanged: usize,
    /// Those that refused.
    pub left_alone: Vec<LeftAlone>,
}

/// What became of one of them.
enum Act {
    /// Changed, with what its undo needs.
    Changed(Value),
    Unchanged,
    Refused(String),
}

/// An article in an act, locked.
struct Subject {
    id: ArticleId,
    version: Version,
}

/// Does one thing with each of some articles that stand.
fn each(
    conn: &mut PgConnection,
    action: &str,
    ids: &[ArticleId],
    mut act: impl FnMut(&mut PgConnection, &Subject) -> Result<Act, DatabaseError>,
) -> Result<BulkDone, DatabaseError> {
    // One order for everybody, so that two acts on the same articles wait for each other in turn.
    let mut ids: Vec<_> = ids.iter().map(|id| id.as_uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.truncate(MAX_ARTICLES);
    conn.transaction(|conn| {
        let titles = identities::list_titles(conn, &ids)?;
        let mut done = BulkDone::default();
        let mut records = Vec::new();
        for id in ids {
            let id = ArticleId::from_uuid(id);
            let current = drafts::lock(conn, id.into())?
                .filter(|current| !current.is_trashed && current.kind == ContentKind::Article);
            let outcome = match current {
                Some(current) => {
                    let version = Version::new(current.version);
                    act(conn, &Subject { id, version })?
                }
                None => Act::Refused("it is in the trash or erased.".to_owned()),
            };
            match outcome {
                Act::Changed(record) => {
                    done.changed += 1;
                    records.push(json!({ "id": id.as_uuid(), "record": record }));
                }
                Act::Unchanged => done.unchanged += 1,
                Act::Refused(reason) => done.left_alone.push(LeftAlone {
                    title: titles.get(&id.as_uuid()).cloned().unwrap_or_default(),
                    reason,
                }),
            }
        }
        if !records.is_empty() {
            done.undo = Some(undo::keep(conn, action, &Value::Array(records))?);
        }
        Ok(done)
    })
}

/// Publishes the drafts of some articles. `publish_one` reads one draft of a version, looks it over
/// and publishes it, or says why not; it must then leave everything as it was.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was done.
pub fn publish_many(
    conn: &mut PgConnection,
    ids: &[ArticleId],
    mut publish_one: impl FnMut(
        &mut PgConnection,
        ArticleId,
        Version,
    ) -> Result<Result<(), String>, DatabaseError>,
) -> Result<BulkDone, DatabaseError> {
    each(conn, PUBLICATION, ids, |conn, subject| {
        let before = editions(conn, subject.id)?;
        if let Err(reason) = publish_one(conn, subject.id, subject.version)? {
            return Ok(Act::Refused(reason));
        }
        changed(conn, subject.id, before)
    })
}

/// Takes some articles back from visitors.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was done.
pub fn withdraw_many(
    conn: &mut PgConnection,
    ids: &[ArticleId],
    author: Option<AccountId>,
) -> Result<BulkDone, DatabaseError> {
    each(conn, WITHDRAWAL, ids, |conn, subject| {
        let before = editions(conn, subject.id)?;
        unless_database(super::withdraw(conn, subject.id, author))?;
        changed(conn, subject.id, before)
    })
}

/// Puts some articles into the trash.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was done.
pub fn delete_many(conn: &mut PgConnection, ids: &[ArticleId]) -> Result<BulkDone, DatabaseError> {
    use crate::schema::contents;
    each(conn, TRASH, ids, |conn, subject| {
        let is_pinned: bool = contents::table
            .find(subject.id.as_uuid())
            .select(contents::is_pinned)
            .first(conn)?;
        if super::delete(conn, subject.id)? {
            Ok(Act::Changed(json!({ "is_pinned": is_pinned })))
        } else {
            Ok(Act::Unchanged)
        }
    })
}

/// What an act made of the editions of an article.
fn changed(conn: &mut PgConnection, id: ArticleId, before: Value) -> Result<Act, DatabaseError> {
    let after = editions(conn, id)?;
    Ok(if before == after {
        Act::Unchanged
    } else {
        Act::Changed(json!({ "before": before, "after": after }))
    })
}

/// Under the lock that each act holds, only the database itself can refuse.
fn unless_database<T>(result: Result<(), SaveError<T>>) -> Result<(), DatabaseError> {
    match result {
        Err(SaveError::Database(error)) => Err(error),
        _ => Ok(()),
    }
}

#[derive(QueryableByName)]
struct EditionsRow {
    #[diesel(sql_type = Jsonb)]
    value: Value,
}

/// The editions of an article as they stand, with their tags: equal values, equal editions.
fn editions(conn: &mut PgConnection, id: ArticleId) -> Result<Value, DatabaseError> {
    let row: EditionsRow = diesel::sql_query(
        "select coalesce(jsonb_agg(to_jsonb(e) || jsonb_build_object('tags', (
                    select coalesce(jsonb_agg(t.tag_id order by t.tag_id), '[]')
                    from edition_tags t where t.edition_id = e.id
                )) order by e.id), '[]') as value
         from article_editions e where e.article_id = $1",
    )
    .bind::<SqlUuid, _>(id.as_uuid())
    .get_result(conn)?;
    Ok(row.value)
}
