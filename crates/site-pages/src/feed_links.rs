//! The feeds that a page leads to: those of the site, and those of a tag.

use domain::Slug;
use serde::Serialize;

/// A format in which the newest articles are offered to programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// RFC 4287.
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Every format, the most capable first.
    pub const ALL: [Self; 3] = [Self::Atom, Self::Rss, Self::Json];

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON Feed",
        }
    }

    /// The end of its addresses.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Atom => "atom",
            Self::Rss => "rss",
            Self::Json => "json",
        }
    }

    /// What it is called in links and headers.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// Where the newest articles are offered: all, or those of a tag.
    pub fn path(self, tag: Option<&Slug>) -> String {
        let extension = self.extension();
        match tag {
            Some(slug) => format!("/tags/{slug}/feed.{extension}"),
            None => format!("/feed.{extension}"),
        }
    }
}

/// A feed as the head of a page names it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FeedLink {
    media_type: &'static str,
    title: String,
    href: String,
}

impl FeedLink {
    /// The feeds of the site, or of a tag.
    pub fn all(title: &str, tag: Option<&Slug>) -> Vec<Self> {
        FeedFormat::ALL
            .into_iter()
            .map(|format| Self {
                media_type: format.media_type(),
                title: format!("{title} ({})", format.name()),
                href: format.path(tag),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::{Chrome, Head, fixtures};

    #[test]
    fn a_page_names_the_feeds_of_the_site_and_a_tags_page_its_own_first() {
        let html = fixtures::render(&fixtures::article_page("Words."));
        for (kind, name) in [
            ("atom+xml", "Atom"),
            ("rss+xml", "RSS"),
            ("feed+json", "JSON Feed"),
        ] {
            let link = format!(
                r#"<link rel="alternate" type="application/{kind}" title="SarbastScript ({name})" href="/feed."#
            );
            assert!(html.contains(&link), "{link}");
        }
        let tag = fixtures::tag();
        let chrome = Chrome::new(
            &fixtures::frame(),
            &fixtures::base_url(),
            fixtures::now(),
            Head::unlisted("x"),
        )
        .with_tag_feeds(&tag);
        let hrefs: Vec<_> = chrome.feeds.iter().map(|link| link.href.as_str()).collect();
        assert_eq!(hrefs.len(), 6);
        assert_eq!(hrefs[0], "/tags/databases/feed.atom");
        assert_eq!(hrefs[3], "/feed.atom");
        assert_eq!(chrome.feeds[0].title, "databases · SarbastScript (Atom)");
    }
}
