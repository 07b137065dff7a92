//! The content that a new site begins with: files under `content/`, embedded in the program and
//! read into domain values.
//!
//! Nothing here knows the database: `persistence::starter` stores what [`load`] or [`blank`] gives,
//! once, in an empty database. From then on it is ordinary content and these files are not read.

mod articles;
mod error;
mod front_matter;
mod sections;
mod services;
mod settings;

use domain::{ArticleDraft, SectionContent, ServiceDraft, SiteSettings};

pub use error::StarterContentError;

/// Everything that an empty database is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StarterContent {
    /// What the owner says about the site as a whole.
    pub settings: SiteSettings,
    /// Each section of the home page once, in its order.
    pub sections: Vec<SectionContent>,
    /// The services, in their order.
    pub services: Vec<ServiceDraft>,
    /// The articles, the newest last.
    pub articles: Vec<ArticleDraft>,
}

/// The site as it is handed to its owner.
///
/// # Errors
/// [`StarterContentError`]: an embedded file is malformed, which the tests of this crate rule out.
pub fn load() -> Result<StarterContent, StarterContentError> {
    Ok(StarterContent {
        settings: settings::load()?,
        sections: sections::load()?,
        services: services::load()?,
        articles: articles::load()?,
    })
}

/// A site without words, for an owner who wants to begin with nothing.
///
/// # Errors
/// [`StarterContentError`]: a neutral default is refused, which the tests of this crate rule out.
pub fn blank() -> Result<StarterContent, StarterContentError> {
    Ok(StarterContent {
        settings: settings::blank()?,
        sections: sections::blank()?,
        services: Vec::new(),
        articles: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use domain::SectionKey;

    use super::*;

    fn keys(content: &StarterContent) -> Vec<SectionKey> {
        content.sections.iter().map(SectionContent::key).collect()
    }

    #[test]
    fn the_whole_content_is_read() {
        let content = load().unwrap();
        assert_eq!(keys(&content), SectionKey::ALL);
        assert!(content.sections.iter().all(|section| !section.is_empty()));
        assert_eq!(content.services.len(), 7);
        assert_eq!(content.articles.len(), 3);
    }

    #[test]
    fn a_blank_site_has_every_section_and_no_words() {
        let content = blank().unwrap();
        assert_eq!(keys(&content), SectionKey::ALL);
        let has_words = |section: &SectionContent| !section.heading().is_blank();
        assert!(!content.sections.iter().any(has_words));
        assert_eq!(content.services, []);
        assert_eq!(content.articles, []);
        assert_eq!(content.settings.contact_email, None);
    }
}
