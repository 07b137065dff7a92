//! A feed as RSS 2.0, with what its modules add: the whole text, the author's name, the address of
//! the feed itself and the moment of an entry's last change.

use std::io;

use chrono::{DateTime, Utc};
use site_pages::FeedFormat;
use site_pages::structured_data::LANGUAGE;
use web_kit::dates;

use super::{Entry, Feed};
use crate::xml::{self, Document, clean, element};

/// The document.
pub(super) fn written(feed: &Feed) -> io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element("rss")
        .with_attribute(("version", "2.0"))
        .with_attribute(("xmlns:atom", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xmlns:content", "http://purl.org/rss/1.0/modules/content/"))
        .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
        .write_inner_content(|document| {
            document
                .create_element("channel")
                .write_inner_content(|document| channel(document, feed))?;
            Ok(())
        })?;
    xml::finish(document)
}

fn channel(document: &mut Document, feed: &Feed) -> io::Result<()> {
    element(document, "title", &feed.title)?;
    element(document, "link", feed.home.as_str())?;
    // A channel must have a description.
    let description = match feed.subtitle.as_str() {
        "" => &feed.title,
        subtitle => subtitle,
    };
    element(document, "description", description)?;
    element(document, "language", LANGUAGE)?;
    element(document, "lastBuildDate", &date(feed.updated_at))?;
    document
        .create_element("atom:link")
        .with_attribute(("rel", "self"))
        .with_attribute(("type", FeedFormat::Rss.media_type()))
        .with_attribute(("href", feed.own.as_str()))
        .write_empty()?;
    for entry in &feed.entries {
        document
            .create_element("item")
            .write_inner_content(|document| item(document, entry, &feed.author))?;
    }
    Ok(())
}

fn item(document: &mut Document, entry: &Entry, owner: &str) -> io::Result<()> {
    element(document, "title", &entry.title)?;
    element(document, "link", entry.address.as_str())?;
    document
        .create_element("guid")
        .with_attribute(("isPermaLink", "false"))
        .write_text_content(quick_xml::events::BytesText::new(&clean(&entry.id)))?;
    element(document, "pubDate", &date(entry.published_at))?;
    element(document, "atom:updated", &dates::iso(entry.updated_at))?;
    element(document, "dc:creator", owner)?;
    for tag in &entry.tags {
        element(document, "category", tag)?;
    }
    element(document, "description", &entry.summary)?;
    element(document, "content:encoded", &entry.content_html)
}

/// RFC 822 with a year of four digits, as RSS asks for.
fn date(at: DateTime<Utc>) -> String {
    at.to_rfc2822()
}
