//! What can be wrong with an embedded file.

use std::error::Error;

/// Why starter content could not be read.
#[derive(Debug, thiserror::Error)]
pub enum StarterContentError {
    /// The file's TOML is malformed, lacks a field or has one that nobody reads.
    #[error("starter content: {file} is not the TOML that it should be")]
    Toml {
        /// The file, from `content/`.
        file: &'static str,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// The file does not begin with TOML between two lines of `+++`.
    #[error("starter content: {file} does not begin with front matter between two +++ lines")]
    FrontMatter {
        /// The file, from `content/`.
        file: &'static str,
    },
    /// A value breaks a rule of the domain.
    #[error("starter content: {file}: {field} is not valid")]
    Value {
        /// The file, from `content/`.
        file: &'static str,
        /// The field's name in the file.
        field: &'static str,
        /// The rule that it breaks.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// Names the file and the field in which a domain rule was broken.
pub(crate) trait InField<T> {
    /// Adds the place to the error.
    fn in_field(self, file: &'static str, field: &'static str) -> Result<T, StarterContentError>;
}

impl<T, E: Error + Send + Sync + 'static> InField<T> for Result<T, E> {
    fn in_field(self, file: &'static str, field: &'static str) -> Result<T, StarterContentError> {
        self.map_err(|source| StarterContentError::Value {
            file,
            field,
            source: Box::new(source),
        })
    }
}
