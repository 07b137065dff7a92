//! What it takes to undo something that removed rows, kept for as long as the trash keeps its own.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::bulk_actions;

/// Keeps what an undo needs, in the transaction that does the act.
pub(crate) fn keep(
    conn: &mut PgConnection,
    action: &str,
    undo: &Value,
) -> Result<Uuid, DatabaseError> {
    let id = Uuid::now_v7();
    diesel::insert_into(bulk_actions::table)
        .values((
            bulk_actions::id.eq(id),
            bulk_actions::action.eq(action),
            bulk_actions::undo.eq(undo),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Takes it out for the undo itself; `None` when there is none, or it was undone already.
pub(crate) fn take(
    conn: &mut PgConnection,
    id: Uuid,
    action: &str,
) -> Result<Option<Value>, DatabaseError> {
    let open = bulk_actions::table
        .find(id)
        .filter(bulk_actions::action.eq(action))
        .filter(bulk_actions::undone_at.is_null());
    Ok(diesel::update(open)
        .set(bulk_actions::undone_at.eq(diesel::dsl::now))
        .returning(bulk_actions::undo)
        .get_result(conn)
        .optional()?)
}

/// Forgets what nobody will undo any more at `now`, done or not. Returns how many.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn forget_old(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let end = now - TimeDelta::days(crate::contents::TRASH_DAYS);
    Ok(
        diesel::delete(bulk_actions::table.filter(bulk_actions::performed_at.lt(end)))
            .execute(conn)?,
    )
}
