//! Taking an act on many back. Whatever was changed since is left alone and named.

use diesel::prelude::*;
use diesel::sql_types::{Jsonb, Uuid as SqlUuid};
use domain::{AccountId, ArticleId, Authorship, ContentKind, RevisionReason, Version};
use serde_json::Value;
use uuid::Uuid;

use crate::error::stored;
use crate::schema::article_editions;
use crate::{DatabaseError, SaveError, contents as identities, drafts, redirects, undo};

use super::tagging::{self, TAGS};
use super::{LeftAlone, PUBLICATION, Subject, TRASH, WITHDRAWAL, editions};

const CHANGED_SINCE: &str = "it was changed since.";
const ADDRESS_TAKEN: &str = "another page has its address by now.";

/// What became of an undo.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Undone {
    /// How many are as they were.
    pub restored: usize,
    /// Those that are left as they are now.
    pub left_alone: Vec<LeftAlone>,
}

/// Takes an act back, once; `None` when it was undone already or never was.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was done.
pub fn undo_bulk(
    conn: &mut PgConnection,
    id: Uuid,
    author: Option<AccountId>,
) -> Result<Option<Undone>, DatabaseError> {
    conn.transaction(|conn| {
        for action in [PUBLICATION, WITHDRAWAL, TRASH, TAGS] {
            if let Some(records) = undo::take(conn, id, action)? {
                return take_back(conn, action, &records, author).map(Some);
            }
        }
        Ok(None)
    })
}

fn take_back(
    conn: &mut PgConnection,
    action: &str,
    records: &Value,
    author: Option<AccountId>,
) -> Result<Undone, DatabaseError> {
    let records = records.as_array().map_or(&[][..], Vec::as_slice);
    let mut undone = Undone::default();
    for record in records {
        let id = record.get("id").cloned().unwrap_or_default();
        let id: Uuid = stored("bulk_actions.undo", serde_json::from_value(id))?;
        let article = ArticleId::from_uuid(id);
        let record = &record["record"];
        let outcome = if action == TRASH {
            from_trash(conn, article, record)?
        } else {
            standing(conn, article, action, record, author)?
        };
        match outcome {
            Ok(()) => undone.restored += 1,
            Err(reason) => undone.left_alone.push(LeftAlone {
                title: title(conn, id)?,
                reason: reason.to_owned(),
            }),
        }
    }
    Ok(undone)
}

type Outcome = Result<(), &'static str>;

fn title(conn: &mut PgConnection, id: Uuid) -> Result<String, DatabaseError> {
    use crate::schema::drafts as draft_rows;
    Ok(draft_rows::table
        .find(id)
        .select(draft_rows::title)
        .first(conn)
        .optional()?
        .unwrap_or_default())
}

fn from_trash(
    conn: &mut PgConnection,
    id: ArticleId,
    record: &Value,
) -> Result<Outcome, DatabaseError> {
    match super::super::restore(conn, id) {
        Ok(true) => {
            if record["is_pinned"] == true {
                super::super::set_pinned(conn, id, true)?;
            }
            Ok(Ok(()))
        }
        Ok(false) => Ok(Err("it is not in the trash any more.")),
        Err(SaveError::SlugTaken) => Ok(Err(ADDRESS_TAKEN)),
        Err(SaveError::Database(error)) => Err(error),
        Err(_) => Ok(Err(CHANGED_SINCE)),
    }
}

fn standing(
    conn: &mut PgConnection,
    id: ArticleId,
    action: &str,
    record: &Value,
    author: Option<AccountId>,
) -> Result<Outcome, DatabaseError> {
    let current = drafts::lock(conn, id.into())?
        .filter(|current| !current.is_trashed && current.kind == ContentKind::Article);
    let Some(current) = current else {
        return Ok(Err("it is in the trash or erased."));
    };
    if action != TAGS {
        return put_editions_back(conn, id, record);
    }
    if record["version"] != current.version {
        return Ok(Err(CHANGED_SINCE));
    }
    let subject = Subject {
        id,
        version: Version::new(current.version),
    };
    let authorship = Authorship {
        author,
        reason: RevisionReason::Restore,
    };
    let tags = record["tags"].as_str().unwrap_or_default();
    let snapshot = current.snapshot()?;
    let written = tagging::write(conn, &subject, &snapshot, tags, authorship)?;
    Ok(written.map(|_| ()).ok_or(CHANGED_SINCE))
}

/// What visitors saw before, to the last revision, tag and moment; the draft stays as it is.
fn put_editions_back(
    conn: &mut PgConnection,
    id: ArticleId,
    record: &Value,
) -> Result<Outcome, DatabaseError> {
    if editions(conn, id)? != record["after"] {
        return Ok(Err(CHANGED_SINCE));
    }
    let now = identities::database_time(conn)?;
    let live_path = |conn: &mut PgConnection| -> Result<Option<String>, DatabaseError> {
        let found = super::super::editions::of_article(conn, id, now)?;
        Ok(found.live.map(|live| crate::paths::article(&live.slug)))
    };
    let left = live_path(conn)?;
    let put_back = conn.transaction::<_, SaveError<()>, _>(|conn| {
        diesel::delete(
            article_editions::table.filter(article_editions::article_id.eq(id.as_uuid())),
        )
        .execute(conn)?;
        insert(conn, id, &record["before"])?;
        let back = live_path(conn)?;
        if back == left {
            return Ok(true);
        }
        if let Some(path) = &back {
            if redirects::find_claim(conn, path, id.into())?.is_some() {
                // The owner gave the address to something else, deliberately.
                return Err(SaveError::SlugTaken);
            }
            redirects::release(conn, path)?;
            if let Some(left) = &left {
                redirects::keep_old_address(conn, left, id.into())?;
            }
        }
        Ok(true)
    });
    match put_back {
        Ok(_) => Ok(Ok(())),
        Err(SaveError::SlugTaken) => Ok(Err(ADDRESS_TAKEN)),
        Err(SaveError::Database(error)) => Err(error),
        Err(_) => Ok(Err(CHANGED_SINCE)),
    }
}

/// Writes editions as they were. A tag that was deleted since does not come back with them.
fn insert<T>(conn: &mut PgConnection, id: ArticleId, rows: &Value) -> Result<(), SaveError<T>> {
    diesel::sql_query(
        "insert into article_editions
         select e.* from jsonb_populate_recordset(null::article_editions, $1) e
         where e.article_id = $2",
    )
    .bind::<Jsonb, _>(rows)
    .bind::<SqlUuid, _>(id.as_uuid())
    .execute(conn)?;
    diesel::sql_query(
        "insert into edition_tags (edition_id, tag_id)
         select (e ->> 'id')::uuid, t.id
         from jsonb_array_elements($1) as e
         cross join jsonb_array_elements_text(e -> 'tags') as had (tag_id)
         join tags t on t.id = had.tag_id::uuid",
    )
    .bind::<Jsonb, _>(rows)
    .execute(conn)?;
    Ok(())
}
