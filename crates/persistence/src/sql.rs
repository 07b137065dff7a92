//! PostgreSQL's functions, as far as the queries need them.

use diesel::define_sql_function;
use diesel::sql_types::{Integer, Nullable, Text, Timestamptz};

define_sql_function! {
    /// The first of two times that is not null.
    fn coalesce(first: Nullable<Timestamptz>, second: Nullable<Timestamptz>) -> Nullable<Timestamptz>;
}

define_sql_function! {
    /// The first characters of a text.
    fn left(value: Text, chars: Integer) -> Text;
}

define_sql_function! {
    /// A text in lower case.
    fn lower(value: Text) -> Text;
}
