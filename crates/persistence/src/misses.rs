//! Addresses that visitors asked for and that lead nowhere: at most 5,000, without queries and
//! without a word about who asked.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz};
use domain::SitePath;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::missed_paths;

/// Addresses that are kept.
pub const MAX_MISSES: i64 = 5_000;

/// How often an address was missed, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How often.
    pub hits: i64,
    /// The first time, UTC.
    pub first: DateTime<Utc>,
    /// The last time, UTC.
    pub last: DateTime<Utc>,
}

impl Tally {
    /// Missed once.
    pub fn once(at: DateTime<Utc>) -> Self {
        Self {
            hits: 1,
            first: at,
            last: at,
        }
    }

    /// Adds another count of the same address.
    pub fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

/// A missing address in the owner's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The address.
    pub path: SitePath,
    /// How often it was asked for.
    pub hits: i64,
    /// When first, UTC.
    pub first_seen_at: DateTime<Utc>,
    /// When last, UTC.
    pub last_seen_at: DateTime<Utc>,
}

/// Adds counts to the list. When it is full, those that were asked for least and longest ago go.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn record(
    conn: &mut PgConnection,
    counted: &HashMap<SitePath, Tally>,
) -> Result<(), DatabaseError> {
    if counted.is_empty() {
        return Ok(());
    }
    // In one order for everybody, so that two programs cannot wait for each other's rows.
    let mut rows: Vec<(&SitePath, &Tally)> = counted.iter().collect();
    rows.sort_by_key(|(path, _)| *path);
    let paths: Vec<&str> = rows.iter().map(|(path, _)| path.as_str()).collect();
    let hits: Vec<i64> = rows.iter().map(|(_, tally)| tally.hits).collect();
    let first: Vec<DateTime<Utc>> = rows.iter().map(|(_, tally)| tally.first).collect();
    let last: Vec<DateTime<Utc>> = rows.iter().map(|(_, tally)| tally.last).collect();
    diesel::sql_query(
        "insert into missed_paths (path, hits, first_seen_at, last_seen_at)
         select * from unnest($1, $2, $3, $4)
         on conflict (path) do update set hits = missed_paths.hits + excluded.hits,
             first_seen_at = least(missed_paths.first_seen_at, excluded.first_seen_at),
             last_seen_at = greatest(missed_paths.last_seen_at, excluded.last_seen_at)",
    )
    .bind::<Array<Text>, _>(paths)
    .bind::<Array<BigInt>, _>(hits)
    .bind::<Array<Timestamptz>, _>(first)
    .bind::<Array<Timestamptz>, _>(last)
    .execute(conn)?;
    diesel::sql_query(
        "delete from missed_paths where path in (
             select path from missed_paths order by hits desc, last_seen_at desc, path offset $1)",
    )
    .bind::<BigInt, _>(MAX_MISSES)
    .execute(conn)?;
    Ok(())
}

/// The place behind which the next page of the list begins: the hits and the path.
pub type MissPlace = (i64, String);

/// A page of what is missing and was not dismissed, the most wanted first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    after: Option<&MissPlace>,
    limit: usize,
) -> Result<(Vec<Miss>, Option<MissPlace>), DatabaseError> {
    let mut query = missed_paths::table
        .filter(missed_paths::dismissed_at.is_null())
        .order((missed_paths::hits.desc(), missed_paths::path))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1))
        .select((
            missed_paths::path,
            missed_paths::hits,
            missed_paths::first_seen_at,
            missed_paths::last_seen_at,
        ))
        .into_boxed();
    if let Some((hits, path)) = after {
        query = query.filter(
            missed_paths::hits.lt(*hits).or(missed_paths::hits
                .eq(*hits)
                .and(missed_paths::path.gt(path))),
        );
    }
    let mut rows: Vec<(String, i64, DateTime<Utc>, DateTime<Utc>)> = query.load(conn)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|(path, hits, ..)| (*hits, path.clone()));
    let misses = rows.into_iter().map(|(path, hits, first, last)| {
        let path = SitePath::of_request(&path).ok_or(domain::SitePathError::Unreadable);
        Ok(Miss {
            path: stored("missed_paths.path", path)?,
            hits,
            first_seen_at: first,
            last_seen_at: last,
        })
    });
    let misses: Result<_, DatabaseError> = misses.collect();
    Ok((misses?, next))
}

/// How many are in the list.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count(conn: &mut PgConnection) -> Result<i64, DatabaseError> {
    Ok(missed_paths::table
        .filter(missed_paths::dismissed_at.is_null())
        .count()
        .get_result(conn)?)
}

/// Takes an address off the list for good, or puts it back; `false` when it is not known.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn set_dismissed(
    conn: &mut PgConnection,
    path: &SitePath,
    is_dismissed: bool,
) -> Result<bool, DatabaseError> {
    let at = is_dismissed.then(Utc::now);
    let changed = diesel::update(missed_paths::table.find(path.as_str()))
        .set(missed_paths::dismissed_at.eq(at))
        .execute(conn)?;
    Ok(changed > 0)
}

/// Empties the list; what was dismissed stays dismissed. What visitors ask for again comes back.
/// Gives how many there were.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn clear(conn: &mut PgConnection) -> Result<usize, DatabaseError> {
    Ok(
        diesel::delete(missed_paths::table.filter(missed_paths::dismissed_at.is_null()))
            .execute(conn)?,
    )
}
