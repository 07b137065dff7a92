//! The addresses of the public side, which are a promise.

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{Handler, Resource, Responder};
use site_pages::FeedFormat;
use web_kit::{methods, request_body};

use crate::preview::{page_of_revision, preview};
use crate::state::PublicState;
use crate::{
    articles, cards, contact, fallback, feeds, files, home, media, robots, search, series,
    services, sitemap, source, subscribe, tags,
};

/// The largest body of a message, form encoding included.
const CONTACT_BODY_BYTES: usize = 64 * 1024;

/// Adds every public address, and the answer to all addresses that there are none of.
pub fn configure(config: &mut ServiceConfig, state: PublicState) {
    config
        .app_data(Data::new(state))
        .service(readable("/", home::show))
        .service(readable("/services", services::index))
        .service(readable("/services/{slug}.md", source::service))
        .service(readable("/services/{slug}", services::show))
        .service(readable("/articles", articles::index))
        .service(readable("/articles/{slug}.md", source::article))
        .service(readable("/articles/{slug}", articles::show))
        .service(readable("/tags", tags::index))
        .service(readable("/tags/{slug}", tags::show))
        .service(readable("/series", series::index))
        .service(readable("/series/{slug}", series::show))
        .service(
            web::resource("/contact")
                .app_data(request_body::form_config(CONTACT_BODY_BYTES))
                .route(methods::get().to(contact::show))
                .route(methods::post().to(contact::create))
                .default_service(methods::refuse_others("GET, HEAD, POST")),
        )
        .service(readable("/contact/thanks", contact::thanks))
        .service(readable("/search", search::show))
        .service(readable("/opensearch.xml", search::description))
        .service(preview(page_of_revision))
        .service(readable("/media/{name}", media::show))
        .service(readable("/files/{name}", files::show))
        .service(readable("/subscribe", subscribe::show))
        .configure(configure_feeds)
        .service(readable(
            "/cards/articles/{slug}/{file}",
            cards::show_article,
        ))
        .service(readable(
            "/cards/services/{slug}/{file}",
            cards::show_service,
        ))
        .service(readable("/cards/site/{file}", cards::show_site))
        .service(readable("/sitemap.xml", sitemap::show))
        .service(readable("/sitemap-pages.xml", sitemap::show_pages))
        .service(readable(
            "/sitemap-articles-{first}.xml",
            sitemap::show_articles,
        ))
        .service(readable("/robots.txt", robots::show))
        .service(readable("/{slug}.md", source::article))
        .default_service(web::to(fallback::show));
}

/// The feeds of the site and of each tag, in every format.
fn configure_feeds(config: &mut ServiceConfig) {
    for format in FeedFormat::ALL {
        let of_tag = format!("/tags/{{slug}}/feed.{}", format.extension());
        config
            .service(readable(&format.path(None), move |request, state| {
                feeds::show(format, request, state)
            }))
            .service(readable(&of_tag, move |request, state, slug| {
                feeds::show_tag(format, request, state, slug)
            }));
    }
}

/// An address that can be read and nothing else.
fn readable<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: actix_web::FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(methods::get().to(handler))
        .default_service(methods::refuse_others("GET, HEAD"))
}

