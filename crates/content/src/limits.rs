//! What a text may ask of the renderer: everything that a person writes, and nothing that would
//! keep a server busy.

use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};
use thiserror::Error;

use crate::code::highlight::Budget;
use crate::dialect::options;
use crate::format::format;
use crate::headings;
use crate::links::Links;
use crate::pictures::raw;
use crate::tangle;

/// Bytes of a text. The parser's time grows with them alone.
const BYTES: usize = 800_000;

/// How deep lists, quotations and emphasis may stand in each other. What builds and walks HTML
/// looks upwards at each element.
pub(crate) const DEPTH: usize = 100;

/// Paragraphs, words between marks, links and so on. Each becomes an element or two.
const PARTS: usize = 100_000;

/// Cells of all tables together; a short line may stand for a row of thousands of them.
const CELLS: usize = 20_000;

/// Bytes of all raw HTML together. The attributes of one tag are compared
/// with each other, and so are the elements that stand where a table allows none.
const HTML_BYTES: usize = 150_000;

/// Pictures; each becomes several elements with an address for each width.
const PICTURES: usize = 5_000;

/// References to footnotes; each is answered by a link back from the note.
const NOTES: usize = 2_000;

/// For each paragraph and block of code its bytes times its signs that are written in another way,
/// all together: whoever writes HTML looks through what is left of the text at each of them.
const SIGN_BYTES: usize = 3_000_000_000;

/// Why a text is not rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TooComplex {
    /// More than [`BYTES`].
    #[error("This text is too long to be shown: it may have at most 800 kB.")]
    Long,
    /// Deeper than [`DEPTH`].
    #[error("Lists, quotations, emphasis or HTML stand more than 100 deep in each other.")]
    Deep,
    /// More than [`PARTS`].
    #[error("This text has too many parts to be shown. Divide it into several.")]
    ManyParts,
    /// More than [`CELLS`].
    #[error("The tables of this text have more than 20,000 cells.")]
    ManyCells,
    /// More than [`PICTURES`].
    #[error("This text has more than 5,000 pictures.")]
    ManyPictures,
    /// More than [`NOTES`].
    #[error("This text refers to footnotes more than 2,000 times.")]
    ManyNotes,
    /// More than [`SIGN_BYTES`].
    #[error("A paragraph or a block of code with many special signs is too long. Divide it.")]
    ManySigns,
    /// More than [`HTML_BYTES`].
    #[error("There are more than 150 kB of HTML in this text. Add large drawings as pictures.")]
    LongHtml,
    /// Too many elements that do not end where they should.
    #[error("The HTML in this text has too many elements that are left open or closed crosswise.")]
    TangledHtml,
}

/// Tells whether a text can be rendered at once. One that cannot is printed as it was written.
///
/// The rule: at most 800 kB; at most 100 levels of lists, quotations, emphasis and HTML elements;
/// at most 100,000 parts, of which 20,000 cells of tables, 5,000 pictures and 2,000 references to
/// footnotes; no paragraph of a hundred thousand `&`; at most 150 kB of raw HTML, whose elements
/// are closed in the order in which they were opened, but for a few slips.
///
/// # Errors
/// The first of these that the text breaks.
pub fn check(markdown: &str) -> Result<(), TooComplex> {
    check_source(markdown)?;
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let shape = measure(document)?;
    if shape.has_html {
        let headings = headings::take(document);
        // Colours are closed as they were opened.
        let html = format(document, &headings, &Links::measuring(), Budget::none());
        tangle::check(&html)?;
    }
    Ok(())
}

/// What matters about a document that may be rendered.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Shape {
    /// True if it holds HTML of the owner's.
    pub has_html: bool,
}

