//! What the owner says about the site as a whole.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{EmailAddress, Label, PersonName, Summary, Title, Version, WebAddress};

/// How many links to other places the site may show.
pub const MAX_SOCIAL_LINKS: usize = 8;

/// An IANA time zone, in which dates are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeZone(Tz);

/// There is no time zone of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not the name of a time zone, such as Europe/Berlin or UTC.")]
pub struct TimeZoneError;

impl TimeZone {
    /// Universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Reads an IANA name.
    ///
    /// # Errors
    /// [`TimeZoneError`] when no zone has that name.
    pub fn parse(name: &str) -> Result<Self, TimeZoneError> {
        Tz::from_str(name.trim())
            .map(Self)
            .map_err(|_| TimeZoneError)
    }

    /// The IANA name.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The zone's rules.
    pub fn rules(&self) -> Tz {
        self.0
    }

    /// Every name that [`TimeZone::parse`] takes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())
    }
}

impl fmt::Display for TimeZone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A link to the owner's place elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialLink {
    /// The words of the link.
    pub label: Label,
    /// Where it leads.
    pub address: WebAddress,
}

/// The site's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteSettings {
    /// The site's name, at the head of each page.
    pub site_name: Label,
    /// The owner's name.
    pub owner_name: PersonName,
    /// What the owner is, in a few words.
    pub role: Label,
    /// One sentence that says what the site is about.
    pub tagline: Summary,
    /// The direct address; `None` shows none.
    pub contact_email: Option<EmailAddress>,
    /// The zone in which dates are shown.
    pub time_zone: TimeZone,
    /// The title of the home page for search engines; `None` takes name and role.
    pub seo_title: Option<Title>,
    /// The description of pages without one of their own; `None` takes the tagline.
    pub seo_description: Option<Summary>,
    /// At most [`MAX_SOCIAL_LINKS`] links, in order.
    pub social_links: Vec<SocialLink>,
    /// Counts the saves.
    pub version: Version,
    /// When they changed last, UTC.
    pub updated_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_zone_is_named_as_iana_names_it() {
        assert_eq!(
            TimeZone::parse("Asia/Baghdad").map(|zone| zone.name()),
            Ok("Asia/Baghdad")
        );
        assert_eq!(TimeZone::parse("Mars/Olympus"), Err(TimeZoneError));
        assert!(TimeZone::names().any(|name| name == "Europe/Berlin"));
    }
}
