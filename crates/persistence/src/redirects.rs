//! Old addresses. A redirect points at content or at a tag where there is one, not at an address, so
//! that chains cannot form; an address is stored only where the owner typed one that no content has.
//!
//! A live page always wins. Then the rule of exactly this path counts, then the longest one that
//! moved a whole folder, then the trash. Nothing is followed further than one step: the address that
//! a visitor is led to is asked for in a request of its own.

mod claims;
mod import;
mod listing;
mod proposals;
mod published;
mod rules;
mod targets;
mod visits;

pub use claims::{Claim, find_claim};
pub use import::{ImportLine, ImportTarget, Plan, PlannedLine, Verdict, import, plan_import};
pub use listing::{
    LeadsTo, RedirectFilter, RedirectOrder, RedirectPlace, RedirectRow, find, find_by_source, list,
    list_for_export,
};
pub use proposals::{Proposal, list_pages, propose};
pub use published::{Resolution, find_published_target, resolve_published};
pub use rules::{MAX_REDIRECTS, Refusal, RuleError, delete, insert, restore, update};
pub use targets::{find_target_by_id, target_at};
pub use visits::VisitCounts;

use diesel::prelude::*;
use domain::ContentId;
use uuid::Uuid;

use crate::DatabaseError;
use crate::schema::redirects;

/// Keeps an address that visitors knew, after its content moved away from it.
pub(crate) fn keep_old_address(
    conn: &mut PgConnection,
    old_path: &str,
    content: ContentId,
) -> Result<(), DatabaseError> {
    diesel::insert_into(redirects::table)
        .values((
            redirects::id.eq(Uuid::now_v7()),
            redirects::source_path.eq(old_path),
            redirects::content_id.eq(content.as_uuid()),
            redirects::origin.eq("rename"),
        ))
        .on_conflict(redirects::source_path)
        .do_update()
        .set((
            redirects::content_id.eq(content.as_uuid()),
            redirects::tag_id.eq(None::<Uuid>),
            redirects::target_address.eq(None::<String>),
            redirects::is_prefix.eq(false),
            redirects::origin.eq("rename"),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps the address of a tag that got another one, or became part of another tag.
pub(crate) fn keep_old_tag(
    conn: &mut PgConnection,
    old_path: &str,
    tag: Uuid,
    origin: &str,
) -> Result<(), DatabaseError> {
    diesel::insert_into(redirects::table)
        .values((
            redirects::id.eq(Uuid::now_v7()),
            redirects::source_path.eq(old_path),
            redirects::tag_id.eq(tag),
            redirects::origin.eq(origin),
        ))
        .on_conflict(redirects::source_path)
        .do_update()
        .set((
            redirects::content_id.eq(None::<Uuid>),
            redirects::tag_id.eq(tag),
            redirects::target_address.eq(None::<String>),
            redirects::is_prefix.eq(false),
            redirects::origin.eq(origin),
        ))
        .execute(conn)?;
    Ok(())
}

/// Keeps an address that visitors knew before its content was withdrawn, unless it leads to
/// something else by now.
pub(crate) fn keep_if_free(
    conn: &mut PgConnection,
    old_path: &str,
    content: ContentId,
) -> Result<(), DatabaseError> {
    diesel::insert_into(redirects::table)
        .values((
            redirects::id.eq(Uuid::now_v7()),
            redirects::source_path.eq(old_path),
            redirects::content_id.eq(content.as_uuid()),
            redirects::origin.eq("rename"),
        ))
        .on_conflict(redirects::source_path)
        .do_nothing()
        .execute(conn)?;
    Ok(())
}

/// Forgets an old address of a content, and no other's.
pub(crate) fn forget_own(
    conn: &mut PgConnection,
    path: &str,
    content: ContentId,
) -> Result<(), DatabaseError> {
    diesel::delete(
        redirects::table
            .filter(redirects::source_path.eq(path))
            .filter(redirects::content_id.eq(content.as_uuid())),
    )
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
    use crate::schema::contents;
    let leads: bool = diesel::select(diesel::dsl::exists(
        redirects::table
            .inner_join(contents::table)
            .filter(redirects::source_path.eq(path))
            .filter(contents::trashed_at.is_not_null()),
    ))
    .get_result(conn)?;
    Ok(leads)
}
