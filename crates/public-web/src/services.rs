//! The services: the list, and a page for each.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use domain::SectionKey;
use persistence::services;
use serde::Serialize;
use web_kit::{Html, PageTemplate};

use crate::address::Address;
use crate::chrome::{Chrome, Head};
use crate::contact::{FORM, FormView};
use crate::error::PublicError;
use crate::listing::{ServiceRow, service_rows};
use crate::respond;
use crate::state::PublicState;

#[derive(Debug, Serialize)]
struct IndexPage<'a> {
    chrome: Chrome,
    heading: &'a str,
    intro: &'a str,
    services: Vec<ServiceRow>,
}

impl PageTemplate for IndexPage<'_> {
    const TEMPLATE: &'static str = "public/services/index";
}

#[derive(Debug, Serialize)]
struct ShowPage {
    chrome: Chrome,
    title: String,
    summary: String,
    body_html: Html,
    deliverables: Vec<String>,
    contact_email: Option<String>,
    form: FormView,
}

impl PageTemplate for ShowPage {
    const TEMPLATE: &'static str = "public/services/show";
}

/// Shows the list of services.
pub(crate) async fn index(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (frame, ()) = state.load(|_, _| Ok(())).await?;
    let heading = frame.heading(SectionKey::Services);
    let intro = frame.intro(SectionKey::Services);
    let head = Head {
        title: Some(heading),
        description: intro,
        path: Some("/services"),
        kind: "website",
        place: Some(SectionKey::Services),
    };
    let page = IndexPage {
        chrome: Chrome::new(&frame, &state.base_url, head),
        heading,
        intro,
        services: service_rows(&frame.services),
    };
    respond::page(&state, &request, &page)
}

/// Shows one service, with the contact form set to it.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let slug = address.slug(&slug)?;
    let path = format!("/services/{slug}");
    let stamp = state.form_tokens.issue(FORM, Utc::now());
    let (frame, (service, body)) = state
        .load(move |conn, _| {
            let Some(service) = services::find_published_by_slug(conn, &slug)? else {
                return Err(
                    address.elsewhere(conn, |conn| services::published_was_deleted(conn, &slug))
                );
            };
            let body = content::render_markdown(service.body.as_str(), &content::Links::none());
            Ok((service, body))
        })
        .await?;
    let head = Head {
        title: Some(service.title.as_str()),
        description: service.summary.as_str(),
        path: Some(&path),
        kind: "website",
        place: Some(SectionKey::Services),
    };
    let page = ShowPage {
        chrome: Chrome::new(&frame, &state.base_url, head),
        title: service.title.to_string(),
        summary: service.summary.to_string(),
        body_html: body.into(),
        deliverables: service
            .deliverables
            .as_slice()
            .iter()
            .map(ToString::to_string)
            .collect(),
        contact_email: frame.contact_email.clone(),
        form: FormView::empty(&frame, stamp.clone(), Some(service.slug.as_str())),
    };
    respond::page_with_form(&state, &request, &page, &stamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;

    fn index_html(count: usize) -> String {
        let mut frame = fixtures::frame();
        frame.services.truncate(count);
        let head = Head::unlisted("Services");
        fixtures::templates()
            .render(&IndexPage {
                chrome: Chrome::new(&frame, &fixtures::base_url(), head),
                heading: "Services",
                intro: "",
                services: service_rows(&frame.services),
            })
            .unwrap()
    }

    fn show_html(deliverables: &[&str]) -> String {
        let frame = fixtures::frame();
        let form = FormView::empty(&frame, "stamp".into(), Some("api-design"));
        fixtures::templates()
            .render(&ShowPage {
                chrome: Chrome::new(&frame, &fixtures::base_url(), Head::unlisted("x")),
                title: "API <design>".into(),
                summary: "One line.".into(),
                body_html: content::render_markdown("Some *words*.", &content::Links::none())
                    .into(),
                deliverables: deliverables.iter().map(ToString::to_string).collect(),
                contact_email: None,
                form,
            })
            .unwrap()
    }

    #[test]
    fn the_list_shows_none_one_and_many() {
        assert!(index_html(0).contains("No service is described here"));
        assert_eq!(index_html(1).matches("services__item").count(), 1);
        let html = index_html(2);
        assert!(html.contains(r#"<span class="services__number" aria-hidden="true">02</span>"#));
        assert!(html.contains(r#"href="/services/api-design""#));
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
