//! The order of the sections.

use diesel::prelude::*;
use domain::SectionKey;

use crate::error::stored;
use crate::ordering::{arranged, shifted};
use crate::schema::page_sections;
use crate::{DatabaseError, Direction};

/// Arranges the sections as wanted; those that are not named keep their order behind the others.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn reorder(conn: &mut PgConnection, wanted: &[SectionKey]) -> Result<(), DatabaseError> {
    conn.transaction(|conn| {
        let order = arranged(&order(conn)?, wanted);
        store_order(conn, &order)
    })
}

/// Moves a section by one place.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn shift(
    conn: &mut PgConnection,
    key: SectionKey,
    direction: Direction,
) -> Result<(), DatabaseError> {
    conn.transaction(|conn| {
        let order = shifted(order(conn)?, &key, direction);
        store_order(conn, &order)
    })
}

fn order(conn: &mut PgConnection) -> Result<Vec<SectionKey>, DatabaseError> {
    let keys: Vec<String> = page_sections::table
        .order((page_sections::position, page_sections::key))
        .select(page_sections::key)
        .for_update()
        .load(conn)?;
    keys.iter()
        .map(|key| stored("page_sections.key", SectionKey::parse(key)))
        .collect()
}

fn store_order(conn: &mut PgConnection, order: &[SectionKey]) -> Result<(), DatabaseError> {
    let keys: Vec<_> = order.iter().map(|key| key.as_str()).collect();
    diesel::sql_query(
        "update page_sections set position = wanted.position \
         from unnest($1::text[]) with ordinality as wanted (key, position) \
         where page_sections.key = wanted.key",
    )
    .bind::<diesel::sql_types::Array<diesel::sql_types::Text>, _>(keys)
    .execute(conn)?;
    Ok(())
}
