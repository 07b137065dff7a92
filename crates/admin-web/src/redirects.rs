//! Old addresses: where each leads, what visitors did not find, and a place to try an address.

pub(crate) mod deletion;
pub(crate) mod editor;
pub(crate) mod export;
mod form;
pub(crate) mod import;
mod listing;
pub(crate) mod misses;
mod table;
pub(crate) mod tester;

use domain::RedirectOrigin;
use persistence::redirects::LeadsTo;
use serde::Serialize;
use url::Url;

use crate::titles;

pub(crate) use listing::index;

/// The list.
const PATH: &str = "/admin/redirects";

/// The list of what visitors did not find.
const MISSES: &str = "/admin/redirects/misses";

/// Where a redirect leads, for a page.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Target {
    title: Option<String>,
    address: Option<String>,
    note: Option<&'static str>,
}

impl Target {
    fn new(leads_to: &LeadsTo) -> Self {
        match leads_to {
            LeadsTo::Content {
                title,
                path,
                is_trashed,
            } => Self {
                title: Some(titles::or_untitled(title)),
                address: path.clone(),
                note: match (path, is_trashed) {
                    (Some(_), _) => None,
                    (None, true) => Some("in the trash: visitors are told that it is gone"),
                    (None, false) => Some("not on the site: visitors find nothing"),
                },
            },
            LeadsTo::Tag { name, path } => Self {
                title: Some(format!("Tag “{name}”")),
                address: Some(path.clone()),
                note: None,
            },
            LeadsTo::Address(address) => Self {
                title: None,
                address: Some(address.clone()),
                note: None,
            },
        }
    }

    /// In a sentence.
    fn in_words(&self) -> String {
        self.title
            .clone()
            .or_else(|| self.address.clone())
            .unwrap_or_default()
    }
}

/// How a redirect came to be, in words.
fn origin_words(origin: RedirectOrigin) -> &'static str {
    match origin {
        RedirectOrigin::Rename => "Renamed",
        RedirectOrigin::Manual => "Added by hand",
        RedirectOrigin::Import => "Imported",
        RedirectOrigin::Merge => "Tags merged",
        RedirectOrigin::Miss => "From a miss",
    }
}

/// A number of uses, in words.
fn uses(hits: i64) -> String {
    match hits {
        0 => "never used".to_owned(),
        1 => "used once".to_owned(),
        hits => format!("used {hits} times"),
    }
}

/// What was typed, as an address of this site where it is one in full.
fn on_this_site(base_url: &Url, typed: &str) -> String {
    let typed = typed.trim();
    match Url::parse(typed) {
        Ok(url) if url.origin() == base_url.origin() => url[url::Position::BeforePath..].to_owned(),
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_address_of_this_site_is_its_path() {
        let base: Url = "https://site.example".parse().unwrap();
        for (typed, path) in [
            ("https://site.example/a?b#c", "/a?b#c"),
            (" https://SITE.example/ ", "/"),
            ("https://other.example/a", "https://other.example/a"),
            ("/a", "/a"),
        ] {
            assert_eq!(on_this_site(&base, typed), path);
        }
    }

    #[test]
    fn what_is_not_on_the_site_says_so() {
        let leads_to = |path: Option<&str>, is_trashed| LeadsTo::Content {
            title: String::new(),
            path: path.map(str::to_owned),
            is_trashed,
        };
        assert_eq!(Target::new(&leads_to(Some("/a"), false)).note, None);
        assert!(
            Target::new(&leads_to(None, true))
                .note
                .is_some_and(|note| note.contains("trash"))
        );
        let withdrawn = Target::new(&leads_to(None, false));
        assert!(
            withdrawn
                .note
                .is_some_and(|note| note.contains("not on the site"))
        );
        assert_eq!(withdrawn.in_words(), "Untitled");
    }
}
