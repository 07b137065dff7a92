//! What can be wrong with the settings, in sentences that say what would be right.

use std::fmt;
use std::path::PathBuf;

use super::settings::Setting;

/// Everything that is wrong with the settings, so that all of it can be put right at once.
#[derive(Debug, thiserror::Error)]
pub struct ConfigurationError {
    /// The single faults.
    pub faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// A value that the setting does not take.
    #[error(
        "{} is {shown}, given {origin}: {cause}. It must be {}.",
        setting.key,
        setting.expects
    )]
    Value {
        /// The setting.
        setting: &'static Setting,
        /// Where the value came from.
        origin: Origin,
        /// The value, or a stand-in for a secret one.
        shown: String,
        /// What is wrong with it.
        cause: String,
    },
    /// A setting that is needed beside another one.
    #[error("{} is missing beside {}. It must be {}.", missing.key, beside.key, missing.expects)]
    Missing {
        /// The setting that nobody gave.
        missing: &'static Setting,
        /// The one that needs it.
        beside: &'static Setting,
    },
    /// A key in the file that is no setting.
    #[error("{} has an unknown key {key:?}.{}", file.display(), suggestion_sentence(suggestion.as_deref()))]
    UnknownKey {
        /// The file.
        file: PathBuf,
        /// The key.
        key: String,
        /// A setting with nearly that name.
        suggestion: Option<String>,
    },
    /// A file that is not TOML.
    #[error("{} cannot be understood: {cause}", file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// The parser's message, with the line.
        cause: String,
    },
    /// A file that cannot be read.
    #[error("the settings file {}, named {origin}, cannot be read: {cause}. Name a file that exists, or none.", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What named it.
        origin: Origin,
        /// The system's answer.
        cause: std::io::Error,
    },
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// This option.
    CommandLine(String),
    /// This variable.
    Environment(&'static str),
    /// This file.
    File(PathBuf),
    /// Nobody gave one.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandLine(option) => write!(formatter, "by --{option} on the command line"),
            Self::Environment(name) => write!(formatter, "by {name} in the environment"),
            Self::File(path) => write!(formatter, "in {}", path.display()),
            Self::Default => formatter.write_str("by default"),
        }
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                writeln!(formatter)?;
            }
            write!(formatter, "{fault}")?;
        }
        Ok(())
    }
}

fn suggestion_sentence(suggestion: Option<&str>) -> String {
    match suggestion {
        Some(key) => format!(" Did you mean {key:?}?"),
        None => " Every key there is stands in plinth.example.toml.".to_owned(),
    }
}
