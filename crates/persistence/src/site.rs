//! The site as its visitors find it: what stands around every page.

use domain::PublishedSite;

use crate::{DatabaseError, PgConnection, articles, sections, services, settings};

/// The settings and the parts that visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn load_published(conn: &mut PgConnection) -> Result<PublishedSite, DatabaseError> {
    Ok(PublishedSite {
        settings: settings::load(conn)?,
        sections: sections::list_published(conn)?,
        services: services::list_published(conn)?,
        has_articles: articles::any_published(conn)?,
    })
}

/// Reads everything of a page as it was at one moment, whatever is published meanwhile. What `read`
/// answers comes back, also an error; it must not write.
///
/// # Errors
/// What `read` answers, or [`DatabaseError`] when the database did not.
pub fn at_one_moment<T, E: From<DatabaseError>>(
    conn: &mut PgConnection,
    read: impl FnOnce(&mut PgConnection) -> Result<T, E>,
) -> Result<T, E> {
    let mut answer = None;
    let done = conn
        .build_transaction()
        .repeatable_read()
        .read_only()
        .run(|conn| {
            answer = Some(read(conn));
            Ok::<_, diesel::result::Error>(())
        });
    match (answer, done) {
        // A failed query ends the transaction too; its own error says more.
        (Some(Err(error)), _) => Err(error),
        (Some(Ok(found)), Ok(())) => Ok(found),
        (_, Err(error)) => Err(DatabaseError::from(error).into()),
        (None, Ok(())) => Err(DatabaseError::from(diesel::result::Error::NotFound).into()),
    }
}
