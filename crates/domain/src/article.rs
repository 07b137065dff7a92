//! Articles and their tags.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    ArticleId, FeatureImage, MarkdownText, RevisionId, SeriesId, Slug, Summary, TagId, TagName,
    TextError, Title,
};

/// How many tags an article may have.
pub const MAX_TAGS: usize = 12;

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

/// A series of articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: SeriesId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
}

/// The place of an article in a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPlace {
    /// The series.
    pub series: Series,
    /// The number that the owner gave it; articles without one come last, by their dates.
    pub part: Option<SeriesPart>,
}

/// An article as visitors see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Its id, which outlives every address.
    pub id: ArticleId,
    /// The revision that it was made from.
    pub revision: RevisionId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its title.
    pub title: Title,
    /// What lists, feeds and search engines show; `None` takes the opening of the body.
    pub excerpt: Option<Summary>,
    /// The text, as Markdown.
    pub body: MarkdownText,
    /// Words to read, without code.
    pub word_count: u32,
    /// Its tags, by name.
    pub tags: Vec<Tag>,
    /// The series that it belongs to.
    pub series: Option<SeriesPlace>,
    /// The picture on top.
    pub feature: Option<FeatureImage>,
    /// The day on which the owner says that it was brought up to date.
    pub declared_update: Option<NaiveDate>,
    /// The date that it carries, UTC: that of its first publication.
    pub published_at: DateTime<Utc>,
    /// When the text that visitors see changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

/// An article that visitors see, in a list.
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
    /// Words to read, without code.
    pub word_count: u32,
    /// Its tags, by name.
    pub tags: Vec<Tag>,
    /// True when the owner put it on top.
    pub is_pinned: bool,
    /// The date that it carries, UTC.
    pub published_at: DateTime<Utc>,
    /// When the text that visitors see changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

/// The number of an article in its series, 1 to 999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SeriesPart(u16);

/// The text is not a number of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Please give a whole number from 1 to 999.")]
pub struct SeriesPartError;

impl SeriesPart {
    /// Reads the number; a blank text is none.
    ///
    /// # Errors
    /// [`SeriesPartError`] for anything that is not 1 to 999.
    pub fn parse(text: &str) -> Result<Option<Self>, SeriesPartError> {
        match text.trim() {
            "" => Ok(None),
            digits => Self::new(digits.parse().map_err(|_| SeriesPartError)?).map(Some),
        }
    }

    /// Checks a number.
    ///
    /// # Errors
    /// [`SeriesPartError`] for anything that is not 1 to 999.
    pub fn new(number: u16) -> Result<Self, SeriesPartError> {
        if (1..=999).contains(&number) {
            Ok(Self(number))
        } else {
            Err(SeriesPartError)
        }
    }

    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}

/// An article as it can be published: every field holds a valid value.
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
    /// The title of its series, and its number there.
    pub series: Option<(Title, Option<SeriesPart>)>,
    /// The picture on top.
    pub feature: Option<FeatureImage>,
    /// The day on which the owner says that it was brought up to date.
    pub declared_update: Option<NaiveDate>,
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
