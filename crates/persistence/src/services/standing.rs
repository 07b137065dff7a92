//! Showing, hiding, deleting and bringing back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{ContentKind, Draft, ServiceId, Slug, Visibility};

use crate::error::stored;
use crate::schema::services;
use crate::{DatabaseError, SaveError, contents, paths, redirects};

/// Shows or hides what was published of a service; `false` when it is gone. Its draft is not touched.
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

/// Puts a service into the trash; `false` when it is gone already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id: ServiceId) -> Result<bool, DatabaseError> {
    conn.transaction(|conn| {
        if !contents::trash(conn, id.into(), ContentKind::Service)? {
            return Ok(false);
        }
        diesel::update(services::table.find(id.as_uuid()))
            .set(services::deleted_at.eq(diesel::dsl::now))
            .execute(conn)?;
        Ok(true)
    })
}

/// Brings a service back from the trash; `false` when it is not in it.
///
/// # Errors
/// [`SaveError::SlugTaken`] when another service has its address by now; [`SaveError::Database`]
/// when the database did not answer.
pub fn restore(conn: &mut PgConnection, id: ServiceId) -> Result<bool, SaveError<Draft>> {
    conn.transaction(|conn| {
        if contents::take_from_trash(conn, id.into(), ContentKind::Service)?.is_none() {
            return Ok(false);
        }
        diesel::update(services::table.find(id.as_uuid()))
            .set(services::deleted_at.eq(None::<DateTime<Utc>>))
            .execute(conn)?;
        Ok(true)
    })
}
