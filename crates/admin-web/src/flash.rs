//! A word about what was just done, kept in the session until the next page shows it.

use actix_session::Session;
use serde::{Deserialize, Serialize};

use crate::error::AdminError;

const KEY: &str = "flash";

/// One sentence, and how to undo what it tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flash {
    text: String,
    undo: Option<Undo>,
}

/// The form that undoes it: where to send it, and the one field that it may need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Undo {
    action: String,
    name: Option<String>,
    value: Option<String>,
}

impl Flash {
    /// Only the sentence.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            undo: None,
        }
    }

    /// With a form that takes it back.
    pub(crate) fn undone_by(mut self, action: impl Into<String>) -> Self {
        self.undo = Some(Undo {
            action: action.into(),
            name: None,
            value: None,
        });
        self
    }

    /// With a form of one field that takes it back.
    pub(crate) fn undone_with(
        mut self,
        action: impl Into<String>,
        name: &str,
        value: impl Into<String>,
    ) -> Self {
        self.undo = Some(Undo {
            action: action.into(),
            name: Some(name.to_owned()),
            value: Some(value.into()),
        });
        self
    }

    /// Keeps it for the next page.
    ///
    /// # Errors
    /// [`AdminError::Session`] when the session refuses it.
    pub(crate) fn keep(self, session: &Session) -> Result<(), AdminError> {
        session
            .insert(KEY, self)
            .map_err(|error| AdminError::Session(error.to_string()))
    }

    /// Takes what the last request left, so that a reload does not show it again.
    pub(crate) fn take(session: &Session) -> Option<Self> {
        // Removing a key writes the session even where there was none.
        if !session.contains_key(KEY) {
            return None;
        }
        session.remove_as(KEY)?.ok()
    }
}

/// A title in a sentence, cut so that the sentence stays one.
pub(crate) fn quoted(title: &str) -> String {
    const MOST: usize = 60;
    if title.chars().count() <= MOST {
        return format!("“{title}”");
    }
    let start: String = title.chars().take(MOST).collect();
    format!("“{}…”", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_in_a_sentence() {
        assert_eq!(quoted("Growth"), "“Growth”");
        assert!(quoted(&"long ".repeat(40)).chars().count() < 64);
    }
}
