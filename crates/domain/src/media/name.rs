//! The name of an item in its stable address.

use std::fmt;

use crate::{FileFormat, Slug};

/// A file name for addresses: small letters, digits, single dots, hyphens or underscores between
/// them, and an ending; at most 100 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MediaName(String);

/// Why a name was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MediaNameError {
    /// More than [`MediaName::MAX_CHARS`].
    #[error("This name is too long: at most 100 characters fit.")]
    TooLong,
    /// Other characters, or no ending.
    #[error("Please use small letters, digits and single hyphens, and an ending such as .pdf.")]
    Form,
}

impl MediaName {
    /// Characters that fit.
    pub const MAX_CHARS: usize = 100;

    /// Checks a name.
    ///
    /// # Errors
    /// [`MediaNameError`]: too long, or of another form.
    pub fn parse(text: &str) -> Result<Self, MediaNameError> {
        let text = text.trim();
        if text.len() > Self::MAX_CHARS {
            return Err(MediaNameError::TooLong);
        }
        let is_name = |part: &str| {
            !part.is_empty()
                && part.split(['.', '-', '_']).all(|word| {
                    !word.is_empty()
                        && word
                            .bytes()
                            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                })
        };
        match text.rsplit_once('.') {
            Some((stem, ending))
                if is_name(stem) && is_name(ending) && !ending.contains(['-', '_']) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(MediaNameError::Form),
        }
    }

    /// The name that an uploaded file gets: made from the name that it had, whose ending is not
    /// believed. `number` tells apart files of the same name, from 2 on.
    pub fn of_upload(file_name: &str, format: FileFormat, number: u32) -> Self {
        let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = match file_name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() && ending.chars().count() <= 5 => stem,
            _ => file_name,
        };
        let stem: String = stem.chars().take(200).collect();
        let slug = Slug::from_title(&stem);
        let stem = slug.as_ref().map_or("file", Slug::as_str);
        let extension = format.extension();
        Self(match number {
            0 | 1 => format!("{stem}.{extension}"),
            number => format!("{stem}-{number}.{extension}"),
        })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MediaName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_uploads_are_made_for_addresses() {
        let name = |text, number| MediaName::of_upload(text, FileFormat::Jpeg, number).to_string();
        assert_eq!(name("Überblick (final).PNG", 1), "uberblick-final.jpg");
        assert_eq!(name("C:\\Pictures\\me.jpeg", 2), "me-2.jpg");
        assert_eq!(name("../../etc/passwd", 1), "passwd.jpg");
        assert_eq!(name("", 1), "file.jpg");
        assert_eq!(name(".htaccess", 1), "htaccess.jpg");
    }

    #[test]
    fn a_name_has_a_stem_and_an_ending() {
        assert!(MediaName::parse("cv-2026.pdf").is_ok());
        assert!(MediaName::parse("a.b_c.svg").is_ok());
        for text in [
            "", "cv", ".pdf", "cv.", "CV.pdf", "a--b.pdf", "a/b.pdf", "a..pdf", "ü.pdf",
        ] {
            assert_eq!(MediaName::parse(text), Err(MediaNameError::Form), "{text}");
        }
        assert_eq!(
            MediaName::parse(&format!("{}.pdf", "a".repeat(97))),
            Err(MediaNameError::TooLong)
        );
    }

    proptest! {
        #[test]
        fn whatever_a_file_was_called_its_name_is_valid(text in "\\PC{0,300}", number in 0u32..10_000) {
            let name = MediaName::of_upload(&text, FileFormat::WebP, number);
            prop_assert_eq!(MediaName::parse(name.as_str()), Ok(name));
        }
    }
}
