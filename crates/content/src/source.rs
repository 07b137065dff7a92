//! The Markdown itself, for readers elsewhere: with addresses that lead to this site from anywhere.

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{NodeValue, Sourcepos};
use comrak::{Arena, parse_document};
use url::Url;

use crate::dialect::options;
use crate::limits;
use crate::links::{self, Links};

/// The length of an id as it is written in an internal address.
const ID_CHARS: usize = 36;

/// A text as it was written, but for its addresses: internal ones become the absolute address of what
/// they name, and so do links and pictures that name a path of this site. A link to what visitors
/// cannot see leaves its words. A picture without words gets those of the library. Code stays as it is.
///
/// A text that [`check`](crate::check) refuses is given as it was written.
pub fn source_for_readers(markdown: &str, links: &Links<'_>, site: &Url) -> String {
    if limits::check_source(markdown).is_err() {
        return markdown.to_owned();
    }
    let lines = Lines::of(markdown);
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    let mut edits = Edits::default();
    let mut code: Vec<Range<usize>> = Vec::new();
    for node in document.descendants() {
        let data = node.data();
        let range = lines.range(data.sourcepos);
        match &data.value {
            NodeValue::Code(_) | NodeValue::CodeBlock(_) => code.push(range),
            // The page leaves comments out, so its source does not tell them either.
            NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                let text = markdown.get(range.clone()).unwrap_or_default();
                for comment in comments(text) {
                    edits.add(
                        range.start + comment.start..range.start + comment.end,
                        String::new(),
                    );
                }
            }
            NodeValue::Link(link) | NodeValue::Image(link) => {
                let text = markdown.get(range.clone()).unwrap_or_default();
                for (place, new) in inline_link(text, &link.url, links, site) {
                    edits.add(range.start + place.start..range.start + place.end, new);
                }
            }
            _ => {}
        }
    }
    // What is left stands in definitions, in HTML, or where the parser lost count of the columns.
    code.sort_by_key(|range| range.start);
    for place in internal_addresses(markdown) {
        let before = code.partition_point(|range| range.start <= place.start);
        let is_in_code = code[..before]
            .last()
            .is_some_and(|range| range.contains(&place.start));
        if !is_in_code && !edits.touch(&place) {
            let address = markdown.get(place.clone()).unwrap_or_default();
            let address = absolute(address, links, site).unwrap_or_else(|| "#".to_owned());
            edits.add(place, address);
        }
    }
    edits.applied_to(markdown)
}

/// The comments in some HTML; one without an end goes to the end. The mark of an opening is none.
fn comments(html: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = html[from..].find("<!--").map(|at| from + at) {
        let end = html[start + 4..]
            .find("-->")
            .map_or(html.len(), |at| start + 4 + at + 3);
        if html
            .get(start..end)
            .is_some_and(|comment| comment != "<!--more-->")
        {
            found.push(start..end);
        }
        from = end;
    }
    found
}

/// What to write in place of parts of `[words](address)`. Nothing for a link that is written in
/// another way, whose address stands elsewhere.
fn inline_link(
    text: &str,
    address: &str,
    links: &Links<'_>,
    site: &Url,
) -> Vec<(Range<usize>, String)> {
    let is_internal = links::is_internal(address);
    let is_path = address.starts_with('/') && !address.starts_with("//");
    if !(is_internal || is_path) || !text.ends_with(')') {
        return Vec::new();
    }
    let opening = if text.starts_with("![") { 2 } else { 1 };
    let Some(end_of_words) = text.rfind(&format!("]({address}")).or_else(|| {
        // Between angle brackets an address may hold spaces.
        text.rfind(&format!("](<{address}"))
    }) else {
        return Vec::new();
    };
    let is_link = text.starts_with('[') || opening == 2;
    if !is_link || end_of_words < opening {
        return Vec::new();
    }
    let Some(start) = text[end_of_words..].find(address) else {
        return Vec::new();
    };
    let start = end_of_words + start;
    let picture = links.picture(address).filter(|_| opening == 2);
    let new = match picture {
        Some(picture) => site.join(&picture.fallback.src).ok().map(String::from),
        None => absolute(address, links, site),
    };
    match new {
        Some(new) => {
            let mut edits = vec![(start..start + address.len(), new)];
            let words = text.get(opening..end_of_words).unwrap_or_default();
            if let Some(picture) = picture.filter(|_| words.trim().is_empty()) {
                edits.push((opening..end_of_words, escaped(picture.words(""))));
            }
            edits
        }
        None => vec![
            (0..opening, String::new()),
            (end_of_words..text.len(), String::new()),
        ],
    }
}

