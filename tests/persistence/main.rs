//! What the stored content promises, on a real PostgreSQL with a database per test.

mod articles;
mod drafts;
mod feeds;
mod fuzz;
mod jobs;
mod messages;
mod migrations;
mod misses;
mod plans;
mod preview_links;
mod redirect_import;
mod redirect_rules;
mod redirects;
mod renditions;
mod revisions;
mod schema;
mod sections;
mod services;
mod sessions;
mod settings;
mod setup_links;
mod sitemap;
mod starter;
mod tags;
mod unavailability;
mod visitors;
