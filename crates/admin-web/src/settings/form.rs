//! The settings' form: what was typed, what it means, and where it differs from what is stored.

use chrono::DateTime;
use domain::{
    EmailAddress, Label, MAX_SOCIAL_LINKS, PersonName, SiteSettings, SocialLink, Summary, TimeZone,
    Title, Version, WebAddress,
};
use serde::Serialize;
use web_kit::FieldErrors;

use crate::conflict::{difference, parse_version};
use crate::fields::Fields;
use crate::problems::optional;

/// Names of a row's fields in the summary of errors, which are their ids in the page too.
const ROW_IDS: [(&str, &str); MAX_SOCIAL_LINKS] = [
    ("link_label_1", "link_address_1"),
    ("link_label_2", "link_address_2"),
    ("link_label_3", "link_address_3"),
    ("link_label_4", "link_address_4"),
    ("link_label_5", "link_address_5"),
    ("link_label_6", "link_address_6"),
    ("link_label_7", "link_address_7"),
    ("link_label_8", "link_address_8"),
];

/// The fields as text, also where they are wrong.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct SettingsForm {
    version: String,
    site_name: String,
    owner_name: String,
    pub(super) role: String,
    tagline: String,
    contact_email: String,
    time_zone: String,
    seo_title: String,
    seo_description: String,
    links: Vec<LinkRow>,
}

/// A link as it was typed.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
struct LinkRow {
    legend: String,
    label_id: &'static str,
    address_id: &'static str,
    label: String,
    address: String,
    label_error: Option<String>,
    address_error: Option<String>,
}

/// What is stored in the fields that differ.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Stored {
    site_name: Option<String>,
    owner_name: Option<String>,
    role: Option<String>,
    tagline: Option<String>,
    contact_email: Option<String>,
    time_zone: Option<String>,
    seo_title: Option<String>,
    seo_description: Option<String>,
}

impl SettingsForm {
    pub(super) fn from_fields(fields: &Fields) -> Self {
        // Both fields of a row are always sent, so that the n-th of each belong together.
        let rows = fields.all("link_label").zip(fields.all("link_address"));
        Self {
            version: fields.owned("version"),
            site_name: fields.owned("site_name"),
            owner_name: fields.owned("owner_name"),
            role: fields.owned("role"),
            tagline: fields.owned("tagline"),
            contact_email: fields.owned("contact_email"),
            time_zone: fields.owned("time_zone"),
            seo_title: fields.owned("seo_title"),
            seo_description: fields.owned("seo_description"),
            links: rows
                .take(MAX_SOCIAL_LINKS)
                .map(|(label, address)| LinkRow {
                    label: label.to_owned(),
                    address: address.to_owned(),
                    ..LinkRow::default()
                })
                .collect(),
        }
    }

    pub(super) fn from_settings(settings: &SiteSettings) -> Self {
        fn text<T: ToString>(value: Option<&T>) -> String {
            value.map(T::to_string).unwrap_or_default()
        }
        Self {
            version: settings.version.to_string(),
            site_name: settings.site_name.to_string(),
            owner_name: settings.owner_name.to_string(),
            role: settings.role.to_string(),
            tagline: settings.tagline.to_string(),
            contact_email: text(settings.contact_email.as_ref()),
            time_zone: settings.time_zone.to_string(),
            seo_title: text(settings.seo_title.as_ref()),
            seo_description: text(settings.seo_description.as_ref()),
            links: settings
                .social_links
                .iter()
                .map(|link| LinkRow {
                    label: link.label.to_string(),
                    address: link.address.to_string(),
                    ..LinkRow::default()
                })
                .collect(),
        }
    }

    pub(super) fn set_version(&mut self, version: Version) {
        self.version = version.to_string();
    }

    /// Names the rows, and always offers as many as fit.
    pub(super) fn fill_rows(&mut self) {
        self.links.resize(MAX_SOCIAL_LINKS, LinkRow::default());
        for ((row, ids), number) in self.links.iter_mut().zip(ROW_IDS).zip(1..) {
            row.legend = format!("Link {number}");
            (row.label_id, row.address_id) = ids;
        }
    }