/// Words as they stand between square brackets.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.chars() {
        if character.is_ascii_punctuation() {
            escaped.push('\\');
        }
        escaped.push(if character == '\n' { ' ' } else { character });
    }
    escaped
}

/// The absolute address that an address of this site stands for, when it leads anywhere.
fn absolute(address: &str, links: &Links<'_>, site: &Url) -> Option<String> {
    let path = if links::is_internal(address) {
        let picture = || Some(links.picture(address)?.fallback.src.clone());
        links.resolve(&links::parse(address)?).or_else(picture)?
    } else {
        address.to_owned()
    };
    site.join(&path).ok().map(String::from)
}

/// Where an internal address stands, with the place on the page behind it.
fn internal_addresses(markdown: &str) -> Vec<Range<usize>> {
    let is_end = |c: char| c.is_whitespace() || "\"'<>()[]".contains(c);
    markdown
        .match_indices(links::SCHEME)
        .filter_map(|(start, scheme)| {
            let rest = markdown.get(start..)?;
            let end = rest.find(is_end).unwrap_or(rest.len());
            let is_address =
                links::parse(rest.get(..end)?).is_some() && end >= scheme.len() + ID_CHARS;
            is_address.then_some(start..start + end)
        })
        .collect()
}

/// Where each line of a text begins.
struct Lines {
    starts: Vec<usize>,
    length: usize,
}

impl Lines {
    fn of(text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            starts: std::iter::once(0).chain(after_breaks).collect(),
            length: text.len(),
        }
    }

    /// The bytes of a node; both ends of its position count, and columns are bytes from 1.
    fn range(&self, position: Sourcepos) -> Range<usize> {
        let at = |line: usize, column: usize| {
            let start = line.checked_sub(1).and_then(|line| self.starts.get(line));
            start.map_or(self.length, |start| (start + column).min(self.length))
        };
        let start = at(position.start.line, position.start.column.saturating_sub(1));
        start..at(position.end.line, position.end.column).max(start)
    }
}

/// Parts of a text that are replaced, none of which touches another: where each begins, where it
/// ends, and what comes there.
#[derive(Default)]
struct Edits(BTreeMap<usize, (usize, String)>);

impl Edits {
    fn add(&mut self, place: Range<usize>, text: String) {
        if !self.touch(&place) {
            self.0.insert(place.start, (place.end, text));
        }
    }

    /// True when something of this is replaced already.
    fn touch(&self, place: &Range<usize>) -> bool {
        let last = self.0.range(..place.end).next_back();
        last.is_some_and(|(_, (end, _))| *end > place.start)
    }

    fn applied_to(self, text: &str) -> String {
        let mut done = String::with_capacity(text.len() + 64 * self.0.len());
        let mut from = 0;
        for (start, (end, new)) in self.0 {
            done.push_str(text.get(from..start).unwrap_or_default());
            done.push_str(&new);
            from = end;
        }
        done.push_str(text.get(from..).unwrap_or_default());
        done
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Candidate, Focus, Picture};
    use std::collections::HashMap;
    use uuid::Uuid;

    const ID: &str = "0197a3c4-5d6e-7f80-9123-456789abcdef";
    const NOBODY: &str = "0197a3c4-5d6e-7f80-9123-000000000000";

    const PICTURE: &str = "0197a3c4-5d6e-7f80-9123-111111111111";

    fn printed(markdown: &str) -> String {
        let id = |text: &str| text.parse::<Uuid>().unwrap();
        let paths = HashMap::from([(id(ID), "/articles/a".to_owned())]);
        let picture = Picture {
            fallback: Candidate {
                src: "/media/ab-960.jpg".to_owned(),
                width_px: 960,
            },
            fallback_srcset: Vec::new(),
            sources: Vec::new(),
            width_px: 960,
            height_px: 640,
            alt: "A [grey] wall".to_owned(),
            is_decorative: false,
            has_transparency: false,
            tone: None,
            focus: Focus { x: 50, y: 50 },
        };
        let pictures = HashMap::from([(id(PICTURE), picture)]);
        let site = Url::parse("https://example.org/").unwrap();
        let links = Links::new(&paths).with_pictures(&pictures);
        source_for_readers(markdown, &links, &site)
    }

