//! Markdown (CommonMark with GitHub's extensions) to HTML that is safe to print unescaped.

use std::fmt;

use comrak::{Arena, parse_document};

use crate::clean;
use crate::code::highlight::Budget;
use crate::dialect::options;
use crate::format::format;
use crate::headings::{self, OutlineEntry};
use crate::limits::{self, TooComplex};
use crate::links::Links;
use crate::tangle;

/// Counts up with each change of the HTML that a text is rendered to, so that whoever keeps
/// rendered HTML knows when to make it anew.
pub const RENDERER_VERSION: i32 = 3;

/// HTML without scripts, styles or anything else that the page would have to fear. Only this crate
/// makes it, so a template may print it unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// What is left of some HTML.
    pub(crate) fn cleaned(html: &str) -> Self {
        Self(clean::clean(html))
    }

    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, without a copy.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for SafeHtml {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text with its outline, made in one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub html: SafeHtml,
    /// Its headings, in order.
    pub outline: Vec<OutlineEntry>,
}

/// Renders a text and its outline.
///
/// A text that [`check`](crate::check) refuses is printed as it was written, so that nothing is
/// lost and nothing takes long.
pub fn render(markdown: &str, links: &Links<'_>) -> Rendered {
    try_render(markdown, links).unwrap_or_else(|_| as_written(markdown))
}

/// Renders a text.
pub fn render_markdown(markdown: &str, links: &Links<'_>) -> SafeHtml {
    render(markdown, links).html
}

/// The headings of a text, in order.
pub fn outline(markdown: &str) -> Vec<OutlineEntry> {
    if limits::check_source(markdown).is_err() {
        return Vec::new();
    }
    let arena = Arena::new();
    headings::take(parse_document(&arena, markdown, &options()))
        .into_iter()
        .map(|heading| heading.entry)
        .collect()
}

fn try_render(markdown: &str, links: &Links<'_>) -> Result<Rendered, TooComplex> {
    limits::check_source(markdown)?;
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let shape = limits::measure(document)?;
    let headings = headings::take(document);
    let html = format(document, &headings, links, Budget::default());
    if shape.has_html {
        tangle::check(&html)?;
    }
    Ok(Rendered {
        html: SafeHtml::cleaned(&html),
        outline: headings.into_iter().map(|heading| heading.entry).collect(),
    })
}

fn as_written(markdown: &str) -> Rendered {
    let mut html = String::with_capacity(markdown.len() + 64);
    html.push_str("<pre tabindex=\"0\" dir=\"auto\">");
    // Writing into a text does not fail.
    let _ = comrak::html::escape(&mut html, markdown);
    html.push_str("</pre>");
    Rendered {
        html: SafeHtml(html),
        outline: Vec::new(),
    }
}
