//! A service's form: what was typed, what it means, and where it differs from what is stored.

use domain::{
    Deliverables, MarkdownText, Service, ServiceDraft, Slug, Summary, Title, Version, Visibility,
};
use serde::Serialize;
use web_kit::FieldErrors;

use crate::conflict::{difference, parse_version};
use crate::fields::Fields;
use crate::problems::slug_or_title;

/// The fields as text, also where they are wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct ServiceForm {
    version: String,
    pub(super) title: String,
    pub(super) slug: String,
    pub(super) summary: String,
    pub(super) body: String,
    pub(super) deliverables: String,
    pub(super) visible: bool,
}

/// What is stored in the fields that differ.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Stored {
    title: Option<String>,
    slug: Option<String>,
    summary: Option<String>,
    body: Option<String>,
    deliverables: Option<String>,
    visible: Option<&'static str>,
}

impl ServiceForm {
    /// A form for a new service, which is shown unless that is taken back.
    pub(super) fn blank() -> Self {
        Self {
            visible: true,
            ..Self::default()
        }
    }

    pub(super) fn from_fields(fields: &Fields) -> Self {
        Self {
            version: fields.owned("version"),
            title: fields.owned("title"),
            slug: fields.owned("slug"),
            summary: fields.owned("summary"),
            body: fields.owned("body"),
            deliverables: fields.owned("deliverables"),
            visible: fields.get("visible") == "true",
        }
    }

    pub(super) fn from_service(service: &Service) -> Self {
        Self {
            version: service.version.to_string(),
            title: service.title.to_string(),
            slug: service.slug.to_string(),
            summary: service.summary.to_string(),
            body: service.body.to_string(),
            deliverables: service.deliverables.to_lines(),
            visible: service.visibility.is_shown(),
        }
    }

    pub(super) fn version(&self) -> Version {
        parse_version(&self.version)
    }

    pub(super) fn set_version(&mut self, version: Version) {
        self.version = version.to_string();
    }

    /// Fills in the address that an empty field stood for, so that it can be changed.
    pub(super) fn with_proposed_slug(mut self) -> Self {
        if self.slug.trim().is_empty()
            && let Some(slug) = Slug::from_title(&self.title)
        {
            self.slug = slug.to_string();
        }
        self
    }

    /// Reads every field, so that every error is told at once.
    pub(super) fn parse(&self, errors: &mut FieldErrors) -> Option<ServiceDraft> {
        let title = errors.keep("title", Title::parse(&self.title));
        let summary = errors.keep("summary", Summary::parse(&self.summary));
        if summary.as_ref().is_some_and(Summary::is_blank) {
            errors.add("summary", "Please say in a line what the service is.");
        }
        let body = errors.keep("body", MarkdownText::parse(&self.body));
        let deliverables = errors.keep(
            "deliverables",
            Deliverables::parse_lines(&self.deliverables),
        );
        let slug = slug_or_title(&self.slug, title.as_ref(), errors);
        if !errors.is_empty() {
            return None;
        }
        Some(ServiceDraft {
            slug: slug?,
            title: title?,
            summary: summary?,
            body: body?,
            deliverables: deliverables?,
            visibility: Visibility::from_shown(self.visible),
        })
    }

    /// The stored text of every field that differs; `None` when none does.
    pub(super) fn differences(&self, service: &Service) -> Option<Stored> {
        let current = Self::from_service(service);
        let stored = Stored {
            title: difference(&self.title, &current.title),
            // An empty field stands for the address made from the title.
            slug: difference(&self.clone().with_proposed_slug().slug, &current.slug),
            summary: difference(&self.summary, &current.summary),
            body: difference(&self.body, &current.body),
            deliverables: difference(&self.deliverables, &current.deliverables),
            visible: (self.visible != current.visible).then_some(if current.visible {
                "shown on the site"
            } else {
                "hidden"
            }),
        };
        (stored != Stored::default()).then_some(stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::service;

    fn form(body: &str) -> ServiceForm {
        ServiceForm::from_fields(&Fields::parse(body.as_bytes()))
    }

    #[test]
    fn a_whole_form_becomes_a_service() {
        let mut errors = FieldErrors::new();
        let draft = form("title=API+design&summary=Short&deliverables=A%0D%0A%0D%0AB&visible=true")
            .parse(&mut errors)
            .unwrap();
        assert_eq!(draft.slug.as_str(), "api-design");
        assert_eq!(draft.deliverables.as_slice().len(), 2);
        assert_eq!(draft.visibility, Visibility::Shown);
    }

    #[test]
    fn an_unticked_box_hides_and_a_blank_summary_is_refused() {
        let mut errors = FieldErrors::new();
        let form = form("title=A&summary=+");
        assert!(!form.visible);
        assert_eq!(form.parse(&mut errors), None);
        assert!(errors.get("summary").is_some());
    }

    #[test]
    fn a_changed_box_is_a_difference_too() {
        let service = service();
        let mut mine = ServiceForm::from_service(&service);
        assert_eq!(mine.differences(&service), None);
        mine.visible = !mine.visible;
        assert!(mine.differences(&service).is_some());
    }
}
