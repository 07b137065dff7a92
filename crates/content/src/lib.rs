//! The owner's Markdown as pages, feeds and lists need it: safe HTML, an outline, plain text.
//!
//! Pure functions: the same text always gives the same result, and nothing here knows HTTP or the
//! database. They take time in the order of a millisecond for an article, so call them on a thread
//! that may block. None of them recurses, so that a deep text costs memory and not the stack.
//!
//! What the owner may write beside CommonMark and GitHub's extensions stands where it is read:
//! anchors in `headings`, internal links in `links`, pictures of the library in `pictures`, code in
//! `code`, captions and videos in `figures` and `embeds`, the end of the opening in `description`.

mod clean;
mod code;
mod description;
mod dialect;
mod embeds;
mod figures;
mod findings;
mod format;
mod headings;
mod limits;
mod links;
mod pictures;
mod plain;
mod references;
mod render;
mod source;
mod tangle;

pub use code::highlight::CLASSES as CODE_CLASSES;
pub use description::{OPENING_CHARS, description, excerpt};
pub use findings::{Finding, KnownPicture, findings};
pub use headings::OutlineEntry;
pub use limits::{TooComplex, check};
pub use links::Links;
pub use pictures::{Candidate, Focus, Loading, Picture, Placement, Source, Tone, picture_html};
pub use plain::{plain_text, reading_minutes, word_count};
pub use references::{
    PictureUse, References, internal_links, internal_pictures, picture_uses, references,
};
pub use render::{RENDERER_VERSION, Rendered, SafeHtml, outline, render, render_markdown};
pub use source::source_for_readers;
