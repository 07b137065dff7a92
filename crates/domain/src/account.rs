//! Who may sign in.

use chrono::{DateTime, Utc};

use crate::{AccountId, EmailAddress};

/// An account of the panel.
#[derive(Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What the owner signs in with.
    pub email: EmailAddress,
    /// The password's hash as a PHC string.
    pub password_hash: String,
    /// True when its owner prefers the plain text field to the one with highlighting.
    pub uses_plain_editor: bool,
    /// When the account was made, UTC.
    pub created_at: DateTime<Utc>,
}

// The hash must not reach a log by way of a derived `Debug`.
impl std::fmt::Debug for Account {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Account")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}
