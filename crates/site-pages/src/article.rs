//! The page of an article.

mod neighbours;
mod related;
mod series;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use content::OutlineEntry;
use domain::{Article, ArticleDraft, FeatureImage, SectionKey, Summary};
use serde::Serialize;
use url::Url;
use web_kit::{Html, PageTemplate, dates};

use crate::chrome::{Chrome, Head, SocialCard};
use crate::columns;
use crate::feature::{FeatureView, feature_address};
use crate::listing::{TagLink, excerpt, reading};
use crate::preview::PreviewBanner;
use crate::structured_data::{self, ArticleFacts};
use crate::surroundings::Surroundings;

pub use neighbours::{NeighbourLink, NeighbourLinks};
pub use related::RelatedLink;
pub use series::{SeriesEntry, SeriesNavigation};

/// A list of contents is worth its room from this many headings on.
const CONTENTS_FROM: usize = 3;

/// An article as its page shows it, live or from a draft.
#[derive(Clone, Debug)]
pub struct ArticleView<'a> {
    /// Its name in addresses.
    pub slug: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The excerpt that the owner wrote.
    pub excerpt: Option<&'a str>,
    /// The text, as Markdown.
    pub body: &'a str,
    /// Words to read in it.
    pub word_count: u32,
    /// Its tags, by name.
    pub tags: Vec<TagLink>,
    /// The date that it carries, UTC; for a draft, the one that it would carry.
    pub published_at: DateTime<Utc>,
    /// When its content changed last, UTC.
    pub updated_at: DateTime<Utc>,
    /// The day on which the owner says that it was brought up to date.
    pub declared_update: Option<NaiveDate>,
    /// Its place in a series.
    pub series: Option<SeriesNavigation>,
    /// The picture on top.
    pub feature: Option<&'a FeatureImage>,
    /// The articles published before and after it.
    pub neighbours: Option<NeighbourLinks>,
    /// The articles that have to do with it.
    pub related: Vec<RelatedLink>,
}

impl<'a> From<&'a Article> for ArticleView<'a> {
    fn from(article: &'a Article) -> Self {
        Self {
            slug: article.slug.as_str(),
            title: article.title.as_str(),
            excerpt: article.excerpt.as_ref().map(Summary::as_str),
            body: article.body.as_str(),
            word_count: article.word_count,
            tags: article.tags.iter().map(|tag| TagLink::of(tag, 0)).collect(),
            published_at: article.published_at,
            updated_at: article.updated_at,
            declared_update: article.declared_update,
            series: None,
            feature: article.feature.as_ref(),
            neighbours: None,
            related: Vec::new(),
        }
    }
}

impl<'a> ArticleView<'a> {
    /// A draft as its page would show it.
    pub fn of_draft(
        draft: &'a ArticleDraft,
        word_count: u32,
        published_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    ) -> Self {
        Self {
            slug: draft.slug.as_str(),
            title: draft.title.as_str(),
            excerpt: draft.excerpt.as_ref().map(Summary::as_str),
            body: draft.body.as_str(),
            word_count,
            tags: draft.tags.iter().map(TagLink::of_name).collect(),
            published_at,
            updated_at,
            declared_update: draft.declared_update,
            series: None,
            feature: draft.feature.as_ref(),
            neighbours: None,
            related: Vec::new(),
        }
    }
}

/// The page of an article.
#[derive(Debug, Serialize)]
pub struct ArticlePage {
    chrome: Chrome,
    feature: Option<FeatureView>,
    title: String,
    excerpt: String,
    published_on: String,
    published_iso: String,
    updated_on: Option<String>,
    updated_iso: String,
    source: String,
    reading: String,
    contents: Vec<ContentsEntry>,
    body_html: Html,
    tags: Vec<TagLink>,
    series: Option<SeriesNavigation>,
    neighbours: Option<NeighbourLinks>,
    related: Vec<RelatedLink>,
}

#[derive(Debug, Serialize)]
struct ContentsEntry {
    id: String,
    text: String,
    is_nested: bool,
}

impl PageTemplate for ArticlePage {
    const TEMPLATE: &'static str = "public/articles/show";
}

impl ArticlePage {
    /// The same page with the picture that stands for it where its link is shared.
    #[must_use]
    pub fn with_card(mut self, card: Option<SocialCard>) -> Self {
        self.chrome = self.chrome.with_card(card);
        self
    }

    /// The same page with the line above it that says what is seen.
    #[must_use]
    pub fn with_preview(mut self, preview: PreviewBanner) -> Self {
        self.chrome.preview = Some(preview);
        self
    }
}

