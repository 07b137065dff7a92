//! Whose old address a new page would take.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Uuid as SqlUuid};
use domain::{ContentId, SitePath};

use crate::DatabaseError;

/// An old address that a publication would take away from something else.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Claim {
    /// How often visitors were led on from it.
    #[diesel(sql_type = BigInt)]
    pub hits: i64,
    /// The title, name or address of what it leads to now.
    #[diesel(sql_type = Text)]
    pub title: String,
}

/// What a path leads to now, when that is not `own` and a page there would end it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_claim(
    conn: &mut PgConnection,
    path: &str,
    own: ContentId,
) -> Result<Option<Claim>, DatabaseError> {
    let Some(path) = SitePath::of_request(path) else {
        return Ok(None);
    };
    Ok(diesel::sql_query(
        "select redirects.hits,
                coalesce(nullif(drafts.title, ''), tags.name, redirects.target_address, 'Untitled') as title
         from redirects
         left join drafts on drafts.content_id = redirects.content_id
         left join tags on tags.id = redirects.tag_id
         where redirects.source_path = $1 and redirects.content_id is distinct from $2",
    )
    .bind::<Text, _>(path.as_str())
    .bind::<SqlUuid, _>(own.as_uuid())
    .get_result(conn)
    .optional()?)
}
