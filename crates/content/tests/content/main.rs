//! What a person may rely on of the texts that this site renders.
#![expect(
    clippy::unwrap_used,
    reason = "a test may end at what is not as it must be"
)]

mod code;
mod colours;
mod headings;
mod hostile;
mod limits;
mod links;
mod markup;
mod pictures;

use content::{Links, render_markdown};

/// The HTML of a text without internal links.
fn html(markdown: &str) -> String {
    render_markdown(markdown, &Links::none()).into_string()
}

/// Where a file of the repository is.
fn path(relative: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(relative)
}
