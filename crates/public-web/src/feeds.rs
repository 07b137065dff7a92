//! The newest articles in full for programs that read them, all of them or those of a tag, as Atom,
//! RSS and JSON Feed. The three say the same; what they say is put together once.

mod atom;
mod entries;
mod html;
mod json;
mod moments;
mod rss;

use std::io;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, Utc};
use domain::{Slug, Tag};
use persistence::{PgConnection, articles, tags};
use site_pages::{FeedFormat, Frame};
use url::Url;

use crate::address::Address;
use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

pub(crate) use moments::Moments;

/// Articles in a feed.
const LENGTH: i64 = 20;

/// What a feed says in whichever format.
#[derive(Debug)]
struct Feed {
    /// What it is known by for good.
    id: String,
    title: String,
    /// What it is about; may be empty.
    subtitle: String,
    author: String,
    /// The page that shows the same to people.
    home: Url,
    /// Its own address in this format.
    own: Url,
    updated_at: DateTime<Utc>,
    entries: Vec<Entry>,
}

/// An article in a feed.
#[derive(Debug)]
struct Entry {
    /// What it is known by for good, whatever its address.
    id: String,
    title: String,
    address: Url,
    published_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    tags: Vec<String>,
    summary: String,
    /// The text, or its opening with the way to the rest.
    content_html: String,
    /// The picture on top.
    image: Option<Url>,
}

/// Shows the feed of all articles.
pub(crate) async fn show(
    format: FeedFormat,
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let base_url = state.base_url.clone();
    let (_, text) = state
        .load(move |conn, frame| made(conn, frame, format, None, &base_url))
        .await?;
    Ok(answer(&request, &state, format, text))
}

/// Shows the feed of a tag's articles.
pub(crate) async fn show_tag(
    format: FeedFormat,
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let Some(slug) = Address::slug(&slug) else {
        return fallback::show(request, state).await;
    };
    let base_url = state.base_url.clone();
    let (_, text) = state
        .load(move |conn, frame| {
            let Some(tag) = tags::find_published_by_slug(conn, &slug)? else {
                return Err(address.elsewhere_for_feed(conn, &slug, format));
            };
            made(conn, frame, format, Some(&tag), &base_url)
        })
        .await?;
    Ok(answer(&request, &state, format, text))
}

fn answer(
    request: &HttpRequest,
    state: &PublicState,
    format: FeedFormat,
    text: String,
) -> HttpResponse {
    let changed_at = state.feed_moments.of(request.path(), &text, Utc::now());
    respond::text(request, content_type(format), text, Some(changed_at))
}

/// The feed.
fn made(
    conn: &mut PgConnection,
    frame: &Frame,
    format: FeedFormat,
    tag: Option<&Tag>,
    base_url: &Url,
) -> Result<String, PublicError> {
    let id = tag.map(|tag| tag.id);
    let articles = match id {
        Some(id) => articles::list_published_for_tag_feed(conn, id, LENGTH)?,
        None => articles::list_published_for_feed(conn, LENGTH)?,
    };
    let texts = articles.iter().map(|article| article.body.as_str());
    let features = articles
        .iter()
        .filter_map(|article| article.feature.as_ref());
    let references = page_assembly::references_of(conn, texts, features)?;
    // Readers know one address per picture and no style of ours.
    let links = references.links().with_plain_pictures();
    let entries = entries::of(&articles, base_url, &links, &references.pictures)?;
    let feed = feed(frame, format, tag, base_url, entries)?;
    let text = match format {
        FeedFormat::Atom => atom::written(&feed),
        FeedFormat::Rss => rss::written(&feed),
        FeedFormat::Json => json::written(&feed),
    }?;
    Ok(text)
}

fn feed(
    frame: &Frame,
    format: FeedFormat,
    tag: Option<&Tag>,
    base_url: &Url,
    entries: Vec<Entry>,
) -> io::Result<Feed> {
    let slug = tag.map(|tag| &tag.slug);
    let newest = entries.iter().map(|entry| entry.updated_at).max();
    let home = match slug {
        Some(slug) => format!("/tags/{slug}"),
        None => "/".to_owned(),
    };
    Ok(Feed {
        id: match tag {
            // A tag may get another address; the site keeps its own.
            Some(tag) => tag.id.as_uuid().urn().to_string(),
            None => join(base_url, &FeedFormat::Atom.path(None))?.into(),
        },
        title: match tag {
            Some(tag) => format!("{} · {}", tag.name, frame.site_name),
            None => frame.site_name.clone(),
        },
        subtitle: frame.tagline.trim().to_owned(),
        author: frame.owner_name.clone(),
        home: join(base_url, &home)?,
        own: join(base_url, &format.path(slug))?,
        updated_at: newest.unwrap_or(frame.updated_at),
        entries,
    })
}

const fn content_type(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Atom => "application/atom+xml; charset=utf-8",
        FeedFormat::Rss => "application/rss+xml; charset=utf-8",
        FeedFormat::Json => "application/feed+json; charset=utf-8",
    }
}

fn join(base_url: &Url, path: &str) -> io::Result<Url> {
    base_url.join(path).map_err(io::Error::other)
}

/// The path under which a tag's feed stands below the tag's page.
pub(crate) fn below(tag_path: &str, format: FeedFormat) -> Option<String> {
    let slug = Slug::parse(tag_path.strip_prefix("/tags/")?).ok()?;
    Some(format.path(Some(&slug)))
}

#[cfg(test)]
mod tests;
