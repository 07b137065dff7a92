//! What became visible or vanished by itself, and when.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{Boundary, BoundaryKind};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::audit_entries;

/// One thing that happened to a piece of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditEntry {
    /// What happened, and when it counts from.
    pub boundary: Boundary,
    /// When it was written down, UTC: later, when the program was not running at the time.
    pub recorded_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = audit_entries, check_for_backend(diesel::pg::Pg))]
struct EntryRow {
    kind: String,
    boundary: DateTime<Utc>,
    recorded_at: DateTime<Utc>,
}

impl TryFrom<EntryRow> for AuditEntry {
    type Error = DatabaseError;

    fn try_from(row: EntryRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            boundary: Boundary {
                kind: stored("audit kind", BoundaryKind::parse(&row.kind))?,
                at: row.boundary,
            },
            recorded_at: row.recorded_at,
        })
    }
}

/// Writes down that a boundary was crossed; `false` when that stands there already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn record_once(
    conn: &mut PgConnection,
    content_id: Uuid,
    boundary: Boundary,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let count = diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::id.eq(Uuid::now_v7()),
            audit_entries::content_id.eq(content_id),
            audit_entries::kind.eq(boundary.kind.as_str()),
            audit_entries::boundary.eq(boundary.at),
            audit_entries::recorded_at.eq(now),
        ))
        .on_conflict_do_nothing()
        .execute(conn)?;
    Ok(count > 0)
}

/// What happened to a piece of content, the latest first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_of_content(
    conn: &mut PgConnection,
    content_id: Uuid,
) -> Result<Vec<AuditEntry>, DatabaseError> {
    audit_entries::table
        .filter(audit_entries::content_id.eq(content_id))
        .order((audit_entries::boundary.desc(), audit_entries::id.desc()))
        .select(EntryRow::as_select())
        .load(conn)?
        .into_iter()
        .map(AuditEntry::try_from)
        .collect()
}
