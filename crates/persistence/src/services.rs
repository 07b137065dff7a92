//! What the owner offers.

mod arrangement;
mod standing;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    Deliverables, MarkdownText, Paragraph, Service, ServiceDraft, ServiceId, ServiceSummary, Slug,
    Summary, Title, Version, Visibility,
};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::services;
use crate::{DatabaseError, SaveError, paths, redirects};

pub use arrangement::{reorder, shift};
pub use standing::{delete, restore, set_visibility};

#[derive(Queryable, Selectable)]
#[diesel(table_name = services, check_for_backend(diesel::pg::Pg))]
struct ServiceRow {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body: String,
    deliverables: Vec<String>,
    position: i32,
    is_shown: bool,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

impl TryFrom<ServiceRow> for Service {
    type Error = DatabaseError;

    fn try_from(row: ServiceRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            id: ServiceId::from_uuid(row.id),
            slug: stored("services.slug", Slug::parse(&row.slug))?,
            title: stored("services.title", Title::parse(&row.title))?,
            summary: stored("services.summary", Summary::parse(&row.summary))?,
            body: stored("services.body", MarkdownText::parse(&row.body))?,
            deliverables: stored(
                "services.deliverables",
                Deliverables::parse_lines(&row.deliverables.join("\n")),
            )?,
            position: row.position,
            visibility: Visibility::from_shown(row.is_shown),
            version: Version::new(row.version),
            created_at: row.created_at,
            updated_at: row.updated_at,
            deleted_at: row.deleted_at,
        })
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = services, check_for_backend(diesel::pg::Pg))]
struct SummaryRow {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    is_shown: bool,
    position: i32,
    updated_at: DateTime<Utc>,
}

impl TryFrom<SummaryRow> for ServiceSummary {
    type Error = DatabaseError;

    fn try_from(row: SummaryRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            id: ServiceId::from_uuid(row.id),
            slug: stored("services.slug", Slug::parse(&row.slug))?,
            title: stored("services.title", Title::parse(&row.title))?,
            summary: stored("services.summary", Summary::parse(&row.summary))?,
            visibility: Visibility::from_shown(row.is_shown),
            position: row.position,
            updated_at: row.updated_at,
        })
    }
}

fn summaries(rows: Vec<SummaryRow>) -> Result<Vec<ServiceSummary>, DatabaseError> {
    rows.into_iter().map(ServiceSummary::try_from).collect()
}

/// The services that visitors see, in the owner's order.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published(conn: &mut PgConnection) -> Result<Vec<ServiceSummary>, DatabaseError> {
    let rows = services::table
        .filter(services::deleted_at.is_null())
        .filter(services::is_shown)
        .order((services::position, services::id))
        .select(SummaryRow::as_select())
        .load(conn)?;
    summaries(rows)
}

/// A service that visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_by_slug(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Service>, DatabaseError> {
    services::table
        .filter(services::slug.eq(slug.as_str()))
        .filter(services::deleted_at.is_null())
        .filter(services::is_shown)
        .select(ServiceRow::as_select())
        .first(conn)
        .optional()?
        .map(Service::try_from)
        .transpose()
}

/// True when visitors once saw a service at this address and it was deleted since.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_was_deleted(conn: &mut PgConnection, slug: &Slug) -> Result<bool, DatabaseError> {
    let was_deleted: bool = diesel::select(diesel::dsl::exists(
        services::table
            .filter(services::slug.eq(slug.as_str()))
            .filter(services::deleted_at.is_not_null())
            .filter(services::was_public),
    ))
    .get_result(conn)?;
    Ok(was_deleted || redirects::leads_to_deleted(conn, &paths::service(slug))?)
}

/// Every service that stands, in the owner's order.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(conn: &mut PgConnection) -> Result<Vec<ServiceSummary>, DatabaseError> {
    let rows = services::table
        .filter(services::deleted_at.is_null())
        .order((services::position, services::id))
        .select(SummaryRow::as_select())
        .load(conn)?;
    summaries(rows)
}

/// A service that stands, shown or hidden.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: ServiceId) -> Result<Option<Service>, DatabaseError> {
    services::table
        .find(id.as_uuid())
        .filter(services::deleted_at.is_null())
        .select(ServiceRow::as_select())
        .first(conn)
        .optional()?
        .map(Service::try_from)
        .transpose()
}

