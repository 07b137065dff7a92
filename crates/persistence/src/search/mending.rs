//! Words that nothing holds, and the words that were meant.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{Array, Bool, Text};
use domain::{SearchQuery, slip_cost};

use super::{Horizon, VISIBLE};
use crate::DatabaseError;

/// So many words of a query are looked at, and so many of them mended.
const LOOKED_AT: usize = 8;
const MENDED: usize = 3;

/// So many of the likest words are compared letter by letter, and so many of those are tried.
const COMPARED: i64 = 60;
const TRIED: usize = 4;

#[derive(QueryableByName)]
struct Word {
    #[diesel(sql_type = Text)]
    word: String,
}

/// The query with words that visitors can find in the place of those that they cannot, and the new words; nothing
/// where each word is known, or one is like no other.
pub(super) fn mend(
    conn: &mut PgConnection,
    horizon: &Horizon,
    query: &SearchQuery,
) -> Result<Option<(SearchQuery, Vec<String>)>, DatabaseError> {
    let mut words = query.words();
    words.truncate(LOOKED_AT);
    let mut unknown = unknown(conn, horizon, &words)?;
    unknown.truncate(MENDED);
    let mut by = HashMap::new();
    for word in unknown {
        if let Some(meant) = meant(conn, horizon, &word)? {
            by.insert(word, meant);
        }
    }
    if by.is_empty() {
        return Ok(None);
    }
    let mended = query.replaced(&by);
    Ok(Some((mended, by.into_values().collect())))
}

/// Those that nothing holds in any form.
fn unknown(
    conn: &mut PgConnection,
    horizon: &Horizon,
    words: &[String],
) -> Result<Vec<String>, DatabaseError> {
    let rows: Vec<Word> = diesel::sql_query(format!(
        "select typed.word from unnest($1) as typed (word)
         where not {}",
        stands("typed.word")
    ))
    .bind::<Array<Text>, _>(words)
    .bind::<Text, _>(horizon.as_str())
    .load(conn)?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}

/// The nearest word that stands in something that visitors can see: the list of words is that of all editions.
fn meant(
    conn: &mut PgConnection,
    horizon: &Horizon,
    typed: &str,
) -> Result<Option<String>, DatabaseError> {
    let likest: Vec<Word> = diesel::sql_query(
        "select word from search_terms where word % lower(unaccent($1))
         order by similarity(word, lower(unaccent($1))) desc, word limit $2",
    )
    .bind::<Text, _>(typed)
    .bind::<diesel::sql_types::BigInt, _>(COMPARED)
    .load(conn)?;
    let mut near: Vec<(u32, usize, String)> = likest
        .into_iter()
        .enumerate()
        .filter_map(|(order, row)| Some((slip_cost(typed, &row.word)?, order, row.word)))
        .collect();
    near.sort();
    for (_, _, word) in near.into_iter().take(TRIED) {
        if stands_somewhere(conn, horizon, &word)? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

#[derive(QueryableByName)]
struct Stands {
    #[diesel(sql_type = Bool)]
    stands: bool,
}

fn stands_somewhere(
    conn: &mut PgConnection,
    horizon: &Horizon,
    word: &str,
) -> Result<bool, DatabaseError> {
    let row: Stands = diesel::sql_query(format!("select {} as stands", stands("$1")))
        .bind::<Text, _>(word)
        .bind::<Text, _>(horizon.as_str())
        .get_result(conn)?;
    Ok(row.stands)
}

/// True where something that visitors can see holds a word; $2 is the horizon. A frequent one is found among the newest.
fn stands(word: &str) -> String {
    let held = format!(
        "select from search_documents d where d.vector @@ plainto_tsquery('site_index', {word}) and {VISIBLE}"
    );
    format!(
        "case when exists ({held} and d.sorted_at >= $2::timestamptz) then true else exists ({held}) end"
    )
}
