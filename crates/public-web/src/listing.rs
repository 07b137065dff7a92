//! Services and articles as rows of a list.

use chrono_tz::Tz;
use domain::{ArticleSummary, ServiceSummary, Summary};
use serde::Serialize;
use web_kit::dates;

/// Characters of an excerpt that is made from the body.
const EXCERPT_CHARS: usize = 220;

/// A service in a list.
#[derive(Debug, Serialize)]
pub(crate) struct ServiceRow {
    number: String,
    href: String,
    title: String,
    summary: String,
}

/// An article in a list.
#[derive(Debug, Serialize)]
pub(crate) struct ArticleRow {
    href: String,
    title: String,
    excerpt: String,
    published_on: String,
    published_iso: String,
    reading: String,
}

/// A tag as a link.
#[derive(Debug, Serialize)]
pub(crate) struct TagLink {
    pub href: String,
    pub name: String,
    pub count: i64,
}

/// The rows of the services, numbered in the owner's order.
pub(crate) fn service_rows(services: &[ServiceSummary]) -> Vec<ServiceRow> {
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
pub(crate) fn article_rows(articles: &[ArticleSummary], zone: Tz) -> Vec<ArticleRow> {
    articles
        .iter()
        .map(|article| {
            let at = article
                .publication
                .published_at()
                .unwrap_or(article.updated_at);
            ArticleRow {
                href: format!("/articles/{}", article.slug),
                title: article.title.to_string(),
                excerpt: excerpt(article.excerpt.as_ref(), &article.opening),
                published_on: dates::display_date(at, zone),
                published_iso: dates::iso(at),
                reading: reading(article.word_count),
            }
        })
        .collect()
}

/// What the owner wrote as an excerpt, or what the text says up to `<!--more-->`, or its opening:
/// the same in lists, the feed and for search engines.
pub(crate) fn excerpt(written: Option<&Summary>, markdown: &str) -> String {
    content::description(written.map(Summary::as_str), markdown, EXCERPT_CHARS)
}

/// `7 min read`.
pub(crate) fn reading(words: u32) -> String {
    format!("{} min read", content::reading_minutes(words))
}

/// `07`.
pub(crate) fn number(position: usize) -> String {
    format!("{position:02}")
}
