//! An article, its two windows, and the database beside the model of it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use domain::{AccountId, ArticleId, RevisionReason, Slug, Version};
use persistence::drafts::{self, Save, Saved};
use persistence::{PgConnection, SaveError, articles, revisions};
use plinth_tests::writing::{by, let_hours_pass};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use uuid::Uuid;

use super::client::Client;
use super::operation::{Delivery, Operation, Window};
use super::server::{Answer, Request, Server};
use super::text::{Text, Words};

mod deciding;
mod publishing;
mod writing;

pub type Check = Result<(), TestCaseError>;

pub struct World<'a> {
    conn: &'a RefCell<PgConnection>,
    id: ArticleId,
    slug: Slug,
    server: Server,
    clients: [Client; 2],
    /// Every word that was ever typed, and those that somebody deleted by typing.
    typed: Words,
    deleted: Words,
}

impl<'a> World<'a> {
    pub fn new(conn: &'a RefCell<PgConnection>, authors: [AccountId; 2]) -> Self {
        let id = Uuid::now_v7();
        Self {
            conn,
            id: ArticleId::from_uuid(id),
            slug: Slug::parse(&format!("case-{}", id.simple())).expect("an address"),
            server: Server::default(),
            clients: authors.map(Client::new),
            typed: Words::new(),
            deleted: Words::new(),
        }
    }

    pub fn perform(&mut self, operation: &Operation) -> Check {
        match *operation {
            Operation::Type(window, edit) => self.type_in(window, edit),
            Operation::Autosave(window, delivery) => self.autosave(window, delivery)?,
            Operation::SaveByHand(window, delivery) => self.save_by_hand(window, delivery)?,
            Operation::Merge(window, delivery) => self.merge(window, delivery)?,
            Operation::ChooseMine(window, delivery) => self.choose_mine(window, delivery)?,
            Operation::ChooseTheirs(window) => self.choose_theirs(window)?,
            Operation::Restore(window, which) => self.restore(window, which)?,
            Operation::Discard(window) => self.discard(window)?,
            Operation::Publish(window) => self.publish(window)?,
            Operation::Schedule(window) => self.schedule(window)?,
            Operation::CancelSchedule => self.cancel_schedule()?,
            Operation::Withdraw => self.withdraw()?,
            Operation::HoursPass => self.let_hours_pass(),
            Operation::MinutesPass => self.let_minutes_pass(),
            Operation::SignOut(window) => self.client(window).sign_out(),
            Operation::Crash(window) => self.client(window).crash(),
            Operation::Open(window, takes_journal) => self.open(window, takes_journal)?,
            Operation::Reload(window) => self.reload(window),
            Operation::IntoTrash => self.put_into_trash()?,
            Operation::OutOfTrash => self.take_out_of_trash()?,
        }
        self.check_what_visitors_see()
    }

    /// Looks for every word, and compares the draft with what it should be.
    pub fn finish(mut self) -> Check {
        self.take_out_of_trash()?;
        self.check_what_visitors_see()?;
        let mut found = self.find_kept_words()?;
        for journal in self
            .clients
            .iter()
            .filter_map(|client| client.journal.as_ref())
        {
            found.extend(journal.text.words());
        }
        let is_owed =
            |word: &&String| self.server.promised.contains(*word) || !self.deleted.contains(*word);
        let owed: BTreeSet<_> = self.typed.iter().filter(is_owed).cloned().collect();
        let lost: Vec<_> = owed.difference(&found).collect();
        prop_assert!(lost.is_empty(), "these words are lost: {lost:?}");
        Ok(())
    }

    /// The words of the draft and of every revision.
    fn find_kept_words(&mut self) -> Result<Words, TestCaseError> {
        let conn = &mut *self.conn.borrow_mut();
        let draft = drafts::find(conn, self.id.into()).expect("an answer");
        let text = draft.as_ref().map(|draft| Text::of(&draft.snapshot));
        let expected = self.server.stored.as_ref();
        prop_assert_eq!(text.as_ref(), expected.map(|stored| &stored.text));
        let version = draft.map(|draft| draft.version.get());
        prop_assert_eq!(version, expected.map(|stored| stored.version));
        let mut words = text.unwrap_or_default().words();
        for summary in revisions::list(conn, self.id.into(), None, 1_000).expect("an answer") {
            let revision = revisions::find(conn, summary.id).expect("an answer");
            words.extend(Text::of(&revision.expect("it is listed").snapshot).words());
        }
        Ok(words)
    }

    fn check_what_visitors_see(&mut self) -> Check {
        let conn = &mut *self.conn.borrow_mut();
        let article = articles::find_published(conn, self.id).expect("an answer");
        let visible = article.map(|article| Text {
            body: article.body.as_str().to_owned(),
            excerpt: article
                .excerpt
                .map_or(String::new(), |text| text.as_str().to_owned()),
        });
        prop_assert_eq!(visible.as_ref(), self.server.visible());
        Ok(())
    }

    fn client(&mut self, window: Window) -> &mut Client {
        &mut self.clients[usize::from(window)]
    }

    /// True when a window can do more than type and save.
    fn is_settled(&mut self, window: Window) -> bool {
        let is_stored = self.server.stored.is_some() && !self.server.is_trashed;
        let client = self.client(window);
        client.is_open && client.conflict.is_none() && client.pending.is_none() && is_stored
    }
}
