//! What stands around every page: whose site it is, and which parts of it there are.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{Section, SectionKey, ServiceSummary, SiteSettings};
use persistence::{DatabaseError, PgConnection, articles, sections, services, settings};
use serde::Serialize;
use url::Url;

/// The site's settings and its shown parts, as one visit to the database found them.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    pub site_name: String,
    pub owner_name: String,
    pub role: String,
    pub tagline: String,
    pub seo_title: Option<String>,
    pub seo_description: Option<String>,
    pub contact_email: Option<String>,
    pub social_links: Vec<SocialLinkView>,
    pub time_zone: Tz,
    pub updated_at: DateTime<Utc>,
    /// The shown sections, in the owner's order.
    pub sections: Vec<Section>,
    /// The shown services, in the owner's order.
    pub services: Vec<ServiceSummary>,
    /// Whether there is an article to read.
    pub has_articles: bool,
}

/// A link to the owner's place elsewhere.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SocialLinkView {
    pub label: String,
    pub address: String,
}

impl Frame {
    /// Loads the frame.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub fn load(conn: &mut PgConnection) -> Result<Self, DatabaseError> {
        let settings = settings::load(conn)?;
        let sections = sections::list_published(conn)?;
        let services = services::list_published(conn)?;
        let has_articles = articles::any_published(conn)?;
        Ok(Self::of(settings, sections, services, has_articles))
    }

    pub fn of(
        settings: SiteSettings,
        sections: Vec<Section>,
        services: Vec<ServiceSummary>,
        has_articles: bool,
    ) -> Self {
        Self {
            site_name: settings.site_name.to_string(),
            owner_name: settings.owner_name.to_string(),
            role: settings.role.to_string(),
            tagline: settings.tagline.to_string(),
            seo_title: settings.seo_title.map(|title| title.to_string()),
            seo_description: settings.seo_description.map(|text| text.to_string()),
            contact_email: settings.contact_email.map(|email| email.to_string()),
            social_links: settings
                .social_links
                .iter()
                .map(|link| SocialLinkView {
                    label: link.label.to_string(),
                    address: link.address.to_string(),
                })
                .collect(),
            time_zone: settings.time_zone.rules(),
            updated_at: settings.updated_at,
            sections,
            services,
            has_articles,
        }
    }

    /// The frame of a page that must appear before the database has answered once.
    pub fn unknown(base_url: &Url) -> Self {
        let name = base_url.host_str().unwrap_or("This site").to_owned();
        Self {
            site_name: name.clone(),
            owner_name: name,
            role: String::new(),
            tagline: String::new(),
            seo_title: None,
            seo_description: None,
            contact_email: None,
            social_links: Vec::new(),
            time_zone: Tz::UTC,
            updated_at: DateTime::UNIX_EPOCH,
            sections: Vec::new(),
            services: Vec::new(),
            has_articles: false,
        }
    }

    /// A section, if visitors see it.
    pub fn section(&self, key: SectionKey) -> Option<&Section> {
        self.sections.iter().find(|section| section.key() == key)
    }

    /// The heading of a section, or the plain name where the owner gave none or hides it.
    pub fn heading(&self, key: SectionKey) -> &str {
        self.section(key)
            .map(|section| section.content.heading())
            .filter(|heading| !heading.is_blank())
            .map_or(key.name(), |heading| heading.as_str())
    }

    /// The sentence under the heading of a section.
    pub fn intro(&self, key: SectionKey) -> &str {
        use domain::SectionContent as Content;
        match self.section(key).map(|section| &section.content) {
            Some(
                Content::Services { intro, .. }
                | Content::Writing { intro, .. }
                | Content::Contact { intro, .. }
                | Content::Principles { intro, .. }
                | Content::WayOfWorking { intro, .. },
            ) => intro.as_str(),
            _ => "",
        }
    }
}
