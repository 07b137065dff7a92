//! Articles: the list, and what is done with one beside writing it.

pub(crate) mod bulk;
pub(crate) mod deletion;
pub(crate) mod duplicate;
mod listing;
pub(crate) mod pin;
pub(crate) mod withdrawal;

pub(crate) use listing::index;