/// Makes the page of an article. Renders Markdown, so it belongs on a blocking thread.
pub fn article_page(article: &ArticleView<'_>, around: &Surroundings<'_>) -> ArticlePage {
    let zone = around.frame.time_zone;
    let published_on = dates::display_date(article.published_at, zone);
    let feature = FeatureView::of(article.feature, around);
    let text = around.rendered_below(feature.as_ref(), article.body, columns::ARTICLE);
    let head = Head {
        title: Some(article.title),
        description: &excerpt(article.excerpt, article.body),
        path: Some(&format!("/articles/{}", article.slug)),
        kind: "article",
        place: Some(SectionKey::Writing),
    };
    let image = feature_address(article.feature, around);
    let facts = ArticleFacts {
        modified_at: article.declared_update.map(noon),
        image: image.as_ref().map(Url::as_str),
    };
    let data = structured_data::article(article, &facts, around.frame, around.base_url);
    let source = format!("/articles/{}.md", article.slug);
    let modified = article.declared_update.map(noon).map(dates::iso);
    let mut chrome = around
        .chrome(head)
        .with_structured_data(data)
        .with_times(&dates::iso(article.published_at), modified.as_deref());
    chrome.source = Some(source.clone());
    ArticlePage {
        chrome,
        feature,
        title: article.title.to_owned(),
        excerpt: article.excerpt.unwrap_or_default().to_owned(),
        published_on,
        published_iso: dates::iso(article.published_at),
        updated_on: article.declared_update.map(dates::display_day),
        updated_iso: article
            .declared_update
            .map(|day| day.to_string())
            .unwrap_or_default(),
        source,
        reading: reading(article.word_count),
        contents: contents(text.outline),
        body_html: text.html.into(),
        tags: article.tags.clone(),
        series: article.series.clone(),
        neighbours: article.neighbours.clone(),
        related: article.related.clone(),
    }
}

/// The middle of a day: it is that day nearly everywhere.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12)
}

/// The headings of the two upper levels; nothing when there are too few to need a list.
fn contents(headings: Vec<OutlineEntry>) -> Vec<ContentsEntry> {
    let top = headings.iter().map(|entry| entry.level).min().unwrap_or(2);
    let entries: Vec<_> = headings
        .into_iter()
        .filter(|entry| entry.level <= top + 1)
        .map(|entry| ContentsEntry {
            is_nested: entry.level > top,
            id: entry.id,
            text: entry.text,
        })
        .collect();
    if entries.len() < CONTENTS_FROM {
        return Vec::new();
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn show_html(body: &str) -> String {
        fixtures::render(&fixtures::article_page(body))
    }

    #[test]
    fn an_article_with_enough_headings_has_a_list_of_contents_twice_but_shown_once() {
        let html = show_html("## One\n\na\n\n### Two\n\nb\n\n## Three\n\nc");
        assert!(html.contains("<details class=\"contents contents--folded\">"));
        assert!(html.contains("contents__item--nested"));
        assert!(html.contains("12 November 2026"));
        assert!(html.contains("1 min read"));
        assert!(html.contains(r#"href="/tags/databases""#));
    }

    #[test]
    fn an_article_of_the_database_is_shown_with_its_dates_and_its_lead() {
        let mut article = fixtures::article("Words.");
        article.excerpt = Some(Summary::parse("What it <says>.").unwrap());
        article.declared_update = NaiveDate::from_ymd_opt(2026, 11, 15);
        let frame = fixtures::frame();
        let page = article_page(
            &ArticleView::from(&article),
            &fixtures::surroundings(&frame),
        );
        let html = fixtures::render(&page);
        assert!(html.contains(r#"<meta name="description" content="What it &lt;says&gt;.">"#));
        assert!(html.contains("Updated on <time datetime=\"2026-11-15\">15 November 2026</time>"));
        let source = r#"<link rel="alternate" type="text/markdown" title="Source of this page" href="/articles/an-article.md">"#;
        assert!(html.contains(source));
        assert!(html.contains(r#"href="/articles/an-article.md" type="text/markdown">"#));
        assert!(html.contains("https://example.org/articles/an-article"));
        assert!(html.contains("© 2026"));
    }

    #[test]
    fn a_change_that_nobody_declared_is_not_told() {
        let mut article = fixtures::article("Words.");
        article.updated_at += TimeDelta::days(3);
        let frame = fixtures::frame();
        let page = article_page(
            &ArticleView::from(&article),
            &fixtures::surroundings(&frame),
        );
        let html = fixtures::render(&page);
        assert!(!html.contains("Updated on") && !html.contains("15 November"));
    }

    #[test]
    fn a_draft_of_the_same_words_makes_the_page_that_publishing_it_will_make() {
        let article = fixtures::article("## One\n\nWords.");
        let draft = ArticleDraft {
            slug: article.slug.clone(),
            title: article.title.clone(),
            excerpt: article.excerpt.clone(),
            body: article.body.clone(),
            tags: article.tags.iter().map(|tag| tag.name.clone()).collect(),
            series: None,
            feature: None,
            declared_update: None,
        };
        let frame = fixtures::frame();
        let around = fixtures::surroundings(&frame);
        let draft =
            ArticleView::of_draft(&draft, article.word_count, fixtures::now(), fixtures::now());
        assert_eq!(
            fixtures::render(&article_page(&draft, &around)),
            fixtures::render(&article_page(&ArticleView::from(&article), &around)),
        );
    }

    #[test]
    fn a_short_article_has_none() {
        let html = show_html("Just words.");
        assert!(!html.contains("contents--folded"));
        assert!(html.contains("<p>Just words.</p>"));
    }
}
