//! Tags: how much each is used, renaming, merging and deleting. Each act can be undone.

pub(crate) mod changes;
mod editor;
mod listing;
pub(crate) mod undo;

pub(crate) use editor::{edit, update};
pub(crate) use listing::index;

/// The list.
const PATH: &str = "/admin/tags";

/// A number of articles, in words.
fn articles(count: i64) -> String {
    match count {
        0 => "no article".to_owned(),
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}
