//! The head, the header and the footer of a page, as its layout prints them.

use chrono::{DateTime, Datelike, Utc};
use domain::{SectionKey, Tag};
use serde::Serialize;
use url::Url;
use web_kit::Html;

use crate::feed_links::FeedLink;
use crate::frame::{Frame, SocialLinkView};
use crate::preview::PreviewBanner;

/// What `templates/public/_layout.hbs` and its parts read.
#[derive(Debug, Serialize)]
pub struct Chrome {
    title: String,
    description: String,
    /// Absolute; absent on pages that search engines should leave out.
    canonical: Option<String>,
    kind: &'static str,
    social: Social,
    site_name: String,
    owner_name: String,
    role: String,
    contact_email: Option<String>,
    social_links: Vec<SocialLinkView>,
    has_elsewhere: bool,
    navigation: Vec<NavigationItem>,
    is_home: bool,
    year: i32,
    /// The feeds that the page's head names.
    pub(crate) feeds: Vec<FeedLink>,
    structured_data_html: Html,
    pub(crate) preview: Option<PreviewBanner>,
    /// The address of the page's Markdown, where it has one.
    pub(crate) source: Option<String>,
}

/// What a page says of itself where its link is shared, beside its title and its description.
#[derive(Debug, Default, Serialize)]
struct Social {
    title: String,
    card: Option<SocialCard>,
    published_iso: Option<String>,
    modified_iso: Option<String>,
}

/// The picture that stands for a page where its link is shared.
#[derive(Clone, Debug, Serialize)]
pub struct SocialCard {
    /// Its absolute address.
    pub address: String,
    /// What stands on it.
    pub alt: String,
}

#[derive(Debug, Serialize)]
struct NavigationItem {
    label: &'static str,
    href: &'static str,
    is_current: bool,
}

/// What a page says of itself in its head.
#[derive(Clone, Copy, Debug)]
pub struct Head<'a> {
    /// The page's own title; `None` on the home page, which has the site's.
    pub title: Option<&'a str>,
    /// One or two sentences; empty takes the site's.
    pub description: &'a str,
    /// The path, with its query, by which the page should be known; `None` keeps it out of search engines.
    pub path: Option<&'a str>,
    /// `website` or `article`.
    pub kind: &'static str,
    /// The part of the site that it belongs to.
    pub place: Option<SectionKey>,
}

impl Head<'_> {
    /// A page that search engines should leave out.
    pub fn unlisted(title: &str) -> Head<'_> {
        Head {
            title: Some(title),
            description: "",
            path: None,
            kind: "website",
            place: None,
        }
    }
}

impl Chrome {
    /// What stands around a page, made at this moment.
    pub fn new(frame: &Frame, base_url: &Url, now: DateTime<Utc>, head: Head<'_>) -> Self {
        let site_description = frame.seo_description.as_deref().unwrap_or(&frame.tagline);
        Self {
            title: match head.title {
                Some(title) => format!("{title} · {}", frame.site_name),
                None => home_title(frame),
            },
            description: one_line(if head.description.trim().is_empty() {
                site_description
            } else {
                head.description
            }),
            canonical: head
                .path
                .and_then(|path| base_url.join(path).ok())
                .map(String::from),
            kind: head.kind,
            social: Social {
                title: head.title.map_or_else(|| home_title(frame), one_line),
                ..Social::default()
            },
            site_name: frame.site_name.clone(),
            owner_name: frame.owner_name.clone(),
            role: frame.role.clone(),
            contact_email: frame.contact_email.clone(),
            social_links: frame.social_links.clone(),
            has_elsewhere: frame.contact_email.is_some() || !frame.social_links.is_empty(),
            navigation: navigation(frame, head.place),
            is_home: head.path == Some("/"),
            year: now.with_timezone(&frame.time_zone).year(),
            feeds: FeedLink::all(&frame.site_name, None),
            structured_data_html: Html::default(),
            preview: None,
            source: None,
        }
    }

    /// The same with what the page says of itself to search engines.
    #[must_use]
    pub fn with_structured_data(mut self, data: Html) -> Self {
        self.structured_data_html = data;
        self
    }

    /// The same with the feeds of a tag before those of the site.
    #[must_use]
    pub fn with_tag_feeds(mut self, tag: &Tag) -> Self {
        let title = format!("{} · {}", tag.name, self.site_name);
        let of_site = std::mem::take(&mut self.feeds);
        self.feeds = FeedLink::all(&title, Some(&tag.slug));
        self.feeds.extend(of_site);
        self
    }

    /// The same with the picture that stands for the page where its link is shared.
    #[must_use]
    pub fn with_card(mut self, card: Option<SocialCard>) -> Self {
        self.social.card = card;
        self
    }

    /// The same with the instants at which the page was published and changed last, by RFC 3339.
    pub(crate) fn with_times(mut self, published_iso: &str, modified_iso: Option<&str>) -> Self {
        self.social.published_iso = Some(published_iso.to_owned());
        self.social.modified_iso = modified_iso.map(str::to_owned);
        self
    }
}

fn home_title(frame: &Frame) -> String {
    match (&frame.seo_title, frame.role.trim()) {
        (Some(title), _) => title.clone(),
        (None, "") => frame.site_name.clone(),
        (None, role) => format!("{} · {role}", frame.site_name),
    }
}

/// A section that is hidden or has nothing in it leaves no link behind.
fn navigation(frame: &Frame, place: Option<SectionKey>) -> Vec<NavigationItem> {
    let places = [
        (
            SectionKey::Services,
            "/services",
            !frame.services.is_empty(),
        ),
        (SectionKey::Writing, "/articles", frame.has_articles),
        (SectionKey::Contact, "/contact", true),
    ];
    places
        .into_iter()
        .filter(|(key, _, has_content)| *has_content && frame.section(*key).is_some())
        .map(|(key, href, _)| NavigationItem {
            label: key.name(),
            href,
            is_current: place == Some(key),
        })
        .collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn labels(frame: &Frame) -> Vec<&'static str> {
        navigation(frame, None)
            .iter()
            .map(|item| item.label)
            .collect()
    }

    #[test]
    fn hidden_and_empty_parts_are_not_in_the_navigation() {
        let mut frame = fixtures::frame();
        assert_eq!(labels(&frame), ["Services", "Writing", "Contact"]);
        frame.has_articles = false;
        frame.services.clear();
        assert_eq!(labels(&frame), ["Contact"]);
        frame
            .sections
            .retain(|section| section.key() != SectionKey::Contact);
        assert!(labels(&frame).is_empty());
    }

    #[test]
    fn the_canonical_address_is_absolute() {
        let head = Head {
            title: Some("A"),
            description: " two\n lines ",
            path: Some("/articles/a"),
            kind: "article",
            place: None,
        };
        let chrome = Chrome::new(
            &fixtures::frame(),
            &fixtures::base_url(),
            fixtures::now(),
            head,
        );
        assert_eq!(
            chrome.canonical.as_deref(),
            Some("https://example.org/articles/a")
        );
        assert_eq!(chrome.description, "two lines");
        assert_eq!(chrome.title, "A · SarbastScript");
    }
}
