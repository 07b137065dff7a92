//! What the model knows of the database: which answer a save gets, and which words are promised.

use std::collections::HashMap;

use domain::{AccountId, RevisionReason};
use uuid::Uuid;

use super::text::{Text, Words};

/// A request to save.
#[derive(Debug, Clone)]
pub struct Request {
    pub key: Uuid,
    pub expected: i64,
    pub text: Text,
    pub author: AccountId,
    pub reason: RevisionReason,
}

/// The draft that is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    pub version: i64,
    pub text: Text,
    pub author: AccountId,
    pub is_revision: bool,
    pub is_old: bool,
}

/// What the database has to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    Saved(i64),
    Stale(i64),
    Missing,
}

#[derive(Debug, Default)]
pub struct Server {
    pub stored: Option<Stored>,
    pub is_trashed: bool,
    /// What visitors see while the article is not in the trash, and what they will see.
    pub live: Option<Text>,
    pub scheduled: Option<Text>,
    /// Every word that no deletion may take away any more.
    pub promised: Words,
    done: HashMap<Uuid, i64>,
}

impl Server {
    /// What visitors see.
    pub fn visible(&self) -> Option<&Text> {
        self.live.as_ref().filter(|_| !self.is_trashed)
    }

    /// Does a save, as the database has to.
    pub fn save(&mut self, request: &Request) -> Answer {
        if let Some(version) = self.done.get(&request.key) {
            return Answer::Saved(*version);
        }
        if self.is_trashed {
            return Answer::Missing;
        }
        let answer = match &self.stored {
            None if request.expected > 0 => return Answer::Missing,
            Some(stored) if stored.version != request.expected => {
                return Answer::Stale(stored.version);
            }
            _ => self.apply(request),
        };
        self.done.insert(request.key, answer);
        Answer::Saved(answer)
    }

    fn apply(&mut self, request: &Request) -> i64 {
        let is_revision = request.reason != RevisionReason::Autosave;
        let mut is_old = false;
        let mut version = 1;
        if let Some(before) = &self.stored {
            let is_same = before.text == request.text;
            if is_same && (!is_revision || before.is_revision) {
                return before.version;
            }
            version = before.version + 1;
            let is_kept = !is_same
                && (before.author != request.author
                    || before.is_old
                    || request.reason == RevisionReason::Merge
                    || has_shrunk(&before.text, &request.text));
            if before.is_revision || is_kept {
                self.promised.extend(before.text.words());
            } else {
                is_old = before.is_old;
            }
        }
        self.put(version, &request.text, request.author, is_revision, is_old);
        version
    }

    /// Puts a state into the draft that takes the place of whatever stood in it, which is kept.
    pub fn replace(&mut self, text: &Text, author: AccountId) {
        let version = self.stored.as_ref().map_or(0, |stored| stored.version);
        if let Some(before) = &self.stored {
            self.promised.extend(before.text.words());
        }
        self.put(version + 1, text, author, true, false);
    }

    fn put(
        &mut self,
        version: i64,
        text: &Text,
        author: AccountId,
        is_revision: bool,
        is_old: bool,
    ) {
        if is_revision {
            self.promised.extend(text.words());
        }
        self.stored = Some(Stored {
            version,
            text: text.clone(),
            author,
            is_revision,
            is_old,
        });
    }

    /// The draft as it stands became a revision.
    pub fn keep_draft(&mut self) {
        if let Some(stored) = &mut self.stored {
            stored.is_revision = true;
            self.promised.extend(stored.text.words());
        }
    }
}

/// By more than thirty percent, in all fields together.
fn has_shrunk(before: &Text, after: &Text) -> bool {
    // The title and the address, which never change.
    const REST: usize = 7 + 37;
    let chars = |text: &Text| text.body.chars().count() + text.excerpt.chars().count() + REST;
    chars(after) * 100 < chars(before) * 70
}
