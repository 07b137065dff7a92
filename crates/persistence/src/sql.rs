//! PostgreSQL's functions, as far as the queries need them.

use diesel::define_sql_function;
use diesel::sql_types::{Integer, Jsonb, Nullable, Text, Timestamptz};

/// PostgreSQL's words with their places; no row of ours is loaded with one.
#[derive(diesel::sql_types::SqlType, diesel::query_builder::QueryId)]
#[diesel(postgres_type(name = "tsvector"))]
pub struct Tsvector;

define_sql_function! {
    /// The first of two times that is not null.
    fn coalesce(first: Nullable<Timestamptz>, second: Nullable<Timestamptz>) -> Nullable<Timestamptz>;
}

define_sql_function! {
    /// The first characters of a text.
    fn left(value: Text, chars: Integer) -> Text;
}

define_sql_function! {
    /// SHA-256 over the fields of a draft: equal fields, equal digest.
    fn digest_of_fields(fields: Jsonb) -> Bytea;
}

define_sql_function! {
    /// A text in lower case.
    fn lower(value: Text) -> Text;
}

/// Words as a pattern for `ilike` that finds them anywhere, each character meaning itself.
pub(crate) fn containing(words: &str) -> String {
    let mut pattern = String::from("%");
    // PostgreSQL's texts hold no NUL.
    for character in words.trim().chars().filter(|character| *character != '\0') {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// The place of an edition among the numbers of its series: those without one come last.
pub(crate) const PART_KEY: &str = "coalesce(article_editions.series_part, 1000)";
