//! The name of a stored object.

use std::fmt;

/// How long a key may be.
pub const MAX_KEY_BYTES: usize = 200;

/// The name of a stored object: parts of lower-case letters, digits, `.`, `_` and `-`, joined by
/// slashes. No part begins with a dot, so none leads upwards and none is hidden.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey(String);

/// Why a text is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// There is nothing in it, or in one of its parts.
    #[error("a key and each of its parts must have at least one character")]
    Empty,
    /// It has more than [`MAX_KEY_BYTES`].
    #[error("a key has at most {MAX_KEY_BYTES} bytes")]
    TooLong,
    /// It holds a character that keys do not have.
    #[error("a key has only a-z, 0-9, '.', '_', '-' and '/'")]
    Character,
    /// One of its parts begins with a dot.
    #[error("no part of a key begins with a dot")]
    LeadingDot,
}

impl ObjectKey {
    /// Takes a text that is a key.
    ///
    /// # Errors
    /// Each variant of [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        if text.len() > MAX_KEY_BYTES {
            return Err(KeyError::TooLong);
        }
        for part in text.split('/') {
            match part.as_bytes() {
                [] => return Err(KeyError::Empty),
                [b'.', ..] => return Err(KeyError::LeadingDot),
                bytes if !bytes.iter().all(is_allowed) => return Err(KeyError::Character),
                _ => {}
            }
        }
        Ok(Self(text.to_owned()))
    }

    /// The key as it was parsed.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn to_path(&self) -> object_store::path::Path {
        object_store::path::Path::from(self.as_str())
    }
}

fn is_allowed(byte: &u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-')
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_as_they_are() {
        for text in ["a", "media/ab/abc.jpg", "media/ab/abc-480.webp", "a..b/c_d"] {
            let key = ObjectKey::parse(text).unwrap();
            assert_eq!(key.as_str(), text);
            assert_eq!(key.to_path().as_ref(), text);
        }
    }

    #[test]
    fn no_key_leads_out_of_the_storage() {
        for (text, error) in [
            ("", KeyError::Empty),
            ("/etc/passwd", KeyError::Empty),
            ("media//a", KeyError::Empty),
            ("media/", KeyError::Empty),
            ("..", KeyError::LeadingDot),
            ("media/../secret.key", KeyError::LeadingDot),
            ("media/.hidden", KeyError::LeadingDot),
            ("media\\a", KeyError::Character),
            ("Media/a", KeyError::Character),
            ("media/a%2e", KeyError::Character),
            ("media/a#1", KeyError::Character),
            ("media/ä", KeyError::Character),
            ("a\0", KeyError::Character),
        ] {
            assert_eq!(ObjectKey::parse(text), Err(error), "{text:?}");
        }
        assert!(ObjectKey::parse(&"a".repeat(200)).is_ok());
        assert_eq!(ObjectKey::parse(&"a".repeat(201)), Err(KeyError::TooLong));
    }
}
