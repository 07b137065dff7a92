//! Services as the owner sees them in the panel: drafts, with what visitors see of each.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::ServiceId;
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::{contents, drafts, revisions, services};

/// Where a service stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServiceState {
    /// It was never published.
    Draft,
    /// Visitors see what was published.
    Shown,
    /// What was published is hidden.
    Hidden,
}

impl ServiceState {
    /// The word for style sheets and scripts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Shown => "shown",
            Self::Hidden => "hidden",
        }
    }
}

/// What visitors see of a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceStatus {
    /// Where it stands.
    pub state: ServiceState,
    /// The address of what was published.
    pub live_slug: Option<String>,
    /// When what was published changed last, UTC.
    pub published_at: Option<DateTime<Utc>>,
    /// True when the draft differs from what was published.
    pub has_unpublished_changes: bool,
}

/// A service in the panel's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRow {
    /// Its id.
    pub id: ServiceId,
    /// The draft's title as typed; may be blank.
    pub title: String,
    /// The draft's summary as typed.
    pub summary: String,
    /// When the draft was saved last, UTC.
    pub saved_at: DateTime<Utc>,
    /// Where it stands.
    pub status: ServiceStatus,
}

type Live = (String, bool, DateTime<Utc>);
type Row = (
    Uuid,
    String,
    String,
    DateTime<Utc>,
    Option<Live>,
    Option<bool>,
);

fn from_row((id, title, summary, saved_at, live, is_changed): Row) -> ServiceRow {
    let state = match &live {
        None => ServiceState::Draft,
        Some((_, true, _)) => ServiceState::Shown,
        Some((_, false, _)) => ServiceState::Hidden,
    };
    ServiceRow {
        id: ServiceId::from_uuid(id),
        title,
        summary,
        saved_at,
        status: ServiceStatus {
            state,
            published_at: live.as_ref().map(|(.., at)| *at),
            live_slug: live.map(|(slug, ..)| slug),
            has_unpublished_changes: is_changed.unwrap_or(false),
        },
    }
}

/// Every service that stands: the published ones in the owner's order, then the others by age.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(conn: &mut PgConnection) -> Result<Vec<ServiceRow>, DatabaseError> {
    load(conn, None)
}

/// Where a service that stands stands.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_status(
    conn: &mut PgConnection,
    id: ServiceId,
) -> Result<Option<ServiceStatus>, DatabaseError> {
    Ok(load(conn, Some(id))?.pop().map(|row| row.status))
}

fn load(
    conn: &mut PgConnection,
    only: Option<ServiceId>,
) -> Result<Vec<ServiceRow>, DatabaseError> {
    let mut query = contents::table
        .inner_join(drafts::table)
        .left_join(
            services::table.left_join(revisions::table.on(revisions::id.eq(services::revision_id))),
        )
        .filter(contents::kind.eq("service"))
        .filter(contents::trashed_at.is_null())
        .order((
            services::position.asc().nulls_last(),
            contents::created_at,
            contents::id,
        ))
        .select((
            contents::id,
            drafts::title,
            diesel::dsl::sql::<diesel::sql_types::Text>(
                "coalesce(drafts.fields ->> 'summary', '')",
            ),
            drafts::saved_at,
            (services::slug, services::is_shown, services::updated_at).nullable(),
            revisions::fields_hash.ne(drafts::fields_hash).nullable(),
        ))
        .into_boxed();
    if let Some(id) = only {
        query = query.filter(contents::id.eq(id.as_uuid()));
    }
    let rows: Vec<Row> = query.load(conn)?;
    Ok(rows.into_iter().map(from_row).collect())
}

/// The services in the trash, the last one first, with the time since when each is there.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_trashed(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<(ServiceId, String, DateTime<Utc>)>, DatabaseError> {
    let rows: Vec<(Uuid, String, Option<DateTime<Utc>>)> = contents::table
        .inner_join(drafts::table)
        .filter(contents::kind.eq("service"))
        .filter(contents::trashed_at.is_not_null())
        .order((contents::trashed_at.desc(), contents::id.desc()))
        .limit(limit)
        .select((contents::id, drafts::title, contents::trashed_at))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, title, at)| at.map(|at| (ServiceId::from_uuid(id), title, at)))
        .collect())
}
