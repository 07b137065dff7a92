//! The parts of one series, in their order.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::{SectionKey, SeriesCursor};
use persistence::series;
use serde::{Deserialize, Serialize};
use site_pages::structured_data::{self, Crumb};
use site_pages::{ArticleRow, Chrome, Head, article_rows, reading};
use web_kit::PageTemplate;

use super::parts_count;
use crate::address::Address;
use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

/// Parts on one page.
const PAGE_LENGTH: usize = 50;

/// The part after which a page begins, as the address gives it.
#[derive(Debug, Deserialize)]
pub(crate) struct PartsQuery {
    after: Option<String>,
}

impl PartsQuery {
    fn cursor(&self) -> Result<Option<SeriesCursor>, PublicError> {
        self.after
            .as_deref()
            .filter(|text| !text.is_empty())
            .map(|text| text.parse().map_err(|_| PublicError::BadRequest))
            .transpose()
    }
}

#[derive(Debug, Serialize)]
struct ShowPage {
    chrome: Chrome,
    heading: String,
    intro: String,
    parts: Vec<PartRow>,
    first: Option<String>,
    more: Option<String>,
    has_pages: bool,
}

#[derive(Debug, Serialize)]
struct PartRow {
    number: usize,
    article: ArticleRow,
}

impl PageTemplate for ShowPage {
    const TEMPLATE: &'static str = "public/series/show";
}

/// Shows the parts of a series that visitors can read.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
    query: Query<PartsQuery>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let Some(slug) = Address::slug(&slug) else {
        return fallback::show(request, state).await;
    };
    let after = query.cursor()?;
    let path = format!("/series/{slug}");
    let (frame, (series, page, rows)) = state
        .load(move |conn, frame| {
            let Some(series) = series::find_published_by_slug(conn, &slug)? else {
                return Err(address.elsewhere(conn));
            };
            let page = series::list_published_parts(conn, series.id, after.as_ref(), PAGE_LENGTH)?;
            let rows = article_rows(&page.items, frame.time_zone);
            Ok((series, page, rows))
        })
        .await?;
    let intro = intro(page.total, page.words);
    let description = format!("{} by {}: {intro}", series.title, frame.owner_name);
    let canonical = place(&path, after.as_ref());
    let head = Head {
        title: Some(series.title.as_str()),
        description: &description,
        path: Some(&canonical),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let own = Crumb {
        name: series.title.as_str(),
        path: &path,
    };
    let data = structured_data::breadcrumbs(&[Crumb::WRITING, own], &state.base_url);
    let page = ShowPage {
        chrome: state.chrome(&frame, head).with_structured_data(data),
        heading: series.title.to_string(),
        intro,
        parts: numbered(page.before, rows),
        first: after.map(|_| path.clone()),
        has_pages: after.is_some() || page.next.is_some(),
        more: page.next.map(|next| place(&path, Some(&next))),
    };
    respond::page(&state, &request, &page)
}

fn place(path: &str, after: Option<&SeriesCursor>) -> String {
    match after {
        Some(cursor) => format!("{path}?after={cursor}"),
        None => path.to_owned(),
    }
}

/// `A series of 3 parts, 24 min read in all.`
fn intro(total: usize, words: u32) -> String {
    format!(
        "A series of {}, {} in all.",
        parts_count(total),
        reading(words)
    )
}

/// The number of a part is its place among those that can be read, as its own page counts it.
fn numbered(before: usize, rows: Vec<ArticleRow>) -> Vec<PartRow> {
    (before + 1..)
        .zip(rows)
        .map(|(number, article)| PartRow { number, article })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    fn html(before: usize, count: usize, more: Option<&str>) -> String {
        let rows = article_rows(&site::article_summaries(count), site::frame().time_zone);
        site::render(&ShowPage {
            chrome: fixtures::state().chrome(&site::frame(), Head::unlisted("On")),
            heading: "On <this>".into(),
            intro: intro(count, 900),
            parts: numbered(before, rows),
            first: (before > 0).then(|| "/series/on".into()),
            has_pages: before > 0 || more.is_some(),
            more: more.map(str::to_owned),
        })
    }

    #[test]
    fn the_parts_are_numbered_on_from_the_page_before() {
        let first = html(0, 2, None);
        assert!(first.contains("A series of 2 parts, 5 min read in all."));
        assert!(first.contains("On &lt;this&gt;"));
        assert!(first.contains(r#"<ol class="parts" role="list" aria-label="Parts">"#));
        assert!(first.contains(r#"<span class="parts__number">Part 2</span>"#));
        assert!(!first.contains(r#"aria-label="Pages""#));
        let later = html(50, 1, Some("/series/on?after=x"));
        assert!(later.contains("Part 51") && later.contains("Back to the first part"));
        assert!(later.contains("More parts"));
    }

    #[test]
    fn a_place_that_was_made_up_is_a_bad_request() {
        let query = PartsQuery {
            after: Some("1.x.y".into()),
        };
        assert!(matches!(query.cursor(), Err(PublicError::BadRequest)));
    }
}
