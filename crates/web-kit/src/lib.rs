//! What both web crates need: templates, assets, headers, guards and form errors.
//!
//! A module enters only once both the public site and the panel use it, or the program wires it
//! around both. Nothing here knows the database.

pub mod assets;
pub mod client_address;
pub mod cross_origin;
pub mod dates;
pub mod error_pages;
pub mod form_errors;
pub mod form_tokens;
pub mod link_tokens;
pub mod methods;
pub mod request_body;
pub mod security_headers;
pub mod templates;
pub mod throttle;

pub use assets::Assets;
pub use client_address::{TrustedProxies, client_address};
pub use form_errors::{ErrorSummary, FieldErrors};
pub use form_tokens::{FormTokens, TokenAge, TokenError};
pub use templates::{Html, PageTemplate, TemplateError, Templates};
pub use throttle::{RetryAfter, Throttle};