/// Adds a service at the end of the list.
///
/// # Errors
/// [`SaveError::SlugTaken`]; [`SaveError::Database`] when the database did not answer.
pub fn insert(
    conn: &mut PgConnection,
    id: ServiceId,
    draft: &ServiceDraft,
) -> Result<Service, SaveError<Service>> {
    conn.transaction(|conn| {
        let last: Option<i32> = services::table
            .select(diesel::dsl::max(services::position))
            .first(conn)?;
        let row: ServiceRow = diesel::insert_into(services::table)
            .values((
                services::id.eq(id.as_uuid()),
                services::position.eq(last.unwrap_or(0).saturating_add(1)),
                services::was_public.eq(draft.visibility.is_shown()),
                columns(draft),
            ))
            .returning(ServiceRow::as_returning())
            .get_result(conn)?;
        if draft.visibility.is_shown() {
            redirects::release(conn, &paths::service(&draft.slug))?;
        }
        Ok(Service::try_from(row)?)
    })
}

/// Stores a service made from the version `expected`. When the address of a service changes that
/// visitors knew, the old address leads to the new one.
///
/// # Errors
/// [`SaveError::SlugTaken`]; [`SaveError::Stale`] with what is stored now; [`SaveError::Missing`]
/// when it is gone; [`SaveError::Database`] when the database did not answer.
pub fn update(
    conn: &mut PgConnection,
    id: ServiceId,
    draft: &ServiceDraft,
    expected: Version,
) -> Result<Service, SaveError<Service>> {
    conn.transaction(|conn| {
        let (old_slug, version, was_public): (String, i64, bool) = services::table
            .find(id.as_uuid())
            .filter(services::deleted_at.is_null())
            .select((services::slug, services::version, services::was_public))
            .for_update()
            .first(conn)
            .optional()?
            .ok_or(SaveError::Missing)?;
        if version != expected.get() {
            let current = find(conn, id)?.ok_or(SaveError::Missing)?;
            return Err(SaveError::Stale {
                current: Box::new(current),
            });
        }
        let row: ServiceRow = diesel::update(services::table.find(id.as_uuid()))
            .set((
                columns(draft),
                services::was_public.eq(was_public || draft.visibility.is_shown()),
                services::version.eq(services::version + 1),
                services::updated_at.eq(diesel::dsl::now),
            ))
            .returning(ServiceRow::as_returning())
            .get_result(conn)?;
        if was_public && old_slug != draft.slug.as_str() {
            let old_slug = stored("services.slug", Slug::parse(&old_slug))?;
            redirects::keep_old_address(
                conn,
                &paths::service(&old_slug),
                redirects::Target::Service(id),
            )?;
        }
        // What visitors cannot see takes no address away from what they can.
        if draft.visibility.is_shown() {
            redirects::release(conn, &paths::service(&draft.slug))?;
        }
        Ok(Service::try_from(row)?)
    })
}

type Columns<'a> = (
    diesel::dsl::Eq<services::slug, &'a str>,
    diesel::dsl::Eq<services::title, &'a str>,
    diesel::dsl::Eq<services::summary, &'a str>,
    diesel::dsl::Eq<services::body, &'a str>,
    diesel::dsl::Eq<services::deliverables, Vec<&'a str>>,
    diesel::dsl::Eq<services::is_shown, bool>,
);

fn columns(draft: &ServiceDraft) -> Columns<'_> {
    let deliverables: Vec<&str> = draft
        .deliverables
        .as_slice()
        .iter()
        .map(Paragraph::as_str)
        .collect();
    (
        services::slug.eq(draft.slug.as_str()),
        services::title.eq(draft.title.as_str()),
        services::summary.eq(draft.summary.as_str()),
        services::body.eq(draft.body.as_str()),
        services::deliverables.eq(deliverables),
        services::is_shown.eq(draft.visibility.is_shown()),
    )
}

/// The services that were deleted, the last one first, at most `limit`.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_deleted(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<ServiceSummary>, DatabaseError> {
    let rows = services::table
        .filter(services::deleted_at.is_not_null())
        .order((services::deleted_at.desc(), services::id.desc()))
        .limit(limit)
        .select(SummaryRow::as_select())
        .load(conn)?;
    summaries(rows)
}
