//! All subjects, by name.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::{SectionKey, Slug};
use persistence::tags;
use serde::{Deserialize, Serialize};
use site_pages::structured_data::{self, Crumb};
use site_pages::{Chrome, Head, TagLink};
use web_kit::PageTemplate;

use super::articles_count;
use crate::address::Address;
use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

/// Subjects on one page.
const PAGE_LENGTH: usize = 200;

/// The subject after which a page begins, as the address gives it.
#[derive(Debug, Deserialize)]
pub(crate) struct IndexQuery {
    after: Option<String>,
}

impl IndexQuery {
    fn place(&self) -> Result<Option<Slug>, PublicError> {
        self.after
            .as_deref()
            .filter(|text| !text.is_empty())
            .map(|text| Address::slug(text).ok_or(PublicError::BadRequest))
            .transpose()
    }
}

#[derive(Debug, Serialize)]
struct IndexPage {
    chrome: Chrome,
    tags: Vec<TagRow>,
    first: Option<&'static str>,
    more: Option<String>,
    has_pages: bool,
}

#[derive(Debug, Serialize)]
struct TagRow {
    link: TagLink,
    count_text: String,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "public/tags/index";
}

/// Shows every subject on which visitors find something.
pub(crate) async fn index(
    request: HttpRequest,
    state: Data<PublicState>,
    query: Query<IndexQuery>,
) -> Result<HttpResponse, PublicError> {
    let after = query.place()?;
    let path = path(after.as_ref());
    let is_first = after.is_none();
    let (frame, page) = state
        .load(move |conn, _| {
            Ok(tags::list_published_page(
                conn,
                after.as_ref(),
                PAGE_LENGTH,
            )?)
        })
        .await?;
    let description = format!("What {} writes about, by subject.", frame.owner_name);
    let head = Head {
        title: Some("Subjects"),
        description: &description,
        path: Some(&path),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let own = Crumb {
        name: "Subjects",
        path: "/tags",
    };
    let data = structured_data::breadcrumbs(&[Crumb::WRITING, own], &state.base_url);
    let page = IndexPage {
        chrome: state.chrome(&frame, head).with_structured_data(data),
        tags: page.items.iter().map(row).collect(),
        first: (!is_first).then_some("/tags"),
        has_pages: !is_first || page.next.is_some(),
        more: page.next.map(|next| self::path(Some(&next))),
    };
    respond::page(&state, &request, &page)
}

fn path(after: Option<&Slug>) -> String {
    match after {
        Some(slug) => format!("/tags?after={slug}"),
        None => "/tags".to_owned(),
    }
}

fn row((tag, count): &(domain::Tag, i64)) -> TagRow {
    TagRow {
        link: TagLink::of(tag, *count),
        count_text: articles_count(*count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use site_pages::fixtures as site;

    fn html(count: usize, is_first: bool, more: Option<&str>) -> String {
        site::render(&IndexPage {
            chrome: fixtures::state().chrome(&site::frame(), Head::unlisted("Subjects")),
            tags: vec![(site::tag(), 1); count].iter().map(row).collect(),
            first: (!is_first).then_some("/tags"),
            has_pages: !is_first || more.is_some(),
            more: more.map(str::to_owned),
        })
    }

    #[test]
    fn the_list_shows_none_one_and_many() {
        let empty = html(0, true, None);
        assert!(empty.contains("Nothing has been published yet."));
        assert!(!empty.contains(r#"aria-label="Pages""#));
        let one = html(1, true, None);
        assert!(one.contains(r#"<a href="/tags/databases"><bdi>databases</bdi></a>"#));
        assert!(one.contains("1 article<"));
        assert_eq!(html(3, true, None).matches("/tags/databases").count(), 3);
    }

    #[test]
    fn a_long_list_leads_on_and_back() {
        let html = html(2, false, Some("/tags?after=x"));
        assert!(html.contains(r#"href="/tags?after&#x3D;x""#));
        assert!(html.contains("Back to the first"));
    }

    #[test]
    fn a_place_that_no_subject_can_have_is_a_bad_request() {
        let query = IndexQuery {
            after: Some("No Slug".into()),
        };
        assert!(matches!(query.place(), Err(PublicError::BadRequest)));
    }
}
