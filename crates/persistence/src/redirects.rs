//! Old addresses. A redirect points at content, not at an address, so that chains cannot form.

use diesel::prelude::*;
use domain::{ArticleId, ServiceId, Slug};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::{articles, redirects, services};
use crate::{DatabaseError, paths};

/// What an old address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Article(ArticleId),
    Service(ServiceId),
}

/// The present path of what once had this path, when visitors can see it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_target(
    conn: &mut PgConnection,
    path: &str,
) -> Result<Option<String>, DatabaseError> {
    let found = redirects::table
        .left_join(articles::table)
        .left_join(services::table)
        .filter(redirects::source_path.eq(path))
        .filter(
            articles::state
                .eq("published")
                .and(articles::deleted_at.is_null())
                .assume_not_null()
                .or(services::is_shown
                    .and(services::deleted_at.is_null())
                    .assume_not_null()),
        )
        .select((articles::slug.nullable(), services::slug.nullable()))
        .first::<(Option<String>, Option<String>)>(conn)
        .optional()?;
    match found {
        Some((Some(slug), _)) => Ok(Some(paths::article(&stored(
            "articles.slug",
            Slug::parse(&slug),
        )?))),
        Some((_, Some(slug))) => Ok(Some(paths::service(&stored(
            "services.slug",
            Slug::parse(&slug),
        )?))),
        _ => Ok(None),
    }
}

/// Keeps an address that visitors knew, after its content moved away from it.
pub(crate) fn keep_old_address(
    conn: &mut PgConnection,
    old_path: &str,
    target: Target,
) -> Result<(), DatabaseError> {
    let (article_id, service_id) = match target {
        Target::Article(id) => (Some(id.as_uuid()), None),
        Target::Service(id) => (None, Some(id.as_uuid())),
    };
    diesel::insert_into(redirects::table)
        .values((
            redirects::id.eq(Uuid::now_v7()),
            redirects::source_path.eq(old_path),
            redirects::article_id.eq(article_id),
            redirects::service_id.eq(service_id),
        ))
        .on_conflict(redirects::source_path)
        .do_update()
        .set((
            redirects::article_id.eq(article_id),
            redirects::service_id.eq(service_id),
        ))
        .execute(conn)?;
    Ok(())
}

/// Forgets a redirect away from a path at which visitors see content now.
pub(crate) fn release(conn: &mut PgConnection, path: &str) -> Result<(), DatabaseError> {
    diesel::delete(redirects::table.filter(redirects::source_path.eq(path))).execute(conn)?;
    Ok(())
}

/// True when the path once led to something that was deleted since.
pub(crate) fn leads_to_deleted(conn: &mut PgConnection, path: &str) -> Result<bool, DatabaseError> {
    let count: i64 = redirects::table
        .left_join(articles::table)
        .left_join(services::table)
        .filter(redirects::source_path.eq(path))
        .filter(
            articles::deleted_at
                .is_not_null()
                .or(services::deleted_at.is_not_null()),
        )
        .count()
        .get_result(conn)?;
    Ok(count > 0)
}
