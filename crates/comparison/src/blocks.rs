//! A Markdown text as a row of blocks that can be compared, moved and merged one by one.
//!
//! A line scanner, not a parser: it looks at each line once and at the one after it. Two properties
//! matter more than agreeing with CommonMark in each corner: no byte is lost, and whether a new block
//! begins between two lines depends on the block before and the lines after alone. The second is
//! what makes a merged text fall into the very blocks that it was put together from.

mod line;

use line::{Fence, HtmlEnd, Opening};

/// What the scanner is inside of.
enum Inside {
    /// Nothing that a next line could belong to, except when it is blank.
    Closed,
    /// A paragraph, with a setext heading's text, a footnote or lines of raw HTML.
    Paragraph,
    /// A block quote with its lazy lines.
    Quote,
    /// The rows of a table.
    Table,
    /// A list item, with a fence inside it that is not closed yet.
    Item(Option<Fence>),
    /// A fenced code block.
    Fence(Fence),
    /// HTML that goes on over blank lines until its end is found.
    Html(HtmlEnd),
    /// HTML that ends at a blank line.
    HtmlLines,
}

/// Splits a Markdown text into its blocks; put together again they are the text.
///
/// A block is a paragraph, a heading, a list item (a nested one too), a table, a quote, a whole
/// fenced code block, or a run of HTML. Blank lines belong to the block before them; blank lines at
/// the very beginning are a block of their own. An unclosed fence or comment goes on to the end.
/// The time it takes grows with the length of the text.
#[must_use]
pub fn blocks(markdown: &str) -> Vec<&str> {
    let lines: Vec<&str> = markdown.split_inclusive('\n').collect();
    let mut found = Vec::new();
    let mut inside = Inside::Closed;
    let (mut start, mut end) = (0, 0);
    for (index, line) in lines.iter().enumerate() {
        let next = lines.get(index + 1).copied().unwrap_or_default();
        let step = if is_blank(line) && !outlives_blank_lines(&inside) {
            Step::Continue(Inside::Closed)
        } else {
            step(inside, line, next)
        };
        inside = match step {
            Step::Continue(inside) => inside,
            Step::Begin(inside) => {
                if end > start {
                    found.push(&markdown[start..end]);
                    start = end;
                }
                inside
            }
        };
        end += line.len();
    }
    if end > start {
        found.push(&markdown[start..end]);
    }
    found
}

/// What a line does to the block before it.
enum Step {
    Continue(Inside),
    Begin(Inside),
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

fn outlives_blank_lines(inside: &Inside) -> bool {
    matches!(
        inside,
        Inside::Fence(_) | Inside::Html(_) | Inside::Item(Some(_))
    )
}

fn step(inside: Inside, line: &str, next: &str) -> Step {
    match inside {
        Inside::Fence(fence) if fence.is_closed_by(line) => Step::Continue(Inside::Closed),
        Inside::Fence(fence) => Step::Continue(Inside::Fence(fence)),
        Inside::Html(end) if end.is_in(line) => Step::Continue(Inside::Closed),
        Inside::Html(end) => Step::Continue(Inside::Html(end)),
        Inside::Item(Some(fence)) if fence.is_closed_by(line) => Step::Continue(Inside::Item(None)),
        Inside::Item(Some(fence)) => Step::Continue(Inside::Item(Some(fence))),
        Inside::Closed => begin(line, next),
        Inside::HtmlLines => Step::Continue(Inside::HtmlLines),
        Inside::Item(None) if line::indentation(line) > 0 && Fence::opening(line).is_some() => {
            Step::Continue(Inside::Item(Fence::opening(line)))
        }
        Inside::Paragraph if line::is_setext_underline(line) => Step::Continue(Inside::Closed),
        Inside::Table if !interrupts(line, "") => Step::Continue(Inside::Table),
        Inside::Quote if line::is_quote(line) || !interrupts(line, next) => {
            Step::Continue(Inside::Quote)
        }
        Inside::Paragraph if !interrupts(line, next) => Step::Continue(Inside::Paragraph),
        Inside::Item(None)
            if !matches!(line::opening(line, next), Opening::Item { .. })
                && !interrupts(line, next) =>
        {
            Step::Continue(Inside::Item(None))
        }
        _ => begin(line, next),
    }
}

/// Whether a line cannot be the next one of a paragraph.
fn interrupts(line: &str, next: &str) -> bool {
    match line::opening(line, next) {
        Opening::Text | Opening::HtmlLines => false,
        Opening::Item { may_interrupt } => may_interrupt,
        _ => true,
    }
}

fn begin(line: &str, next: &str) -> Step {
    Step::Begin(match line::opening(line, next) {
        Opening::Heading | Opening::Rule => Inside::Closed,
        Opening::Text | Opening::Footnote => Inside::Paragraph,
        Opening::Quote => Inside::Quote,
        Opening::Table => Inside::Table,
        Opening::Item { .. } => Inside::Item(Fence::opening_in_item(line)),
        Opening::Fence(fence) => Inside::Fence(fence),
        Opening::Html(end) if end.is_in(line) => Inside::Closed,
        Opening::Html(end) => Inside::Html(end),
        Opening::HtmlLines => Inside::HtmlLines,
    })
}

#[cfg(test)]
mod tests;
