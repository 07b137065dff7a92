//! What visitors rely on.

mod articles;
mod contact;
mod errors;
mod headers;
mod home;
mod machines;
mod previews;
mod redirects;
mod services;
