//! Services and articles as rows of a list.

use chrono_tz::Tz;
use domain::{ArticleSummary, ServiceSummary, Slug, Summary, Tag, TagName};
use serde::Serialize;
use web_kit::dates;

/// Characters of an excerpt that is made from the body.
const EXCERPT_CHARS: usize = 220;

/// A service in a list.
#[derive(Debug, Serialize)]
pub struct ServiceRow {
    number: String,
    href: String,
    title: String,
    summary: String,
}

/// An article in a list.
#[derive(Debug, Serialize)]
pub struct ArticleRow {
    href: String,
    title: String,
    excerpt: String,
    published_on: String,
    published_iso: String,
    reading: String,
    /// Whether the owner keeps it above the others; the row says so.
    pub is_pinned: bool,
}

/// A tag as a link.
#[derive(Clone, Debug, Serialize)]
pub struct TagLink {
    /// The address of its list.
    pub href: String,
    /// Its name for people.
    pub name: String,
    /// How many articles carry it; 0 where nobody asks.
    pub count: i64,
}

impl TagLink {
    /// The link to a tag that so many articles carry.
    pub fn of(tag: &Tag, count: i64) -> Self {
        Self {
            href: format!("/tags/{}", tag.slug),
            name: tag.name.to_string(),
            count,
        }
    }

    /// The link that a tag will have which is known by its name alone, as in a draft.
    pub fn of_name(name: &TagName) -> Self {
        let slug = Slug::from_title(name.as_str());
        Self {
            href: format!("/tags/{}", slug.as_ref().map_or("", Slug::as_str)),
            name: name.to_string(),
            count: 0,
        }
    }
}

/// The rows of the services, numbered in the owner's order.
pub fn service_rows(services: &[ServiceSummary]) -> Vec<ServiceRow> {
    services
        .iter()
        .enumerate()
        .map(|(index, service)| ServiceRow {
            number: number(index + 1),
            href: format!("/services/{}", service.slug),
            title: service.title.to_string(),
            summary: service.summary.to_string(),
        })
        .collect()
}

/// The rows of articles. Renders Markdown, so it belongs on a blocking thread.
pub fn article_rows(articles: &[ArticleSummary], zone: Tz) -> Vec<ArticleRow> {
    articles
        .iter()
        .map(|article| {
            let at = article.published_at;
            ArticleRow {
                href: format!("/articles/{}", article.slug),
                title: article.title.to_string(),
                excerpt: excerpt(
                    article.excerpt.as_ref().map(Summary::as_str),
                    &article.opening,
                ),
                published_on: dates::display_date(at, zone),
                published_iso: dates::iso(at),
                reading: reading(article.word_count),
                is_pinned: article.is_pinned,
            }
        })
        .collect()
}

/// What the owner wrote as an excerpt, or the opening of the text.
pub fn excerpt(written: Option<&str>, markdown: &str) -> String {
    content::description(written, markdown, EXCERPT_CHARS)
}

/// `7 min read`.
pub fn reading(words: u32) -> String {
    format!("{} min read", content::reading_minutes(words))
}

/// `07`.
pub fn number(position: usize) -> String {
    format!("{position:02}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fixtures, home_page};

    #[test]
    fn a_row_says_that_it_is_pinned_and_the_others_say_nothing() {
        let mut rows = article_rows(&fixtures::article_summaries(3), Tz::UTC);
        rows[1].is_pinned = true;
        let frame = fixtures::frame();
        let page = home_page(&fixtures::surroundings(&frame), rows, "stamp".into());
        let html = fixtures::render(&page);
        assert_eq!(html.matches("articles__item").count(), 3);
        assert_eq!(html.matches("Pinned").count(), 1);
        let second = html.find("/articles/article-1").unwrap();
        assert!(html.find("Pinned").unwrap() < second);
    }

    #[test]
    fn a_tag_of_a_draft_leads_where_it_will_be_found() {
        let tag = fixtures::tag();
        assert_eq!(TagLink::of(&tag, 2).href, TagLink::of_name(&tag.name).href);
    }
}
