//! The owner's panel under `/admin`: closed by default, plain forms, a page for every outcome.
//!
//! Nothing here knows diesel or the public site. Every handler reads its input, makes one call to
//! the database and answers a page or a redirect; what it may do without an account is written in
//! one list in the module `gate`.

mod articles;
mod choices;
mod chrome;
mod comparison_view;
mod conflict;
mod dashboard;
mod editor;
mod error;
mod fields;
#[cfg(test)]
mod fixtures;
mod flash;
mod gate;
mod inbox;
mod kept_form;
mod library;
mod moment;
mod pages;
mod password;
mod percent;
mod picture_pairs;
mod preview_links;
mod problems;
mod redirects;
mod revisions;
mod routes;
mod sections;
mod services;
mod session_store;
mod settings;
mod setup;
mod sign_in;
mod signed_in;
mod state;
mod tags;
mod titles;

pub use library::{Uploads, takes_uploads};
pub use password::{PasswordCost, PasswordError, PasswordHasher};
pub use routes::{ROUTES, configure};
pub use session_store::{ABSOLUTE_LIMIT, IDLE_LIMIT};
pub use setup::token_hash;
pub use state::{AdminState, SignInThrottles};
