//! What is done for search while nobody waits.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Timestamptz};

use crate::DatabaseError;

/// So many words are looked up in one run; each takes some microseconds.
const BATCH: i64 = 20_000;

#[derive(QueryableByName)]
struct Forgotten {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

/// Forgets words that nothing has any more, of the words that were longest not looked at. Returns how many.
///
/// Until then a word may be compared with a mistyped one, but is never shown: what is shown stands in something
/// that visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn forget_terms(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    conn.transaction(|conn| {
        super::begin(conn)?;
        diesel::sql_query("select set_config('statement_timeout', '10000', true)").execute(conn)?;
        let forgotten: Forgotten = diesel::sql_query(
            "with oldest as (
                 select word from search_terms order by checked_at, word limit $1 for update skip locked
             ), gone as (
                 delete from search_terms t using oldest where t.word = oldest.word and not exists (
                     select from search_documents d where d.vector @@ plainto_tsquery('site_index', t.word))
                 returning t.word
             ), kept as (
                 update search_terms t set checked_at = $2 from oldest
                 where t.word = oldest.word and not exists (select from gone where gone.word = t.word)
             )
             select count(*) as count from gone",
        )
        .bind::<BigInt, _>(BATCH)
        .bind::<Timestamptz, _>(now)
        .get_result(conn)?;
        Ok(usize::try_from(forgotten.count).unwrap_or_default())
    })
}
