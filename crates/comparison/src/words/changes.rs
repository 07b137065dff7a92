//! Changes in the order of a text, put together into spans.

use super::{Span, SpanKind};

/// A row of changes, each with the unchanged text after it.
#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

#[derive(Default)]
struct Change {
    deleted: String,
    inserted: String,
    same: String,
}

impl Changes {
    pub(super) fn same(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(change) => change.same.push_str(text),
            None => self.0.push(Change {
                same: text.to_owned(),
                ..Change::default()
            }),
        }
    }

    pub(super) fn delete(&mut self, text: &str) {
        self.open().deleted.push_str(text);
    }

    pub(super) fn insert(&mut self, text: &str) {
        self.open().inserted.push_str(text);
    }

    /// The change that goes on at the end of the row.
    fn open(&mut self) -> &mut Change {
        if self.0.last().is_none_or(|change| !change.same.is_empty()) {
            self.0.push(Change::default());
        }
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    pub(super) fn into_spans(self) -> Vec<Span> {
        let mut joined: Vec<Change> = Vec::with_capacity(self.0.len());
        for change in self.0 {
            match joined.last_mut() {
                Some(last) if last.reads_as_one_with(&change) => {
                    last.deleted = [&*last.deleted, &*last.same, &*change.deleted].concat();
                    last.inserted = [&*last.inserted, &*last.same, &*change.inserted].concat();
                    last.same = change.same;
                }
                _ => joined.push(change),
            }
        }
        let spans = joined.into_iter().flat_map(|change| {
            [
                (SpanKind::Deleted, change.deleted),
                (SpanKind::Inserted, change.inserted),
                (SpanKind::Same, change.same),
            ]
        });
        spans
            .filter(|(_, text)| !text.is_empty())
            .map(|(kind, text)| Span { kind, text })
            .collect()
    }
}

impl Change {
    fn is_replacement(&self) -> bool {
        !self.deleted.is_empty() && !self.inserted.is_empty()
    }

    /// Two replaced words with a mere space between them read better as one replaced phrase.
    fn reads_as_one_with(&self, next: &Self) -> bool {
        let between = &self.same;
        self.is_replacement()
            && next.is_replacement()
            && between.len() <= 3
            && !between.contains(|sign: char| sign.is_alphanumeric() || sign == '\n')
    }
}
