//! The Atom feed: the newest articles in full (RFC 4287).

use std::collections::HashMap;
use std::io;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use content::Links;
use domain::{Article, Summary};
use persistence::articles;
use quick_xml::events::BytesText;
use site_pages::{Frame, excerpt};
use url::Url;
use uuid::Uuid;
use web_kit::dates;

use crate::error::PublicError;
use crate::feed_html;
use crate::respond;
use crate::state::PublicState;
use crate::xml::{self, Document, clean, element};

/// Articles in the feed.
const LENGTH: i64 = 20;

const CONTENT_TYPE: &str = "application/atom+xml; charset=utf-8";

/// Shows the feed.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let base_url = state.base_url.clone();
    let (_, feed) = state
        .load(move |conn, frame| {
            let articles = articles::list_published_for_feed(conn, LENGTH)?;
            let texts = articles.iter().map(|article| article.body.as_str());
            let links = page_assembly::links_of(conn, texts)?;
            Ok(feed(frame, &articles, &base_url, &links)?)
        })
        .await?;
    Ok(respond::text(&request, CONTENT_TYPE, feed))
}

fn feed(
    frame: &Frame,
    articles: &[Article],
    base_url: &Url,
    links: &HashMap<Uuid, String>,
) -> io::Result<String> {
    let updated_at = articles
        .iter()
        .map(|article| article.updated_at.max(article.published_at))
        .max()
        .unwrap_or(frame.updated_at);
    let own = join(base_url, "/feed.atom")?;
    let mut document = xml::document()?;
    document
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .write_inner_content(|document| {
            element(document, "id", own.as_str())?;
            element(document, "title", &frame.site_name)?;
            if !frame.tagline.is_empty() {
                element(document, "subtitle", &frame.tagline)?;
            }
            element(document, "updated", &dates::iso(updated_at))?;
            link(document, "self", &own)?;
            link(document, "alternate", &join(base_url, "/")?)?;
            author(document, &frame.owner_name)?;
            for article in articles {
                entry(document, article, base_url, links)?;
            }
            Ok(())
        })?;
    xml::finish(document)
}

fn entry(
    document: &mut Document,
    article: &Article,
    base_url: &Url,
    links: &HashMap<Uuid, String>,
) -> io::Result<()> {
    let address = join(base_url, &format!("/articles/{}", article.slug))?;
    let published_at = article.published_at;
    let html = content::render_markdown(article.body.as_str(), &Links::new(links));
    let html = feed_html::for_readers(html.as_str(), &address);
    document
        .create_element("entry")
        .write_inner_content(|document| {
            let id = article.id.as_uuid().urn().to_string();
            element(document, "id", &id)?;
            element(document, "title", article.title.as_str())?;
            link(document, "alternate", &address)?;
            element(document, "published", &dates::iso(published_at))?;
            let updated_at = article.updated_at.max(published_at);
            element(document, "updated", &dates::iso(updated_at))?;
            for tag in &article.tags {
                document
                    .create_element("category")
                    .with_attribute(("term", clean(tag.name.as_str()).as_ref()))
                    .write_empty()?;
            }
            let summary = excerpt(
                article.excerpt.as_ref().map(Summary::as_str),
                article.body.as_str(),
            );
            element(document, "summary", &summary)?;
            document
                .create_element("content")
                .with_attribute(("type", "html"))
                .write_text_content(BytesText::new(&clean(&html)))?;
            Ok(())
        })?;
    Ok(())
}

fn link(document: &mut Document, relation: &str, address: &Url) -> io::Result<()> {
    document
        .create_element("link")
        .with_attribute(("rel", relation))
        .with_attribute(("href", address.as_str()))
        .write_empty()?;
    Ok(())
}

fn author(document: &mut Document, name: &str) -> io::Result<()> {
    document
        .create_element("author")
        .write_inner_content(|document| element(document, "name", name))?;
    Ok(())
}

fn join(base_url: &Url, path: &str) -> io::Result<Url> {
    base_url.join(path).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use site_pages::fixtures;

    #[test]
    fn the_feed_is_read_by_a_feed_reader_and_carries_the_whole_text() {
        let articles = [fixtures::article(
            "Read [this](/services) & `<that>`.\u{FFFE}",
        )];
        let text = feed(
            &fixtures::frame(),
            &articles,
            &fixtures::base_url(),
            &HashMap::new(),
        )
        .unwrap();
        let feed: atom_syndication::Feed = text.parse().unwrap();
        assert_eq!(feed.id(), "https://example.org/feed.atom");
        assert_eq!(feed.title().as_str(), "SarbastScript");
        let [entry] = feed.entries() else {
            panic!("one entry");
        };
        assert!(entry.id().starts_with("urn:uuid:"));
        assert_eq!(entry.categories()[0].term(), "databases");
        let content = entry.content().unwrap();
        assert_eq!(content.content_type(), Some("html"));
        let html = content.value().unwrap();
        assert!(
            html.contains(r#"href="https://example.org/services""#),
            "{html}"
        );
        assert!(html.contains("<code>&lt;that&gt;</code>"), "{html}");
        assert!(!text.contains('\u{FFFE}'));
    }

    #[test]
    fn a_feed_without_articles_is_whole() {
        let text = feed(
            &fixtures::frame(),
            &[],
            &fixtures::base_url(),
            &HashMap::new(),
        )
        .unwrap();
        let feed: atom_syndication::Feed = text.parse().unwrap();
        assert!(feed.entries().is_empty());
    }
}
