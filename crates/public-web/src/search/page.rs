//! The page of a search, in each of its states.

use domain::SearchQuery;
use persistence::search::{CANDIDATES, Found, Hit, HitKind, Instead, Marked};
use serde::Serialize;
use site_pages::{Chrome, Frame, Head};
use url::form_urlencoded;
use web_kit::{PageTemplate, dates};

use super::Refusal;
use crate::state::PublicState;

/// The page of a search.
#[derive(Debug, Serialize)]
pub(crate) struct SearchPage {
    chrome: Chrome,
    /// What stands in the field.
    query: String,
    /// True where the field takes the focus: nothing else is on the page.
    is_blank: bool,
    /// Why nothing was searched for.
    problem: Option<String>,
    /// How many results follow.
    heading: Option<String>,
    instead: Option<InsteadView>,
    notes: Vec<String>,
    results: Vec<Result>,
    is_empty: bool,
    any_href: Option<String>,
    best_href: Option<String>,
    next_href: Option<String>,
    has_articles: bool,
    has_services: bool,
}

/// Other words than those that were typed.
#[derive(Debug, Serialize)]
struct InsteadView {
    typed: String,
    shown: String,
    is_mended: bool,
    literal_href: String,
}

#[derive(Debug, Serialize)]
struct Result {
    href: String,
    kind: &'static str,
    date: Option<Date>,
    title: Vec<Part>,
    excerpt: Vec<Part>,
}

#[derive(Debug, Serialize)]
struct Date {
    iso: String,
    text: String,
}

#[derive(Debug, Serialize)]
struct Part {
    text: String,
    is_found: bool,
}

impl PageTemplate for SearchPage {
    const TEMPLATE: &'static str = "public/search/show";
}

impl SearchPage {
    fn new(state: &PublicState, frame: &Frame, query: &str) -> Self {
        let title = match query {
            "" => "Search".to_owned(),
            words => format!("{words} · Search"),
        };
        Self {
            chrome: state.chrome(frame, Head::unlisted(&title)),
            query: query.to_owned(),
            is_blank: false,
            problem: None,
            heading: None,
            instead: None,
            notes: Vec::new(),
            results: Vec::new(),
            is_empty: false,
            any_href: None,
            best_href: None,
            next_href: None,
            has_articles: frame.has_articles,
            has_services: !frame.services.is_empty(),
        }
    }

    /// Nothing was typed, or nothing that has a letter or a digit in it.
    pub fn without_words(state: &PublicState, frame: &Frame, typed: &str) -> Self {
        let typed: String = typed
            .chars()
            .filter(|character| !character.is_control())
            .take(SearchQuery::MAX_CHARS)
            .collect();
        let is_blank = typed.trim().is_empty();
        Self {
            is_blank,
            problem: (!is_blank).then(|| "There is no word in this to search for.".to_owned()),
            ..Self::new(state, frame, typed.trim())
        }
    }

    /// The search was not done.
    pub fn refused(
        state: &PublicState,
        frame: &Frame,
        query: &SearchQuery,
        refusal: &Refusal,
    ) -> Self {
        let problem = match refusal {
            Refusal::TooOften(retry_after) => format!(
                "Many searches came from your connection in a short time. Your words are kept; please try again in {}.",
                match retry_after.seconds {
                    0 | 1 => "a second".to_owned(),
                    seconds => format!("{seconds} seconds"),
                }
            ),
            Refusal::Busy => {
                "Many people are searching at this moment. Your words are kept; please try again in a few seconds."
                    .to_owned()
            }
        };
        Self {
            problem: Some(problem),
            ..Self::new(state, frame, query.as_str())
        }
    }

    /// What was found.
    pub fn with_results(
        state: &PublicState,
        frame: &Frame,
        typed: &SearchQuery,
        found: &Found,
        is_later: bool,
        is_literal: bool,
    ) -> Self {
        let is_empty = found.hits.is_empty() && !is_later;
        let mut notes = Vec::new();
        if typed.is_cut() {
            notes.push(format!(
                "The query was long: its first {} words, and no more than {} characters, were read.",
                SearchQuery::MAX_WORDS,
                SearchQuery::MAX_CHARS
            ));
        }
        if found.is_bounded {
            notes.push(format!(
                "Many texts hold these words: the best of the newest {CANDIDATES} are shown. More words, or words in quotation marks, find more exactly."
            ));
        }
        Self {
            heading: (!is_empty).then(|| heading(found, is_later)),
            instead: found.instead.map(|reason| InsteadView {
                typed: typed.shown(),
                shown: found.query.shown(),
                is_mended: reason == Instead::Mended,
                literal_href: address(typed, None, true),
            }),
            notes,
            results: found.hits.iter().map(|hit| result(hit, frame)).collect(),
            is_empty,
            any_href: typed
                .any_of_its_words()
                .filter(|_| is_empty)
                .map(|any| address(&any, None, false)),
            best_href: is_later.then(|| address(typed, None, is_literal)),
            next_href: found
                .next
                .map(|next| address(&found.query, Some(next.to_string()), is_literal)),
            ..Self::new(state, frame, typed.as_str())
        }
    }
}

fn heading(found: &Found, is_later: bool) -> String {
    let results = match found.hits.len() {
        0 => return "No more results".to_owned(),
        1 => "1 result".to_owned(),
        count => format!("{count} results"),
    };
    match (is_later, found.next) {
        (false, None) => results,
        (false, Some(_)) => format!("The best {results}"),
        (true, _) => results.replacen(' ', " more ", 1),
    }
}

fn address(query: &SearchQuery, after: Option<String>, is_literal: bool) -> String {
    let mut encoder = form_urlencoded::Serializer::new("/search?".to_owned());
    // The serializer adds to what stands there already.
    encoder.append_pair("q", query.as_str());
    if is_literal {
        encoder.append_pair("exact", "1");
    }
    if let Some(after) = after {
        encoder.append_pair("after", &after);
    }
    encoder.finish().replacen("?&", "?", 1)
}

fn result(hit: &Hit, frame: &Frame) -> Result {
    let (folder, kind) = match hit.kind {
        HitKind::Article => ("articles", "Article"),
        HitKind::Service => ("services", "Service"),
    };
    Result {
        href: format!("/{folder}/{}", hit.slug),
        kind,
        date: hit.published_at.map(|at| Date {
            iso: dates::iso(at),
            text: dates::display_date(at, frame.time_zone),
        }),
        title: parts(&hit.title),
        excerpt: parts(&hit.excerpt),
    }
}

fn parts(marked: &Marked) -> Vec<Part> {
    let spans = marked.spans.iter();
    spans
        .map(|span| Part {
            text: span.text.clone(),
            is_found: span.is_found,
        })
        .collect()
}

#[cfg(test)]
mod tests;
