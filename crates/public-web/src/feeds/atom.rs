//! A feed as Atom (RFC 4287).

use std::io;

use quick_xml::events::BytesText;
use site_pages::FeedFormat;
use site_pages::structured_data::LANGUAGE;
use url::Url;
use web_kit::dates;

use super::{Entry, Feed};
use crate::xml::{self, Document, clean, element};

/// The document.
pub(super) fn written(feed: &Feed) -> io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element("feed")
        .with_attribute(("xmlns", "http://www.w3.org/2005/Atom"))
        .with_attribute(("xml:lang", LANGUAGE))
        .write_inner_content(|document| {
            element(document, "id", &feed.id)?;
            element(document, "title", &feed.title)?;
            if !feed.subtitle.is_empty() {
                element(document, "subtitle", &feed.subtitle)?;
            }
            element(document, "updated", &dates::iso(feed.updated_at))?;
            link(document, "self", FeedFormat::Atom.media_type(), &feed.own)?;
            link(document, "alternate", "text/html", &feed.home)?;
            author(document, &feed.author)?;
            for one in &feed.entries {
                entry(document, one, &feed.author)?;
            }
            Ok(())
        })?;
    xml::finish(document)
}

fn entry(document: &mut Document, entry: &Entry, owner: &str) -> io::Result<()> {
    document
        .create_element("entry")
        .write_inner_content(|document| {
            element(document, "id", &entry.id)?;
            element(document, "title", &entry.title)?;
            link(document, "alternate", "text/html", &entry.address)?;
            element(document, "published", &dates::iso(entry.published_at))?;
            element(document, "updated", &dates::iso(entry.updated_at))?;
            author(document, owner)?;
            for tag in &entry.tags {
                document
                    .create_element("category")
                    .with_attribute(("term", clean(tag).as_ref()))
                    .write_empty()?;
            }
            element(document, "summary", &entry.summary)?;
            document
                .create_element("content")
                .with_attribute(("type", "html"))
                .write_text_content(BytesText::new(&clean(&entry.content_html)))?;
            Ok(())
        })?;
    Ok(())
}

fn link(
    document: &mut Document,
    relation: &str,
    media_type: &str,
    address: &Url,
) -> io::Result<()> {
    document
        .create_element("link")
        .with_attribute(("rel", relation))
        .with_attribute(("type", media_type))
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
