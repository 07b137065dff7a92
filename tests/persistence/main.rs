//! What the stored content promises, on a real PostgreSQL with a database per test.

mod articles;
mod jobs;
mod messages;
mod migrations;
mod plans;
mod redirects;
mod schema;
mod sections;
mod services;
mod sessions;
mod settings;
mod setup_links;
mod starter;
mod unavailability;
