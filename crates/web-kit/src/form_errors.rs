//! What is wrong with a form that was sent: one sentence per field, in the order of the form.

use std::fmt::Display;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Sentences by field, in the order in which they were added. A template reads `errors.title`.
///
/// Strict templates refuse to print a name that is absent, so a template asks first:
/// `{{#if errors.title}}…{{errors.title}}…{{/if}}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors {
    entries: Vec<(&'static str, String)>,
}

/// The sentences as a list, for the summary above a form that takes the focus.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct ErrorSummary {
    entries: Vec<SummaryEntry>,
}

/// One line of the summary: the field it leads to, and the sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SummaryEntry {
    /// The name of the field, which is also its id in the page.
    pub field: &'static str,
    /// The sentence shown.
    pub message: String,
}

impl FieldErrors {
    /// No errors yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a sentence for a field. The first one for each field stays.
    pub fn add(&mut self, field: &'static str, message: impl Display) {
        if self.get(field).is_none() {
            self.entries.push((field, message.to_string()));
        }
    }

    /// The value that was parsed, or nothing after adding the error's sentence for the field.
    pub fn keep<T, E: Display>(&mut self, field: &'static str, parsed: Result<T, E>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.add(field, error);
                None
            }
        }
    }

    /// The sentence for a field.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.entries
            .iter()
            .find(|(name, _)| *name == field)
            .map(|(_, message)| message.as_str())
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The list for the summary.
    pub fn summary(&self) -> ErrorSummary {
        ErrorSummary {
            entries: self
                .entries
                .iter()
                .map(|(field, message)| SummaryEntry {
                    field,
                    message: message.clone(),
                })
                .collect(),
        }
    }
}

impl ErrorSummary {
    /// The lines, in the order of the form.
    pub fn entries(&self) -> &[SummaryEntry] {
        &self.entries
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Serialize for FieldErrors {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.entries.len()))?;
        for (field, message) in &self.entries {
            map.serialize_entry(field, message)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_of_a_field_stays_and_the_order_is_kept() {
        let mut errors = FieldErrors::new();
        assert!(errors.is_empty());
        errors.add("title", "Give it a title.");
        errors.add("slug", "Taken.");
        errors.add("title", "Too long.");
        assert_eq!(errors.get("title"), Some("Give it a title."));
        assert_eq!(errors.get("body"), None);
        assert_eq!(
            serde_json::to_string(&errors).unwrap(),
            r#"{"title":"Give it a title.","slug":"Taken."}"#
        );
        assert_eq!(
            serde_json::to_string(&errors.summary()).unwrap(),
            r#"[{"field":"title","message":"Give it a title."},{"field":"slug","message":"Taken."}]"#
        );
    }

    #[test]
    fn a_parsed_value_is_kept_and_an_error_becomes_the_sentence() {
        let mut errors = FieldErrors::new();
        assert_eq!(errors.keep("a", "7".parse::<u8>()), Some(7));
        assert_eq!(errors.keep("b", "x".parse::<u8>()), None);
        assert!(errors.get("a").is_none());
        assert!(errors.get("b").is_some());
    }
}
