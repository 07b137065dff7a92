//! The subjects that articles share: all of them, and the articles about one.

mod index;
mod show;

pub(crate) use index::index;
pub(crate) use show::show;

/// `1 article`, `12 articles`.
pub(crate) fn articles_count(count: i64) -> String {
    match count {
        1 => "1 article".to_owned(),
        more => format!("{more} articles"),
    }
}
