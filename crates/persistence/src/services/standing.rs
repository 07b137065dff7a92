//! Showing, hiding, deleting and bringing back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{Service, ServiceId, Slug, Visibility};

use crate::error::stored;
use crate::schema::services;
use crate::{DatabaseError, SaveError, paths, redirects};

use super::find;

/// Shows or hides a service; `false` when it is gone. A change counts as a save, as the service's
/// form holds it too: a form that was open before must not silently undo it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn set_visibility(
    conn: &mut PgConnection,
    id: ServiceId,
    visibility: Visibility,
) -> Result<bool, DatabaseError> {
    let is_shown = visibility.is_shown();
    let standing = services::table
        .find(id.as_uuid())
        .filter(services::deleted_at.is_null());
    conn.transaction(|conn| {
        let changed: Option<String> =
            diesel::update(standing.filter(services::is_shown.ne(is_shown)))
                .set(
                    (
                        services::is_shown.eq(is_shown),
                        services::was_public
                            .eq(services::was_public
                                .or(is_shown.into_sql::<diesel::sql_types::Bool>())),
                        services::version.eq(services::version + 1),
                        services::updated_at.eq(diesel::dsl::now),
                    ),
                )
                .returning(services::slug)
                .get_result(conn)
                .optional()?;
        if let Some(slug) = changed.filter(|_| is_shown) {
            let slug = stored("services.slug", Slug::parse(&slug))?;
            redirects::release(conn, &paths::service(&slug))?;
        }
        let count: i64 = standing.count().get_result(conn)?;
        Ok(count > 0)
    })
}

/// Deletes a service so that it can be restored; `false` when it is gone already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id: ServiceId) -> Result<bool, DatabaseError> {
    let changed = diesel::update(
        services::table
            .find(id.as_uuid())
            .filter(services::deleted_at.is_null()),
    )
    .set(services::deleted_at.eq(diesel::dsl::now))
    .execute(conn)?;
    Ok(changed > 0)
}

/// Brings a deleted service back.
///
/// # Errors
/// [`SaveError::SlugTaken`] when another service has its address by now; [`SaveError::Missing`]
/// when there is no such service; [`SaveError::Database`] when the database did not answer.
pub fn restore(conn: &mut PgConnection, id: ServiceId) -> Result<Service, SaveError<Service>> {
    diesel::update(services::table.find(id.as_uuid()))
        .set(services::deleted_at.eq(None::<DateTime<Utc>>))
        .execute(conn)?;
    find(conn, id)?.ok_or(SaveError::Missing)
}
