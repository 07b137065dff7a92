//! What a typed address means: content and tags are stored by their ids.

use diesel::prelude::*;
use domain::{ContentId, RedirectTarget, Slug, TagId, TargetAddress};
use uuid::Uuid;

use crate::DatabaseError;
use crate::articles::visible_now;
use crate::schema::{article_editions, contents, redirects, services, tags};

/// The article that visitors see at an address.
pub(super) fn live_article(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Uuid>, DatabaseError> {
    Ok(article_editions::table
        .filter(article_editions::slug.eq(slug.as_str()))
        .filter(visible_now())
        .select(article_editions::article_id)
        .first(conn)
        .optional()?)
}

/// The service that visitors see at an address.
pub(super) fn live_service(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Uuid>, DatabaseError> {
    Ok(services::table
        .filter(services::slug.eq(slug.as_str()))
        .filter(services::is_shown)
        .filter(services::deleted_at.is_null())
        .select(services::id)
        .first(conn)
        .optional()?)
}

fn tag(conn: &mut PgConnection, slug: &Slug) -> Result<Option<Uuid>, DatabaseError> {
    Ok(tags::table
        .filter(tags::slug.eq(slug.as_str()))
        .select(tags::id)
        .first(conn)
        .optional()?)
}

/// What a typed address leads to: the content or the tag that has it now, or had it before, else
/// the address itself. A rule for a whole folder keeps the address, since the rest of the path is
/// put behind it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn target_at(
    conn: &mut PgConnection,
    address: &TargetAddress,
    is_prefix: bool,
) -> Result<RedirectTarget, DatabaseError> {
    let typed = || RedirectTarget::Address(address.clone());
    let Some(path) = address.plain_site_path().filter(|_| !is_prefix) else {
        return Ok(typed());
    };
    let path = path.as_str();
    let slug = |folder: &str| Slug::parse(path.strip_prefix(folder)?).ok();
    let content = match (slug("/articles/"), slug("/services/")) {
        (Some(slug), _) => live_article(conn, &slug)?,
        (_, Some(slug)) => live_service(conn, &slug)?,
        _ => None,
    };
    if let Some(id) = content {
        return Ok(RedirectTarget::Content(ContentId::from_uuid(id)));
    }
    if let Some(slug) = slug("/tags/")
        && let Some(id) = tag(conn, &slug)?
    {
        return Ok(RedirectTarget::Tag(TagId::from_uuid(id)));
    }
    // An old address of content means the content, so that no chain of redirects forms.
    let before: Option<(Option<Uuid>, Option<Uuid>)> = redirects::table
        .filter(redirects::source_path.eq(path))
        .select((redirects::content_id, redirects::tag_id))
        .first(conn)
        .optional()?;
    Ok(match before {
        Some((Some(id), _)) => RedirectTarget::Content(ContentId::from_uuid(id)),
        Some((_, Some(id))) => RedirectTarget::Tag(TagId::from_uuid(id)),
        _ => typed(),
    })
}

/// The article, service or tag with an id.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_target_by_id(
    conn: &mut PgConnection,
    id: Uuid,
) -> Result<Option<RedirectTarget>, DatabaseError> {
    let is_content: bool = diesel::select(diesel::dsl::exists(
        contents::table
            .find(id)
            .filter(contents::kind.ne("section")),
    ))
    .get_result(conn)?;
    if is_content {
        return Ok(Some(RedirectTarget::Content(ContentId::from_uuid(id))));
    }
    let is_tag: bool =
        diesel::select(diesel::dsl::exists(tags::table.find(id))).get_result(conn)?;
    Ok(is_tag.then(|| RedirectTarget::Tag(TagId::from_uuid(id))))
}