/// Refuses what must not even be parsed.
pub(crate) fn check_source(markdown: &str) -> Result<(), TooComplex> {
    if markdown.len() > BYTES {
        return Err(TooComplex::Long);
    }
    // The parser looks along the whole row of marks at each of them.
    let quotation_depth = |line: &str| {
        line.bytes()
            .take_while(|byte| b" \t>-+*.)0123456789".contains(byte))
            .filter(|byte| *byte == b'>')
            .count()
    };
    if markdown
        .split(['\n', '\r'])
        .any(|line| quotation_depth(line) > DEPTH)
    {
        return Err(TooComplex::Deep);
    }
    Ok(())
}

/// Refuses a document whose rendering would take long.
pub(crate) fn measure<'a>(document: &'a AstNode<'a>) -> Result<Shape, TooComplex> {
    let mut depth = 0_usize;
    let mut count = Count::default();
    for edge in document.traverse() {
        let NodeEdge::Start(node) = edge else {
            depth = depth.saturating_sub(1);
            continue;
        };
        depth += 1;
        // The document itself and the words inside are not levels that a person would count.
        if depth > DEPTH + 2 {
            return Err(TooComplex::Deep);
        }
        count.add(&node.data().value);
        count.check()?;
    }
    Ok(Shape {
        has_html: count.html_bytes > 0,
    })
}

#[derive(Default)]
struct Count {
    parts: usize,
    cells: usize,
    notes: usize,
    pictures: usize,
    html_bytes: usize,
    sign_bytes: usize,
    /// The bytes and signs of the present paragraph or block of code.
    run: (usize, usize),
}

impl Count {
    fn add(&mut self, value: &NodeValue) {
        self.parts += 1;
        if value.block() {
            self.run = (0, 0);
        }
        match value {
            NodeValue::Text(text) => self.add_text(text),
            NodeValue::Code(code) => self.add_text(&code.literal),
            NodeValue::CodeBlock(block) => self.add_text(&block.literal),
            NodeValue::Image(image) => {
                self.pictures += 1;
                self.add_text(&image.url);
                self.add_text(&image.title);
            }
            NodeValue::Link(link) => {
                self.add_text(&link.url);
                self.add_text(&link.title);
            }
            NodeValue::TableCell => self.cells += 1,
            NodeValue::FootnoteReference(_) => self.notes += 1,
            NodeValue::HtmlBlock(block) => self.add_html(&block.literal),
            NodeValue::HtmlInline(html) => self.add_html(html),
            _ => {}
        }
    }

    fn add_html(&mut self, html: &str) {
        // A comment, such as the mark at the end of the opening, holds no elements.
        if is_comment(html.trim()) {
            return;
        }
        self.html_bytes += html.len();
        self.pictures += raw::count(html);
        self.add_text(html);
    }

    fn add_text(&mut self, text: &str) {
        // The second is the first byte of many signs, and of a space that does not break.
        let signs = text
            .bytes()
            .filter(|byte| matches!(byte, b'&' | 0xC2))
            .count();
        let (bytes, all_signs) = self.run;
        let before = bytes.saturating_mul(all_signs);
        self.run = (bytes + text.len(), all_signs + signs);
        let after = self.run.0.saturating_mul(self.run.1);
        self.sign_bytes = self.sign_bytes.saturating_add(after - before);
    }

    fn check(&self) -> Result<(), TooComplex> {
        for (number, limit, refusal) in [
            (self.parts, PARTS, TooComplex::ManyParts),
            (self.cells, CELLS, TooComplex::ManyCells),
            (self.notes, NOTES, TooComplex::ManyNotes),
            (self.pictures, PICTURES, TooComplex::ManyPictures),
            (self.html_bytes, HTML_BYTES, TooComplex::LongHtml),
            (self.sign_bytes, SIGN_BYTES, TooComplex::ManySigns),
        ] {
            if number > limit {
                return Err(refusal);
            }
        }
        Ok(())
    }
}

/// True for one comment and nothing else. A parser ends `<!-->` at once.
fn is_comment(html: &str) -> bool {
    html.strip_prefix("<!--")
        .filter(|inside| !inside.starts_with(['>', '-']))
        .and_then(|inside| inside.split_once("-->"))
        .is_some_and(|(_, after)| after.is_empty())
}
