//! A path of this site in the one form in which addresses are stored and compared.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The pages that the site has whatever is written in it.
pub const SITE_PAGES: [&str; 15] = [
    "/",
    "/services",
    "/articles",
    "/tags",
    "/series",
    "/contact",
    "/contact/thanks",
    "/search",
    "/opensearch.xml",
    "/feed.atom",
    "/feed.json",
    "/feed.rss",
    "/subscribe",
    "/sitemap.xml",
    "/robots.txt",
];

/// Folders whose addresses are all in lower case.
const OWN: [&str; 6] = [
    "/services",
    "/articles",
    "/tags",
    "/series",
    "/contact",
    "/search",
];

/// Folders that never reach the pages of visitors.
const RESERVED: [&str; 5] = ["/admin", "/assets", "/preview", "/livez", "/readyz"];

/// A path without query: percent-decoded, in NFC, without empty parts and without a slash at its
/// end; below the site's own folders in lower case. What has a meaning in an address stays encoded,
/// so that the form reads as an address and reading it again changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SitePath(String);

/// Why a path was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SitePathError {
    /// Nothing was given.
    #[error("Please give an address of this site, such as /old-page.")]
    Empty,
    /// It does not begin with one slash.
    #[error("An old address is a path of this site and begins with one slash, such as /old-page.")]
    NotAPath,
    /// It has a query or a place on the page.
    #[error(
        "Leave out what begins with ? or #: an old address counts without it, and it is passed on."
    )]
    WithQuery,
    /// It is no text, or has parts such as `..`.
    #[error("This address cannot be read: it holds characters that no address has.")]
    Unreadable,
    /// More than 500 bytes.
    #[error("This address is too long: at most 500 bytes fit.")]
    TooLong,
    /// The first page.
    #[error("The first page is always there, so that this redirect would never be used.")]
    FirstPage,
    /// The panel, files or probes.
    #[error("This address belongs to the program itself and cannot be an old one.")]
    Reserved,
}

impl SitePath {
    /// Bytes that fit.
    pub const MAX_BYTES: usize = 500;

    /// Reads an old address that somebody typed.
    ///
    /// # Errors
    /// [`SitePathError`] for what cannot be an old address of this site.
    pub fn parse(input: &str) -> Result<Self, SitePathError> {
        let text = input.trim();
        if text.is_empty() {
            return Err(SitePathError::Empty);
        }
        if !text.starts_with('/') || text.starts_with("//") || text.starts_with("/\\") {
            return Err(SitePathError::NotAPath);
        }
        if text.contains(['?', '#']) {
            return Err(SitePathError::WithQuery);
        }
        let path = normal(text).ok_or(SitePathError::Unreadable)?;
        if path.len() > Self::MAX_BYTES {
            return Err(SitePathError::TooLong);
        }
        if path == "/" {
            return Err(SitePathError::FirstPage);
        }
        let lower = path.to_ascii_lowercase();
        if RESERVED.iter().any(|folder| is_below(&lower, folder)) {
            return Err(SitePathError::Reserved);
        }
        Ok(Self(path))
    }

    /// Reads the path of a request, as it was sent; `None` for what no page and no redirect can have.
    pub fn of_request(path: &str) -> Option<Self> {
        normal(path)
            .filter(|path| path.len() <= Self::MAX_BYTES)
            .map(Self)
    }

    /// The path as it is stored and shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path as a header carries it.
    pub fn encoded(&self) -> String {
        encoded(&self.0)
    }

