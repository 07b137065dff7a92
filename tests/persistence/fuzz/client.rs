//! A window on the article, with its journal.

use domain::AccountId;

use super::server::Request;
use super::text::Text;

/// What a window keeps outside of the server, and what outlives it.
#[derive(Debug, Clone)]
pub struct Journal {
    pub version: i64,
    pub base: Text,
    pub text: Text,
}

#[derive(Debug)]
pub struct Client {
    pub author: AccountId,
    pub is_open: bool,
    /// The version that the text was made from, and what that said.
    pub version: i64,
    pub base: Text,
    pub text: Text,
    /// The version and text that were met instead of the expected ones.
    pub conflict: Option<(i64, Text)>,
    /// A request that got no answer.
    pub pending: Option<Request>,
    /// What the window showed when it asked for the texts to be made one.
    pub decided_on: Option<Text>,
    pub journal: Option<Journal>,
}

impl Client {
    /// A window on a new article.
    pub fn new(author: AccountId) -> Self {
        Self {
            author,
            is_open: true,
            version: 0,
            base: Text::default(),
            text: Text::default(),
            conflict: None,
            pending: None,
            decided_on: None,
            journal: None,
        }
    }

    pub fn has_unsaved(&self) -> bool {
        self.text != self.base
    }

    /// Writes down what is not known to be stored.
    pub fn write_journal(&mut self) {
        self.journal = (self.has_unsaved() || self.pending.is_some()).then(|| Journal {
            version: self.version,
            base: self.base.clone(),
            text: self.text.clone(),
        });
    }

    /// The text was made from this, from now on.
    pub fn rebase(&mut self, version: i64, base: Text) {
        self.version = version;
        self.base = base;
        self.conflict = None;
        self.decided_on = None;
        self.write_journal();
    }

    /// A decision was taken: what was typed since then is decided anew, beside what is stored now.
    pub fn adopt(&mut self, version: i64, stored: Text) {
        match self.decided_on.take() {
            Some(shown) if shown != self.text && shown != stored => {
                self.rebase(version, shown);
                self.conflict = Some((version, stored));
            }
            Some(shown) => {
                if shown == self.text {
                    self.text = stored.clone();
                }
                self.rebase(version, stored);
            }
            None => self.rebase(version, stored),
        }
    }

    /// Shows what is stored.
    pub fn show(&mut self, version: i64, text: Text) {
        self.is_open = true;
        self.pending = None;
        self.text = text.clone();
        self.rebase(version, text);
    }

    /// Drops the request that is under way, whatever became of it; the text stays.
    pub fn sign_out(&mut self) {
        if self.is_open {
            self.pending = None;
            self.decided_on = None;
            self.write_journal();
        }
    }

    /// Is gone, but for its journal.
    pub fn crash(&mut self) {
        self.is_open = false;
        self.pending = None;
        self.conflict = None;
        self.decided_on = None;
        self.version = 0;
        self.base = Text::default();
        self.text = Text::default();
    }
}
