//! What the owner offers.

use chrono::{DateTime, Utc};

use crate::{FeatureImage, MarkdownText, Paragraph, ServiceId, Slug, Summary, TextError, Title};

/// How many things one service may promise.
pub const MAX_DELIVERABLES: usize = 12;

/// Whether visitors see a service or a page section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// Visitors see it.
    Shown,
    /// Only the owner sees it.
    Hidden,
}

impl Visibility {
    /// `true` stands for [`Visibility::Shown`].
    pub fn from_shown(is_shown: bool) -> Self {
        if is_shown { Self::Shown } else { Self::Hidden }
    }

    /// True when visitors see it.
    pub fn is_shown(self) -> bool {
        self == Self::Shown
    }
}

/// What the client gets: up to [`MAX_DELIVERABLES`] short texts, none blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Deliverables(Vec<Paragraph>);

/// Why a list of deliverables was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DeliverablesError {
    /// More than [`MAX_DELIVERABLES`].
    #[error("At most {MAX_DELIVERABLES} lines fit.")]
    TooMany,
    /// A line of more than 300 characters.
    #[error("Line {line} is too long: at most 300 characters fit.")]
    LineTooLong {
        /// The line, counted from 1 without blank ones.
        line: usize,
    },
    /// A line that is no text.
    #[error("Line {line}: {source}")]
    Line {
        /// The line, counted from 1 without blank ones.
        line: usize,
        /// What is wrong with it.
        source: TextError,
    },
}

impl Deliverables {
    /// Reads one deliverable a line; blank lines are left out.
    ///
    /// # Errors
    /// [`DeliverablesError`]: too many lines, a line too long or with a control character.
    pub fn parse_lines(input: &str) -> Result<Self, DeliverablesError> {
        let lines = input
            .split(['\n', '\r'])
            .map(str::trim)
            .filter(|line| !line.is_empty());
        let mut items = Vec::new();
        for (index, line) in lines.enumerate() {
            let line_number = index + 1;
            if line_number > MAX_DELIVERABLES {
                return Err(DeliverablesError::TooMany);
            }
            if line.chars().count() > 300 {
                return Err(DeliverablesError::LineTooLong { line: line_number });
            }
            items.push(
                Paragraph::parse(line).map_err(|source| DeliverablesError::Line {
                    line: line_number,
                    source,
                })?,
            );
        }
        Ok(Self(items))
    }

    /// The deliverables, in order.
    pub fn as_slice(&self) -> &[Paragraph] {
        &self.0
    }

    /// One a line, as the form shows them.
    pub fn to_lines(&self) -> String {
        let lines: Vec<_> = self.0.iter().map(Paragraph::as_str).collect();
        lines.join("\n")
    }
}

/// A service in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its id, which outlives every address.
    pub id: ServiceId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// One line that says what it is.
    pub summary: Summary,
    /// The text of its page, as Markdown.
    pub body: MarkdownText,
    /// What the client gets.
    pub deliverables: Deliverables,
    /// The picture on top.
    pub feature: Option<FeatureImage>,
    /// Its place in the list, counted from 1; gaps are allowed.
    pub position: i32,
    /// Whether visitors see it.
    pub visibility: Visibility,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When its content changed last, UTC.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted, UTC; `None` while it stands.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// A service in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceSummary {
    /// Its id.
    pub id: ServiceId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// One line that says what it is.
    pub summary: Summary,
    /// Whether visitors see it.
    pub visibility: Visibility,
    /// Its place in the list.
    pub position: i32,
    /// When its content changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

/// A service as it can be published: every field holds a valid value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceDraft {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// One line that says what it is.
    pub summary: Summary,
    /// The text of its page, as Markdown.
    pub body: MarkdownText,
    /// What the client gets.
    pub deliverables: Deliverables,
    /// The picture on top.
    pub feature: Option<FeatureImage>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deliverables_come_one_a_line() {
        let list = Deliverables::parse_lines(" A plan \r\n\r\nA schema\n").unwrap();
        assert_eq!(list.to_lines(), "A plan\nA schema");
    }

    #[test]
    fn a_thirteenth_deliverable_is_refused() {
        assert_eq!(
            Deliverables::parse_lines(&"x\n".repeat(13)),
            Err(DeliverablesError::TooMany)
        );
    }

    #[test]
    fn an_endless_line_is_named() {
        let input = format!("short\n{}", "x".repeat(301));
        assert_eq!(
            Deliverables::parse_lines(&input),
            Err(DeliverablesError::LineTooLong { line: 2 })
        );
    }
}
