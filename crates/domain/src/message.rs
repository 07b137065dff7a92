//! What visitors write to the owner.

use chrono::{DateTime, Utc};

use crate::{EmailAddress, MessageBody, MessageId, PersonName, ServiceId, Slug};

/// Where a message lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageFolder {
    /// Waiting for the owner.
    Inbox,
    /// Dealt with.
    Archive,
    /// Not worth the owner's time; kept all the same.
    Spam,
}

/// There is no folder of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is no folder of that name.")]
pub struct UnknownFolder;

impl MessageFolder {
    /// Every folder.
    pub const ALL: [Self; 3] = [Self::Inbox, Self::Archive, Self::Spam];

    /// The word in addresses and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Archive => "archive",
            Self::Spam => "spam",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`UnknownFolder`] for any other word.
    pub fn parse(word: &str) -> Result<Self, UnknownFolder> {
        Self::ALL
            .into_iter()
            .find(|folder| folder.as_str() == word)
            .ok_or(UnknownFolder)
    }
}

/// Which messages a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageListing {
    /// Those of one folder that are not deleted.
    Folder(MessageFolder),
    /// The deleted ones of every folder.
    Deleted,
}

/// A message in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub sender_name: PersonName,
    /// Where an answer goes.
    pub sender_email: EmailAddress,
    /// The service it is about, while that still exists.
    pub service_id: Option<ServiceId>,
    /// The service's title when the message came.
    pub service_title: Option<String>,
    /// What it says.
    pub body: MessageBody,
    /// Where it lies.
    pub folder: MessageFolder,
    /// Why it was taken for spam, in words; empty when it was not.
    pub suspicions: Vec<String>,
    /// When it came, UTC.
    pub received_at: DateTime<Utc>,
    /// When it was read, UTC; `None` while it is unread.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was deleted, UTC; `None` while it stands.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A message in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageSummary {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub sender_name: PersonName,
    /// Where an answer goes.
    pub sender_email: EmailAddress,
    /// The service's title when the message came.
    pub service_title: Option<String>,
    /// Its first 160 characters.
    pub opening: String,
    /// Where it lies.
    pub folder: MessageFolder,
    /// True when the owner has read it.
    pub is_read: bool,
    /// When it came, UTC.
    pub received_at: DateTime<Utc>,
    /// When it was deleted, UTC.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A message on its way in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Its id.
    pub id: MessageId,
    /// Who wrote it.
    pub sender_name: PersonName,
    /// Where an answer goes.
    pub sender_email: EmailAddress,
    /// The service it is about, where one was chosen.
    pub service_slug: Option<Slug>,
    /// What it says.
    pub body: MessageBody,
    /// Where it shall lie.
    pub folder: MessageFolder,
    /// Why it was taken for spam.
    pub suspicions: Vec<String>,
    /// SHA-256 over the form's token and the content: the same form sent twice is one message.
    pub submission_digest: [u8; 32],
}
