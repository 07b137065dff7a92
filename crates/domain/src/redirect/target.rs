//! An address that the owner types as the target of a redirect.

use std::fmt;

use url::Url;

use super::path::{SitePath, encoded, normal};

/// A path of this site, perhaps with a query and a place on the page, or an address on the web.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TargetAddress(String);

/// Why a target was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetAddressError {
    /// Nothing was given.
    #[error("Please say where it leads: a path such as /contact, or an address with https://.")]
    Empty,
    /// More than 1,000 bytes.
    #[error("This address is too long: at most 1,000 characters fit.")]
    TooLong,
    /// Neither a path nor a web address.
    #[error(
        "Use a path of this site such as /contact, or an address that begins with https:// or http://."
    )]
    Malformed,
    /// A query or a place on the page, where something is put behind the address.
    #[error(
        "Leave out what begins with ? or #: the rest of the old address is put behind this one."
    )]
    WithQuery,
}

impl TargetAddress {
    /// Bytes that fit.
    pub const MAX_BYTES: usize = 1_000;

    /// Reads a target.
    ///
    /// # Errors
    /// [`TargetAddressError`] for anything else than a path of this site or an address on the web.
    pub fn parse(input: &str) -> Result<Self, TargetAddressError> {
        let text = input.trim();
        if text.is_empty() {
            return Err(TargetAddressError::Empty);
        }
        if text.len() > Self::MAX_BYTES {
            return Err(TargetAddressError::TooLong);
        }
        if text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return Err(TargetAddressError::Malformed);
        }
        let address = if text.starts_with('/') {
            on_this_site(text)
        } else {
            on_the_web(text)
        };
        match address {
            Some(address) if address.len() <= Self::MAX_BYTES => Ok(Self(address)),
            Some(_) => Err(TargetAddressError::TooLong),
            None => Err(TargetAddressError::Malformed),
        }
    }

    /// The address as it is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path, when it is one of this site.
    pub fn site_path(&self) -> Option<SitePath> {
        let end = self.0.find(['?', '#']).unwrap_or(self.0.len());
        SitePath::of_request(&self.0[..end])
    }

    /// The path alone, when the address is nothing else.
    pub fn plain_site_path(&self) -> Option<SitePath> {
        self.site_path().filter(|_| !self.has_query())
    }

    fn has_query(&self) -> bool {
        self.0.contains(['?', '#'])
    }

    /// Checks that something can be put behind it.
    ///
    /// # Errors
    /// [`TargetAddressError::WithQuery`] when it has a query or a place on the page.
    pub fn expect_folder(&self) -> Result<(), TargetAddressError> {
        if self.has_query() {
            Err(TargetAddressError::WithQuery)
        } else {
            Ok(())
        }
    }

    /// The address with the rest of an old one behind it. The rest is that of a [`SitePath`]: it is
    /// empty or begins with exactly one slash, and so never names another host.
    pub fn with_rest(&self, rest: &str) -> String {
        if rest.is_empty() {
            return self.0.clone();
        }
        format!("{}{rest}", self.0.trim_end_matches('/'))
    }

    /// An address as a header carries it, with the query of the request behind its own.
    pub fn location(address: &str, query: &str) -> String {
        let address = encoded(address);
        if query.is_empty() {
            return address;
        }
        let (page, place) = match address.split_once('#') {
            Some((page, place)) => (page, format!("#{place}")),
            None => (address.as_str(), String::new()),
        };
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{page}{joint}{}{place}", encoded(query))
    }
}

impl fmt::Display for TargetAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn on_this_site(text: &str) -> Option<String> {
    // Two slashes, or one and what a browser takes for one, would name another host.
    if text.starts_with("//") || text.starts_with("/\\") {
        return None;
    }
    let end = text.find(['?', '#']).unwrap_or(text.len());
    let path = normal(&text[..end])?;
    Some(format!("{path}{}", &text[end..]))
}

fn on_the_web(text: &str) -> Option<String> {
    let address = Url::parse(text).ok()?;
    let is_web = matches!(address.scheme(), "http" | "https") && address.has_host();
    let is_anonymous = address.username().is_empty() && address.password().is_none();
    (is_web && is_anonymous).then(|| address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn target(text: &str) -> TargetAddress {
        TargetAddress::parse(text).unwrap()
    }

    #[test]
    fn a_path_and_a_web_address_are_targets_and_nothing_else_is() {
        for (text, stored) in [
            ("/contact", "/contact"),
            ("/Articles/A/?x=1#y", "/articles/a?x=1#y"),
            ("/", "/"),
            ("https://example.org", "https://example.org/"),
            ("http://example.org/ä", "http://example.org/%C3%A4"),
        ] {
            assert_eq!(target(text).as_str(), stored);
        }
        for text in [
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "mailto:a@example.org",
            "contact",
            "/a b",
            "https://",
            "https://user@evil.example/",
            "/a/../../b",
        ] {
            assert_eq!(
                TargetAddress::parse(text),
                Err(TargetAddressError::Malformed),
                "{text}"
            );
        }
        assert_eq!(TargetAddress::parse(" "), Err(TargetAddressError::Empty));
        let long = format!("/{}", "a".repeat(1_000));
        assert_eq!(
            TargetAddress::parse(&long),
            Err(TargetAddressError::TooLong)
        );
    }

    #[test]
    fn the_rest_of_an_old_address_stays_below_the_target() {
        assert_eq!(target("/articles").with_rest("/x"), "/articles/x");
        assert_eq!(target("/articles").with_rest(""), "/articles");
        assert_eq!(target("/").with_rest("/x"), "/x");
        assert_eq!(
            target("https://example.org").with_rest("/x"),
            "https://example.org/x"
        );
    }

    #[test]
    fn the_query_of_the_request_is_passed_on() {
        let location = TargetAddress::location;
        assert_eq!(location("/a", "x=1"), "/a?x=1");
        assert_eq!(location("/a?b=2#c", "x=1"), "/a?b=2&x=1#c");
        assert_eq!(location("/é", ""), "/%C3%A9");
        assert_eq!(location("/a", "x=\u{e9}"), "/a?x=%C3%A9");
    }

    proptest! {
        #[test]
        fn no_rest_turns_a_target_of_this_site_into_another_host(
            raw in "/old[/\\\\a%2fF5cC.@:]{0,20}",
            folder in prop_oneof![Just("/"), Just("/articles"), Just("https://example.org")],
        ) {
            let source = SitePath::parse("/old").unwrap();
            let request = SitePath::of_request(&raw);
            if let Some(rest) = request.as_ref().and_then(|path| path.rest_below(&source)) {
                let location = TargetAddress::location(&target(folder).with_rest(rest), "");
                let base = Url::parse("https://site.example/old").unwrap();
                let host = base.join(&location).unwrap().host_str().map(str::to_owned);
                let expected = if folder.starts_with('/') { "site.example" } else { "example.org" };
                prop_assert_eq!(host.as_deref(), Some(expected));
            }
        }

        #[test]
        fn reading_a_target_again_changes_nothing(text in "(/|https://a.b/)[^\\s]{0,40}") {
            if let Ok(address) = TargetAddress::parse(&text) {
                prop_assert_eq!(TargetAddress::parse(address.as_str()), Ok(address));
            }
        }
    }
}
