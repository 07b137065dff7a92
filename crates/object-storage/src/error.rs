//! What can go wrong with stored bytes, in sentences that say what to do and hold no secret.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why the storage did not do what it was asked.
///
/// The causes that `object_store` gives quote addresses and the answers of servers, so none of them
/// is kept: only what is known to be harmless is taken out of them.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The directory cannot be made or opened.
    #[error("the directory for files {} cannot be used: {source}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// The settings do not fit each other.
    #[error("the settings of the S3-compatible storage are not usable: {reason}")]
    Settings {
        /// What is wrong.
        reason: &'static str,
    },
    /// An object would be larger than the storage takes.
    #[error("an object of {size_bytes} bytes is larger than the storage takes")]
    TooLarge {
        /// How large.
        size_bytes: usize,
    },
    /// Nobody answers.
    #[error("the storage does not answer: {cause}")]
    Unreachable {
        /// Why.
        cause: String,
    },
    /// The storage knows us, or does not, and says no.
    #[error(
        "the storage refuses this access key ({cause}). Check the key, its rights and the region"
    )]
    Refused {
        /// The answer's status and code.
        cause: String,
    },
    /// There is no bucket of that name.
    #[error("the storage has no such bucket. Make it, or name another")]
    NoBucket,
    /// Anything else.
    #[error("the storage failed: {cause}")]
    Failed {
        /// The system's or the server's answer.
        cause: String,
    },
}

impl StorageError {
    /// Sorts an error of `object_store`. Absence is no error and has been dealt with before.
    pub(crate) fn of(error: &object_store::Error) -> Self {
        let answer = answer(error);
        match error {
            object_store::Error::PermissionDenied { .. }
            | object_store::Error::Unauthenticated { .. } => Self::Refused {
                cause: answer.unwrap_or_else(|| "no reason given".to_owned()),
            },
            object_store::Error::NotFound { .. } if answer.is_some() => Self::NoBucket,
            // Lists are refused in an error of no kind of its own.
            _ => match (answer, connection_cause(error)) {
                (Some(cause), _) if cause.starts_with("401") || cause.starts_with("403") => {
                    Self::Refused { cause }
                }
                (Some(answer), _) => Self::Failed {
                    cause: format!("it answered {answer}"),
                },
                (None, Some(cause)) => Self::Unreachable { cause },
                (None, None) => Self::Failed {
                    cause: io_cause(error).unwrap_or_else(|| "no reason given".to_owned()),
                },
            },
        }
    }

    /// A task that did not come to its end.
    pub(crate) fn interrupted() -> Self {
        Self::Failed {
            cause: "the reading was interrupted".to_owned(),
        }
    }
}

impl From<io::Error> for StorageError {
    fn from(error: io::Error) -> Self {
        Self::Failed {
            cause: error.to_string(),
        }
    }
}

fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| (*error).source())
}

/// What the system said, if it was asked.
fn io_cause(error: &(dyn Error + 'static)) -> Option<String> {
    causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .last()
        .map(|cause| {
            // Only the system's own words: an error made by a library may quote anything.
            match cause.raw_os_error() {
                Some(code) => io::Error::from_raw_os_error(code).to_string(),
                None => cause.kind().to_string(),
            }
        })
}

#[cfg(not(feature = "s3"))]
fn connection_cause(_error: &(dyn Error + 'static)) -> Option<String> {
    None
}

/// Why there was no answer, when the network is to blame.
#[cfg(feature = "s3")]
fn connection_cause(error: &(dyn Error + 'static)) -> Option<String> {
    use object_store::client::{HttpError, HttpErrorKind};
    let failed = causes(error).find_map(|cause| cause.downcast_ref::<HttpError>())?;
    let kind = match failed.kind() {
        HttpErrorKind::Connect => "no connection",
        HttpErrorKind::Timeout => "it took too long",
        HttpErrorKind::Request | HttpErrorKind::Interrupted => "the connection broke",
        HttpErrorKind::Decode => "its answer cannot be understood",
        _ => "the request failed",
    };
    Some(match io_cause(error) {
        Some(cause) => format!("{kind} ({cause})"),
        None => kind.to_owned(),
    })
}

/// The status of a server's answer and the code in its body, such as `403 (SignatureDoesNotMatch)`.
/// `object_store` gives both only in the words of its message.
fn answer(error: &(dyn Error + 'static)) -> Option<String> {
    let message = error.to_string();
    let (_, after) = message.split_once("status code: ")?;
    let status: String = after.chars().take_while(char::is_ascii_digit).collect();
    let code = after
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"))
        .map(|(code, _)| code)
        .filter(|code| code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    Some(match code {
        Some(code) => format!("{status} ({code})"),
        None => status,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generic(message: &str) -> StorageError {
        StorageError::of(&object_store::Error::Generic {
            store: "S3",
            source: message.to_owned().into(),
        })
    }

    #[test]
    fn an_answer_is_told_by_its_status_and_code_alone() {
        let error = generic(
            "Error performing PUT http://host/secret in 1ms - Server returned non-2xx status code: \
             400 Bad Request: <Error><Code>InvalidRegion</Code><Message>secret</Message></Error>",
        );
        assert_eq!(
            error.to_string(),
            "the storage failed: it answered 400 (InvalidRegion)"
        );
        let error =
            generic("Server returned non-2xx status code: 500: <Code>not a secret code</Code>");
        assert_eq!(error.to_string(), "the storage failed: it answered 500");
        assert!(!format!("{error:?}").contains("secret"));
    }

    #[test]
    fn what_is_not_known_to_be_harmless_is_not_told() {
        assert_eq!(
            generic("AWS_SECRET=abc").to_string(),
            "the storage failed: no reason given"
        );
        let error = StorageError::of(&object_store::Error::Generic {
            store: "LocalFileSystem",
            source: Box::new(io::Error::from_raw_os_error(28)),
        });
        assert!(error.to_string().contains("No space left"), "{error}");
    }
}
