//! Adding, changing and deleting redirects by hand.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    Redirect, RedirectDraft, RedirectId, RedirectTarget, SitePath, TargetAddress, TypedRule,
    find_loop,
};
use serde_json::{Value, json};
use uuid::Uuid;

use super::listing::{self, RedirectRow};
use super::published::is_page;
use crate::error::stored;
use crate::schema::{missed_paths, redirects};
use crate::{DatabaseError, undo};

/// Redirects at most; beyond it only those that a rename makes are added.
pub const MAX_REDIRECTS: i64 = 10_000;

/// Why a redirect was refused; each is the sentence shown at the field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Visitors see a page at the old address.
    #[error(
        "There is a page at this address, and a page always wins: the redirect would never be used."
    )]
    LivePage,
    /// The rules would lead in a circle through these addresses.
    #[error("This would lead in a circle: {}. Choose another target, or change the other redirect first.", way(.0))]
    Loop(Vec<String>),
    /// A whole folder was to lead to one page.
    #[error(
        "Everything below an address can only move to an address that you type, such as /articles."
    )]
    FolderToContent,
    /// What it should lead to does not exist.
    #[error("What it should lead to does not exist.")]
    NoTarget,
    /// The limit is reached.
    #[error("There are 10,000 redirects, which is the most that are kept. Delete some first.")]
    TooMany,
}

fn way(sources: &[String]) -> String {
    match sources.first() {
        Some(first) if sources.len() <= 6 => format!("{} → {first}", sources.join(" → ")),
        _ => format!("{} addresses lead to each other", sources.len()),
    }
}

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum RuleError {
    /// The redirect makes no sense.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is a redirect from this address, and nobody said to replace it.
    #[error("there is a redirect from this address already")]
    Taken(Box<RedirectRow>),
    /// It does not exist any more.
    #[error("it does not exist any more")]
    Missing,
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<diesel::result::Error> for RuleError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Database(error.into())
    }
}

/// Whoever writes typed rules does so alone, since a circle may be closed by two at once.
pub(super) fn lock(conn: &mut PgConnection) -> Result<(), DatabaseError> {
    const KEY: i64 = 0x5245_4449_5245_4354;
    diesel::sql_query("select pg_advisory_xact_lock($1)")
        .bind::<diesel::sql_types::BigInt, _>(KEY)
        .execute(conn)?;
    Ok(())
}

