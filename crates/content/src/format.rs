//! The document as HTML: comrak's own, but for what this site prints in its own way.

mod pictures;

use std::collections::HashSet;
use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, NodeValue};
use comrak::options::Plugins;

use crate::code::{self, highlight::Budget};
use crate::dialect::options;
use crate::figures::{self, Figure};
use crate::headings::Heading;
use crate::links::{self, Links};

/// Something wider than the page is scrolled by keyboard too.
const TABLE: &str =
    "<div class=\"table-scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>";

/// What the formatter knows while it goes through a document.
struct Page<'p> {
    links: Links<'p>,
    headings: &'p [Heading],
    /// How many of the headings are printed.
    printed: usize,
    /// Every id that leads to a heading.
    ids: HashSet<&'p str>,
    budget: Budget,
    /// Whether the next picture is the first that is seen.
    is_first_to_come: bool,
}

/// The HTML of a document, not cleaned yet. The headings are those taken from it.
pub(crate) fn format<'a>(
    document: &'a AstNode<'a>,
    headings: &[Heading],
    links: &Links<'_>,
    budget: Budget,
) -> String {
    let page = Page {
        links: *links,
        headings,
        printed: 0,
        ids: headings
            .iter()
            .flat_map(|heading| [Some(&heading.entry.id), heading.alias.as_ref()])
            .flatten()
            .map(String::as_str)
            .collect(),
        budget,
        is_first_to_come: !links.has_picture_above,
    };
    let (options, plugins) = (options(), Plugins::default());
    let mut html = String::new();
    // Writing into a text does not fail.
    let _ =
        format_document_with_formatter(document, &options, &mut html, &plugins, format_node, page);
    html
}

type Formatted = Result<ChildRendering, fmt::Error>;

fn format_node<'a>(
    context: &mut Context<'_, '_, Page<'_>>,
    node: &'a AstNode<'a>,
    entering: bool,
) -> Formatted {
    match &node.data().value {
        NodeValue::Heading(_) => format_heading(context, entering),
        NodeValue::CodeBlock(block) if entering => {
            context.cr()?;
            let mut budget = std::mem::take(&mut context.user.budget);
            code::write(context, block, &mut budget)?;
            context.user.budget = budget;
            Ok(ChildRendering::HTML)
        }
        NodeValue::CodeBlock(_) => Ok(ChildRendering::HTML),
        NodeValue::Link(link) => format_link(context, node, entering, &link.url),
        NodeValue::Image(image) => {
            if entering {
                pictures::write(context, node, image)?;
            }
            Ok(ChildRendering::Skip)
        }
        NodeValue::Paragraph => format_paragraph(context, node, entering),
        NodeValue::Table(_) => format_table(context, node, entering),
        NodeValue::HtmlBlock(block) if entering => {
            context.cr()?;
            let html = pictures::raw(&mut context.user, &block.literal)?;
            context.write_str(&html)?;
            context.cr()?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::HtmlInline(html) if entering => {
            let html = pictures::raw(&mut context.user, html)?;
            context.write_str(&html)?;
            Ok(ChildRendering::HTML)
        }
        _ => format_node_default(context, node, entering),
    }
}

fn format_heading(context: &mut Context<'_, '_, Page<'_>>, entering: bool) -> Formatted {
    let headings = context.user.headings;
    if entering {
        context.user.printed += 1;
        context.cr()?;
    }
    let Some(heading) = headings.get(context.user.printed.saturating_sub(1)) else {
        return Ok(ChildRendering::HTML);
    };
    let level = heading.entry.level;
    if !entering {
        writeln!(context, "</h{level}>")?;
        return Ok(ChildRendering::HTML);
    }
    // An anchor is made of letters, digits, marks, hyphens and underscores only.
    write!(context, "<h{level} id=\"{}\">", heading.entry.id)?;
    if let Some(alias) = &heading.alias {
        write!(context, "<span id=\"{alias}\"></span>")?;
    }
    Ok(ChildRendering::HTML)
}

fn format_link<'a>(
    context: &mut Context<'_, '_, Page<'_>>,
    node: &'a AstNode<'a>,
    entering: bool,
    address: &str,
) -> Formatted {
    let address = if links::is_internal(address) {
        links::parse(address).and_then(|link| context.user.links.resolve(&link))
    } else if let Some(id) = context.user.heading_id(address) {
        Some(format!("#{id}"))
    } else {
        return format_node_default(context, node, entering);
    };
    // What a link without a target says is still to be read.
    if let Some(address) = address {
        if entering {
            context.write_str("<a href=\"")?;
            context.escape_href(&address)?;
            context.write_str("\">")?;
        } else {
            context.write_str("</a>")?;
        }
    }
    Ok(ChildRendering::HTML)
}

impl Page<'_> {
    /// The id of the heading that `#anchor` means, where it is written without the prefix.
    fn heading_id(&self, address: &str) -> Option<&str> {
        let anchor = address.strip_prefix('#')?;
        self.ids.get(format!("h-{anchor}").as_str()).copied()
    }
}

fn format_paragraph<'a>(
    context: &mut Context<'_, '_, Page<'_>>,
    node: &'a AstNode<'a>,
    entering: bool,
) -> Formatted {
    let Some(figure) = figures::of(node) else {
        return format_node_default(context, node, entering);
    };
    match figure {
        Figure::Captioned | Figure::Alone => {
            if entering {
                context.cr()?;
                pictures::write_paragraph(context, node)?;
            }
            Ok(ChildRendering::Skip)
        }
        Figure::Video(host) => {
            if entering {
                context.cr()?;
                context.write_str("<figure class=\"embed\">")?;
            } else {
                let name = host.name();
                writeln!(
                    context,
                    "<figcaption>A video at {name}</figcaption></figure>"
                )?;
            }
            Ok(ChildRendering::HTML)
        }
    }
}

fn format_table<'a>(
    context: &mut Context<'_, '_, Page<'_>>,
    node: &'a AstNode<'a>,
    entering: bool,
) -> Formatted {
    if entering {
        context.cr()?;
        context.write_str(TABLE)?;
        context.write_str("\n")?;
        return Ok(ChildRendering::HTML);
    }
    let rendering = format_node_default(context, node, entering)?;
    context.write_str("</div>\n")?;
    Ok(rendering)
}
