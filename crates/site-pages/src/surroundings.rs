//! What a page stands in: the site around it and the moment at which it is made.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use content::{Links, Picture, Rendered};
use url::Url;
use uuid::Uuid;

use crate::chrome::{Chrome, Head};
use crate::feature::FeatureView;
use crate::frame::Frame;

/// All that a page needs besides its own content.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The site's settings and its shown parts.
    pub frame: &'a Frame,
    /// The address of the site, for links that must be absolute.
    pub base_url: &'a Url,
    /// The moment at which the page is made, UTC.
    pub now: DateTime<Utc>,
    /// The current address of each content that a text links to by its id.
    pub links: &'a HashMap<Uuid, String>,
    /// Each picture of the library that is shown, by its id.
    pub pictures: &'a HashMap<Uuid, Picture>,
}

impl Surroundings<'_> {
    /// The head, the header and the footer of a page here.
    pub(crate) fn chrome(&self, head: Head<'_>) -> Chrome {
        Chrome::new(self.frame, self.base_url, self.now, head)
    }

    /// The owner's Markdown as every page prints it, in a column of this width.
    pub(crate) fn rendered(&self, markdown: &str, sizes: &str) -> Rendered {
        content::render(markdown, &self.links_in(sizes))
    }

    /// The same below a picture, where there is one.
    pub(crate) fn rendered_below(
        &self,
        feature: Option<&FeatureView>,
        markdown: &str,
        sizes: &str,
    ) -> Rendered {
        let links = self.links_in(sizes);
        content::render(
            markdown,
            &match feature {
                Some(_) => links.below_a_picture(),
                None => links,
            },
        )
    }

    fn links_in<'b>(&'b self, sizes: &'b str) -> Links<'b> {
        Links::new(self.links)
            .with_pictures(self.pictures)
            .in_column(sizes)
    }

    /// The owner's Markdown as it is given to readers elsewhere.
    pub(crate) fn source(&self, markdown: &str) -> String {
        let links = Links::new(self.links).with_pictures(self.pictures);
        content::source_for_readers(markdown, &links, self.base_url)
    }

    /// A path of the site as an absolute address.
    pub(crate) fn address(&self, path: &str) -> String {
        self.base_url
            .join(path)
            .map_or_else(|_| path.to_owned(), String::from)
    }
}
