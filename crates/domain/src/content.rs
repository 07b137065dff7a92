//! What all content has in common: a kind, named fields, a draft beside the live text, and kept
//! revisions.

use chrono::{DateTime, Utc};

use crate::{AccountId, ContentId, EmailAddress, RevisionId, SectionKey, Snapshot, Version};

/// The version of the renderer of Markdown, kept with each revision. It stands here, since what
/// stores revisions does not know the renderer; it grows when the same text gives other HTML.
pub const RENDERER_VERSION: i32 = 3;

/// What kind of content it is, which decides on its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContentKind {
    /// An article.
    Article,
    /// A service.
    Service,
    /// A section of the home page.
    Section(SectionKey),
}

impl ContentKind {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Service => "service",
            Self::Section(_) => "section",
        }
    }

    /// The names of its fields, in the order in which people see them.
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Article => &[
                "title",
                "body",
                "excerpt",
                "tags",
                "series",
                "series_part",
                "slug",
                "feature_image",
                "feature_alt",
                "feature_focus",
                "updated_on",
            ],
            Self::Service => &[
                "title",
                "summary",
                "body",
                "deliverables",
                "slug",
                "feature_image",
                "feature_alt",
                "feature_focus",
            ],
            Self::Section(SectionKey::Hero) => {
                &["heading", "body", "action_label", "action_target"]
            }
            Self::Section(SectionKey::Principles | SectionKey::WayOfWorking) => &[
                "heading",
                "body",
                "item_1_title",
                "item_1_text",
                "item_2_title",
                "item_2_text",
                "item_3_title",
                "item_3_text",
                "item_4_title",
                "item_4_text",
                "item_5_title",
                "item_5_text",
                "item_6_title",
                "item_6_text",
                "item_7_title",
                "item_7_text",
                "item_8_title",
                "item_8_text",
            ],
            Self::Section(_) => &["heading", "body"],
        }
    }

    /// True for the field whose text is Markdown, which is compared and merged block by block.
    pub fn is_markdown(self, field: &str) -> bool {
        field == "body"
            && matches!(
                self,
                Self::Article | Self::Service | Self::Section(SectionKey::About)
            )
    }
}

/// Why a state was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RevisionReason {
    /// It was typed, and something else was about to replace it.
    Autosave,
    /// The owner saved.
    Manual,
    /// It was published.
    Publish,
    /// It was withdrawn.
    Unpublish,
    /// It was scheduled.
    Schedule,
    /// An older state was restored.
    Restore,
    /// It came from a file, or with the site's first content.
    Import,
    /// Two states met: merged, or the one that was not chosen.
    Merge,
}

/// There is no reason of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is no reason of that name.")]
pub struct UnknownReason;

impl RevisionReason {
    const ALL: [Self; 8] = [
        Self::Autosave,
        Self::Manual,
        Self::Publish,
        Self::Unpublish,
        Self::Schedule,
        Self::Restore,
        Self::Import,
        Self::Merge,
    ];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Autosave => "autosave",
            Self::Manual => "manual",
            Self::Publish => "publish",
            Self::Unpublish => "unpublish",
            Self::Schedule => "schedule",
            Self::Restore => "restore",
            Self::Import => "import",
            Self::Merge => "merge",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`UnknownReason`] for any other word.
    pub fn parse(word: &str) -> Result<Self, UnknownReason> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.as_str() == word)
            .ok_or(UnknownReason)
    }
}

/// What the owner is writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which content.
    pub id: ContentId,
    /// The fields.
    pub snapshot: Snapshot,
    /// Counts the saves.
    pub version: Version,
    /// The revision that holds exactly this state.
    pub revision: Option<RevisionId>,
    /// When it was saved last, UTC.
    pub saved_at: DateTime<Utc>,
    /// Who saved it last.
    pub saved_by: Option<EmailAddress>,
    /// When the content was made, UTC.
    pub created_at: DateTime<Utc>,
}

/// A kept state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its id.
    pub id: RevisionId,
    /// Which content.
    pub content: ContentId,
    /// Counted per content from 1.
    pub number: i32,
    /// Why it was kept.
    pub reason: RevisionReason,
    /// The fields.
    pub snapshot: Snapshot,
    /// The version of the draft that held exactly this; 0 for a state that never was the draft.
    pub draft_version: Version,
    /// When it was kept, UTC.
    pub created_at: DateTime<Utc>,
}

/// A kept state in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionSummary {
    /// Its id.
    pub id: RevisionId,
    /// Counted per content from 1.
    pub number: i32,
    /// Why it was kept.
    pub reason: RevisionReason,
    /// Who made it.
    pub author: Option<EmailAddress>,
    /// The number of the revision that was restored, where one was.
    pub source_number: Option<i32>,
    /// Characters in all fields.
    pub length_chars: i64,
    /// The address that it has, as typed; blank where it has none.
    pub slug: String,
    /// When it was kept, UTC.
    pub created_at: DateTime<Utc>,
}

/// Who saves, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Authorship {
    /// The account; none for the program itself.
    pub author: Option<AccountId>,
    /// The reason.
    pub reason: RevisionReason,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_word() {
        for reason in RevisionReason::ALL {
            assert_eq!(RevisionReason::parse(reason.as_str()), Ok(reason));
        }
        assert_eq!(RevisionReason::parse("other"), Err(UnknownReason));
    }

    #[test]
    fn the_text_of_the_about_section_is_markdown_and_a_lead_is_not() {
        assert!(ContentKind::Article.is_markdown("body"));
        assert!(!ContentKind::Article.is_markdown("title"));
        assert!(ContentKind::Section(SectionKey::About).is_markdown("body"));
        assert!(!ContentKind::Section(SectionKey::Hero).is_markdown("body"));
    }
}
