//! What a page stands in: the site around it and the moment at which it is made.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use content::{Links, Rendered};
use url::Url;
use uuid::Uuid;

use crate::chrome::{Chrome, Head};
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
}

impl Surroundings<'_> {
    /// The head, the header and the footer of a page here.
    pub(crate) fn chrome(&self, head: Head<'_>) -> Chrome {
        Chrome::new(self.frame, self.base_url, self.now, head)
    }

    /// The owner's Markdown as every page prints it.
    pub(crate) fn rendered(&self, markdown: &str) -> Rendered {
        content::render(markdown, &Links::new(self.links))
    }
}