/// What the site does while its database is away, and what it refuses without asking it.
#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use actix_web::body::MessageBody;
    use actix_web::dev::{Service, ServiceResponse};
    use actix_web::http::{StatusCode, header};
    use actix_web::middleware::from_fn;
    use actix_web::test::{self, TestRequest};
    use actix_web::{App, Error};
    use chrono::{TimeDelta, Utc};
    use web_kit::error_pages::{ErrorPages, FailedRequest};

    use super::*;
    use crate::contact::FORM;
    use crate::{error_page, fixtures};

    async fn site(
        state: PublicState,
    ) -> impl Service<actix_http::Request, Response = ServiceResponse<impl MessageBody>, Error = Error>
    {
        let shown = state.clone();
        let pages = ErrorPages::new(Arc::new(move |failed: &FailedRequest<'_>| {
            error_page(&shown, failed)
        }));
        test::init_service(
            App::new()
                .wrap(from_fn(move |request, next| {
                    pages.clone().apply(request, next)
                }))
                .configure(|config| configure(config, state)),
        )
        .await
    }

    fn message(state: &PublicState) -> Vec<(&'static str, String)> {
        let written = Utc::now() - TimeDelta::seconds(60);
        vec![
            ("token", state.form_tokens.issue(FORM, written)),
            ("name", "Ada".to_owned()),
            ("email", "ada@example.org".to_owned()),
            ("message", "Kept <to> the last letter".to_owned()),
        ]
    }

    #[actix_web::test]
    async fn a_message_that_was_not_stored_is_said_to_be_so_and_kept() {
        let state = fixtures::state();
        let form = message(&state);
        let site = site(state).await;
        let request = TestRequest::post().uri("/contact").set_form(&form);
        let response = test::call_service(&site, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(response.headers().contains_key(header::RETRY_AFTER));
        let html = test::read_body(response).await;
        let html = String::from_utf8_lossy(&html);
        assert!(html.contains("Your message was not stored"));
        assert!(html.contains("Kept &lt;to&gt; the last letter</textarea>"));
        // The same stamp, so that the next try is the same message.
        assert!(html.contains(&form[0].1));
    }

    #[actix_web::test]
    async fn wrong_fields_are_answered_without_the_database() {
        let state = fixtures::state();
        let mut form = message(&state);
        form[2].1 = "nobody".to_owned();
        let site = site(state).await;
        let request = TestRequest::post().uri("/contact").set_form(&form);
        let response = test::call_service(&site, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let html = test::read_body(response).await;
        let html = String::from_utf8_lossy(&html);
        assert!(html.contains("Kept &lt;to&gt; the last letter</textarea>"));
    }

    #[actix_web::test]
    async fn too_many_messages_are_told_when_to_come_back() {
        let state = fixtures::state();
        let mut form = message(&state);
        let site = site(state).await;
        // Mistyping is not counted.
        let address = std::mem::replace(&mut form[2].1, "nobody".to_owned());
        for _ in 0..8 {
            let request = TestRequest::post().uri("/contact").set_form(&form);
            let response = test::call_service(&site, request.to_request()).await;
            assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
        }
        form[2].1 = address;
        let mut statuses = Vec::new();
        for _ in 0..6 {
            let request = TestRequest::post().uri("/contact").set_form(&form);
            let response = test::call_service(&site, request.to_request()).await;
            statuses.push(response.status().as_u16());
            if response.status() == StatusCode::TOO_MANY_REQUESTS {
                assert!(response.headers().contains_key(header::RETRY_AFTER));
                let html = test::read_body(response).await;
                assert!(String::from_utf8_lossy(&html).contains("Kept &lt;to&gt;"));
            }
        }
        assert_eq!(statuses, [503, 503, 503, 503, 503, 429]);
    }

    #[actix_web::test]
    async fn a_body_that_is_too_large_has_its_page() {
        let site = site(fixtures::state()).await;
        let form = [("message", "x".repeat(CONTACT_BODY_BYTES))];
        let request = TestRequest::post().uri("/contact").set_form(&form);
        let response = test::call_service(&site, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
        let html = test::read_body(response).await;
        assert!(String::from_utf8_lossy(&html).contains("too much to take in one piece"));
    }

    #[actix_web::test]
    async fn each_address_says_which_methods_it_takes() {
        let site = site(fixtures::state()).await;
        for (path, allowed) in [("/", "GET, HEAD"), ("/contact", "GET, HEAD, POST")] {
            let request = TestRequest::delete().uri(path);
            let response = test::call_service(&site, request.to_request()).await;
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
            assert_eq!(response.headers().get(header::ALLOW).unwrap(), allowed);
            let html = test::read_body(response).await;
            assert!(String::from_utf8_lossy(&html).contains("cannot be used in that way"));
        }
    }

    #[actix_web::test]
    async fn a_slash_too_many_leads_on_with_the_query_and_is_not_remembered() {
        let site = site(fixtures::state()).await;
        let request = TestRequest::get().uri("/articles/?before=1");
        let response = test::call_service(&site, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::MOVED_PERMANENTLY);
        let headers = response.headers();
        assert_eq!(headers.get(header::LOCATION).unwrap(), "/articles?before=1");
        assert_eq!(headers.get(header::CACHE_CONTROL).unwrap(), "no-cache");
    }

    #[actix_web::test]
    async fn a_page_without_its_database_says_when_to_come_back() {
        let site = site(fixtures::state()).await;
        for path in ["/", "/articles", "/feed.atom", "/nowhere"] {
            let request = TestRequest::get().uri(path);
            let response = test::call_service(&site, request.to_request()).await;
            assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
            assert!(response.headers().contains_key(header::RETRY_AFTER));
            let html = test::read_body(response).await;
            assert!(String::from_utf8_lossy(&html).contains("cannot reach its database"));
        }
    }

    #[actix_web::test]
    async fn a_browser_that_has_the_text_is_not_sent_it_again() {
        let site = site(fixtures::state()).await;
        let request = TestRequest::get().uri("/robots.txt");
        let response = test::call_service(&site, request.to_request()).await;
        let etag = response.headers().get(header::ETAG).unwrap().clone();
        assert_eq!(
            response.headers().get(header::CACHE_CONTROL).unwrap(),
            "no-cache"
        );
        let request = TestRequest::get()
            .uri("/robots.txt")
            .insert_header((header::IF_NONE_MATCH, etag));
        let response = test::call_service(&site, request.to_request()).await;
        assert_eq!(response.status(), StatusCode::NOT_MODIFIED);
        assert!(test::read_body(response).await.is_empty());
    }
}
