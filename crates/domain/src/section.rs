//! The sections of the home page. Their set is fixed; their order, visibility and words are not.

use std::fmt;

use chrono::{DateTime, Utc};

use crate::{Heading, Label, LinkTarget, MarkdownText, Paragraph, Title, Visibility};

/// How many principles or steps a section may hold.
pub const MAX_SECTION_ITEMS: usize = 8;

/// Names a section of the home page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SectionKey {
    /// What a visitor sees first.
    Hero,
    /// Who the owner is.
    About,
    /// What the owner holds to.
    Principles,
    /// The list of services.
    Services,
    /// The steps of working together.
    WayOfWorking,
    /// The newest articles.
    Writing,
    /// The form and the direct address.
    Contact,
}

/// There is no section of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is no section of that name.")]
pub struct UnknownSection;

impl SectionKey {
    /// Every section, in the order of a new site.
    pub const ALL: [Self; 7] = [
        Self::Hero,
        Self::About,
        Self::Principles,
        Self::Services,
        Self::WayOfWorking,
        Self::Writing,
        Self::Contact,
    ];

    /// The word in addresses and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hero => "hero",
            Self::About => "about",
            Self::Principles => "principles",
            Self::Services => "services",
            Self::WayOfWorking => "way-of-working",
            Self::Writing => "writing",
            Self::Contact => "contact",
        }
    }

    /// The name that the panel shows.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hero => "Hero",
            Self::About => "About",
            Self::Principles => "Principles",
            Self::Services => "Services",
            Self::WayOfWorking => "Way of working",
            Self::Writing => "Writing",
            Self::Contact => "Contact",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`UnknownSection`] for any word that names no section.
    pub fn parse(word: &str) -> Result<Self, UnknownSection> {
        Self::ALL
            .into_iter()
            .find(|key| key.as_str() == word)
            .ok_or(UnknownSection)
    }
}

impl fmt::Display for SectionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// The one thing that the hero asks a visitor to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// The words on it.
    pub label: Label,
    /// Where it leads.
    pub target: LinkTarget,
}

/// A principle or a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionItem {
    /// Its title.
    pub title: Title,
    /// A short text under it.
    pub text: Paragraph,
}

/// What a section says, by its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionContent {
    /// See [`SectionKey::Hero`].
    Hero {
        /// The page's main heading.
        heading: Heading,
        /// One or two sentences under it.
        lead: Paragraph,
        /// What the visitor should do next.
        action: Option<Action>,
    },
    /// See [`SectionKey::About`].
    About {
        /// The heading.
        heading: Heading,
        /// A few paragraphs, as Markdown.
        body: MarkdownText,
    },
    /// See [`SectionKey::Principles`].
    Principles {
        /// The heading.
        heading: Heading,
        /// A sentence before the list.
        intro: Paragraph,
        /// At most [`MAX_SECTION_ITEMS`] principles.
        items: Vec<SectionItem>,
    },
    /// See [`SectionKey::Services`]. The services themselves stand on their own.
    Services {
        /// The heading.
        heading: Heading,
        /// A sentence before the list.
        intro: Paragraph,
    },
    /// See [`SectionKey::WayOfWorking`].
    WayOfWorking {
        /// The heading.
        heading: Heading,
        /// A sentence before the steps.
        intro: Paragraph,
        /// At most [`MAX_SECTION_ITEMS`] steps.
        steps: Vec<SectionItem>,
    },
    /// See [`SectionKey::Writing`]. The articles themselves stand on their own.
    Writing {
        /// The heading.
        heading: Heading,
        /// A sentence before the list.
        intro: Paragraph,
    },
    /// See [`SectionKey::Contact`].
    Contact {
        /// The heading.
        heading: Heading,
        /// What a sender may expect.
        intro: Paragraph,
    },
}

impl SectionContent {
    /// The section that this content belongs to.
    pub fn key(&self) -> SectionKey {
        match self {
            Self::Hero { .. } => SectionKey::Hero,
            Self::About { .. } => SectionKey::About,
            Self::Principles { .. } => SectionKey::Principles,
            Self::Services { .. } => SectionKey::Services,
            Self::WayOfWorking { .. } => SectionKey::WayOfWorking,
            Self::Writing { .. } => SectionKey::Writing,
            Self::Contact { .. } => SectionKey::Contact,
        }
    }

    /// The heading, which every kind has.
    pub fn heading(&self) -> &Heading {
        match self {
            Self::Hero { heading, .. }
            | Self::About { heading, .. }
            | Self::Principles { heading, .. }
            | Self::Services { heading, .. }
            | Self::WayOfWorking { heading, .. }
            | Self::Writing { heading, .. }
            | Self::Contact { heading, .. } => heading,
        }
    }

    /// True when the section has nothing to show. Services, articles and the contact form stand on
    /// their own, so that their sections are never empty for want of words.
    pub fn is_empty(&self) -> bool {
        self.heading().is_blank()
            && match self {
                Self::Hero { lead, action, .. } => lead.is_blank() && action.is_none(),
                Self::About { body, .. } => body.is_blank(),
                Self::Principles { intro, items, .. }
                | Self::WayOfWorking {
                    intro,
                    steps: items,
                    ..
                } => intro.is_blank() && items.is_empty(),
                Self::Services { .. } | Self::Writing { .. } | Self::Contact { .. } => false,
            }
    }
}

/// A section of the home page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it says.
    pub content: SectionContent,
    /// Whether visitors see it.
    pub visibility: Visibility,
    /// Its place on the page, counted from 1.
    pub position: i32,
    /// When its content changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

impl Section {
    /// Which section it is.
    pub fn key(&self) -> SectionKey {
        self.content.key()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_section_is_found_by_its_word() {
        for key in SectionKey::ALL {
            assert_eq!(SectionKey::parse(key.as_str()), Ok(key));
        }
        assert_eq!(SectionKey::parse("Hero"), Err(UnknownSection));
    }

    #[test]
    fn a_section_without_words_is_empty() {
        let blank = SectionContent::Principles {
            heading: Heading::parse("").unwrap(),
            intro: Paragraph::parse(" ").unwrap(),
            items: Vec::new(),
        };
        assert!(blank.is_empty());
        let form_only = SectionContent::Contact {
            heading: Heading::parse("").unwrap(),
            intro: Paragraph::parse("").unwrap(),
        };
        assert!(!form_only.is_empty());
    }
}
