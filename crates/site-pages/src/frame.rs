//! What stands around every page: whose site it is, and which parts of it there are.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{PublishedSite, Section, SectionKey, ServiceSummary};
use serde::Serialize;
use url::Url;

/// The site's settings and its shown parts, as one visit to the database found them.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The site's name.
    pub site_name: String,
    /// The owner's name.
    pub owner_name: String,
    /// What the owner is, in a few words; may be empty.
    pub role: String,
    /// What the site is about; may be empty.
    pub tagline: String,
    /// The title of the home page for search engines.
    pub seo_title: Option<String>,
    /// The description of pages without one of their own.
    pub seo_description: Option<String>,
    /// The direct address, where the owner shows one.
    pub contact_email: Option<String>,
    /// Links to the owner's places elsewhere, in order.
    pub social_links: Vec<SocialLinkView>,
    /// The zone in which dates are shown.
    pub time_zone: Tz,
    /// When the settings changed last, UTC.
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
pub struct SocialLinkView {
    /// The words of the link.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

impl Frame {
    /// The frame of a site as its visitors find it.
    pub fn of(site: PublishedSite) -> Self {
        let settings = site.settings;
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
            sections: site.sections,
            services: site.services,
            has_articles: site.has_articles,
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

    /// The frame as it would be with this section shown, for a preview of its draft.
    #[must_use]
    pub fn with_section(mut self, section: Section) -> Self {
        self.sections.retain(|other| other.key() != section.key());
        let place = self
            .sections
            .partition_point(|other| other.position <= section.position);
        self.sections.insert(place, section);
        self
    }

    /// The frame as it would be with this service shown, for a preview of its draft.
    #[must_use]
    pub fn with_service(mut self, service: ServiceSummary) -> Self {
        self.services.retain(|other| other.id != service.id);
        let place = self
            .services
            .partition_point(|other| other.position <= service.position);
        self.services.insert(place, service);
        self
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    #[test]
    fn a_draft_takes_the_place_of_what_is_live_and_a_hidden_one_the_place_it_would_have() {
        let frame = fixtures::frame();
        let keys = |frame: &Frame| -> Vec<_> { frame.sections.iter().map(Section::key).collect() };
        let all = keys(&frame);
        let mut draft = fixtures::bare_hero();
        draft.position = 1;
        let shown = frame.clone().with_section(draft.clone());
        assert_eq!(keys(&shown), all);
        assert_eq!(shown.heading(SectionKey::Hero), "Only a heading");

        let mut hidden = frame;
        hidden.sections.remove(0);
        assert_eq!(keys(&hidden.with_section(draft)), all);
    }

    #[test]
    fn a_service_that_is_renamed_keeps_its_place_in_the_list() {
        let frame = fixtures::frame();
        let mut draft = frame.services[0].clone();
        draft.title = domain::Title::parse("Another title").unwrap();
        let shown = frame.with_service(draft);
        let titles: Vec<_> = shown.services.iter().map(|s| s.title.as_str()).collect();
        assert_eq!(titles, ["Another title", "api-design"]);
    }
}
