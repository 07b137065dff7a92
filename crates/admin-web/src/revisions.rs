//! The history of one content: its draft, its revisions, and any two of them compared.

pub(crate) mod pages;
