//! A message in full, and what can be done with it where it lies.

use domain::{Message, MessageFolder};
use serde::Serialize;

use crate::chrome::Facts;
use crate::moment::Moment;
use crate::percent;

/// A message in full.
#[derive(Serialize)]
pub(super) struct Letter {
    sender_name: String,
    sender_email: String,
    reply_href: String,
    service_title: Option<String>,
    received: Moment,
    body: String,
    suspicions: Vec<String>,
    is_spam: bool,
    is_unread: bool,
    is_deleted: bool,
    can_archive: bool,
    can_return: bool,
    can_spam: bool,
    read_action: String,
    folder_action: String,
    deletion_action: String,
    restoration_action: String,
}

impl Letter {
    /// Shows a message to whoever owns the site.
    pub(super) fn new(message: &Message, facts: &Facts) -> Self {
        let id = message.id;
        let subject = message.service_title.as_ref().map_or_else(
            || format!("Re: Your message to {}", facts.site_name),
            |title| format!("Re: {title}"),
        );
        let is_in = |folder| message.folder == folder;
        Self {
            sender_name: message.sender_name.to_string(),
            sender_email: message.sender_email.to_string(),
            reply_href: percent::mailto(message.sender_email.as_str(), &subject),
            service_title: message.service_title.clone(),
            received: facts.moment(message.received_at),
            body: message.body.to_string(),
            suspicions: message.suspicions.clone(),
            is_spam: is_in(MessageFolder::Spam),
            is_unread: message.read_at.is_none(),
            is_deleted: message.deleted_at.is_some(),
            can_archive: is_in(MessageFolder::Inbox),
            can_return: !is_in(MessageFolder::Inbox),
            can_spam: !is_in(MessageFolder::Spam),
            read_action: format!("/admin/inbox/{id}/read"),
            folder_action: format!("/admin/inbox/{id}/folder"),
            deletion_action: format!("/admin/inbox/{id}/deletion"),
            restoration_action: format!("/admin/inbox/{id}/restoration"),
        }
    }
}
