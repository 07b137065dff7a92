//! What visitors find: articles and services together, by their words.
//!
//! A query that matches a great part of all articles must not cost more than another. So one that
//! matches many is answered from the newest [`CANDIDATES`] of them: those are ranked, page by page, and
//! excerpts are made for the rows of the page alone. What is looked through are `search_documents`,
//! which triggers keep (see the migration), so nothing here can be stale.

mod asking;
mod marked;
mod mending;
mod upkeep;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{SearchCursor, SearchQuery};

use crate::DatabaseError;

pub use asking::explain_published;
pub use marked::{Marked, Span};
pub use upkeep::forget_terms;

/// How many of the newest matching documents are ranked.
pub const CANDIDATES: i64 = 500;

/// So many of the newest documents are looked at first.
const WINDOW: u32 = 8_000;

/// How long one statement of a search may run; a search is worth less than a page.
const STATEMENT_TIMEOUT_MS: u32 = 3_000;

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// An article.
    Article,
    /// A service.
    Service,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What it is.
    pub kind: HitKind,
    /// Its name in addresses.
    pub slug: String,
    /// Its title.
    pub title: Marked,
    /// Where the words stand in it.
    pub excerpt: Marked,
    /// The date that it carries, UTC; services carry none.
    pub published_at: Option<DateTime<Utc>>,
}

/// Why other words than those that were typed were searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// Nothing holds the last word, and something holds words that begin with it.
    OpenEnd,
    /// Nothing holds the words, and something holds words that are written almost the same.
    Mended,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// This page of it, best first.
    pub hits: Vec<Hit>,
    /// Where the next page begins.
    pub next: Option<SearchCursor>,
    /// What was searched for, to be named in the address of the next page.
    pub query: SearchQuery,
    /// Why that is not what was typed.
    pub instead: Option<Instead>,
    /// True when more match than were ranked: then the newest were.
    pub is_bounded: bool,
}

/// A search as it was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Search<'a> {
    /// What was typed.
    pub query: &'a SearchQuery,
    /// The last hit of the page before.
    pub after: Option<SearchCursor>,
    /// True to search for these words and no others.
    pub is_literal: bool,
    /// Hits on a page.
    pub limit: usize,
}

/// Searches what visitors can see. Where nothing is found, words that begin with the last one are tried, and
/// then words that are written almost like those that nothing holds.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer in time.
pub fn find_published(
    conn: &mut PgConnection,
    search: &Search<'_>,
) -> Result<Found, DatabaseError> {
    conn.transaction(|conn| {
        let horizon = begin(conn)?;
        let found = asking::page(conn, &horizon, search.query, search.after, search.limit)?;
        let is_final = search.is_literal || search.after.is_some() || !found.hits.is_empty();
        if is_final {
            return Ok(found);
        }
        if let Some(open) = search.query.with_open_end() {
            let found = asking::page(conn, &horizon, &open, None, search.limit)?;
            if !found.hits.is_empty() {
                return Ok(instead(found, Instead::OpenEnd));
            }
        }
        let Some((mended, words)) = mending::mend(conn, &horizon, search.query)? else {
            return Ok(found);
        };
        for query in [Some(mended.clone()), mended.with_open_words(&words)]
            .into_iter()
            .flatten()
        {
            let found = asking::page(conn, &horizon, &query, None, search.limit)?;
            if !found.hits.is_empty() {
                return Ok(instead(found, Instead::Mended));
            }
        }
        Ok(found)
    })
}

fn instead(found: Found, reason: Instead) -> Found {
    Found {
        instead: Some(reason),
        ..found
    }
}

/// The date since which the newest [`WINDOW`] documents are; a text, since it may be infinite.
struct Horizon(String);

impl Horizon {
    fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(QueryableByName)]
struct HorizonRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    at: String,
}

/// Settings for this transaction. The planner does not know that vectors stand beside their rows, and would look into
/// all of them for a word that half of the articles have; the index knows without a look.
fn begin(conn: &mut PgConnection) -> Result<Horizon, DatabaseError> {
    diesel::sql_query(format!(
        "select set_config('enable_seqscan', 'off', true),
                set_config('max_parallel_workers_per_gather', '0', true),
                set_config('statement_timeout', '{STATEMENT_TIMEOUT_MS}', true)"
    ))
    .execute(conn)?;
    let horizon: HorizonRow = diesel::sql_query(format!(
        "select coalesce((select sorted_at from search_documents order by (sorted_at at time zone 'UTC') desc
                          offset {WINDOW} limit 1),
                         '-infinity')::text as at"
    ))
    .get_result(conn)?;
    diesel::sql_query(
        "select set_config('enable_indexscan', 'off', true),
                set_config('pg_trgm.similarity_threshold', '0.2', true)",
    )
    .execute(conn)?;
    Ok(Horizon(horizon.at))
}

/// True for the documents that visitors can see at this moment.
pub(crate) const VISIBLE: &str = "(not d.is_hidden and d.visible_from <= now() \
     and (d.visible_until is null or d.visible_until > now()))";
