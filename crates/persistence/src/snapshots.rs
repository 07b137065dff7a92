//! The fields of a content, as they stand in the database: one JSON object of texts.

use domain::{ContentKind, SectionKey, Snapshot};
use serde_json::{Map, Value};

use crate::DatabaseError;
use crate::error::stored;

/// A stored object that does not hold what it should.
#[derive(Debug, thiserror::Error)]
#[error("the fields are no object of texts")]
struct NotFields;

/// The object for a column.
pub(crate) fn to_json(snapshot: &Snapshot) -> Value {
    let fields: Map<String, Value> = snapshot
        .iter()
        .map(|(name, text)| (name.to_owned(), Value::from(text)))
        .collect();
    Value::Object(fields)
}

/// The fields in a column. A field that came later is empty in an older row.
pub(crate) fn from_json(kind: ContentKind, json: &Value) -> Result<Snapshot, DatabaseError> {
    let fields = stored("fields", json.as_object().ok_or(NotFields))?;
    let mut snapshot = Snapshot::empty(kind);
    for (name, value) in fields {
        let text = stored("fields", value.as_str().ok_or(NotFields))?;
        stored("fields", snapshot.set(name, text))?;
    }
    Ok(snapshot)
}

/// The kind that two columns say.
pub(crate) fn kind(word: &str, section: Option<&str>) -> Result<ContentKind, DatabaseError> {
    match (word, section) {
        ("article", _) => Ok(ContentKind::Article),
        ("service", _) => Ok(ContentKind::Service),
        (_, key) => stored("page_sections.key", SectionKey::parse(key.unwrap_or("")))
            .map(ContentKind::Section),
    }
}