/// Every rule that was typed, for [`find_loop`].
pub(super) fn typed_rules(conn: &mut PgConnection) -> Result<Vec<TypedRule>, DatabaseError> {
    let rows: Vec<(String, bool, Option<String>)> = redirects::table
        .filter(redirects::target_address.is_not_null())
        .order(redirects::source_path)
        .select((
            redirects::source_path,
            redirects::is_prefix,
            redirects::target_address,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(source, is_prefix, target)| {
            Ok(TypedRule {
                source: stored("redirects.source_path", SitePath::parse(&source))?,
                is_prefix,
                target: stored(
                    "redirects.target_address",
                    TargetAddress::parse(&target.unwrap_or_default()),
                )?,
            })
        })
        .collect()
}

pub(super) fn check(conn: &mut PgConnection, draft: &RedirectDraft) -> Result<(), RuleError> {
    if !draft.is_prefix && is_page(conn, &draft.source)? {
        return Err(Refusal::LivePage.into());
    }
    let RedirectTarget::Address(target) = &draft.target else {
        if draft.is_prefix {
            return Err(Refusal::FolderToContent.into());
        }
        return Ok(());
    };
    let mut rules = typed_rules(conn)?;
    rules.retain(|rule| rule.source != draft.source);
    rules.push(TypedRule {
        source: draft.source.clone(),
        is_prefix: draft.is_prefix,
        target: target.clone(),
    });
    match find_loop(&rules) {
        Some(found) => Err(Refusal::Loop(
            found
                .rules
                .iter()
                .filter_map(|number| rules.get(*number))
                .map(|rule| rule.source.to_string())
                .collect(),
        )
        .into()),
        None => Ok(()),
    }
}

/// Adds a redirect; with `replace` also in the place of one from the same address. What was missing
/// at the address leaves the list of misses.
///
/// # Errors
/// [`RuleError::Refused`] with the sentence for the owner; [`RuleError::Taken`] with the redirect
/// that is there; [`RuleError::Database`] when the database did not answer.
pub fn insert(
    conn: &mut PgConnection,
    draft: &RedirectDraft,
    replace: bool,
) -> Result<RedirectId, RuleError> {
    conn.transaction(|conn| {
        lock(conn)?;
        let before = listing::find_by_source(conn, &draft.source)?;
        if let Some(row) = before.as_ref().filter(|_| !replace) {
            return Err(RuleError::Taken(Box::new(row.clone())));
        }
        let count: i64 = redirects::table.count().get_result(conn)?;
        if before.is_none() && count >= MAX_REDIRECTS {
            return Err(Refusal::TooMany.into());
        }
        check(conn, draft)?;
        let id = write(conn, draft)?;
        forget_misses(conn, draft)?;
        Ok(id)
    })
}

/// Stores a redirect that was checked.
pub(super) fn write(
    conn: &mut PgConnection,
    draft: &RedirectDraft,
) -> Result<RedirectId, DatabaseError> {
    let (content, tag, address) = columns(&draft.target);
    let id: Uuid = diesel::insert_into(redirects::table)
        .values((
            redirects::id.eq(Uuid::now_v7()),
            redirects::source_path.eq(draft.source.as_str()),
            redirects::content_id.eq(content),
            redirects::tag_id.eq(tag),
            redirects::target_address.eq(address),
            redirects::is_prefix.eq(draft.is_prefix),
            redirects::origin.eq(draft.origin.as_str()),
        ))
        .on_conflict(redirects::source_path)
        .do_update()
        .set((
            redirects::content_id.eq(content),
            redirects::tag_id.eq(tag),
            redirects::target_address.eq(address),
            redirects::is_prefix.eq(draft.is_prefix),
            redirects::origin.eq(draft.origin.as_str()),
        ))
        .returning(redirects::id)
        .get_result(conn)?;
    Ok(RedirectId::from_uuid(id))
}

fn columns(target: &RedirectTarget) -> (Option<Uuid>, Option<Uuid>, Option<&str>) {
    match target {
        RedirectTarget::Content(id) => (Some(id.as_uuid()), None, None),
        RedirectTarget::Tag(id) => (None, Some(id.as_uuid()), None),
        RedirectTarget::Address(address) => (None, None, Some(address.as_str())),
    }
}

/// Takes what a redirect answers from now on off the list of misses.
pub(super) fn forget_misses(
    conn: &mut PgConnection,
    draft: &RedirectDraft,
) -> Result<(), DatabaseError> {
    let source = draft.source.as_str();
    diesel::delete(missed_paths::table.filter(missed_paths::path.eq(source))).execute(conn)?;
    if draft.is_prefix {
        diesel::sql_query("delete from missed_paths where starts_with(path, $1)")
            .bind::<diesel::sql_types::Text, _>(format!("{source}/"))
            .execute(conn)?;
    }
    Ok(())
}

/// Leads a redirect elsewhere; its hits stay.
///
/// # Errors
/// [`RuleError::Missing`] when it is gone; otherwise as [`insert`].
pub fn update(
    conn: &mut PgConnection,
    id: RedirectId,
    target: &RedirectTarget,
    is_prefix: bool,
) -> Result<Redirect, RuleError> {
    conn.transaction(|conn| {
        lock(conn)?;
        let mut redirect = listing::find(conn, id)?.ok_or(RuleError::Missing)?.redirect;
        if redirect.target == *target && redirect.is_prefix == is_prefix {
            return Ok(redirect);
        }
        redirect.target = target.clone();
        redirect.is_prefix = is_prefix;
        redirect.origin = domain::RedirectOrigin::Manual;
        let draft = RedirectDraft {
            source: redirect.source.clone(),
            is_prefix,
            target: target.clone(),
            origin: redirect.origin,
        };
        check(conn, &draft)?;
        write(conn, &draft)?;
        forget_misses(conn, &draft)?;
        Ok(redirect)
    })
}

const DELETION: &str = "redirect_deletion";

/// Deletes a redirect. Gives its source, and the id by which it is brought back; `None` when it is
/// gone already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(
    conn: &mut PgConnection,
    id: RedirectId,
) -> Result<Option<(SitePath, Uuid)>, DatabaseError> {
    conn.transaction(|conn| {
        let Some(row) = listing::find(conn, id)? else {
            return Ok(None);
        };
        diesel::delete(redirects::table.find(id.as_uuid())).execute(conn)?;
        let redirect = row.redirect;
        let (content, tag, address) = columns(&redirect.target);
        let undo_id = undo::keep(
            conn,
            DELETION,
            &json!({
                "source": redirect.source.as_str(), "is_prefix": redirect.is_prefix,
                "content": content, "tag": tag, "address": address,
                "origin": redirect.origin.as_str(), "hits": redirect.hits,
                "last_hit_at": redirect.last_hit_at,
            }),
        )?;
        Ok(Some((redirect.source, undo_id)))
    })
}

/// Brings a deleted redirect back with its hits; `false` when that was done, when another redirect
/// is there by now, or when what it led to was erased.
///
/// # Errors
/// As [`insert`]: meanwhile it may lead in a circle, or have a page at its address.
pub fn restore(conn: &mut PgConnection, undo_id: Uuid) -> Result<bool, RuleError> {
    conn.transaction(|conn| {
        lock(conn)?;
        let Some(kept) = undo::take(conn, undo_id, DELETION)? else {
            return Ok(false);
        };
        let text = |name: &str| kept.get(name).and_then(Value::as_str);
        let id = |name: &str| text(name).and_then(|text| Uuid::parse_str(text).ok());
        let source = stored(
            "bulk_actions.undo",
            SitePath::parse(text("source").unwrap_or_default()),
        )?;
        if listing::find_by_source(conn, &source)?.is_some() {
            return Ok(false);
        }
        let target = match (id("content").or(id("tag")), text("address")) {
            (Some(id), _) => super::find_target_by_id(conn, id)?,
            (None, Some(address)) => Some(RedirectTarget::Address(stored(
                "bulk_actions.undo",
                TargetAddress::parse(address),
            )?)),
            _ => None,
        };
        let Some(target) = target else {
            return Ok(false);
        };
        let draft = RedirectDraft {
            source,
            is_prefix: kept.get("is_prefix").and_then(Value::as_bool) == Some(true),
            target,
            origin: text("origin")
                .and_then(domain::RedirectOrigin::parse)
                .unwrap_or(domain::RedirectOrigin::Manual),
        };
        check(conn, &draft)?;
        let id = write(conn, &draft)?;
        let hits = kept.get("hits").and_then(Value::as_i64).unwrap_or(0);
        let last: Option<DateTime<Utc>> = text("last_hit_at").and_then(|at| at.parse().ok());
        diesel::update(redirects::table.find(id.as_uuid()))
            .set((redirects::hits.eq(hits), redirects::last_hit_at.eq(last)))
            .execute(conn)?;
        Ok(true)
    })
}
