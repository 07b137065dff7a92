//! The page that says to people what the feeds are and where they are.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use domain::{SectionKey, Tag};
use persistence::tags;
use serde::Serialize;
use site_pages::structured_data::{self, Crumb};
use site_pages::{Chrome, FeedFormat, Head};
use url::Url;
use web_kit::PageTemplate;

use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

const HEADING: &str = "Subscribe";

#[derive(Debug, Serialize)]
struct SubscribePage {
    chrome: Chrome,
    heading: &'static str,
    /// The feeds of all articles.
    feeds: Vec<FeedRow>,
    subjects: Vec<SubjectRow>,
}

/// A feed as the page lists it.
#[derive(Debug, Serialize)]
struct FeedRow {
    name: &'static str,
    href: String,
    /// Absolute, to be copied into a reader.
    address: String,
}

/// A tag with its feeds.
#[derive(Debug, Serialize)]
struct SubjectRow {
    name: String,
    feeds: Vec<FeedRow>,
}

impl PageTemplate for SubscribePage {
    const TEMPLATE: &'static str = "public/subscribe/show";
}

/// Shows the page.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (frame, subjects) = state
        .load(|conn, _| Ok(tags::list_published(conn)?))
        .await?;
    let head = Head {
        title: Some(HEADING),
        description: "New articles in a feed reader, without an account.",
        path: Some("/subscribe"),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let own = Crumb {
        name: HEADING,
        path: "/subscribe",
    };
    let data = structured_data::breadcrumbs(&[own], &state.base_url);
    let page = SubscribePage {
        chrome: state.chrome(&frame, head).with_structured_data(data),
        heading: HEADING,
        feeds: feeds(None, &state.base_url),
        subjects: subjects
            .iter()
            .map(|(tag, _)| SubjectRow {
                name: tag.name.to_string(),
                feeds: feeds(Some(tag), &state.base_url),
            })
            .collect(),
    };
    respond::page(&state, &request, &page)
}

fn feeds(tag: Option<&Tag>, base_url: &Url) -> Vec<FeedRow> {
    FeedFormat::ALL
        .into_iter()
        .map(|format| {
            let href = format.path(tag.map(|tag| &tag.slug));
            FeedRow {
                name: format.name(),
                address: base_url
                    .join(&href)
                    .map_or_else(|_| href.clone(), String::from),
                href,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    fn html(subjects: Vec<SubjectRow>) -> String {
        let frame = site::frame();
        site::render(&SubscribePage {
            chrome: fixtures::state().chrome(&frame, Head::unlisted(HEADING)),
            heading: HEADING,
            feeds: feeds(None, &site::base_url()),
            subjects,
        })
    }

    #[test]
    fn each_feed_is_a_link_and_an_address_to_copy() {
        let html = html(Vec::new());
        for extension in ["atom", "rss", "json"] {
            assert!(html.contains(&format!(r#"<a href="/feed.{extension}">"#)));
            assert!(html.contains(&format!(
                "<code>https://example.org/feed.{extension}</code>"
            )));
        }
        assert!(!html.contains("By subject"));
    }

    #[test]
    fn a_subject_has_feeds_of_its_own() {
        let tag = site::tag();
        let html = html(vec![SubjectRow {
            name: "C & <C++>".into(),
            feeds: feeds(Some(&tag), &site::base_url()),
        }]);
        assert!(html.contains("By subject"));
        assert!(html.contains("C &amp; &lt;C++&gt;"));
        assert!(html.contains(r#"href="/tags/databases/feed.rss""#));
    }
}
