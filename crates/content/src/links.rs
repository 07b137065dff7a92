//! Links to the site's own content, written by id and printed as its present address.
//!
//! `[words](plinth:0197…)` or `[words](plinth:0197…#h-anchor)`; in HTML `<a href="plinth:0197…">`.

use std::collections::{HashMap, HashSet};

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use uuid::Uuid;

use crate::dialect::options;
use crate::limits;

const SCHEME: &str = "plinth:";

/// Where the content that a text links to stands now.
///
/// A link to what is not among these (withdrawn, deleted, never there) is printed as its words.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    paths: Option<&'a HashMap<Uuid, String>>,
}

impl<'a> Links<'a> {
    /// Links to the content of these ids, each with its path: `/articles/a-title`.
    pub fn new(paths: &'a HashMap<Uuid, String>) -> Self {
        Self { paths: Some(paths) }
    }

    /// No internal link leads anywhere.
    pub const fn none() -> Self {
        Self { paths: None }
    }

    /// The address that an internal link is printed as.
    pub(crate) fn resolve(&self, link: &InternalLink<'_>) -> Option<String> {
        let path = self.paths?.get(&link.id)?;
        Some(match link.anchor {
            Some(anchor) => format!("{path}#{anchor}"),
            None => path.clone(),
        })
    }
}

/// A link of the form `plinth:<uuid>#anchor`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InternalLink<'a> {
    pub id: Uuid,
    pub anchor: Option<&'a str>,
}

/// True for an address of our scheme, also one whose id cannot be read: such a link leads nowhere.
pub(crate) fn is_internal(address: &str) -> bool {
    address
        .get(..SCHEME.len())
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(SCHEME))
}

/// The parts of an internal link's address.
pub(crate) fn parse(address: &str) -> Option<InternalLink<'_>> {
    if !is_internal(address) {
        return None;
    }
    let rest = address.get(SCHEME.len()..)?;
    let (id, anchor) = match rest.split_once('#') {
        Some((id, anchor)) => (id, Some(anchor).filter(|anchor| !anchor.is_empty())),
        None => (rest, None),
    };
    // One way to write an id, so that a search of the texts for it finds each link.
    let is_plain = id.len() == 36;
    let id = Uuid::try_parse(id).ok().filter(|_| is_plain)?;
    Some(InternalLink { id, anchor })
}

/// The ids that a text links to, each once, in the order of the text.
///
/// A text that [`check`](crate::check) refuses before reading it is printed without links.
pub fn internal_links(markdown: &str) -> Vec<Uuid> {
    if limits::check_source(markdown).is_err() {
        return Vec::new();
    }
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    let mut add = |address: &str| {
        if let Some(link) = parse(address)
            && seen.insert(link.id)
        {
            ids.push(link.id);
        }
    };
    for node in document.descendants() {
        let data = node.data();
        let html = match &data.value {
            NodeValue::Link(link) => {
                add(&link.url);
                continue;
            }
            NodeValue::HtmlBlock(block) => &block.literal,
            NodeValue::HtmlInline(html) => html,
            _ => continue,
        };
        in_html(html, |address| {
            add(address);
            None
        });
    }
    ids
}

/// Raw HTML with each internal address that leads somewhere replaced by its present one.
pub(crate) fn in_raw_html(html: &str, links: &Links<'_>) -> String {
    in_html(html, |address| {
        let path = links.resolve(&parse(address)?)?;
        let mut escaped = String::with_capacity(path.len());
        comrak::html::escape(&mut escaped, &path).ok()?;
        Some(escaped)
    })
}

/// Offers each quoted internal address of some HTML for replacement. What is not replaced keeps
/// its scheme, which the cleaning takes away together with the attribute.
fn in_html(html: &str, mut replacement: impl FnMut(&str) -> Option<String>) -> String {
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find(SCHEME) {
        let (before, from) = rest.split_at(start);
        let quote = before
            .chars()
            .next_back()
            .filter(|c| matches!(c, '"' | '\''));
        let end = quote.and_then(|quote| from.find(quote));
        done.push_str(before);
        let Some(end) = end else {
            let (scheme, after) = from.split_at(SCHEME.len());
            done.push_str(scheme);
            rest = after;
            continue;
        };
        let (address, after) = from.split_at(end);
        match replacement(address) {
            Some(path) => done.push_str(&path),
            None => done.push_str(address),
        }
        rest = after;
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0197a3c4-5d6e-7f80-9123-456789abcdef";

    #[test]
    fn the_ids_of_a_text_come_each_once_and_in_order() {
        let other = "0197a3c4-5d6e-7f80-9123-000000000000";
        let markdown = format!(
            "[a](plinth:{other}) and [b](plinth:{ID}#h-x), [a][again].\n\n\
             <a href=\"plinth:{ID}\">c</a>\n\n`[code](plinth:{ID})`\n\n[again]: plinth:{other}"
        );
        let ids: Vec<_> = internal_links(&markdown)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(ids, [other, ID]);
    }

    #[test]
    fn what_is_not_an_id_is_not_a_link_to_content() {
        for address in [
            "plinth:",
            "plinth:#a",
            "plinth:x",
            "plinth:0197a3c45d6e7f809123456789abcdef",
            "plinth:{0197a3c4-5d6e-7f80-9123-456789abcdef}",
            "plinth:0197a3c4-5d6e-7f80-9123-456789abcdef/x",
            "https://example.org/plinth:",
        ] {
            assert_eq!(parse(address), None, "{address}");
        }
    }
}
