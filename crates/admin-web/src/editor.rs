//! Writing: one page and one engine for articles, services and sections of the home page alike.
//!
//! A draft is saved by a plain form or, as it is typed, by a script; what visitors see changes only
//! when it is published.

mod acts;
mod checks;
pub(crate) mod choice;
pub(crate) mod draft;
mod feature;
mod labels;
pub(crate) mod links;
mod merging;
pub(crate) mod page;
pub(crate) mod preview;
pub(crate) mod publishing;
pub(crate) mod schedule_form;
mod show;
mod standing;
pub(crate) mod subject;
mod typed;
mod update;
mod view;

pub(crate) use labels::label;
pub(crate) use show::{edit, new_article, new_service};
pub(crate) use update::update;
