//! The list of all pages for search engines (sitemaps.org, version 0.9): one list while it is short
//! enough, else an index of parts. Articles are in parts by key, oldest first, so that a full part
//! keeps its address and is not fetched again for a new article.

mod document;
mod pages;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use domain::Cursor;
use persistence::sitemap::{Change, Part};
use persistence::{PgConnection, sitemap};
use site_pages::Frame;

use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

use document::Place;

/// Addresses in one list, as the protocol has it.
const MOST: i64 = 50_000;

/// Articles in one part: so many that the list keeps below the protocol's 50 MB, too.
const PART: i64 = 45_000;

/// Tags and series that are named; with the services they fit into one list.
const TAGS: i64 = 30_000;
const SERIES: i64 = 10_000;

const CONTENT_TYPE: &str = "application/xml; charset=utf-8";

/// Shows the list, or the index of its parts.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (_, found) = state
        .load(|conn, frame| {
            let parts = sitemap::list_published_parts(conn, PART)?;
            let pages = list_pages(conn, frame, &parts)?;
            let articles = match parts.as_slice() {
                [] => Some(Vec::new()),
                [only] if fits(pages.len(), only) => {
                    Some(sitemap::list_published_articles(conn, &only.first, PART)?)
                }
                _ => None,
            };
            Ok((parts, pages, articles))
        })
        .await?;
    let (parts, mut places, articles) = found;
    let text = match articles {
        Some(articles) => {
            places.extend(article_places(articles));
            document::list(&places, &state.base_url)?
        }
        None => {
            let newest = document::newest(&places);
            document::index(&index_places(&parts, newest), &state.base_url)?
        }
    };
    Ok(answer(&request, text))
}

/// Shows the part that holds everything but articles.
pub(crate) async fn show_pages(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (_, places) = state
        .load(|conn, frame| {
            let parts = sitemap::list_published_parts(conn, PART)?;
            list_pages(conn, frame, &parts)
        })
        .await?;
    let text = document::list(&places, &state.base_url)?;
    Ok(answer(&request, text))
}

/// Shows the part of the articles from one on.
pub(crate) async fn show_articles(
    request: HttpRequest,
    state: Data<PublicState>,
    first: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let Ok(first) = first.parse::<Cursor>() else {
        return fallback::show(request, state).await;
    };
    let (_, articles) = state
        .load(move |conn, _| {
            let articles = sitemap::list_published_articles(conn, &first, PART)?;
            if articles.is_empty() {
                return Err(PublicError::NotFound);
            }
            Ok(articles)
        })
        .await?;
    let places = article_places(articles);
    let text = document::list(&places, &state.base_url)?;
    Ok(answer(&request, text))
}

/// What is withdrawn or hidden changes a list and no date in it, so only the text itself counts.
fn answer(request: &HttpRequest, text: String) -> HttpResponse {
    respond::text(request, CONTENT_TYPE, text, None)
}

fn list_pages(
    conn: &mut PgConnection,
    frame: &Frame,
    parts: &[Part],
) -> Result<Vec<Place>, PublicError> {
    let tags = sitemap::list_published_tags(conn, TAGS)?;
    let series = sitemap::list_published_series(conn, SERIES)?;
    let newest = parts.iter().map(|part| part.changed_at).max();
    Ok(pages::of(frame, newest, tags, series))
}

fn fits(pages: usize, articles: &Part) -> bool {
    i64::try_from(pages).is_ok_and(|pages| pages + articles.length <= MOST)
}

fn article_places(articles: Vec<Change>) -> Vec<Place> {
    articles
        .into_iter()
        .map(|(slug, at)| Place::changed(format!("/articles/{slug}"), at))
        .collect()
}

fn index_places(parts: &[Part], pages_changed_at: Option<DateTime<Utc>>) -> Vec<Place> {
    let pages = Place {
        path: "/sitemap-pages.xml".to_owned(),
        changed_at: pages_changed_at,
    };
    let of_articles = parts.iter().map(|part| {
        let path = format!("/sitemap-articles-{}.xml", part.first);
        Place::changed(path, part.changed_at)
    });
    std::iter::once(pages).chain(of_articles).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use site_pages::fixtures;
    use uuid::Uuid;

    #[test]
    fn a_list_is_split_before_it_has_more_addresses_than_the_protocol_allows() {
        let part = |length| Part {
            first: Cursor {
                at: fixtures::now(),
                id: Uuid::nil(),
            },
            changed_at: fixtures::now(),
            length,
        };
        assert!(fits(5_000, &part(45_000)));
        assert!(!fits(5_001, &part(45_000)));
        let most = TAGS + SERIES + 1_000;
        assert!(PART <= MOST && most <= MOST);
        let index = index_places(&[part(45_000), part(1)], Some(fixtures::now()));
        let text = document::index(&index, &fixtures::base_url()).unwrap();
        assert!(text.contains("<sitemapindex"));
        assert_eq!(text.matches("<loc>").count(), 3);
        assert_eq!(
            text.matches("<lastmod>2026-11-12T09:00:00Z</lastmod>")
                .count(),
            3
        );
        assert!(text.contains("<loc>https://example.org/sitemap-articles-"));
    }
}
