//! The settings of a new site.

use domain::{
    EmailAddress, Label, PersonName, SiteSettings, SocialLink, Summary, TimeZone, Title, Version,
    WebAddress,
};
use serde::Deserialize;

use crate::StarterContentError;
use crate::error::InField;
use crate::front_matter::{File, file, parse_toml};

const FILE: File = file!("settings.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsShape {
    site_name: String,
    owner_name: String,
    role: String,
    tagline: String,
    contact_email: Option<String>,
    time_zone: String,
    seo_title: Option<String>,
    seo_description: Option<String>,
    social_links: Vec<SocialLinkShape>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SocialLinkShape {
    label: String,
    address: String,
}

/// The owner's settings.
pub(crate) fn load() -> Result<SiteSettings, StarterContentError> {
    read(&parse_toml(&FILE)?)
}

/// Neutral settings, with words only where the domain wants some.
pub(crate) fn blank() -> Result<SiteSettings, StarterContentError> {
    read(&SettingsShape {
        site_name: "My site".to_owned(),
        owner_name: "Owner".to_owned(),
        role: "Site owner".to_owned(),
        tagline: String::new(),
        contact_email: None,
        time_zone: TimeZone::UTC.name().to_owned(),
        seo_title: None,
        seo_description: None,
        social_links: Vec::new(),
    })
}

fn read(shape: &SettingsShape) -> Result<SiteSettings, StarterContentError> {
    let file = FILE.path;
    Ok(SiteSettings {
        site_name: Label::parse(&shape.site_name).in_field(file, "site_name")?,
        owner_name: PersonName::parse(&shape.owner_name).in_field(file, "owner_name")?,
        role: Label::parse(&shape.role).in_field(file, "role")?,
        tagline: Summary::parse(&shape.tagline).in_field(file, "tagline")?,
        contact_email: shape
            .contact_email
            .as_deref()
            .map(EmailAddress::parse)
            .transpose()
            .in_field(file, "contact_email")?,
        time_zone: TimeZone::parse(&shape.time_zone).in_field(file, "time_zone")?,
        seo_title: shape
            .seo_title
            .as_deref()
            .map(Title::parse)
            .transpose()
            .in_field(file, "seo_title")?,
        seo_description: shape
            .seo_description
            .as_deref()
            .map(Summary::parse)
            .transpose()
            .in_field(file, "seo_description")?,
        social_links: shape
            .social_links
            .iter()
            .map(read_social_link)
            .collect::<Result<_, _>>()?,
        version: Version::FIRST,
        // Whoever stores the settings knows the time; until then they carry the epoch.
        updated_at: Default::default(),
    })
}

fn read_social_link(shape: &SocialLinkShape) -> Result<SocialLink, StarterContentError> {
    Ok(SocialLink {
        label: Label::parse(&shape.label).in_field(FILE.path, "social_links.label")?,
        address: WebAddress::parse(&shape.address).in_field(FILE.path, "social_links.address")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_is_reached_at_the_direct_address() {
        let settings = load().unwrap();
        let address = settings.contact_email.as_ref().map(EmailAddress::as_str);
        assert_eq!(address, Some("hama@sarbastscript.com"));
    }

    #[test]
    fn a_refused_value_is_named_with_its_field() {
        let mut shape: SettingsShape = parse_toml(&FILE).unwrap();
        shape.time_zone = "Nowhere".to_owned();
        assert_eq!(
            read(&shape).unwrap_err().to_string(),
            "starter content: settings.toml: time_zone is not valid"
        );
    }
}
