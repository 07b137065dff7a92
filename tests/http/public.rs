//! What visitors rely on.

mod articles;
mod canonical;
mod cards;
mod contact;
mod errors;
mod feeds;
mod headers;
mod home;
mod machines;

mod media;
mod pictures;
mod previews;
mod reading;
mod redirects;
mod search;
mod services;
mod sitemap;
mod sources;
