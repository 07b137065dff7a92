//! The articles about one subject.

use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::SectionKey;
use persistence::{articles, tags};
use site_pages::structured_data::{self, Crumb};
use site_pages::{Frame, Head, article_rows};

use super::articles_count;
use crate::address::Address;
use crate::articles::{IndexPage, PAGE_LENGTH, PageQuery, PlaceLink, listing_path};
use crate::error::PublicError;
use crate::fallback;
use crate::respond;
use crate::state::PublicState;

/// Shows the articles of a tag, newest first.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
    slug: Path<String>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, PublicError> {
    let address = Address::of(&request);
    let Some(slug) = Address::slug(&slug) else {
        return fallback::show(request, state).await;
    };
    let before = query.cursor()?;
    let path = format!("/tags/{slug}");
    let (frame, (tag, count, page, rows)) = state
        .load(move |conn, frame| {
            let Some(tag) = tags::find_published_by_slug(conn, &slug)? else {
                return Err(address.elsewhere(conn));
            };
            let count = tags::count_published(conn, tag.id)?;
            let page = articles::list_published(conn, before.as_ref(), Some(&slug), PAGE_LENGTH)?;
            let rows = article_rows(&page.items, frame.time_zone);
            Ok((tag, count, page, rows))
        })
        .await?;
    let canonical = listing_path(&path, before.as_ref());
    let description = description(&frame, tag.name.as_str(), count);
    let head = Head {
        title: Some(tag.name.as_str()),
        description: &description,
        path: Some(&canonical),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let own = Crumb {
        name: tag.name.as_str(),
        path: &path,
    };
    let data = structured_data::breadcrumbs(&[Crumb::WRITING, own], &state.base_url);
    let page = IndexPage {
        chrome: state
            .chrome(&frame, head)
            .with_tag_feeds(&tag)
            .with_structured_data(data),
        place: Some(PlaceLink {
            href: "/tags",
            label: "Subjects",
        }),
        heading: tag.name.to_string(),
        intro: intro(count),
        articles: rows,
        empty_text: "There is nothing older on this subject.",
        has_pages: before.is_some() || page.next.is_some(),
        newest: before.map(|_| path.clone()),
        older: page.next.map(|next| listing_path(&path, Some(&next))),
        tags: Vec::new(),
        all_tags: None,
        has_series: false,
    };
    respond::page(&state, &request, &page)
}

/// What the page says of itself to search engines.
fn description(frame: &Frame, tag: &str, count: i64) -> String {
    format!(
        "{} on {tag} by {}, newest first.",
        articles_count(count),
        frame.owner_name
    )
}

fn intro(count: i64) -> String {
    let order = if count == 1 { "" } else { ", newest first" };
    format!("{} on this subject{order}.", articles_count(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_says_how_much_there_is_to_read() {
        let frame = site_pages::fixtures::frame();
        assert_eq!(
            description(&frame, "databases", 12),
            "12 articles on databases by The Owner, newest first."
        );
        assert_eq!(intro(1), "1 article on this subject.");
        assert_eq!(intro(2), "2 articles on this subject, newest first.");
    }
}
