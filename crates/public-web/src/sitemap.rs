//! The list of all pages for search engines (sitemaps.org, version 0.9).

use std::io;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use domain::{SectionKey, Slug, Tag};
use persistence::{articles, tags};
use site_pages::Frame;
use url::Url;
use web_kit::dates;

use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;
use crate::xml::{self, Document, element};

/// A sitemap holds at most 50,000 addresses; the rest is left for services and tags.
const ARTICLES: i64 = 45_000;

const CONTENT_TYPE: &str = "application/xml; charset=utf-8";

/// Shows the list.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (frame, (articles, subjects)) = state
        .load(|conn, _| {
            let articles = articles::list_published_addresses(conn, ARTICLES)?;
            Ok((articles, tags::list_published(conn)?))
        })
        .await?;
    let subjects: Vec<Tag> = subjects.into_iter().map(|(tag, _)| tag).collect();
    let text = sitemap(&frame, &articles, &subjects, &state.base_url)?;
    Ok(respond::text(&request, CONTENT_TYPE, text))
}

fn sitemap(
    frame: &Frame,
    articles: &[(Slug, DateTime<Utc>)],
    subjects: &[Tag],
    base_url: &Url,
) -> io::Result<String> {
    let newest_article = articles.iter().map(|(_, at)| *at).max();
    let newest_service = frame
        .services
        .iter()
        .map(|service| service.updated_at)
        .max();
    let newest_section = frame
        .sections
        .iter()
        .map(|section| section.updated_at)
        .max();
    let newest = [newest_article, newest_service, newest_section]
        .into_iter()
        .flatten()
        .fold(frame.updated_at, DateTime::max);
    let mut document = xml::document()?;
    document
        .create_element("urlset")
        .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
        .write_inner_content(|document| {
            let mut entry = |path: &str, changed_at| entry(document, base_url, path, changed_at);
            entry("/", Some(newest))?;
            if newest_service.is_some() {
                entry("/services", newest_service)?;
            }
            for service in &frame.services {
                let path = format!("/services/{}", service.slug);
                entry(&path, Some(service.updated_at))?;
            }
            if newest_article.is_some() {
                entry("/articles", newest_article)?;
            }
            for (slug, updated_at) in articles {
                entry(&format!("/articles/{slug}"), Some(*updated_at))?;
            }
            for tag in subjects {
                entry(&format!("/tags/{}", tag.slug), None)?;
            }
            if frame.section(SectionKey::Contact).is_some() {
                entry("/contact", None)?;
            }
            Ok(())
        })?;
    xml::finish(document)
}

fn entry(
    document: &mut Document,
    base_url: &Url,
    path: &str,
    changed_at: Option<DateTime<Utc>>,
) -> io::Result<()> {
    let address = base_url.join(path).map_err(io::Error::other)?;
    document
        .create_element("url")
        .write_inner_content(|document| {
            element(document, "loc", address.as_str())?;
            if let Some(at) = changed_at {
                element(document, "lastmod", &dates::iso(at))?;
            }
            Ok(())
        })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use site_pages::fixtures;

    #[test]
    fn every_page_is_named_by_its_absolute_address() {
        let frame = fixtures::frame();
        let articles = [(Slug::parse("one").unwrap(), fixtures::now())];
        let text = sitemap(&frame, &articles, &[fixtures::tag()], &fixtures::base_url()).unwrap();
        for path in [
            "",
            "services",
            "services/api-design",
            "articles",
            "articles/one",
            "tags/databases",
            "contact",
        ] {
            assert!(
                text.contains(&format!("<loc>https://example.org/{path}</loc>")),
                "{path}"
            );
        }
        assert!(text.contains("<lastmod>2026-11-12T09:00:00Z</lastmod>"));
    }

    #[test]
    fn parts_that_are_empty_or_hidden_are_not_named() {
        let mut frame = fixtures::frame();
        frame.services.clear();
        frame.sections.clear();
        let text = sitemap(&frame, &[], &[], &fixtures::base_url()).unwrap();
        assert_eq!(text.matches("<loc>").count(), 1);
    }
}