    /// What follows below a folder, with its slash; empty for the folder itself.
    pub fn rest_below(&self, folder: &Self) -> Option<&str> {
        let rest = self.0.strip_prefix(folder.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then_some(rest)
    }

    /// The path itself and every folder above it, the longest first, without the first page.
    pub fn with_folders(&self) -> impl Iterator<Item = &str> {
        std::iter::successors(Some(self.as_str()), |path| {
            path.rsplit_once('/').map(|(folder, _)| folder)
        })
        .filter(|path| path.len() > 1)
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The one form of a path, for sources and for the paths in targets.
pub(super) fn normal(raw: &str) -> Option<String> {
    if !raw.starts_with('/') {
        return None;
    }
    let decoded: String = String::from_utf8(decoded(raw)).ok()?.nfc().collect();
    let mut path = String::with_capacity(decoded.len());
    for part in decoded.split('/').filter(|part| !part.is_empty()) {
        if part == "." || part == ".." || part.chars().any(char::is_control) {
            return None;
        }
        path.push('/');
        part.chars()
            .for_each(|letter| push_readable(&mut path, letter));
    }
    if path.is_empty() {
        path.push('/');
    }
    let lower: String = path.to_lowercase().nfc().collect();
    // Escapes have capital digits everywhere, so that they are compared as they are made.
    let is_own = OWN.iter().any(|folder| is_below(&lower, folder));
    Some(if is_own && !path.contains('%') {
        lower
    } else {
        path
    })
}

/// The bytes behind the escapes; a loose `%` stands for itself.
fn decoded(raw: &str) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = raw.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = (digit(bytes.get(at + 1)), digit(bytes.get(at + 2)));
        match (byte, pair) {
            (b'%', (Some(high), Some(low))) => {
                decoded.extend(u8::try_from(high * 16 + low));
                at += 3;
            }
            _ => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    decoded
}

/// Writes a character as it is where a path may hold it (RFC 3986, 3.3) or where it is a letter of
/// another script; what would be read differently, or would turn the text around it, is escaped.
fn push_readable(path: &mut String, letter: char) {
    let is_plain = letter.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@".contains(letter);
    let is_unseen = matches!(
        letter,
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
            ..='\u{2069}' | '\u{feff}'
    );
    if is_plain || (!letter.is_ascii() && !letter.is_whitespace() && !is_unseen) {
        path.push(letter);
    } else {
        let mut bytes = [0; 4];
        for byte in letter.encode_utf8(&mut bytes).bytes() {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
}

/// A readable address as a header carries it.
pub(super) fn encoded(address: &str) -> String {
    let mut encoded = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(raw: &str) -> Option<String> {
        SitePath::of_request(raw).map(|path| path.to_string())
    }

    #[test]
    fn one_address_has_one_form() {
        for (raw, path) in [
            ("/Articles/My-Text/", "/articles/my-text"),
            ("//articles///a//", "/articles/a"),
            ("/%61rticles/%41", "/articles/a"),
            ("/Blog/My-Text", "/Blog/My-Text"),
            ("/caf%C3%A9", "/café"),
            ("/cafe%CC%81", "/café"),
            ("/a%20b%3Fc", "/a%20b%3Fc"),
            ("/100%25", "/100%25"),
            ("/100%", "/100%25"),
            ("/%E2%80%AEgpj", "/%E2%80%AEgpj"),
            ("/articles%2Fa", "/articles/a"),
            ("/a\\b", "/a%5Cb"),
            ("/", "/"),
            ("/؟وتار", "/؟وتار"),
        ] {
            assert_eq!(of(raw).as_deref(), Some(path), "{raw}");
        }
        for raw in [
            "",
            "a",
            "/%00",
            "/%ff",
            "/a/../b",
            "/%2e%2e/b",
            "/a%0d%0ab",
            "*",
        ] {
            assert_eq!(of(raw), None, "{raw}");
        }
    }

    #[test]
    fn a_header_carries_plain_characters_only() {
        assert_eq!(
            SitePath::of_request("/café").unwrap().encoded(),
            "/caf%C3%A9"
        );
    }

    #[test]
    fn what_cannot_be_an_old_address_is_refused_with_a_reason() {
        for (text, error) in [
            (" ", SitePathError::Empty),
            ("old", SitePathError::NotAPath),
            ("//evil.example", SitePathError::NotAPath),
            ("https://old.example/a", SitePathError::NotAPath),
            ("/a?b=c", SitePathError::WithQuery),
            ("/a#b", SitePathError::WithQuery),
            ("/a/../b", SitePathError::Unreadable),
            ("/", SitePathError::FirstPage),
            ("/Admin/x", SitePathError::Reserved),
            ("/assets", SitePathError::Reserved),
        ] {
            assert_eq!(SitePath::parse(text), Err(error), "{text}");
        }
        let long = format!("/{}", "a".repeat(500));
        assert_eq!(SitePath::parse(&long), Err(SitePathError::TooLong));
        assert!(SitePath::parse("/administration").is_ok());
    }

    #[test]
    fn a_folder_has_what_is_below_it_and_nothing_beside_it() {
        let path = |text: &str| SitePath::parse(text).unwrap();
        assert_eq!(path("/blog/x/y").rest_below(&path("/blog")), Some("/x/y"));
        assert_eq!(path("/blog").rest_below(&path("/blog")), Some(""));
        assert_eq!(path("/blogs").rest_below(&path("/blog")), None);
        let deep = path("/a/b/c");
        assert_eq!(
            deep.with_folders().collect::<Vec<_>>(),
            ["/a/b/c", "/a/b", "/a"]
        );
    }

    proptest! {
        #[test]
        fn reading_the_form_again_changes_nothing(raw in "/.{0,60}") {
            if let Some(path) = SitePath::of_request(&raw) {
                prop_assert_eq!(SitePath::of_request(path.as_str()), Some(path.clone()));
                prop_assert_eq!(SitePath::of_request(&path.encoded()), Some(path));
            }
        }

        #[test]
        fn no_path_leads_away_from_the_site(raw in "/[/\\\\a%2fF5cC.@:]{0,20}") {
            if let Some(path) = SitePath::of_request(&raw) {
                let address = path.encoded();
                prop_assert!(address.starts_with('/') && !address.starts_with("//"));
                prop_assert!(!address.contains('\\'));
            }
        }
    }
}
