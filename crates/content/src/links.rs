//! Links to the site's own content, written by id and printed as its present address.
//!
//! `[words](plinth:0197…)` or `[words](plinth:0197…#h-anchor)`; in HTML `<a href="plinth:0197…">`.

use std::collections::HashMap;

use uuid::Uuid;

use crate::pictures::Pictures;

pub(crate) const SCHEME: &str = "plinth:";

/// How wide a text is that nobody said it of.
const WHOLE_PAGE: &str = "100vw";

/// Where the content that a text links to stands now, and the pictures that it shows.
///
/// A link to what is not among these (withdrawn, deleted, never there) is printed as its words.
#[derive(Debug, Clone, Copy)]
pub struct Links<'a> {
    paths: Option<&'a HashMap<Uuid, String>>,
    pub(crate) pictures: Pictures<'a>,
    pub(crate) sizes: &'a str,
    pub(crate) has_picture_above: bool,
    pub(crate) has_plain_pictures: bool,
}

impl<'a> Links<'a> {
    /// Links to the content of these ids, each with its path: `/articles/a-title`.
    pub fn new(paths: &'a HashMap<Uuid, String>) -> Self {
        Self {
            paths: Some(paths),
            ..Self::none()
        }
    }

    /// No internal link leads anywhere, and there is no picture.
    pub const fn none() -> Self {
        Self {
            paths: None,
            pictures: Pictures::None,
            sizes: WHOLE_PAGE,
            has_picture_above: false,
            has_plain_pictures: false,
        }
    }

    /// The largest that a text may become: whatever picture it names is printed.
    pub(crate) const fn measuring() -> Self {
        Self {
            pictures: Pictures::Every,
            ..Self::none()
        }
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
pub(crate) fn in_html(html: &str, mut replacement: impl FnMut(&str) -> Option<String>) -> String {
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
