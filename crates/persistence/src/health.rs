//! What the database says of itself.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Bool, Integer, Timestamptz};

use crate::DatabaseError;

/// The server and the rights that this connection has.
#[derive(Debug, Clone, QueryableByName)]
pub struct Server {
    /// The version as the server counts, such as 150018.
    #[diesel(sql_type = Integer)]
    pub version_number: i32,
    /// True when tables may be created in the current schema.
    #[diesel(sql_type = Bool)]
    pub may_create: bool,
    /// The server's clock, UTC.
    #[diesel(sql_type = Timestamptz)]
    pub now: DateTime<Utc>,
}

/// Asks the server about itself.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn inspect(conn: &mut PgConnection) -> Result<Server, DatabaseError> {
    let server = diesel::sql_query(
        "select current_setting('server_version_num')::int as version_number, \
         coalesce(has_schema_privilege(current_schema(), 'create'), false) as may_create, \
         clock_timestamp() as now",
    )
    .get_result(conn)?;
    Ok(server)
}
