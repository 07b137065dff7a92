//! The fields as they were typed, also where a draft cannot hold them.

use domain::{ContentKind, FieldProblem, Snapshot};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::fields::Fields;

use super::feature;

/// Every field of a kind, as sent by a form or a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    kind: ContentKind,
    values: Vec<(&'static str, String)>,
}

impl Typed {
    /// The fields of a plain form; one that was not sent is empty.
    pub(crate) fn from_form(kind: ContentKind, fields: &Fields) -> Self {
        let values = kind
            .fields()
            .iter()
            .map(|name| match *name {
                "feature_image" => (*name, feature::chosen(fields).to_owned()),
                _ => (*name, fields.owned(name)),
            })
            .collect();
        Self { kind, values }
    }

    /// The fields of a script's request; nothing when one of them is no text.
    pub(crate) fn from_json(kind: ContentKind, fields: &Map<String, Value>) -> Option<Self> {
        let values = kind
            .fields()
            .iter()
            .map(|name| match fields.get(*name) {
                None => Some((*name, String::new())),
                Some(value) => value.as_str().map(|text| (*name, text.to_owned())),
            })
            .collect::<Option<Vec<_>>>()?;
        Some(Self { kind, values })
    }

    /// The fields of a stored state.
    pub(crate) fn from_snapshot(snapshot: &Snapshot) -> Self {
        Self {
            kind: snapshot.kind(),
            values: snapshot
                .iter()
                .map(|(name, text)| (name, text.to_owned()))
                .collect(),
        }
    }

    /// A field as it was typed.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.values
            .iter()
            .find(|(field, _)| *field == name)
            .map_or("", |(_, text)| text)
    }

    /// The key of a form: the one that its page carries, for these very words. Whoever goes back in
    /// the browser and writes something else sends the same page's key again, and no replay.
    pub(crate) fn key_under(&self, page_key: &str) -> Option<Uuid> {
        let page_key = Uuid::parse_str(page_key.trim()).ok()?;
        let mut digest = Sha256::new_with_prefix(page_key.as_bytes());
        for (name, text) in &self.values {
            // Lengths keep apart what stands side by side.
            digest.update(text.len().to_be_bytes());
            digest.update(name);
            digest.update(text);
        }
        let digest = digest.finalize();
        let start = digest.first_chunk::<16>()?;
        Some(Uuid::from_bytes(*start))
    }

    /// The state that a draft can hold.
    ///
    /// # Errors
    /// Every field that is longer than a draft can keep.
    pub(crate) fn snapshot(&self) -> Result<Snapshot, Vec<FieldProblem>> {
        let mut snapshot = Snapshot::empty(self.kind);
        let problems: Vec<_> = self
            .values
            .iter()
            .filter_map(|(name, text)| snapshot.set(name, text).err())
            .collect();
        if problems.is_empty() {
            Ok(snapshot)
        } else {
            Err(problems)
        }
    }
}

/// A state as a script reads it.
pub(crate) fn to_json(snapshot: &Snapshot) -> Value {
    let fields: Map<String, Value> = snapshot
        .iter()
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .collect();
    Value::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_draft_cannot_hold_is_still_known_as_typed() {
        let long = "x".repeat(10_001);
        let fields = Fields::parse(format!("title={long}&body=Words").as_bytes());
        let typed = Typed::from_form(ContentKind::Article, &fields);
        assert_eq!(typed.snapshot().unwrap_err()[0].field, "title");
        assert_eq!(typed.get("title").len(), 10_001);
        assert_eq!(typed.get("body"), "Words");
    }

    #[test]
    fn a_form_sent_again_has_the_same_key_unless_something_else_was_written() {
        let page = "0193b2a0-0000-7000-8000-000000000001";
        let key = |form: &str| {
            Typed::from_form(ContentKind::Article, &Fields::parse(form.as_bytes())).key_under(page)
        };
        assert!(key("title=A&body=B").is_some());
        assert_eq!(key("title=A&body=B"), key("body=B&title=A&version=9"));
        assert_ne!(key("title=A&body=B"), key("title=A&body=C"));
        assert_ne!(key("title=AB"), key("title=A&body=B"));
        let typed = Typed::from_form(ContentKind::Article, &Fields::default());
        assert_eq!(typed.key_under("none"), None);
    }

    #[test]
    fn a_script_sends_texts_only() {
        let fields = |text: &str| serde_json::from_str::<Map<String, Value>>(text).unwrap();
        let typed = Typed::from_json(ContentKind::Article, &fields(r#"{"title":"A"}"#)).unwrap();
        assert_eq!((typed.get("title"), typed.get("body")), ("A", ""));
        assert_eq!(
            Typed::from_json(ContentKind::Article, &fields(r#"{"title":1}"#)),
            None
        );
        let snapshot = typed.snapshot().unwrap();
        assert_eq!(Typed::from_snapshot(&snapshot).snapshot(), Ok(snapshot));
    }
}
