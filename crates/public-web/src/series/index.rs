//! All series, the one that grew last first.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use domain::SectionKey;
use persistence::series::{self, PublishedSeries};
use serde::Serialize;
use site_pages::structured_data::{self, Crumb};
use site_pages::{Chrome, Frame, Head};
use web_kit::{PageTemplate, dates};

use super::parts_count;
use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

#[derive(Debug, Serialize)]
struct IndexPage {
    chrome: Chrome,
    rows: Vec<SeriesRow>,
}

#[derive(Debug, Serialize)]
struct SeriesRow {
    href: String,
    title: String,
    parts_text: String,
    newest_on: String,
    newest_iso: String,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "public/series/index";
}

/// Shows every series in which visitors find something.
pub(crate) async fn index(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let (frame, found) = state
        .load(|conn, _| Ok(series::list_published(conn)?))
        .await?;
    let description = format!("Articles by {} that belong together.", frame.owner_name);
    let head = Head {
        title: Some("Series"),
        description: &description,
        path: Some("/series"),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let own = Crumb {
        name: "Series",
        path: "/series",
    };
    let data = structured_data::breadcrumbs(&[Crumb::WRITING, own], &state.base_url);
    let page = IndexPage {
        chrome: state.chrome(&frame, head).with_structured_data(data),
        rows: found.iter().map(|each| row(each, &frame)).collect(),
    };
    respond::page(&state, &request, &page)
}

fn row(found: &PublishedSeries, frame: &Frame) -> SeriesRow {
    SeriesRow {
        href: format!("/series/{}", found.series.slug),
        title: found.series.title.to_string(),
        parts_text: parts_count(usize::try_from(found.parts).unwrap_or(0)),
        newest_on: dates::display_date(found.newest_at, frame.time_zone),
        newest_iso: dates::iso(found.newest_at),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use domain::{Series, SeriesId, Slug, Title};
    use site_pages::fixtures as site;

    fn html(count: usize) -> String {
        let found = PublishedSeries {
            series: Series {
                id: SeriesId::from_uuid(uuid::Uuid::nil()),
                slug: Slug::parse("on").unwrap(),
                title: Title::parse("On <this>").unwrap(),
            },
            parts: 2,
            newest_at: site::now(),
        };
        site::render(&IndexPage {
            chrome: fixtures::state().chrome(&site::frame(), Head::unlisted("Series")),
            rows: vec![found; count]
                .iter()
                .map(|each| row(each, &site::frame()))
                .collect(),
        })
    }

    #[test]
    fn the_list_shows_none_and_many() {
        assert!(html(0).contains("There is no series of articles yet."));
        let html = html(2);
        assert_eq!(
            html.matches(r#"<a href="/series/on"><bdi>On &lt;this&gt;</bdi></a>"#)
                .count(),
            2
        );
        assert!(html.contains("2 parts") && html.contains("12 November 2026"));
    }
}
