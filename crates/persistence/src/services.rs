//! What the owner offers.

mod arrangement;
mod panel;
mod publication;
mod standing;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    Deliverables, MarkdownText, Paragraph, Service, ServiceDraft, ServiceId, ServiceSummary, Slug,
    Summary, Title, Visibility,
};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::services;
use crate::{DatabaseError, media, paths, redirects};

pub use arrangement::{reorder, shift};
pub use panel::{ServiceRow, ServiceState, ServiceStatus, find_status, list, list_trashed};
pub use publication::publish;
pub use standing::{delete, restore, set_visibility};

#[derive(Queryable, Selectable)]
#[diesel(table_name = services, check_for_backend(diesel::pg::Pg))]
struct LiveRow {
    id: Uuid,
    slug: String,
    title: String,
    summary: String,
    body: String,
    deliverables: Vec<String>,
    position: i32,
    is_shown: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
    feature_media_id: Option<Uuid>,
    feature_alt: Option<String>,
    feature_x: Option<i16>,
    feature_y: Option<i16>,
}

impl TryFrom<LiveRow> for Service {
    type Error = DatabaseError;

    fn try_from(row: LiveRow) -> Result<Self, DatabaseError> {
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
            feature: media::feature_of(
                row.feature_media_id,
                row.feature_alt,
                row.feature_x.zip(row.feature_y),
            )?,
            position: row.position,
            visibility: Visibility::from_shown(row.is_shown),
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
        .select(LiveRow::as_select())
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

/// What was published of a service that stands, shown or hidden.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: ServiceId) -> Result<Option<Service>, DatabaseError> {
    services::table
        .find(id.as_uuid())
        .filter(services::deleted_at.is_null())
        .select(LiveRow::as_select())
        .first(conn)
        .optional()?
        .map(Service::try_from)
        .transpose()
}

type Columns<'a> = (
    diesel::dsl::Eq<services::slug, &'a str>,
    diesel::dsl::Eq<services::title, &'a str>,
    diesel::dsl::Eq<services::summary, &'a str>,
    diesel::dsl::Eq<services::body, &'a str>,
    diesel::dsl::Eq<services::deliverables, Vec<&'a str>>,
    diesel::dsl::Eq<services::feature_media_id, Option<Uuid>>,
    diesel::dsl::Eq<services::feature_alt, Option<&'a str>>,
    diesel::dsl::Eq<services::feature_x, Option<i16>>,
    diesel::dsl::Eq<services::feature_y, Option<i16>>,
);

fn columns<'a>(
    conn: &mut PgConnection,
    draft: &'a ServiceDraft,
) -> Result<Columns<'a>, DatabaseError> {
    let feature = media::feature_columns(conn, draft.feature.as_ref())?;
    let deliverables: Vec<&str> = draft
        .deliverables
        .as_slice()
        .iter()
        .map(Paragraph::as_str)
        .collect();
    Ok((
        services::slug.eq(draft.slug.as_str()),
        services::title.eq(draft.title.as_str()),
        services::summary.eq(draft.summary.as_str()),
        services::body.eq(draft.body.as_str()),
        services::deliverables.eq(deliverables),
        services::feature_media_id.eq(feature.media_id),
        services::feature_alt.eq(feature.alt),
        services::feature_x.eq(feature.x),
        services::feature_y.eq(feature.y),
    ))
}
