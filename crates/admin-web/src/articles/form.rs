//! An article's form: what was typed, what it means, and where it differs from what is stored.

use domain::{
    Article, ArticleDraft, MarkdownText, Slug, Summary, TagName, Title, Version, parse_tags,
};
use serde::Serialize;
use web_kit::FieldErrors;

use crate::conflict::{difference, parse_version};
use crate::fields::Fields;
use crate::problems::{optional, slug_or_title};

/// The fields as text, also where they are wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct ArticleForm {
    version: String,
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) excerpt: String,
    pub(super) tags: String,
    pub(super) body: String,
}

/// What is stored in the fields that differ.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Stored {
    title: Option<String>,
    slug: Option<String>,
    excerpt: Option<String>,
    tags: Option<String>,
    body: Option<String>,
}

impl ArticleForm {
    pub(super) fn from_fields(fields: &Fields) -> Self {
        Self {
            version: fields.owned("version"),
            title: fields.owned("title"),
            slug: fields.owned("slug"),
            excerpt: fields.owned("excerpt"),
            tags: fields.owned("tags"),
            body: fields.owned("body"),
        }
    }

    pub(super) fn from_article(article: &Article) -> Self {
        let tags: Vec<_> = article.tags.iter().map(|tag| tag.name.as_str()).collect();
        Self {
            version: article.version.to_string(),
            title: article.title.to_string(),
            slug: article.slug.to_string(),
            excerpt: article
                .excerpt
                .as_ref()
                .map(Summary::to_string)
                .unwrap_or_default(),
            tags: tags.join(", "),
            body: article.body.to_string(),
        }
    }

    pub(super) fn version(&self) -> Version {
        parse_version(&self.version)
    }

    pub(super) fn set_version(&mut self, version: Version) {
        self.version = version.to_string();
    }

    /// Fills in the address that an empty field stood for, so that it can be changed.
    pub(super) fn with_proposed_slug(mut self) -> Self {
        if self.slug.trim().is_empty()
            && let Some(slug) = Slug::from_title(&self.title)
        {
            self.slug = slug.to_string();
        }
        self
    }

    /// Reads every field, so that every error is told at once.
    pub(super) fn parse(&self, errors: &mut FieldErrors) -> Option<ArticleDraft> {
        let title = errors.keep("title", Title::parse(&self.title));
        let body = errors.keep("body", MarkdownText::parse(&self.body));
        let excerpt = optional(errors, "excerpt", &self.excerpt, Summary::parse);
        let tags: Option<Vec<TagName>> = errors.keep("tags", parse_tags(&self.tags));
        let slug = slug_or_title(&self.slug, title.as_ref(), errors);
        Some(ArticleDraft {
            slug: slug?,
            title: title?,
            excerpt: excerpt?,
            body: body?,
            tags: tags?,
        })
    }

    /// The stored text of every field that differs; `None` when none does.
    pub(super) fn differences(&self, article: &Article) -> Option<Stored> {
        let current = Self::from_article(article);
        let stored = Stored {
            title: difference(&self.title, &current.title),
            // An empty field stands for the address made from the title.
            slug: difference(&self.clone().with_proposed_slug().slug, &current.slug),
            excerpt: difference(&self.excerpt, &current.excerpt),
            tags: difference(&self.tags, &current.tags),
            body: difference(&self.body, &current.body),
        };
        (stored != Stored::default()).then_some(stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::article;

    fn form(body: &str) -> ArticleForm {
        ArticleForm::from_fields(&Fields::parse(body.as_bytes()))
    }

    #[test]
    fn an_empty_address_is_made_from_the_title() {
        let mut errors = FieldErrors::new();
        let draft = form("title=Why+Software%3F&tags=Rust,+rust").parse(&mut errors);
        let draft = draft.unwrap();
        assert_eq!(draft.slug.as_str(), "why-software");
        assert_eq!(draft.tags.len(), 1);
        assert_eq!(draft.excerpt, None);
    }

    #[test]
    fn every_error_is_told_at_once() {
        let mut errors = FieldErrors::new();
        let body = format!("title=&slug=NO+NO&excerpt={}&tags=!!!", "x".repeat(301));
        assert_eq!(form(&body).parse(&mut errors), None);
        for field in ["title", "slug", "excerpt", "tags"] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_title_without_letters_asks_for_an_address() {
        let mut errors = FieldErrors::new();
        assert_eq!(form("title=%3F%3F").parse(&mut errors), None);
        assert!(errors.get("slug").is_some());
    }

    #[test]
    fn only_what_differs_is_shown() {
        let article = article();
        let mut mine = ArticleForm::from_article(&article);
        assert_eq!(mine.differences(&article), None);
        mine.body = "Mine".to_owned();
        let stored = mine.differences(&article).unwrap();
        assert_eq!(stored.body.as_deref(), Some(article.body.as_str()));
        assert_eq!(stored.title, None);
    }
}