    /// Reads every field, so that every error is told at once. Errors of rows are noted at the rows
    /// too.
    pub(super) fn parse(&mut self, errors: &mut FieldErrors) -> Option<SiteSettings> {
        let site_name = errors.keep("site_name", Label::parse(&self.site_name));
        let owner_name = errors.keep("owner_name", PersonName::parse(&self.owner_name));
        let role = errors.keep("role", Label::parse(&self.role));
        let tagline = errors.keep("tagline", Summary::parse(&self.tagline));
        let contact_email = optional(
            errors,
            "contact_email",
            &self.contact_email,
            EmailAddress::parse,
        );
        let time_zone = errors.keep("time_zone", TimeZone::parse(&self.time_zone));
        let seo_title = optional(errors, "seo_title", &self.seo_title, Title::parse);
        let seo_description = optional(
            errors,
            "seo_description",
            &self.seo_description,
            Summary::parse,
        );
        let social_links = self.parse_links(errors);
        if !errors.is_empty() {
            return None;
        }
        Some(SiteSettings {
            site_name: site_name?,
            owner_name: owner_name?,
            role: role?,
            tagline: tagline?,
            contact_email: contact_email?,
            time_zone: time_zone?,
            seo_title: seo_title?,
            seo_description: seo_description?,
            social_links,
            version: parse_version(&self.version),
            // The database writes its own time.
            updated_at: DateTime::UNIX_EPOCH,
        })
    }

    fn parse_links(&mut self, errors: &mut FieldErrors) -> Vec<SocialLink> {
        let mut links = Vec::new();
        for (row, (label_id, address_id)) in self.links.iter_mut().zip(ROW_IDS) {
            if row.is_blank() {
                continue;
            }
            let label = errors.keep(label_id, Label::parse(&row.label));
            let address = errors.keep(address_id, WebAddress::parse(&row.address));
            row.label_error = errors.get(label_id).map(str::to_owned);
            row.address_error = errors.get(address_id).map(str::to_owned);
            if let (Some(label), Some(address)) = (label, address) {
                links.push(SocialLink { label, address });
            }
        }
        links
    }

    /// True when saving would change nothing.
    pub(super) fn is_same_as(&self, settings: &SiteSettings) -> bool {
        self.differences(settings) == (Stored::default(), None)
    }

    /// The stored text of every field that differs, and of the links when any does.
    pub(super) fn differences(&self, settings: &SiteSettings) -> (Stored, Option<String>) {
        let current = Self::from_settings(settings);
        let stored = Stored {
            site_name: difference(&self.site_name, &current.site_name),
            owner_name: difference(&self.owner_name, &current.owner_name),
            role: difference(&self.role, &current.role),
            tagline: difference(&self.tagline, &current.tagline),
            contact_email: difference(&self.contact_email, &current.contact_email),
            time_zone: difference(&self.time_zone, &current.time_zone),
            seo_title: difference(&self.seo_title, &current.seo_title),
            seo_description: difference(&self.seo_description, &current.seo_description),
        };
        (
            stored,
            difference(&self.links_as_text(), &current.links_as_text()),
        )
    }

    fn links_as_text(&self) -> String {
        let rows: Vec<_> = self
            .links
            .iter()
            .filter(|row| !row.is_blank())
            .map(|row| format!("{}: {}", row.label.trim(), row.address.trim()))
            .collect();
        rows.join("\n")
    }
}

impl LinkRow {
    fn is_blank(&self) -> bool {
        self.label.trim().is_empty() && self.address.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::site_settings;

    #[test]
    fn what_is_stored_comes_back_unchanged_from_its_form() {
        let settings = site_settings();
        let mut form = SettingsForm::from_settings(&settings);
        form.fill_rows();
        assert!(form.is_same_as(&settings));
        let parsed = form.parse(&mut FieldErrors::new()).unwrap();
        assert_eq!(
            SiteSettings {
                updated_at: settings.updated_at,
                ..parsed
            },
            settings
        );
    }

    #[test]
    fn every_error_is_told_at_once() {
        let mut errors = FieldErrors::new();
        let body = b"version=1&contact_email=nobody&time_zone=Mars&link_label=&link_address=/x";
        assert_eq!(
            SettingsForm::from_fields(&Fields::parse(body)).parse(&mut errors),
            None
        );
        for field in [
            "site_name",
            "owner_name",
            "role",
            "contact_email",
            "time_zone",
            "link_label_1",
            "link_address_1",
        ] {
            assert!(errors.get(field).is_some(), "{field}");
        }
    }
}
