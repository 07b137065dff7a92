//! The state of a content's fields at one moment, as text: what drafts and revisions hold. Nothing
//! in it has to be valid; that is asked at publishing, by `to_article`, `to_service`, `to_section`.

mod publishing;

use std::fmt::Display;

use crate::ContentKind;

/// The fields of a content, each as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Snapshot {
    kind: ContentKind,
    /// In the order of [`ContentKind::fields`].
    values: Vec<String>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct FieldProblem {
    /// The field's name.
    pub field: &'static str,
    /// The sentence shown at the field.
    pub message: String,
}

impl FieldProblem {
    /// A problem of a field, with the display form of its cause.
    pub fn new(field: &'static str, cause: impl Display) -> Self {
        Self {
            field,
            message: cause.to_string(),
        }
    }
}

impl Snapshot {
    /// Characters that the text of a draft may have, twice what can be published: whoever pastes
    /// too much shall be able to keep it and cut it down.
    pub const MAX_BODY_CHARS: usize = 400_000;
    /// Characters that any other field of a draft may have.
    pub const MAX_FIELD_CHARS: usize = 10_000;

    /// A snapshot whose fields are all empty.
    pub fn empty(kind: ContentKind) -> Self {
        Self {
            kind,
            values: vec![String::new(); kind.fields().len()],
        }
    }

    /// What kind of content it is of.
    pub fn kind(&self) -> ContentKind {
        self.kind
    }

    /// A field's text; empty for a name that the kind does not have.
    pub fn get(&self, field: &str) -> &str {
        self.position(field)
            .and_then(|position| self.values.get(position))
            .map_or("", String::as_str)
    }

    /// Sets a field. Line ends become `\n`, and the one character that cannot be stored, NUL,
    /// becomes U+FFFD. A name that the kind does not have is left out.
    ///
    /// # Errors
    /// [`FieldProblem`] when the text is longer than a draft can hold.
    pub fn set(&mut self, field: &str, text: &str) -> Result<(), FieldProblem> {
        let Some(position) = self.position(field) else {
            return Ok(());
        };
        let name = self.kind.fields()[position];
        let limit = if name == "body" {
            Self::MAX_BODY_CHARS
        } else {
            Self::MAX_FIELD_CHARS
        };
        let text = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .replace('\0', "\u{fffd}");
        let actual = text.chars().count();
        if actual > limit {
            return Err(FieldProblem::new(
                name,
                format_args!(
                    "This is too long to keep: {actual} characters where at most {limit} fit."
                ),
            ));
        }
        self.values[position] = text;
        Ok(())
    }

    /// Each field's name and text, in the order in which people see them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.kind
            .fields()
            .iter()
            .copied()
            .zip(self.values.iter().map(String::as_str))
    }

    /// True when nothing was typed.
    pub fn is_blank(&self) -> bool {
        self.values.iter().all(|value| value.trim().is_empty())
    }

    /// Characters in all fields.
    pub fn length_chars(&self) -> usize {
        self.values.iter().map(|value| value.chars().count()).sum()
    }

    /// The names of the fields in which two states differ.
    pub fn differences(&self, other: &Self) -> Vec<&'static str> {
        self.iter()
            .filter(|(name, value)| other.get(name) != *value)
            .map(|(name, _)| name)
            .collect()
    }

    /// The title, the heading, or nothing.
    pub fn title(&self) -> &str {
        match self.kind {
            ContentKind::Article | ContentKind::Service => self.get("title"),
            ContentKind::Section(_) => self.get("heading"),
        }
    }

    fn position(&self, field: &str) -> Option<usize> {
        self.kind.fields().iter().position(|name| *name == field)
    }

    /// Sets a field to a text that is known to fit, as one made from a valid value.
    fn put(&mut self, field: &str, text: impl Into<String>) {
        if let Some(position) = self.position(field) {
            self.values[position] = text.into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SectionKey;

    #[test]
    fn a_snapshot_keeps_what_was_typed_and_forgets_foreign_fields() {
        let mut snapshot = Snapshot::empty(ContentKind::Article);
        snapshot.set("title", "  A \u{0}\r\nb ").unwrap();
        snapshot.set("colour", "red").unwrap();
        assert_eq!(snapshot.get("title"), "  A \u{fffd}\nb ");
        assert_eq!(snapshot.get("colour"), "");
        assert!(!snapshot.is_blank());
        assert!(Snapshot::empty(ContentKind::Section(SectionKey::Hero)).is_blank());
    }

    #[test]
    fn a_draft_holds_more_than_can_be_published_but_not_everything() {
        let mut snapshot = Snapshot::empty(ContentKind::Article);
        assert!(snapshot.set("body", &"x".repeat(300_000)).is_ok());
        let problem = snapshot.set("body", &"x".repeat(400_001)).unwrap_err();
        assert_eq!(problem.field, "body");
        assert_eq!(snapshot.get("body").len(), 300_000, "what was there stays");
        assert!(snapshot.set("title", &"x".repeat(10_001)).is_err());
    }

    #[test]
    fn the_fields_that_differ_are_named() {
        let mut one = Snapshot::empty(ContentKind::Service);
        let mut other = one.clone();
        one.set("title", "A").unwrap();
        other.set("slug", "a").unwrap();
        assert_eq!(one.differences(&other), ["title", "slug"]);
        assert_eq!(one.differences(&one), [""; 0]);
    }
}
