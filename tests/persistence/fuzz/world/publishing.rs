//! What changes what visitors see.

use chrono::{TimeDelta, Utc};
use domain::{ArticleDraft, Draft, Schedule, TimeZone};
use persistence::articles::PublishOptions;

use super::*;

const PAUSE_HOURS: u32 = 2;

impl World<'_> {
    /// Saves what a window shows, and gives the version and the article to publish.
    fn prepare(
        &mut self,
        window: Window,
    ) -> Result<Option<(Version, ArticleDraft, PublishOptions)>, TestCaseError> {
        if !self.is_settled(window) {
            return Ok(None);
        }
        if self.client(window).has_unsaved() {
            self.save(window, RevisionReason::Manual, Delivery::Answered)?;
        }
        let slug = self.slug.clone();
        let client = self.client(window);
        if client.conflict.is_some() || client.version == 0 {
            return Ok(None);
        }
        let article = client.text.snapshot(&slug).to_article();
        let options = PublishOptions {
            author: Some(client.author),
            word_count: 0,
            drop_old_address: false,
        };
        let article = article.expect("words make an article");
        Ok(Some((Version::new(client.version), article, options)))
    }

    /// True when it was done, which the model says as well; else the window meets a conflict.
    fn is_done(
        &mut self,
        window: Window,
        outcome: Result<(), SaveError<Draft>>,
    ) -> Result<bool, TestCaseError> {
        let stored = self.server.stored.clone().expect("it is stored");
        let client = self.client(window);
        let is_current = client.version == stored.version;
        match outcome {
            Ok(()) => {
                prop_assert!(is_current, "a stale version was published");
                prop_assert_eq!(&client.text, &stored.text);
                self.server.keep_draft();
                Ok(true)
            }
            Err(SaveError::Stale { current }) => {
                prop_assert!(!is_current, "a current version was refused");
                let text = Text::of(&current.snapshot);
                client.conflict = Some((current.version.get(), text));
                Ok(false)
            }
            Err(error) => panic!("{error:?}"),
        }
    }

    pub(super) fn publish(&mut self, window: Window) -> Check {
        let Some((version, article, options)) = self.prepare(window)? else {
            return Ok(());
        };
        let outcome = {
            let conn = &mut *self.conn.borrow_mut();
            articles::publish(conn, self.id, version, &article, options)
        };
        if self.is_done(window, outcome)? {
            self.server.live = Some(self.client(window).text.clone());
            self.server.scheduled = None;
        }
        Ok(())
    }

    pub(super) fn schedule(&mut self, window: Window) -> Check {
        let Some((version, article, options)) = self.prepare(window)? else {
            return Ok(());
        };
        let zone = TimeZone::parse("Europe/Lisbon").expect("a zone");
        let at = Utc::now() + TimeDelta::hours(1);
        let schedule = Schedule::new(at, None, zone, Utc::now()).expect("a schedule");
        let outcome = {
            let conn = &mut *self.conn.borrow_mut();
            articles::schedule(conn, self.id, version, &article, &schedule, options)
        };
        if self.is_done(window, outcome)? {
            self.server.scheduled = Some(self.client(window).text.clone());
        }
        Ok(())
    }

    pub(super) fn cancel_schedule(&mut self) -> Check {
        let outcome = articles::cancel_schedule(&mut self.conn.borrow_mut(), self.id);
        if self.is_there(outcome)? {
            self.server.scheduled = None;
        }
        Ok(())
    }

    pub(super) fn withdraw(&mut self) -> Check {
        let outcome = articles::withdraw(&mut self.conn.borrow_mut(), self.id, None);
        if self.is_there(outcome)? {
            self.server.scheduled = None;
            if let Some(live) = self.server.live.take() {
                self.server.promised.extend(live.words());
            }
        }
        Ok(())
    }

    fn is_there(&self, outcome: Result<(), SaveError<Draft>>) -> Result<bool, TestCaseError> {
        let is_there = self.server.stored.is_some() && !self.server.is_trashed;
        match outcome {
            Ok(()) => prop_assert!(is_there),
            Err(SaveError::Missing) => prop_assert!(!is_there),
            Err(error) => panic!("{error:?}"),
        }
        Ok(is_there)
    }

    pub(super) fn let_hours_pass(&mut self) {
        let_hours_pass(&mut self.conn.borrow_mut(), self.id, PAUSE_HOURS);
        if let Some(scheduled) = self.server.scheduled.take() {
            self.server.live = Some(scheduled);
        }
    }

    pub(super) fn put_into_trash(&mut self) -> Check {
        let is_done = articles::delete(&mut self.conn.borrow_mut(), self.id).expect("an answer");
        let was_there = self.server.stored.is_some() && !self.server.is_trashed;
        prop_assert_eq!(is_done, was_there);
        self.server.is_trashed |= is_done;
        Ok(())
    }

    pub(super) fn take_out_of_trash(&mut self) -> Check {
        let is_done = articles::restore(&mut self.conn.borrow_mut(), self.id).expect("an answer");
        prop_assert_eq!(is_done, self.server.is_trashed);
        self.server.is_trashed = false;
        Ok(())
    }
}
