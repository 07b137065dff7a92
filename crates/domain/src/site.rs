//! The site as a whole, as its visitors find it.

use crate::{Section, ServiceSummary, SiteSettings};

/// What stands around every page, and which parts of the site there are to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedSite {
    /// The settings.
    pub settings: SiteSettings,
    /// The shown sections of the home page, in the owner's order.
    pub sections: Vec<Section>,
    /// The shown services, in the owner's order.
    pub services: Vec<ServiceSummary>,
    /// Whether there is an article to read.
    pub has_articles: bool,
}
