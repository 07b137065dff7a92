//! Writing: one page for articles, services and sections of the home page alike.

pub(crate) mod page;
