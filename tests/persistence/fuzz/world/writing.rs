//! Typing and saving.

use super::*;
use crate::fuzz::operation::Edit;

impl World<'_> {
    pub(super) fn type_in(&mut self, window: Window, edit: Edit) {
        // Long enough that a few of them are most of the text.
        let word = format!("word-of-many-letters-{}", self.typed.len());
        let client = self.client(window);
        if !client.is_open {
            return;
        }
        let gone = client.text.edit(edit, &word);
        let is_typed = client.text.words().contains(&word);
        client.write_journal();
        self.deleted.extend(gone);
        if is_typed {
            self.typed.insert(word);
        }
    }

    pub(super) fn autosave(&mut self, window: Window, delivery: Delivery) -> Check {
        let client = self.client(window);
        if client.is_open && (client.has_unsaved() || client.pending.is_some()) {
            return self.save(window, RevisionReason::Autosave, delivery);
        }
        Ok(())
    }

    pub(super) fn save_by_hand(&mut self, window: Window, delivery: Delivery) -> Check {
        let client = self.client(window);
        if client.is_open && (client.has_unsaved() || client.version > 0) {
            return self.save(window, RevisionReason::Manual, delivery);
        }
        Ok(())
    }

    /// Sends what had no answer again, or what the window shows. A conflict is resolved first.
    pub(super) fn save(
        &mut self,
        window: Window,
        reason: RevisionReason,
        delivery: Delivery,
    ) -> Check {
        let client = self.client(window);
        if client.conflict.is_some() {
            return Ok(());
        }
        let request = client.pending.clone().unwrap_or_else(|| Request {
            key: Uuid::now_v7(),
            expected: client.version,
            text: client.text.clone(),
            author: client.author,
            reason,
        });
        self.send(window, request, delivery)
    }

    pub(super) fn send(&mut self, window: Window, request: Request, delivery: Delivery) -> Check {
        match delivery {
            Delivery::NeverArrived => {}
            Delivery::ServerKilled => self.ask_a_dying_server(&request),
            Delivery::Answered | Delivery::AnswerLost => {
                let outcome = self.ask(&request)?;
                if delivery == Delivery::Answered {
                    self.take_answer(window, &request, outcome);
                    return Ok(());
                }
            }
        }
        let client = self.client(window);
        client.pending = Some(request);
        client.write_journal();
        Ok(())
    }

    /// The answer, which has to be the one that the model gives.
    fn ask(&mut self, request: &Request) -> Result<(Answer, Option<Text>), TestCaseError> {
        let expected = self.server.save(request);
        let mut current = None;
        let conn = &mut *self.conn.borrow_mut();
        let answer = match save_in(conn, self.id, &self.slug, request) {
            Ok(saved) => Answer::Saved(saved.version.get()),
            Err(SaveError::Stale { current: draft }) => {
                current = Some(Text::of(&draft.snapshot));
                Answer::Stale(draft.version.get())
            }
            Err(SaveError::Missing) => Answer::Missing,
            Err(error) => panic!("{error:?}"),
        };
        prop_assert_eq!(&answer, &expected);
        if current.is_some() {
            let stored = self.server.stored.as_ref().map(|stored| &stored.text);
            prop_assert_eq!(current.as_ref(), stored);
        }
        Ok((answer, current))
    }

    fn ask_a_dying_server(&mut self, request: &Request) {
        let conn = &mut *self.conn.borrow_mut();
        let outcome = conn.transaction::<(), diesel::result::Error, _>(|conn| {
            let _ = save_in(conn, self.id, &self.slug, request);
            Err(diesel::result::Error::RollbackTransaction)
        });
        assert!(outcome.is_err());
    }

    fn take_answer(
        &mut self,
        window: Window,
        request: &Request,
        (answer, current): (Answer, Option<Text>),
    ) {
        let client = self.client(window);
        client.pending = None;
        match answer {
            Answer::Saved(version) => client.adopt(version, request.text.clone()),
            Answer::Stale(version) => {
                client.conflict = current.map(|text| (version, text));
                client.decided_on = None;
                client.write_journal();
            }
            Answer::Missing => client.write_journal(),
        }
    }

    pub(super) fn let_minutes_pass(&mut self) {
        if let Some(stored) = &mut self.server.stored {
            stored.is_old = true;
        }
        let sql = format!(
            "update drafts set group_started_at = group_started_at - interval '10 minutes'
             where content_id = '{}'",
            self.id
        );
        self.conn
            .borrow_mut()
            .batch_execute(&sql)
            .expect("an answer");
    }
}

fn save_in(
    conn: &mut PgConnection,
    id: ArticleId,
    slug: &Slug,
    request: &Request,
) -> Result<Saved, SaveError<domain::Draft>> {
    let save = Save {
        id: id.into(),
        snapshot: &request.text.snapshot(slug),
        expected: Version::new(request.expected),
        key: Some(request.key),
        authorship: by(request.author, request.reason),
    };
    drafts::save(conn, &save)
}
