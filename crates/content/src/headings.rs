//! Ids for headings that keep leading to the same heading while the text around it changes.
//!
//! The rule, in the order in which ids are given:
//! 1. `## Setup {#install}` has the id `h-install`, whatever else changes.
//! 2. The first heading of its words has the id of its words: `h-setup`.
//! 3. A heading below another one also answers to both their words: `h-linux-setup`. For a later
//!    heading of the same words this is its id, so two "Setup" are told apart by what they are
//!    about and not by a count; for the first it is a second anchor. So neither loses the address
//!    it had when a heading of the same words comes or goes, and renaming the heading above
//!    changes nothing for a heading whose words are its own.
//! 4. Only what is left (the same words below the same words) is counted: `h-setup-2`.
//!
//! The prefix keeps a heading's id from meeting one of the page around it.

use std::collections::{HashMap, HashSet};

use comrak::Anchorizer;
use comrak::nodes::{AstNode, NodeValue};

/// Characters of an id that come from one heading's words.
const WORDS_CHARS: usize = 80;

/// A heading of the text, for a contents list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// The heading's level on the page, 2 to 6.
    pub level: u8,
    /// The element's id.
    pub id: String,
    /// The heading's words.
    pub text: String,
}

/// A heading as it is printed.
#[derive(Debug)]
pub(crate) struct Heading {
    pub entry: OutlineEntry,
    /// A second anchor that leads here.
    pub alias: Option<String>,
}

/// What is known of a heading before ids are given.
struct Found {
    level: u8,
    text: String,
    explicit: Option<String>,
    words: String,
    /// Its words after those of the heading above it.
    path: Option<String>,
}

/// The headings of a document in order, each `{#anchor}` taken out of its words.
pub(crate) fn take<'a>(document: &'a AstNode<'a>) -> Vec<Heading> {
    let mut found: Vec<Found> = Vec::new();
    // The headings that the next one may stand below.
    let mut above: Vec<(u8, String)> = Vec::new();
    for node in document.descendants() {
        let NodeValue::Heading(heading) = node.data().value else {
            continue;
        };
        let explicit = take_anchor(node);
        let text = node.collect_text();
        let words = words_of(&text);
        while above
            .last()
            .is_some_and(|(level, _)| *level >= heading.level)
        {
            above.pop();
        }
        let path = above.last().map(|(_, parent)| format!("{parent}-{words}"));
        above.push((heading.level, words.clone()));
        found.push(Found {
            // The page's own title is the only `h1`.
            level: heading.level.clamp(2, 6),
            text,
            explicit,
            words,
            path,
        });
    }
    name(found)
}

fn name(found: Vec<Found>) -> Vec<Heading> {
    let mut ids = Ids::default();
    let mut chosen: Vec<Option<String>> = found
        .iter()
        .map(|heading| {
            heading
                .explicit
                .as_ref()
                .and_then(|anchor| ids.claim(anchor))
        })
        .collect();
    for (id, heading) in chosen.iter_mut().zip(&found) {
        if id.is_none() && heading.explicit.is_none() {
            *id = ids.claim(&heading.words);
        }
    }
    let mut aliases: Vec<Option<String>> = Vec::with_capacity(found.len());
    for (id, heading) in chosen.iter_mut().zip(&found) {
        let path = heading.path.as_ref().and_then(|path| ids.claim(path));
        aliases.push(if id.is_none() {
            *id = path;
            None
        } else {
            path
        });
    }
    found
        .into_iter()
        .zip(chosen)
        .zip(aliases)
        .map(|((heading, id), alias)| Heading {
            entry: OutlineEntry {
                level: heading.level,
                id: id.unwrap_or_else(|| {
                    let words = heading.explicit.or(heading.path).unwrap_or(heading.words);
                    ids.claim_counted(&words)
                }),
                text: heading.text,
            },
            alias,
        })
        .collect()
}

/// The ids that are taken.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    /// The next number to try for some words, so that many equal headings stay cheap.
    next: HashMap<String, usize>,
}

impl Ids {
    fn claim(&mut self, words: &str) -> Option<String> {
        let id = format!("h-{words}");
        self.taken.insert(id.clone()).then_some(id)
    }

    fn claim_counted(&mut self, words: &str) -> String {
        loop {
            let next = self.next.entry(words.to_owned()).or_insert(1);
            *next += 1;
            let counted = format!("{words}-{next}");
            if let Some(id) = self.claim(&counted) {
                return id;
            }
        }
    }
}

/// Letters, digits, marks, hyphens and underscores only, so that it can stand in an attribute.
fn words_of(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String = Anchorizer::new()
        .anchorize(&text)
        .chars()
        .take(WORDS_CHARS)
        .collect();
    if words.is_empty() {
        "section".to_owned()
    } else {
        words
    }
}

/// Takes `{#anchor}` off the end of a heading.
fn take_anchor<'a>(heading: &'a AstNode<'a>) -> Option<String> {
    let last = heading.last_child()?;
    let mut data = last.data_mut();
    let NodeValue::Text(text) = &mut data.value else {
        return None;
    };
    let (before, anchor) = text.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let is_anchor = (1..=WORDS_CHARS).contains(&anchor.len())
        && anchor
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    if !is_anchor {
        return None;
    }
    // Whoever knows how a heading's id looks may have written the prefix as well.
    let anchor = anchor.strip_prefix("h-").unwrap_or(anchor).to_lowercase();
    let before = before.trim_end().to_owned();
    *text = before.into();
    (!anchor.is_empty()).then_some(anchor)
}
