//! What the tests stand on: a private PostgreSQL for each test program, and a database of its own
//! for each test.

pub mod client;
pub mod database;
pub mod editing;
pub mod factories;
pub mod pictures;
pub mod site;
pub mod writing;

pub use database::TestDatabase;
