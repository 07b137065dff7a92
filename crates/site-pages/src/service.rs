//! The page of a service, with the contact form set to it.

use domain::{FeatureImage, Paragraph, SectionKey, Service, ServiceDraft};
use serde::Serialize;
use url::Url;
use web_kit::{Html, PageTemplate};

use crate::chrome::{Chrome, Head, SocialCard};
use crate::columns;
use crate::contact_form::FormView;
use crate::feature::{FeatureView, feature_address};
use crate::preview::PreviewBanner;
use crate::structured_data;
use crate::surroundings::Surroundings;

/// A service as its page shows it, live or from a draft.
#[derive(Clone, Debug)]
pub struct ServiceView<'a> {
    /// Its name in addresses.
    pub slug: &'a str,
    /// Its title.
    pub title: &'a str,
    /// One line that says what it is.
    pub summary: &'a str,
    /// The text, as Markdown.
    pub body: &'a str,
    /// What the client gets.
    pub deliverables: Vec<&'a str>,
    /// The picture on top.
    pub feature: Option<&'a FeatureImage>,
}

impl<'a> From<&'a Service> for ServiceView<'a> {
    fn from(service: &'a Service) -> Self {
        let deliverables = service.deliverables.as_slice();
        Self {
            slug: service.slug.as_str(),
            title: service.title.as_str(),
            summary: service.summary.as_str(),
            body: service.body.as_str(),
            deliverables: deliverables.iter().map(Paragraph::as_str).collect(),
            feature: service.feature.as_ref(),
        }
    }
}

impl<'a> From<&'a ServiceDraft> for ServiceView<'a> {
    fn from(draft: &'a ServiceDraft) -> Self {
        let deliverables = draft.deliverables.as_slice();
        Self {
            slug: draft.slug.as_str(),
            title: draft.title.as_str(),
            summary: draft.summary.as_str(),
            body: draft.body.as_str(),
            deliverables: deliverables.iter().map(Paragraph::as_str).collect(),
            feature: draft.feature.as_ref(),
        }
    }
}

/// The page of a service.
#[derive(Debug, Serialize)]
pub struct ServicePage {
    chrome: Chrome,
    feature: Option<FeatureView>,
    title: String,
    summary: String,
    body_html: Html,
    deliverables: Vec<String>,
    contact_email: Option<String>,
    form: FormView,
}

impl PageTemplate for ServicePage {
    const TEMPLATE: &'static str = "public/services/show";
}

impl ServicePage {
    /// The same page with the picture that stands for it where its link is shared.
    #[must_use]
    pub fn with_card(mut self, card: Option<SocialCard>) -> Self {
        self.chrome = self.chrome.with_card(card);
        self
    }

    /// The same page with the line above it that says what is seen.
    #[must_use]
    pub fn with_preview(mut self, preview: PreviewBanner) -> Self {
        self.chrome.preview = Some(preview);
        self
    }
}

/// Makes the page of a service. Renders Markdown, so it belongs on a blocking thread.
pub fn service_page(
    service: &ServiceView<'_>,
    around: &Surroundings<'_>,
    form_stamp: String,
) -> ServicePage {
    let head = Head {
        title: Some(service.title),
        description: service.summary,
        path: Some(&format!("/services/{}", service.slug)),
        kind: "website",
        place: Some(SectionKey::Services),
    };
    let feature = FeatureView::of(service.feature, around);
    let text = around.rendered_below(feature.as_ref(), service.body, columns::SERVICE);
    let image = feature_address(service.feature, around);
    let image = image.as_ref().map(Url::as_str);
    let data = structured_data::service(service, image, around.frame, around.base_url);
    let mut chrome = around.chrome(head).with_structured_data(data);
    chrome.source = Some(format!("/services/{}.md", service.slug));
    ServicePage {
        chrome,
        feature,
        title: service.title.to_owned(),
        summary: service.summary.to_owned(),
        body_html: text.html.into(),
        deliverables: service
            .deliverables
            .iter()
            .map(|text| (*text).to_owned())
            .collect(),
        contact_email: around.frame.contact_email.clone(),
        form: FormView::empty(around.frame, form_stamp, Some(service.slug)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn show_html(deliverables: &[&str]) -> String {
        let mut frame = fixtures::frame();
        frame.contact_email = None;
        let service = ServiceView {
            slug: "api-design",
            title: "API <design>",
            summary: "One line.",
            body: "Some *words*.",
            deliverables: deliverables.to_vec(),
            feature: None,
        };
        fixtures::render(&service_page(
            &service,
            &fixtures::surroundings(&frame),
            "stamp".into(),
        ))
    }

    #[test]
    fn a_service_escapes_its_title_and_prints_its_body() {
        let html = show_html(&["A contract", "A test"]);
        assert!(html.contains("API &lt;design&gt;"));
        assert!(html.contains("<em>words</em>"));
        assert!(html.contains("What you get"));
        assert!(html.contains(r#"<option value="api-design" selected>"#));
        assert!(!html.contains("Or write directly to"));
        assert!(!show_html(&[]).contains("What you get"));
    }
}
