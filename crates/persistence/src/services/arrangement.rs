//! The order of the services.

use diesel::prelude::*;
use domain::ServiceId;
use uuid::Uuid;

use crate::ordering::{arranged, shifted};
use crate::schema::services;
use crate::{DatabaseError, Direction};

/// Arranges the services as wanted; those that are not named keep their order behind the others.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn reorder(conn: &mut PgConnection, wanted: &[ServiceId]) -> Result<(), DatabaseError> {
    conn.transaction(|conn| {
        let order = arranged(&order(conn)?, wanted);
        store_order(conn, &order)
    })
}

/// Moves a service by one place.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn shift(
    conn: &mut PgConnection,
    id: ServiceId,
    direction: Direction,
) -> Result<(), DatabaseError> {
    conn.transaction(|conn| {
        let order = shifted(order(conn)?, &id, direction);
        store_order(conn, &order)
    })
}

fn order(conn: &mut PgConnection) -> Result<Vec<ServiceId>, DatabaseError> {
    let ids: Vec<Uuid> = services::table
        .filter(services::deleted_at.is_null())
        .order((services::position, services::id))
        .select(services::id)
        .for_update()
        .load(conn)?;
    Ok(ids.into_iter().map(ServiceId::from_uuid).collect())
}

fn store_order(conn: &mut PgConnection, order: &[ServiceId]) -> Result<(), DatabaseError> {
    let ids: Vec<_> = order.iter().map(ServiceId::as_uuid).collect();
    diesel::sql_query(
        "update services set position = wanted.position \
         from unnest($1::uuid[]) with ordinality as wanted (id, position) \
         where services.id = wanted.id",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(ids)
    .execute(conn)?;
    Ok(())
}
