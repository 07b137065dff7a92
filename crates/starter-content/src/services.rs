//! The services of a new site.

use domain::{Deliverables, MarkdownText, ServiceDraft, Slug, Summary, Title};
use serde::Deserialize;

use crate::StarterContentError;
use crate::error::InField;
use crate::front_matter::{File, file, parse_document};

const FILES: [File; 7] = [
    file!("services/01-backend-development.md"),
    file!("services/02-api-design-and-integration.md"),
    file!("services/03-database-engineering.md"),
    file!("services/04-software-architecture.md"),
    file!("services/05-saas-foundations.md"),
    file!("services/06-delivery-and-operations.md"),
    file!("services/07-technical-leadership.md"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServiceShape {
    title: String,
    slug: String,
    summary: String,
    deliverables: Vec<String>,
}

/// Each service, in its order.
pub(crate) fn load() -> Result<Vec<ServiceDraft>, StarterContentError> {
    FILES.iter().map(read).collect()
}

fn read(file: &File) -> Result<ServiceDraft, StarterContentError> {
    let (shape, body) = parse_document::<ServiceShape>(file)?;
    Ok(ServiceDraft {
        slug: Slug::parse(&shape.slug).in_field(file.path, "slug")?,
        title: Title::parse(&shape.title).in_field(file.path, "title")?,
        summary: Summary::parse(&shape.summary).in_field(file.path, "summary")?,
        body: MarkdownText::parse(body).in_field(file.path, "body")?,
        deliverables: Deliverables::parse_lines(&shape.deliverables.join("\n"))
            .in_field(file.path, "deliverables")?,
        feature: None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_service_has_its_own_address() {
        let services = load().unwrap();
        let slugs: BTreeSet<_> = services.iter().map(|service| &service.slug).collect();
        assert_eq!(slugs.len(), services.len());
    }

    #[test]
    fn each_service_says_enough_and_names_what_the_client_gets() {
        for service in load().unwrap() {
            let words = service.body.as_str().split_whitespace().count();
            assert!((180..=320).contains(&words), "{}: {words}", service.slug);
            let gets = service.deliverables.as_slice().len();
            assert!((4..=6).contains(&gets), "{}: {gets}", service.slug);
            assert!(!service.summary.is_blank(), "{}", service.slug);
        }
    }
}
