//! Messages in a list: the folders, the rows and what an empty folder says.

use domain::{Cursor, Message, MessageFolder, MessageId, MessageListing, MessageSummary, Page};
use serde::Serialize;

use crate::chrome::Facts;
use crate::error::AdminError;
use crate::moment::Moment;
use crate::pages::Pager;

/// A message in a list.
#[derive(Serialize)]
pub(crate) struct MessageRow {
    href: String,
    is_unread: bool,
    is_open: bool,
    sender_name: String,
    service_title: Option<String>,
    opening: String,
    received: Moment,
}

#[derive(Serialize)]
struct FolderLink {
    label: &'static str,
    href: String,
    is_current: bool,
    unread: i64,
}

/// The list, which both pages show.
#[derive(Serialize)]
pub(super) struct List {
    pub(super) folder_title: &'static str,
    folders: Vec<FolderLink>,
    messages: Vec<MessageRow>,
    pub(super) empty_text: &'static str,
    pager: Pager,
}

/// Makes the list of a folder.
pub(super) fn list(
    listing: MessageListing,
    rows: &Page<MessageSummary>,
    facts: &Facts,
    before: Option<Cursor>,
    open: Option<MessageId>,
) -> List {
    let folders = [
        MessageListing::Folder(MessageFolder::Inbox),
        MessageListing::Folder(MessageFolder::Archive),
        MessageListing::Folder(MessageFolder::Spam),
        MessageListing::Deleted,
    ];
    List {
        folder_title: names(listing).1,
        folders: folders
            .into_iter()
            .map(|folder| FolderLink {
                label: names(folder).1,
                href: folder_href(folder),
                is_current: folder == listing,
                unread: match folder {
                    MessageListing::Folder(MessageFolder::Inbox) => facts.unread,
                    _ => 0,
                },
            })
            .collect(),
        messages: rows
            .items
            .iter()
            .map(|message| MessageRow::new(message, facts, before, open))
            .collect(),
        empty_text: if before.is_some() {
            "There is nothing older than this."
        } else {
            names(listing).2
        },
        pager: Pager::new(&folder_href(listing), before.is_none(), rows.next),
    }
}

impl MessageRow {
    /// A row that leads to the message, and knows whether that is the open one.
    pub(crate) fn new(
        message: &MessageSummary,
        facts: &Facts,
        before: Option<Cursor>,
        open: Option<MessageId>,
    ) -> Self {
        Self {
            href: with_place(&message_href(message.id), before),
            is_unread: !message.is_read,
            is_open: open == Some(message.id),
            sender_name: message.sender_name.to_string(),
            service_title: message.service_title.clone(),
            opening: message.opening.clone(),
            received: facts.moment(message.received_at),
        }
    }
}

/// The folder's word in addresses, its name, and what its empty list says.
fn names(listing: MessageListing) -> (&'static str, &'static str, &'static str) {
    match listing {
        MessageListing::Folder(MessageFolder::Inbox) => (
            "inbox",
            "Inbox",
            "Nothing is waiting for you. A message from the contact form appears here.",
        ),
        MessageListing::Folder(MessageFolder::Archive) => (
            "archive",
            "Archive",
            "Nothing is archived. Archive a message once it is dealt with.",
        ),
        MessageListing::Folder(MessageFolder::Spam) => (
            "spam",
            "Spam",
            "No spam. Messages that look unusual are kept here; none is thrown away.",
        ),
        MessageListing::Deleted => (
            "deleted",
            "Deleted",
            "Nothing was deleted. A deleted message can be restored from here.",
        ),
    }
}

/// Reads a folder's word; none is the inbox.
pub(super) fn read_listing(word: Option<&str>) -> Result<MessageListing, AdminError> {
    match word {
        None => Ok(MessageListing::Folder(MessageFolder::Inbox)),
        Some("deleted") => Ok(MessageListing::Deleted),
        Some(word) => MessageFolder::parse(word)
            .map(MessageListing::Folder)
            .map_err(|_| AdminError::NotFound),
    }
}

/// The list that a message is in.
pub(super) fn listing_of(message: &Message) -> MessageListing {
    if message.deleted_at.is_some() {
        MessageListing::Deleted
    } else {
        MessageListing::Folder(message.folder)
    }
}

/// The address of a folder.
pub(super) fn folder_href(listing: MessageListing) -> String {
    match listing {
        MessageListing::Folder(MessageFolder::Inbox) => "/admin/inbox".to_owned(),
        other => format!("/admin/inbox?folder={}", names(other).0),
    }
}

/// The address of a message.
pub(super) fn message_href(id: MessageId) -> String {
    format!("/admin/inbox/{id}")
}

/// An address with the place in the list kept.
pub(super) fn with_place(path: &str, before: Option<Cursor>) -> String {
    match before {
        None => path.to_owned(),
        Some(cursor) => {
            let joint = if path.contains('?') { '&' } else { '?' };
            format!("{path}{joint}before={cursor}")
        }
    }
}
