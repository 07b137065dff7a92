//! A list of addresses, or an index of such lists, as XML.

use std::io;

use chrono::{DateTime, Utc};
use url::Url;
use web_kit::dates;

use crate::xml::{self, Document, element};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// An address of the site, and when what stands there changed last.
#[derive(Debug)]
pub(super) struct Place {
    pub path: String,
    pub changed_at: Option<DateTime<Utc>>,
}

impl Place {
    pub fn changed(path: String, at: DateTime<Utc>) -> Self {
        Self {
            path,
            changed_at: Some(at),
        }
    }
}

/// The newest change of all.
pub(super) fn newest(places: &[Place]) -> Option<DateTime<Utc>> {
    places.iter().filter_map(|place| place.changed_at).max()
}

/// A list of pages.
pub(super) fn list(places: &[Place], base_url: &Url) -> io::Result<String> {
    written("urlset", "url", places, base_url)
}

/// A list of lists.
pub(super) fn index(places: &[Place], base_url: &Url) -> io::Result<String> {
    written("sitemapindex", "sitemap", places, base_url)
}

fn written(whole: &str, part: &str, places: &[Place], base_url: &Url) -> io::Result<String> {
    let mut document = xml::document()?;
    document
        .create_element(whole)
        .with_attribute(("xmlns", NAMESPACE))
        .write_inner_content(|document| {
            places
                .iter()
                .try_for_each(|place| entry(document, part, place, base_url))
        })?;
    xml::finish(document)
}

fn entry(document: &mut Document, part: &str, place: &Place, base_url: &Url) -> io::Result<()> {
    let address = base_url.join(&place.path).map_err(io::Error::other)?;
    document
        .create_element(part)
        .write_inner_content(|document| {
            element(document, "loc", address.as_str())?;
            if let Some(at) = place.changed_at {
                element(document, "lastmod", &dates::iso(at))?;
            }
            Ok(())
        })?;
    Ok(())
}