    #[test]
    fn a_picture_of_the_library_comes_with_its_address_and_its_words() {
        let given = format!(
            "![](plinth:{PICTURE} \"T\") ![mine](plinth:{PICTURE}) <img src=\"plinth:{PICTURE}\"> ![r][r]\n\n[r]: plinth:{PICTURE}\n"
        );
        assert_eq!(
            printed(&given),
            given.replacen("![](", r"![A \[grey\] wall](", 1).replace(
                &format!("plinth:{PICTURE}"),
                "https://example.org/media/ab-960.jpg"
            )
        );
    }

    #[test]
    fn an_internal_address_is_absolute_wherever_it_stands() {
        let given = format!(
            "# Ünï *a*\n\n> - See [*the* first](plinth:{ID}) and\n>   [a part](plinth:{ID}#h-x \"T\").\n\n\
             [again][a] <a href=\"plinth:{ID}\">HTML</a> [b](<plinth:{ID}>)\n\n\
             | [t](plinth:{ID}) | b |\n| - | - |\n\n[a]: plinth:{ID}\n"
        );
        let made = printed(&given);
        let expected = given
            .replace(
                &format!("plinth:{ID}#h-x"),
                "https://example.org/articles/a#h-x",
            )
            .replace(&format!("plinth:{ID}"), "https://example.org/articles/a");
        assert_eq!(made, expected);
    }

    #[test]
    fn a_path_of_the_site_is_absolute_too_and_other_addresses_stay() {
        let given = "[a](/services/x) ![b](/media/y.png \"T\") [c](https://example.com/) [d](#e) [f](//g.example/)";
        assert_eq!(
            printed(given),
            given
                .replace("(/services", "(https://example.org/services")
                .replace("(/media", "(https://example.org/media")
        );
    }

    #[test]
    fn a_link_to_what_is_not_there_leaves_its_words() {
        let given = format!(
            "A [*good* one](plinth:{NOBODY} \"T\"), ![a picture](plinth:{NOBODY}), [r][r].\n\n[r]: plinth:{NOBODY}\n"
        );
        assert_eq!(
            printed(&given),
            "A *good* one, a picture, [r][r].\n\n[r]: #\n"
        );
    }

    #[test]
    fn code_stays_as_it_was_written() {
        let given = format!(
            "Write `[words](plinth:{ID})`:\n\n```markdown\n[words](plinth:{ID})\n```\n\n    [words](plinth:{ID})\n\n- `plinth:{ID}`\n"
        );
        assert_eq!(printed(&given), given);
    }

    #[test]
    fn a_text_without_addresses_is_given_letter_by_letter() {
        for given in [
            "",
            "a",
            "\r\nA\u{301} **b** \t\n\n\n",
            "[x](y) <!--more-->\n",
        ] {
            assert_eq!(printed(given), given);
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_stumble_and_no_internal_address_is_left_outside_of_code(
            pieces in proptest::collection::vec(proptest::sample::select(vec![
                "[a](plinth:0197a3c4-5d6e-7f80-9123-456789abcdef)", "![b](plinth:0197a3c4-5d6e-7f80-9123-000000000000)",
                "é", "> ", "- ", "\n", "\n\n", "\t", " ", "[", "](", ")", "*", "| a | b |\n| - | - |\n", "1. ", "\u{301}", "<p>", "\r\n",
            ]), 0..24),
        ) {
            let made = printed(&pieces.concat());
            // Four spaces or a tab make code of what follows.
            let has_code = pieces.iter().any(|piece| piece.contains('\t')) || made.contains("    ");
            proptest::prop_assert!(has_code || !made.contains("plinth:"), "{made}");
        }
    }

    #[test]
    fn notes_in_comments_are_told_nobody_and_code_keeps_them() {
        let markdown = "A.<!-- ask ACME --> B.\n\n<!--\nsecret\n-->\n\n`<!-- c -->` <!--more-->\n\n```\n<!-- d -->\n```\n";
        let source = printed(markdown);
        assert!(
            !source.contains("ACME") && !source.contains("secret"),
            "{source}"
        );
        for kept in ["A. B.", "`<!-- c -->`", "<!--more-->", "<!-- d -->"] {
            assert!(source.contains(kept), "{kept}: {source}");
        }
    }
}
