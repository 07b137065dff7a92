//! What Plinth stores, and every query that it asks.
//!
//! One module per aggregate, of free functions that take the connection first. [`Database::run`] is
//! the only way to a connection: checkout and query both happen on a blocking thread. Every query
//! that visitors cause carries `published` in its name, and none of those can return a draft, a
//! hidden or a deleted thing.

pub mod accounts;
pub mod articles;
pub mod audit;
pub mod contents;
mod database;
pub mod drafts;
mod error;
pub mod health;
pub mod jobs;
pub mod media;
pub mod messages;
pub mod migrations;
pub mod misses;
mod ordering;
mod paths;
pub mod preview_links;
pub mod redirects;
pub mod related;
pub mod revisions;
pub mod schema;
pub mod search;
pub mod sections;
pub mod series;
pub mod services;
pub mod sessions;
pub mod settings;
pub mod setup_links;
pub mod site;
pub mod sitemap;
mod snapshots;
mod sql;
pub mod starter;
pub mod tags;
pub mod undo;

pub use database::{Database, PoolSettings};
pub use diesel::pg::PgConnection;
pub use error::{DatabaseError, SaveError};
pub use ordering::Direction;
pub use redirects::VisitCounts;
