//! Which tags the names in a draft mean.
//!
//! A name means the tag that is called so, however that is addressed. Otherwise it means the tag at
//! the address that the name makes; otherwise the tag to which that address leads since a rename or
//! a merge, so that an old draft brings no old tag back. Only what is left becomes a new tag.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{Slug, TagName};
use uuid::Uuid;

use super::{StoredTag, from_row};
use crate::schema::{edition_tags, redirects, tags};
use crate::{DatabaseError, paths};

/// Tags that exist, in the order of their ids, and those that publishing would make, by address.
struct Meant<'a> {
    known: Vec<StoredTag>,
    new: Vec<(Slug, &'a TagName)>,
}

/// A name as names are compared.
pub(super) fn folded(name: &str) -> String {
    name.to_lowercase()
}

fn meant<'a>(conn: &mut PgConnection, names: &'a [TagName]) -> Result<Meant<'a>, DatabaseError> {
    let columns = (tags::id, tags::slug, tags::name);
    let lower: Vec<String> = names.iter().map(|name| folded(name.as_str())).collect();
    let mut known: Vec<StoredTag> = tags::table
        .filter(crate::sql::lower(tags::name).eq_any(&lower))
        .select(columns)
        .load(conn)?;
    let is_called = |name: &TagName| {
        let name = folded(name.as_str());
        known.iter().any(|(.., other)| folded(other) == name)
    };
    // `parse_tags` refuses a name that makes no slug, so nothing is dropped here.
    let mut new: Vec<(Slug, &TagName)> = names
        .iter()
        .filter(|name| !is_called(name))
        .filter_map(|name| Slug::from_title(name.as_str()).map(|slug| (slug, name)))
        .collect();
    // In one order for everybody, so that two saves cannot wait for each other's new tags.
    new.sort();
    new.dedup_by(|one, other| one.0 == other.0);
    let slugs: Vec<&str> = new.iter().map(|(slug, _)| slug.as_str()).collect();
    let addressed: Vec<StoredTag> = tags::table
        .filter(tags::slug.eq_any(slugs))
        .select(columns)
        .load(conn)?;
    new.retain(|(slug, _)| !addressed.iter().any(|(_, other, _)| other == slug.as_str()));
    let moved = moved(conn, &new)?;
    new.retain(|(slug, _)| !moved.contains_key(&paths::tag(slug)));
    let ids: Vec<Uuid> = moved.into_values().collect();
    let led: Vec<StoredTag> = tags::table
        .filter(tags::id.eq_any(ids))
        .select(columns)
        .load(conn)?;
    known.extend(addressed);
    known.extend(led);
    known.sort();
    known.dedup();
    Ok(Meant { known, new })
}

/// The tags that some addresses lead to since a rename or a merge.
fn moved(
    conn: &mut PgConnection,
    wanted: &[(Slug, &TagName)],
) -> Result<HashMap<String, Uuid>, DatabaseError> {
    let sources: Vec<String> = wanted.iter().map(|(slug, _)| paths::tag(slug)).collect();
    let rows: Vec<(String, Option<Uuid>)> = redirects::table
        .filter(redirects::source_path.eq_any(sources))
        .filter(redirects::tag_id.is_not_null())
        .select((redirects::source_path, redirects::tag_id))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(source, tag)| tag.map(|tag| (source, tag)))
        .collect())
}

/// Gives an edition exactly these tags; tags that do not exist yet are made.
pub(crate) fn assign(
    conn: &mut PgConnection,
    edition: Uuid,
    names: &[TagName],
) -> Result<(), DatabaseError> {
    let mut ids = find_or_insert(conn, names)?;
    // Held until the end, so that none of them is merged away before the edition has it. One that
    // just was is looked for again, and found by its redirect.
    for _ in 0..3 {
        let held: Vec<Uuid> = tags::table
            .filter(tags::id.eq_any(&ids))
            .order(tags::id)
            .select(tags::id)
            .for_key_share()
            .load(conn)?;
        if held == ids {
            break;
        }
        ids = find_or_insert(conn, names)?;
    }
    diesel::delete(edition_tags::table.filter(edition_tags::edition_id.eq(edition)))
        .execute(conn)?;
    let links: Vec<_> = ids
        .into_iter()
        .map(|tag_id| {
            (
                edition_tags::edition_id.eq(edition),
                edition_tags::tag_id.eq(tag_id),
            )
        })
        .collect();
    diesel::insert_into(edition_tags::table)
        .values(links)
        .execute(conn)?;
    Ok(())
}

/// The ids of the tags that names mean, in order.
fn find_or_insert(conn: &mut PgConnection, names: &[TagName]) -> Result<Vec<Uuid>, DatabaseError> {
    let Meant { known, new } = meant(conn, names)?;
    let rows: Vec<_> = new
        .iter()
        .map(|(slug, name)| {
            (
                tags::id.eq(Uuid::now_v7()),
                tags::slug.eq(slug.as_str()),
                tags::name.eq(name.as_str()),
            )
        })
        .collect();
    diesel::insert_into(tags::table)
        .values(rows)
        .on_conflict(tags::slug)
        .do_nothing()
        .execute(conn)?;
    let slugs: Vec<&str> = new.iter().map(|(slug, _)| slug.as_str()).collect();
    let mut ids: Vec<Uuid> = tags::table
        .filter(tags::slug.eq_any(slugs))
        .select(tags::id)
        .load(conn)?;
    ids.extend(known.into_iter().map(|(id, ..)| id));
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// The tags that some names mean, with the address of each, by name: the existing tag, the one that
/// it was renamed to or merged into, or the one that publishing would make.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn resolve(
    conn: &mut PgConnection,
    names: &[TagName],
) -> Result<Vec<(Slug, TagName)>, DatabaseError> {
    let Meant { known, new } = meant(conn, names)?;
    let mut found: Vec<(Slug, TagName)> = known
        .into_iter()
        .map(|row| from_row(row).map(|tag| (tag.slug, tag.name)))
        .collect::<Result<_, _>>()?;
    found.extend(new.into_iter().map(|(slug, name)| (slug, name.clone())));
    found.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(found)
}
