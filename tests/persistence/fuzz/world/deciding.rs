//! Conflicts, older states, and windows that are opened again.

use super::*;

impl World<'_> {
    pub(super) fn merge(&mut self, window: Window, delivery: Delivery) -> Check {
        let client = self.client(window);
        let Some((version, theirs)) = client.conflict.clone() else {
            return Ok(());
        };
        let body = comparison::merge(&client.base.body, &client.text.body, &theirs.body);
        let excerpt =
            comparison::merge_value(&client.base.excerpt, &client.text.excerpt, &theirs.excerpt);
        let (Ok(body), Ok(excerpt)) = (body, excerpt) else {
            return self.choose_mine(window, delivery);
        };
        let merged = Text { body, excerpt };
        self.decide(window, version, merged, delivery)
    }

    pub(super) fn choose_mine(&mut self, window: Window, delivery: Delivery) -> Check {
        let client = self.client(window);
        let Some((version, _)) = client.conflict.clone() else {
            return Ok(());
        };
        let mine = client.text.clone();
        self.decide(window, version, mine, delivery)
    }

    /// Nothing is decided before the answer: until then the window keeps what it was based on.
    fn decide(&mut self, window: Window, version: i64, text: Text, delivery: Delivery) -> Check {
        let client = self.client(window);
        let request = client.pending.clone().unwrap_or_else(|| {
            client.decided_on = Some(client.text.clone());
            Request {
                key: Uuid::now_v7(),
                expected: version,
                text,
                author: client.author,
                reason: RevisionReason::Merge,
            }
        });
        self.send(window, request, delivery)
    }

    pub(super) fn choose_theirs(&mut self, window: Window) -> Check {
        let Some((version, theirs)) = self.client(window).conflict.clone() else {
            return Ok(());
        };
        self.keep_aside(window);
        self.client(window).show(version, theirs);
        Ok(())
    }

    /// Keeps what a window shows as a revision.
    fn keep_aside(&mut self, window: Window) {
        let client = &self.clients[usize::from(window)];
        let (text, author) = (client.text.clone(), client.author);
        self.keep_text(&text, author);
    }

    fn keep_text(&mut self, text: &Text, author: AccountId) {
        let conn = &mut *self.conn.borrow_mut();
        let snapshot = text.snapshot(&self.slug);
        let authorship = by(author, RevisionReason::Merge);
        drafts::keep_aside(conn, self.id.into(), &snapshot, authorship).expect("it is kept");
        self.server.promised.extend(text.words());
    }

    pub(super) fn restore(&mut self, window: Window, which: u8) -> Check {
        if !self.is_settled(window) {
            return Ok(());
        }
        if self.client(window).has_unsaved() {
            self.keep_aside(window);
        }
        let author = self.client(window).author;
        let draft = {
            let conn = &mut *self.conn.borrow_mut();
            let kept = revisions::list(conn, self.id.into(), None, 1_000).expect("an answer");
            let Some(chosen) = kept.get(usize::from(which) % kept.len().max(1)) else {
                return Ok(());
            };
            let source = revisions::find(conn, chosen.id).expect("an answer");
            let source = Text::of(&source.expect("it is listed").snapshot);
            let authorship = by(author, RevisionReason::Restore);
            let draft = drafts::restore(conn, self.id.into(), chosen.number, false, authorship)
                .expect("it is restored");
            prop_assert_eq!(Text::of(&draft.snapshot), source);
            draft
        };
        let text = Text::of(&draft.snapshot);
        self.server.replace(&text, author);
        self.client(window).show(draft.version.get(), text);
        Ok(())
    }

    pub(super) fn discard(&mut self, window: Window) -> Check {
        if !self.is_settled(window) {
            return Ok(());
        }
        if self.client(window).has_unsaved() {
            self.keep_aside(window);
        }
        let author = self.client(window).author;
        let outcome = {
            let conn = &mut *self.conn.borrow_mut();
            drafts::discard(conn, self.id.into(), by(author, RevisionReason::Restore))
        };
        let Some(live) = self.server.live.clone() else {
            prop_assert!(matches!(outcome, Err(SaveError::Missing)));
            return Ok(());
        };
        let draft = outcome.expect("it goes back");
        let is_same = self
            .server
            .stored
            .as_ref()
            .is_some_and(|stored| stored.text == live);
        if !is_same {
            self.server.replace(&live, author);
        }
        prop_assert_eq!(Text::of(&draft.snapshot), live.clone());
        self.client(window).show(draft.version.get(), live);
        Ok(())
    }

    pub(super) fn reload(&mut self, window: Window) {
        if self.is_settled(window)
            && !self.client(window).has_unsaved()
            && let Some(stored) = self.server.stored.clone()
        {
            self.client(window).show(stored.version, stored.text);
        }
    }

    pub(super) fn open(&mut self, window: Window, takes_journal: bool) -> Check {
        let (stored, is_trashed) = (self.server.stored.clone(), self.server.is_trashed);
        let client = self.client(window);
        if client.is_open || is_trashed {
            return Ok(());
        }
        let journal = client.journal.clone();
        match (stored, journal) {
            (None, None) => client.is_open = true,
            (Some(stored), None) => client.show(stored.version, stored.text),
            (Some(stored), Some(journal)) if journal.text == stored.text => {
                client.show(stored.version, stored.text);
            }
            (Some(stored), Some(journal)) if !takes_journal => {
                let author = client.author;
                self.keep_text(&journal.text, author);
                self.client(window).show(stored.version, stored.text);
            }
            (_, Some(journal)) => {
                client.is_open = true;
                client.text = journal.text;
                client.rebase(journal.version, journal.base);
            }
        }
        Ok(())
    }
}
