//! The pages that visitors read, the feeds and the contact form.
//!
//! A page is a struct that names its template, most of them in `site_pages`; a handler parses, asks
//! the database once and answers. Nothing here can reach a draft: every query that it calls says `published`.

mod address;
mod articles;
mod cards;
mod conditional;
mod contact;
mod error;
mod error_page;
mod fallback;
mod feeds;
mod files;
mod home;
mod media;
mod preview;
mod respond;
mod robots;
mod routes;
mod search;
mod series;
mod services;
mod sitemap;
mod source;
mod state;
mod stored;
mod subscribe;
mod tags;
mod xml;

#[cfg(test)]
mod fixtures;

pub use error::PublicError;
pub use error_page::error_page;
pub use preview::preview;
pub use routes::configure;
pub use state::PublicState;
