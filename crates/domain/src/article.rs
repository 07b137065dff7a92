//! Articles and their tags.

use chrono::{DateTime, Utc};

use crate::{ArticleId, MarkdownText, Slug, Summary, TagId, TagName, TextError, Title, Version};

/// How many tags an article may have.
pub const MAX_TAGS: usize = 12;

/// Whether visitors see an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publication {
    /// Only the owner sees it.
    Draft,
    /// Visitors see it.
    Published {
        /// The date that it carries, UTC; publishing again keeps the first one.
        at: DateTime<Utc>,
    },
}

impl Publication {
    /// True when visitors see the article.
    pub fn is_published(&self) -> bool {
        matches!(self, Self::Published { .. })
    }

    /// The date that the article carries.
    pub fn published_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Draft => None,
            Self::Published { at } => Some(*at),
        }
    }
}

/// The states by which a list can be narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicationState {
    /// Drafts.
    Draft,
    /// Published articles.
    Published,
}

impl PublicationState {
    /// The word in addresses and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "draft" => Some(Self::Draft),
            "published" => Some(Self::Published),
            _ => None,
        }
    }
}

/// A subject that articles share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its id.
    pub id: TagId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its name for people.
    pub name: TagName,
}

/// An article in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its id, which outlives every address.
    pub id: ArticleId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// What lists, feeds and search engines show; `None` takes the opening of the body.
    pub excerpt: Option<Summary>,
    /// The text, as Markdown.
    pub body: MarkdownText,
    /// Its tags, by name.
    pub tags: Vec<Tag>,
    /// Whether visitors see it.
    pub publication: Publication,
    /// Counts the saves.
    pub version: Version,
    /// When it was made, UTC.
    pub created_at: DateTime<Utc>,
    /// When its content changed last, UTC.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted, UTC; `None` while it stands.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleSummary {
    /// Its id.
    pub id: ArticleId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// The excerpt that the owner wrote.
    pub excerpt: Option<Summary>,
    /// The first characters of the body (Markdown, at most 1,000), for an excerpt made from them.
    pub opening: String,
    /// Words in the body, counted by white space.
    pub word_count: u32,
    /// Its tags, by name.
    pub tags: Vec<Tag>,
    /// Whether visitors see it.
    pub publication: Publication,
    /// When its content changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

/// What a form, or starter content, says of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleDraft {
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// The excerpt, where the owner wrote one.
    pub excerpt: Option<Summary>,
    /// The text, as Markdown.
    pub body: MarkdownText,
    /// The names of its tags, each once.
    pub tags: Vec<TagName>,
}

/// How many articles stand, by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ArticleCounts {
    /// Drafts.
    pub drafts: i64,
    /// Published articles.
    pub published: i64,
}

/// Why a list of tags was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagsError {
    /// More than [`MAX_TAGS`].
    #[error("At most {MAX_TAGS} tags fit.")]
    TooMany,
    /// One of them is no tag's name.
    #[error("“{name}”: {source}")]
    Name {
        /// The name as it was typed.
        name: String,
        /// What is wrong with it.
        source: TextError,
    },
    /// A name without a letter or digit, which has no address.
    #[error("“{0}” holds no letter or digit.")]
    NoAddress(String),
}

/// Reads tag names between commas. Names that make the same address count once, the first wins.
///
/// # Errors
/// [`TagsError`]: too many, too long, or a name without a letter or digit.
pub fn parse_tags(input: &str) -> Result<Vec<TagName>, TagsError> {
    let mut names: Vec<(Slug, TagName)> = Vec::new();
    for part in input.split([',', '\n']) {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        let name = TagName::parse(part).map_err(|source| TagsError::Name {
            name: part.chars().take(60).collect(),
            source,
        })?;
        let slug = Slug::from_title(name.as_str())
            .ok_or_else(|| TagsError::NoAddress(name.to_string()))?;
        if !names.iter().any(|(known, _)| *known == slug) {
            names.push((slug, name));
        }
        if names.len() > MAX_TAGS {
            return Err(TagsError::TooMany);
        }
    }
    Ok(names.into_iter().map(|(_, name)| name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_between_commas_and_counted_once() {
        let names = parse_tags(" Rust, Databases,, rust ,").unwrap();
        let names: Vec<_> = names.iter().map(TagName::as_str).collect();
        assert_eq!(names, ["Rust", "Databases"]);
    }

    #[test]
    fn too_many_tags_are_refused() {
        let many: Vec<_> = (0..13).map(|number| format!("tag {number}")).collect();
        assert_eq!(parse_tags(&many.join(",")), Err(TagsError::TooMany));
    }

    #[test]
    fn a_tag_needs_a_letter_or_digit() {
        assert_eq!(
            parse_tags("!!!"),
            Err(TagsError::NoAddress("!!!".to_owned()))
        );
    }
}
