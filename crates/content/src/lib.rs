//! The owner's Markdown as pages, feeds and lists need it: safe HTML, an outline, plain text.
//!
//! Pure functions: the same text always gives the same result, and nothing here knows HTTP or the
//! database. They take time in the order of a millisecond for an article, so call them on a thread
//! that may block.

mod clean;
mod plain;
mod render;

pub use plain::{excerpt, plain_text, reading_minutes};
pub use render::{OutlineEntry, Rendered, SafeHtml, outline, render, render_markdown};
