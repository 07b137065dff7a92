//! What the owner relies on.

mod articles;
mod inbox;
mod sections;
mod services;
mod settings;
mod setup;
mod sign_in;
mod strangers;
mod unavailability;
