//! Counts what visitors ask for without a write per request.
//!
//! Counts gather in memory and are written every few seconds, when the program stops, and before the
//! owner looks. A crash loses the last seconds; a database that is away loses nothing until the
//! memory is full. Then new addresses are no longer counted, and visitors notice nothing at all.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Timestamptz, Uuid as SqlUuid};
use domain::{RedirectId, SitePath, is_noise};
use uuid::Uuid;

use crate::misses::{self, Tally};
use crate::{Database, DatabaseError};

/// Redirects that are counted between two writes.
const MOST_RULES: usize = 10_000;

/// Missing paths that are counted between two writes: at most 500 bytes each.
const MOST_PATHS: usize = 1_000;

/// The counts that are not written yet. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct VisitCounts(Arc<Mutex<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    hits: HashMap<RedirectId, (i64, DateTime<Utc>)>,
    misses: HashMap<SitePath, Tally>,
}

impl VisitCounts {
    /// Counts a visitor who was led on by a rule.
    pub fn hit(&self, rule: RedirectId, now: DateTime<Utc>) {
        self.held().hit(rule, 1, now);
    }

    /// Counts a visitor who found nothing at a path. What scanners ask for is left out.
    pub fn miss(&self, path: &SitePath, now: DateTime<Utc>) {
        if !is_noise(path) {
            self.held().miss(path.clone(), Tally::once(now));
        }
    }

    /// True when there is nothing to write.
    pub fn is_empty(&self) -> bool {
        let counts = self.held();
        counts.hits.is_empty() && counts.misses.is_empty()
    }

    /// Writes what was counted since the last time. What cannot be written is kept for the next.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub fn flush(&self, conn: &mut PgConnection) -> Result<(), DatabaseError> {
        let counts = std::mem::take(&mut *self.held());
        if counts.hits.is_empty() && counts.misses.is_empty() {
            return Ok(());
        }
        let written = conn.transaction(|conn| {
            add_hits(conn, &counts.hits)?;
            misses::record(conn, &counts.misses)
        });
        if written.is_err() {
            let mut held = self.held();
            for (rule, (count, at)) in counts.hits {
                held.hit(rule, count, at);
            }
            for (path, tally) in counts.misses {
                held.miss(path, tally);
            }
        }
        written
    }

    /// As [`VisitCounts::flush`], from a thread that must not block.
    ///
    /// # Errors
    /// As [`VisitCounts::flush`].
    pub async fn flush_to(&self, database: &Database) -> Result<(), DatabaseError> {
        if self.is_empty() {
            return Ok(());
        }
        let counts = self.clone();
        database.run(move |conn| counts.flush(conn)).await
    }

    fn held(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    fn hit(&mut self, rule: RedirectId, count: i64, at: DateTime<Utc>) {
        let is_full = self.hits.len() >= MOST_RULES;
        match self.hits.get_mut(&rule) {
            Some((counted, last)) => {
                *counted += count;
                *last = at.max(*last);
            }
            None if is_full => {}
            None => {
                self.hits.insert(rule, (count, at));
            }
        }
    }

    fn miss(&mut self, path: SitePath, tally: Tally) {
        let is_full = self.misses.len() >= MOST_PATHS;
        match self.misses.get_mut(&path) {
            Some(counted) => counted.add(tally),
            None if is_full => {}
            None => {
                self.misses.insert(path, tally);
            }
        }
    }
}

fn add_hits(
    conn: &mut PgConnection,
    hits: &HashMap<RedirectId, (i64, DateTime<Utc>)>,
) -> Result<(), DatabaseError> {
    if hits.is_empty() {
        return Ok(());
    }
    // In one order for everybody, so that two programs cannot wait for each other's rows.
    let mut rows: Vec<(Uuid, i64, DateTime<Utc>)> = hits
        .iter()
        .map(|(rule, (count, at))| (rule.as_uuid(), *count, *at))
        .collect();
    rows.sort_unstable();
    let ids: Vec<Uuid> = rows.iter().map(|(id, ..)| *id).collect();
    let counts: Vec<i64> = rows.iter().map(|(_, count, _)| *count).collect();
    let times: Vec<DateTime<Utc>> = rows.iter().map(|(.., at)| *at).collect();
    diesel::sql_query(
        "with counted as (
             select * from unnest($1, $2, $3) as c (id, hits, at)
         ), held as (
             select redirects.id from redirects where id = any($1) order by id for update
         )
         update redirects set hits = redirects.hits + counted.hits,
             last_hit_at = greatest(redirects.last_hit_at, counted.at)
         from counted, held where redirects.id = counted.id and held.id = counted.id",
    )
    .bind::<Array<SqlUuid>, _>(ids)
    .bind::<Array<BigInt>, _>(counts)
    .bind::<Array<Timestamptz>, _>(times)
    .execute(conn)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(number: usize) -> SitePath {
        SitePath::of_request(&format!("/missing-{number}")).unwrap()
    }

    #[test]
    fn a_full_memory_counts_what_it_knows_and_takes_nothing_new() {
        let counts = VisitCounts::default();
        for number in 0..MOST_PATHS + 500 {
            counts.miss(&path(number), DateTime::UNIX_EPOCH);
        }
        counts.miss(&path(0), DateTime::UNIX_EPOCH);
        let held = counts.held();
        assert_eq!(held.misses.len(), MOST_PATHS);
        assert_eq!(held.misses.get(&path(0)).unwrap().hits, 2);
    }

    #[test]
    fn scanners_are_not_counted() {
        let counts = VisitCounts::default();
        let path = SitePath::of_request("/wp-login.php").unwrap();
        counts.miss(&path, DateTime::UNIX_EPOCH);
        assert!(counts.is_empty());
    }
}
