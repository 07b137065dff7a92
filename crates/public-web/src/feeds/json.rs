//! A feed as JSON Feed 1.1.

use std::borrow::Cow;
use std::io;

use serde::Serialize;
use site_pages::structured_data::LANGUAGE;
use url::Url;
use web_kit::dates;

use super::Feed;
use crate::xml::clean;

#[derive(Serialize)]
struct Document<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'static str,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    content_html: Cow<'a, str>,
    summary: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    authors: [Author<'a>; 1],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    language: &'static str,
}

/// The document.
pub(super) fn written(feed: &Feed) -> io::Result<String> {
    let author = || [Author { name: &feed.author }];
    let items = feed.entries.iter().map(|entry| Item {
        id: &entry.id,
        url: entry.address.as_str(),
        title: &entry.title,
        content_html: clean(&entry.content_html),
        summary: clean(&entry.summary),
        image: entry.image.as_ref().map(Url::as_str),
        date_published: dates::iso(entry.published_at),
        date_modified: dates::iso(entry.updated_at),
        authors: author(),
        tags: &entry.tags,
        language: LANGUAGE,
    });
    let document = Document {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: feed.home.as_str(),
        feed_url: feed.own.as_str(),
        description: &feed.subtitle,
        language: LANGUAGE,
        authors: author(),
        items: items.collect(),
    };
    serde_json::to_string(&document).map_err(io::Error::other)
}
