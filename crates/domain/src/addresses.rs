//! E-mail addresses, web addresses and what a link on the site may point at.

use std::fmt;

use unicode_normalization::UnicodeNormalization;
use url::Url;

/// An e-mail address as a person writes it; the domain is in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EmailAddress(String);

/// Why an e-mail address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailAddressError {
    /// Nothing was given.
    #[error("Please give an e-mail address.")]
    Empty,
    /// More than 254 bytes, the longest path that SMTP carries (RFC 5321, 4.5.3.1.3).
    #[error("This e-mail address is too long: at most 254 characters fit.")]
    TooLong,
    /// Not of the form `name@host`.
    #[error("This does not look like an e-mail address, such as name@example.org.")]
    Malformed,
}

impl EmailAddress {
    /// Bytes that fit.
    pub const MAX_BYTES: usize = 254;

    /// Checks the syntax: one `@`, a local part of at most 64 bytes, a host with a dot.
    /// Plus signs and letters of any script are welcome; quoted local parts are not.
    ///
    /// # Errors
    /// [`EmailAddressError`]: empty, too long or malformed.
    pub fn parse(input: &str) -> Result<Self, EmailAddressError> {
        let text: String = input.trim().nfc().collect();
        if text.is_empty() {
            return Err(EmailAddressError::Empty);
        }
        if text.len() > Self::MAX_BYTES {
            return Err(EmailAddressError::TooLong);
        }
        let (local, host) = text.rsplit_once('@').ok_or(EmailAddressError::Malformed)?;
        if Self::is_local_part(local) && Self::is_host(host) {
            Ok(Self(format!("{local}@{}", host.to_lowercase())))
        } else {
            Err(EmailAddressError::Malformed)
        }
    }

    fn is_local_part(local: &str) -> bool {
        let is_allowed = |character: char| {
            character.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(character)
        };
        (1..=64).contains(&local.len())
            && local.chars().all(is_allowed)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
    }

    fn is_host(host: &str) -> bool {
        let is_name = |name: &str| {
            (1..=63).contains(&name.len())
                && !name.starts_with('-')
                && !name.ends_with('-')
                && name
                    .chars()
                    .all(|character| character.is_alphanumeric() || character == '-')
        };
        host.contains('.') && host.split('.').all(is_name)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// An address on the web or for mail: `http`, `https` or `mailto`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WebAddress(String);

/// Why a web address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebAddressError {
    /// Nothing was given.
    #[error("Please give an address, such as https://example.org.")]
    Empty,
    /// More than 500 bytes.
    #[error("This address is too long: at most 500 characters fit.")]
    TooLong,
    /// Not an address, or of a scheme that a link must not have.
    #[error("This is not an address that begins with https://, http:// or mailto:.")]
    Malformed,
}

impl WebAddress {
    /// Bytes that fit.
    pub const MAX_BYTES: usize = 500;

    /// Checks scheme and form.
    ///
    /// # Errors
    /// [`WebAddressError`]: empty, too long, malformed or of another scheme.
    pub fn parse(input: &str) -> Result<Self, WebAddressError> {
        let text = input.trim();
        if text.is_empty() {
            return Err(WebAddressError::Empty);
        }
        if text.len() > Self::MAX_BYTES {
            return Err(WebAddressError::TooLong);
        }
        let address = Url::parse(text).map_err(|_| WebAddressError::Malformed)?;
        match address.scheme() {
            "http" | "https" if address.has_host() => Ok(Self(address.to_string())),
            "mailto" if address.path().contains('@') => Ok(Self(address.to_string())),
            _ => Err(WebAddressError::Malformed),
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What an action may lead to: a path of this site, a place on the page, or a [`WebAddress`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LinkTarget(String);

/// Why a link's target was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Use a path such as /contact, a place such as #contact, or an address with https://.")]
pub struct LinkTargetError;

impl LinkTarget {
    /// Checks the target.
    ///
    /// # Errors
    /// [`LinkTargetError`] for anything else than a local path, a fragment or a web address.
    pub fn parse(input: &str) -> Result<Self, LinkTargetError> {
        let text = input.trim();
        // A path that begins with two slashes would leave the site.
        let is_local = text.starts_with('#')
            || (text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\"));
        if is_local {
            let is_clean = text.len() > usize::from(text.starts_with('#'))
                && text.len() <= WebAddress::MAX_BYTES
                && !text.chars().any(|c| c.is_control() || c.is_whitespace());
            return is_clean
                .then(|| Self(text.to_owned()))
                .ok_or(LinkTargetError);
        }
        WebAddress::parse(text)
            .map(|address| Self(address.0))
            .map_err(|_| LinkTargetError)
    }

    /// The target, for an `href`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LinkTarget {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plus_signs_and_other_scripts_are_addresses() {
        for input in [
            "a+b@example.org",
            "زانا@نموونە.کوردستان",
            "o'neil@mail.example.co",
        ] {
            assert!(EmailAddress::parse(input).is_ok(), "{input}");
        }
    }

    #[test]
    fn the_host_is_folded_and_the_name_is_kept() {
        assert_eq!(
            EmailAddress::parse(" Ann@Example.ORG ").map(|address| address.to_string()),
            Ok("Ann@example.org".to_owned())
        );
    }

    #[test]
    fn what_could_break_a_mail_header_is_no_address() {
        for input in [
            "a@b",
            "@example.org",
            "a@",
            "a b@example.org",
            "a@example.org\nBcc: x@y.z",
            "a@-x.org",
            "a@x-.org",
            "a..b@x.org",
            ".a@x.org",
            "\"a b\"@x.org",
            "a@b@c.org",
            "a@x..org",
            "<a@x.org>",
            "a,b@x.org",
        ] {
            assert_eq!(
                EmailAddress::parse(input),
                Err(EmailAddressError::Malformed),
                "{input}"
            );
        }
        assert_eq!(EmailAddress::parse(" "), Err(EmailAddressError::Empty));
        let long = format!("a@{}.org", "x.".repeat(130));
        assert_eq!(EmailAddress::parse(&long), Err(EmailAddressError::TooLong));
    }

    #[test]
    fn a_script_is_no_web_address() {
        for input in [
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://x.org",
            "/path",
            "https://",
        ] {
            assert!(WebAddress::parse(input).is_err(), "{input}");
        }
        assert!(WebAddress::parse("https://example.org/a?b=c").is_ok());
        assert!(WebAddress::parse("mailto:a@example.org").is_ok());
    }

    #[test]
    fn a_link_stays_on_the_site_or_names_its_scheme() {
        for input in [
            "/contact",
            "#contact",
            "/services/a?b=c#d",
            "https://example.org",
        ] {
            assert!(LinkTarget::parse(input).is_ok(), "{input}");
        }
        for input in [
            "",
            "#",
            "//evil.example",
            "/\\evil.example",
            "javascript:alert(1)",
            "contact",
            "/a b",
        ] {
            assert_eq!(LinkTarget::parse(input), Err(LinkTargetError), "{input}");
        }
    }
}
