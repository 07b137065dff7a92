//! Reads TOML, alone or as front matter between two `+++` lines before a Markdown body.

use serde::de::DeserializeOwned;

use crate::StarterContentError;

/// An embedded file: its path from `content/` and its text.
pub(crate) struct File {
    /// The path, for messages.
    pub(crate) path: &'static str,
    /// The text.
    pub(crate) text: &'static str,
}

/// Embeds a file of `content/` under its path.
macro_rules! file {
    ($path:literal) => {
        $crate::front_matter::File {
            path: $path,
            text: include_str!(concat!("../content/", $path)),
        }
    };
}
pub(crate) use file;

/// Reads a file that is TOML as a whole.
pub(crate) fn parse_toml<T: DeserializeOwned>(file: &File) -> Result<T, StarterContentError> {
    parse(file.path, file.text)
}

/// Reads a file of front matter and a body.
pub(crate) fn parse_document<T: DeserializeOwned>(
    file: &File,
) -> Result<(T, &'static str), StarterContentError> {
    let (matter, body) =
        split(file.text).ok_or(StarterContentError::FrontMatter { file: file.path })?;
    Ok((parse(file.path, matter)?, body))
}

fn parse<T: DeserializeOwned>(file: &'static str, text: &str) -> Result<T, StarterContentError> {
    toml::from_str(text).map_err(|source| StarterContentError::Toml {
        file,
        source: Box::new(source),
    })
}

fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("+++\n")?.split_once("\n+++\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Matter {
        title: String,
    }

    #[test]
    fn front_matter_and_body_are_told_apart() {
        let file = File {
            path: "a.md",
            text: "+++\ntitle = \"A\"\n+++\nBody\n",
        };
        let (matter, body) = parse_document::<Matter>(&file).unwrap();
        assert_eq!((matter.title.as_str(), body), ("A", "Body\n"));
    }

    #[test]
    fn a_file_without_front_matter_is_named() {
        let file = File {
            path: "a.md",
            text: "Body\n",
        };
        let error = parse_document::<Matter>(&file).unwrap_err();
        assert!(matches!(
            error,
            StarterContentError::FrontMatter { file: "a.md" }
        ));
    }

    #[test]
    fn a_field_that_nobody_reads_is_an_error() {
        let file = File {
            path: "a.toml",
            text: "title = \"A\"\ntitel = \"B\"\n",
        };
        let error = parse_toml::<Matter>(&file).unwrap_err();
        assert!(matches!(
            error,
            StarterContentError::Toml { file: "a.toml", .. }
        ));
    }
}
