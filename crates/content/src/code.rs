//! Code blocks: highlighted, and where the owner asks for it named, numbered and marked.
//!
//! ```` ```rust title="main.rs" linenos {3-5} ```` prints a figure with the name as its caption,
//! numbers in front of the lines, and the lines 3 to 5 marked. Each part may be left out.

mod fence;
pub(crate) mod highlight;
mod languages;
mod lexer;
mod lines;
mod markup;

use std::fmt::{self, Write};

use comrak::html::escape;
use comrak::nodes::NodeCodeBlock;

use fence::Fence;
use highlight::{Budget, highlighted};

/// Writes a block of code.
pub(crate) fn write(
    output: &mut dyn Write,
    block: &NodeCodeBlock,
    budget: &mut Budget,
) -> fmt::Result {
    let fence = Fence::parse(if block.fenced { &block.info } else { "" });
    if let Some(title) = &fence.title {
        output.write_str("<figure class=\"code-figure\"><figcaption class=\"code-name\">")?;
        escape(output, title)?;
        output.write_str("</figcaption>")?;
    }
    // Code runs from left to right in every language, and a wide line is scrolled by keyboard.
    output.write_str("<pre tabindex=\"0\" dir=\"ltr\"")?;
    if fence.is_numbered {
        output.write_str(" class=\"code-numbered\"")?;
    }
    output.write_str("><code")?;
    if !fence.language.is_empty() {
        output.write_str(" class=\"language-")?;
        escape(output, fence.language)?;
        output.write_str("\"")?;
    }
    output.write_str(">")?;
    write_lines(output, &block.literal, &fence, budget)?;
    output.write_str("</code></pre>")?;
    if fence.title.is_some() {
        output.write_str("</figure>")?;
    }
    output.write_str("\n")
}

fn write_lines(
    output: &mut dyn Write,
    code: &str,
    fence: &Fence<'_>,
    budget: &mut Budget,
) -> fmt::Result {
    let lines = highlighted(fence.language, code, budget);
    if !fence.is_numbered && fence.marked.is_empty() {
        return match lines {
            Some(lines) => lines.iter().try_for_each(|line| output.write_str(line)),
            None => escape(output, code),
        };
    }
    for (index, line) in code.split_inclusive('\n').enumerate() {
        let element = if fence.is_marked(index + 1) {
            "mark"
        } else {
            "span"
        };
        write!(output, "<{element} class=\"cl\">")?;
        match lines.as_ref().and_then(|lines| lines.get(index)) {
            Some(line) => output.write_str(line)?,
            None => escape(output, line)?,
        }
        write!(output, "</{element}>")?;
    }
    Ok(())
}
