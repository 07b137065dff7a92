//! From what was sent to a message that can be stored.

use std::fmt::Display;
use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    EmailAddress, MessageBody, MessageFolder, MessageId, NewMessage, PersonName, Slug, TextError,
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use site_pages::TypedMessage;
use web_kit::{FieldErrors, FormTokens, TokenAge};

use super::{FORM, Problem};

/// Nobody reads the form and writes a message in less time than this.
pub(super) const FASTEST_WRITER: Duration = Duration::from_secs(3);

/// The fields as they arrive; what is missing counts as empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ContactInput {
    pub token: String,
    pub name: String,
    pub email: String,
    pub service: String,
    pub message: String,
    /// The field that people do not see.
    pub website: String,
}

impl ContactInput {
    /// What the form shows again.
    pub fn typed(&self) -> TypedMessage<'_> {
        TypedMessage {
            name: &self.name,
            email: &self.email,
            service: &self.service,
            message: &self.message,
        }
    }
}

/// Checks the fields, then the stamp, then whether a person wrote it.
///
/// # Errors
/// `Fields` with a sentence per field; `Unconfirmed` when the stamp is missing, foreign or too old.
pub(super) fn judge(
    tokens: &FormTokens,
    input: &ContactInput,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<NewMessage, Problem> {
    let mut errors = FieldErrors::new();
    let name = errors.keep(
        "name",
        text(PersonName::parse(&input.name), "Please give your name."),
    );
    let email = errors.keep("email", EmailAddress::parse(&input.email));
    let service = service(&input.service, &mut errors);
    let body = errors.keep(
        "message",
        text(
            MessageBody::parse(&input.message),
            "Please write a message.",
        ),
    );
    let (Some(sender_name), Some(sender_email), Some(body), true) =
        (name, email, body, errors.is_empty())
    else {
        return Err(Problem::Fields(errors));
    };
    let age = tokens
        .check(FORM, &input.token, now)
        .map_err(|_| Problem::Unconfirmed)?;
    let suspicions = suspicions(input, age);
    let digest = digest(&[
        &input.token,
        sender_name.as_str(),
        sender_email.as_str(),
        service.as_ref().map_or("", Slug::as_str),
        body.as_str(),
    ]);
    Ok(NewMessage {
        id,
        sender_name,
        sender_email,
        service_slug: service,
        body,
        folder: if suspicions.is_empty() {
            MessageFolder::Inbox
        } else {
            MessageFolder::Spam
        },
        suspicions,
        submission_digest: digest,
    })
}

fn suspicions(input: &ContactInput, age: TokenAge) -> Vec<String> {
    let mut suspicions = Vec::new();
    if !input.website.trim().is_empty() {
        suspicions.push("The field that people do not see was filled in.".to_owned());
    }
    if age.as_duration() < FASTEST_WRITER {
        suspicions.push("It was sent within three seconds of opening the form.".to_owned());
    }
    suspicions
}

/// A service that left the site in the meantime is no reason to refuse a message.
fn service(input: &str, errors: &mut FieldErrors) -> Option<Slug> {
    if input.trim().is_empty() {
        return None;
    }
    errors.keep(
        "service",
        Slug::parse(input).map_err(|_| "Please choose one from the list."),
    )
}

/// The value, or a sentence that names the field when it is empty.
fn text<T>(parsed: Result<T, TextError>, when_empty: &'static str) -> Result<T, impl Display> {
    parsed.map_err(|error| match error {
        TextError::Empty => when_empty.to_owned(),
        other => other.to_string(),
    })
}

/// Equal for the same content sent from the same page, so that sending twice stores once.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        // The length in front keeps one part from running into the next.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;
    use uuid::Uuid;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_790_000_000, 0).unwrap()
    }

    fn tokens() -> FormTokens {
        FormTokens::new([7; 32])
    }

    fn input(age_seconds: i64) -> ContactInput {
        ContactInput {
            token: tokens().issue(FORM, now() - TimeDelta::seconds(age_seconds)),
            name: " Ada  Lovelace ".into(),
            email: "ada@EXAMPLE.org".into(),
            service: String::new(),
            message: "Hello.\r\nAnother line.".into(),
            website: String::new(),
        }
    }

    fn judge(input: &ContactInput) -> Result<NewMessage, Problem> {
        super::judge(&tokens(), input, MessageId::from_uuid(Uuid::nil()), now())
    }

    #[test]
    fn an_ordinary_message_is_normalised_and_goes_to_the_inbox() {
        let message = judge(&input(60)).unwrap();
        assert_eq!(message.sender_name.as_str(), "Ada Lovelace");
        assert_eq!(message.sender_email.as_str(), "ada@example.org");
        assert_eq!(message.body.as_str(), "Hello.\nAnother line.");
        assert_eq!(message.folder, MessageFolder::Inbox);
        assert!(message.suspicions.is_empty());
    }

    #[test]
    fn each_field_that_is_wrong_has_its_sentence() {
        let mut input = input(60);
        input.name = " ".into();
        input.email = "nobody".into();
        input.service = "No Such".into();
        input.message = "x".repeat(8_001);
        let Err(Problem::Fields(errors)) = judge(&input) else {
            panic!("it must be refused");
        };
        assert_eq!(errors.get("name"), Some("Please give your name."));
        assert!(errors.get("email").is_some());
        assert_eq!(
            errors.get("service"),
            Some("Please choose one from the list.")
        );
        assert!(errors.get("message").unwrap().contains("8001"));
    }

    #[test]
    fn a_stamp_that_is_missing_foreign_or_old_asks_for_confirmation() {
        let mut missing = input(60);
        missing.token.clear();
        let mut foreign = input(60);
        foreign.token = tokens().issue("another", now());
        for refused in [missing, foreign, input(48 * 60 * 60 + 1)] {
            assert!(matches!(judge(&refused), Err(Problem::Unconfirmed)));
        }
    }

    #[test]
    fn haste_and_the_hidden_field_lead_to_the_spam_folder() {
        let mut hidden = input(60);
        hidden.website = "https://example.com".into();
        let mut both = input(1);
        both.website = "x".into();
        for (suspect, count) in [(hidden, 1), (input(2), 1), (both, 2)] {
            let message = judge(&suspect).unwrap();
            assert_eq!(message.folder, MessageFolder::Spam);
            assert_eq!(message.suspicions.len(), count);
        }
        assert_eq!(judge(&input(3)).unwrap().folder, MessageFolder::Inbox);
    }

    #[test]
    fn the_same_content_from_the_same_page_is_the_same_message() {
        let first = input(60);
        let digest = judge(&first).unwrap().submission_digest;
        assert_eq!(judge(&first).unwrap().submission_digest, digest);
        let mut other = input(60);
        assert_ne!(judge(&other).unwrap().submission_digest, digest);
        other.token = first.token;
        other.message.push('!');
        assert_ne!(judge(&other).unwrap().submission_digest, digest);
    }
}
