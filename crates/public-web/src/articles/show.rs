//! The page of an article.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono_tz::Tz;
use content::OutlineEntry;
use domain::{Article, SectionKey};
use persistence::articles;
use serde::Serialize;
use web_kit::{Html, PageTemplate, dates};

use super::tag_link;
use crate::address::Address;
use crate::chrome::{Chrome, Head};
use crate::error::PublicError;
use crate::listing::{TagLink, excerpt, reading};
use crate::respond;
use crate::state::PublicState;

/// A list of contents is worth its room from this many headings on.
const CONTENTS_FROM: usize = 3;

#[derive(Debug, Serialize)]
struct ShowPage {
    chrome: Chrome,
    title: String,
    excerpt: String,
    published_on: String,
    published_iso: String,
    updated_on: Option<String>,
    updated_iso: String,
    reading: String,
    contents: Vec<ContentsEntry>,
    body_html: Html,
    tags: Vec<TagLink>,
}

#[derive(Debug, Serialize)]
struct ContentsEntry {
    id: String,
    text: String,
    is_nested: bool,
}

impl PageTemplate for ShowPage {
    const TEMPLATE: &'static str = "public/articles/show";
}

/// Shows one article.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let slug = address.slug(&slug)?;
    let base_url = state.base_url.clone();
    let (_, page) = state
        .load(move |conn, frame| {
            let Some(article) = articles::find_published_by_slug(conn, &slug)? else {
                return Err(
                    address.elsewhere(conn, |conn| articles::published_was_deleted(conn, &slug))
                );
            };
            let head = Head {
                title: Some(article.title.as_str()),
                description: &excerpt(article.excerpt.as_ref(), article.body.as_str()),
                path: Some(&format!("/articles/{slug}")),
                kind: "article",
                place: Some(SectionKey::Writing),
            };
            let chrome = Chrome::new(frame, &base_url, head);
            Ok(show_page(&article, chrome, frame.time_zone))
        })
        .await?;
    respond::page(&state, &request, &page)
}

fn show_page(article: &Article, chrome: Chrome, zone: Tz) -> ShowPage {
    let published_at = article
        .publication
        .published_at()
        .unwrap_or(article.created_at);
    let published_on = dates::display_date(published_at, zone);
    let changed_on = dates::display_date(article.updated_at, zone);
    let is_changed = article.updated_at > published_at && changed_on != published_on;
    let words = article.body.word_count();
    let text = content::render(article.body.as_str(), &content::Links::none());
    ShowPage {
        chrome,
        title: article.title.to_string(),
        excerpt: article
            .excerpt
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        published_on,
        published_iso: dates::iso(published_at),
        updated_on: is_changed.then_some(changed_on),
        updated_iso: dates::iso(article.updated_at),
        reading: reading(u32::try_from(words).unwrap_or(u32::MAX)),
        contents: contents(text.outline),
        body_html: text.html.into(),
        tags: article.tags.iter().map(|tag| tag_link(tag, 0)).collect(),
    }
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
        let frame = fixtures::frame();
        let chrome = Chrome::new(&frame, &fixtures::base_url(), Head::unlisted("x"));
        let page = show_page(&fixtures::article(body), chrome, frame.time_zone);
        fixtures::templates().render(&page).unwrap()
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
    fn a_short_article_has_none() {
        let html = show_html("Just words.");
        assert!(!html.contains("contents--folded"));
        assert!(html.contains("<p>Just words.</p>"));
    }
}
