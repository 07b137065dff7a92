//! Articles that belong together in an order: all series, and the parts of one.

mod index;
mod show;

pub(crate) use index::index;
pub(crate) use show::show;

/// `1 part`, `12 parts`.
fn parts_count(count: usize) -> String {
    match count {
        1 => "1 part".to_owned(),
        more => format!("{more} parts"),
    }
}
