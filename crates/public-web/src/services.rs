//! The services: the list, and a page for each.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use domain::SectionKey;
use page_assembly::{Site, published_service};
use persistence::services;
use serde::Serialize;
use site_pages::{Chrome, Head, ServiceRow, service_rows};
use web_kit::PageTemplate;

use crate::address::Address;
use crate::cards;
use crate::contact::FORM;
use crate::error::PublicError;
use crate::fallback;
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
        chrome: state.chrome(&frame, head),
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
    let Some(slug) = Address::slug(&slug) else {
        return fallback::show(request, state).await;
    };
    let now = Utc::now();
    let stamp = state.form_tokens.issue(FORM, now);
    let form_stamp = stamp.clone();
    let base_url = state.base_url.clone();
    let (frame, (service, page)) = state
        .load(move |conn, frame| {
            let Some(service) = services::find_published_by_slug(conn, &slug)? else {
                return Err(address.elsewhere(conn));
            };
            let site = Site {
                frame,
                base_url: &base_url,
                now,
            };
            let page = published_service(conn, &site, &service, form_stamp)?;
            Ok((service, page))
        })
        .await?;
    let page = page.with_card(cards::of_service(&state, &frame, &service));
    respond::page_with_form(&state, &request, &page, &stamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    fn index_html(count: usize) -> String {
        let mut frame = site::frame();
        frame.services.truncate(count);
        let head = Head::unlisted("Services");
        site::render(&IndexPage {
            chrome: fixtures::state().chrome(&frame, head),
            heading: "Services",
            intro: "",
            services: service_rows(&frame.services),
        })
    }

    #[test]
    fn the_list_shows_none_one_and_many() {
        assert!(index_html(0).contains("No service is described here"));
        assert_eq!(index_html(1).matches("services__item").count(), 1);
        let html = index_html(2);
        assert!(html.contains(r#"<span class="services__number" aria-hidden="true">02</span>"#));
        assert!(html.contains(r#"href="/services/api-design""#));
    }
}
