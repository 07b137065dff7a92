//! Services: the list in its order, and what is done with one beside writing it.

pub(crate) mod deletion;
mod listing;
pub(crate) mod order;
pub(crate) mod visibility;

pub(crate) use listing::index;
