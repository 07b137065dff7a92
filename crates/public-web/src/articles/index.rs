//! The list of articles, newest first.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use domain::{SectionKey, Tag};
use persistence::{articles, series, tags};
use serde::Serialize;
use site_pages::{ArticleRow, Chrome, Head, TagLink, article_rows};
use web_kit::PageTemplate;

use super::{PAGE_LENGTH, PageQuery, listing_path};
use crate::error::PublicError;
use crate::respond;
use crate::state::PublicState;

/// How many tags the list of articles names.
const TAGS: usize = 30;

#[derive(Debug, Serialize)]
pub(crate) struct IndexPage {
    pub chrome: Chrome,
    pub place: Option<PlaceLink>,
    pub heading: String,
    pub intro: String,
    pub articles: Vec<ArticleRow>,
    pub empty_text: &'static str,
    pub has_pages: bool,
    pub newest: Option<String>,
    pub older: Option<String>,
    pub tags: Vec<TagLink>,
    /// How many tags there are, where the page names only some of them.
    pub all_tags: Option<usize>,
    /// Whether there is a list of series to lead to.
    pub has_series: bool,
}

/// The link to what a page is a part of.
#[derive(Debug, Serialize)]
pub(crate) struct PlaceLink {
    pub href: &'static str,
    pub label: &'static str,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "public/articles/index";
}

/// Shows the list of articles, newest first.
pub(crate) async fn index(
    request: HttpRequest,
    state: Data<PublicState>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, PublicError> {
    let before = query.cursor()?;
    let (frame, (page, rows, subjects, has_series)) = state
        .load(move |conn, frame| {
            let page = articles::list_published(conn, before.as_ref(), None, PAGE_LENGTH)?;
            // What the owner put on top stands there once, and not again in its place by date.
            let on_top = articles::list_published_pinned(conn)?;
            let mut by_date = page.items.clone();
            by_date.retain(|article| !on_top.iter().any(|other| other.id == article.id));
            let mut shown = match before {
                Some(_) => Vec::new(),
                None => on_top,
            };
            shown.extend(by_date);
            let rows = article_rows(&shown, frame.time_zone);
            Ok((
                page,
                rows,
                tags::list_published(conn)?,
                series::any_published(conn)?,
            ))
        })
        .await?;
    let heading = frame.heading(SectionKey::Writing);
    let intro = frame.intro(SectionKey::Writing);
    let path = listing_path("/articles", before.as_ref());
    let head = Head {
        title: Some(heading),
        description: intro,
        path: Some(&path),
        kind: "website",
        place: Some(SectionKey::Writing),
    };
    let page = IndexPage {
        chrome: state.chrome(&frame, head),
        place: None,
        heading: heading.to_owned(),
        intro: intro.to_owned(),
        articles: rows,
        empty_text: "Nothing has been published yet.",
        has_pages: before.is_some() || page.next.is_some(),
        newest: before.map(|_| "/articles".to_owned()),
        older: page.next.map(|next| listing_path("/articles", Some(&next))),
        all_tags: (subjects.len() > TAGS).then_some(subjects.len()),
        tags: most_used(subjects)
            .iter()
            .map(|(tag, count)| TagLink::of(tag, *count))
            .collect(),
        has_series,
    };
    respond::page(&state, &request, &page)
}

/// The tags with the most articles, by name as they came.
fn most_used(mut tags: Vec<(Tag, i64)>) -> Vec<(Tag, i64)> {
    let mut counts: Vec<i64> = tags.iter().map(|(_, count)| *count).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    if let Some(least) = counts.get(TAGS - 1) {
        // Of those with as many as the last one, the first by name.
        let mut room = TAGS - counts.iter().filter(|count| *count > least).count();
        tags.retain(|(_, count)| {
            let is_kept = count > least || (count == least && room > 0);
            if count == least {
                room = room.saturating_sub(1);
            }
            is_kept
        });
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use domain::TagName;
    use site_pages::fixtures as site;

    fn index_html(count: usize, older: bool, newest: bool) -> String {
        let frame = site::frame();
        site::render(&IndexPage {
            chrome: fixtures::state().chrome(&frame, Head::unlisted("Writing")),
            place: None,
            heading: "Writing".into(),
            intro: String::new(),
            articles: article_rows(&site::article_summaries(count), frame.time_zone),
            empty_text: "Nothing has been published yet.",
            has_pages: older || newest,
            newest: newest.then(|| "/articles".into()),
            older: older.then(|| "/articles?before=x".into()),
            tags: Vec::new(),
            all_tags: None,
            has_series: false,
        })
    }

    #[test]
    fn of_many_tags_those_with_the_most_articles_stay_in_their_order() {
        let tags = |count: i64| -> Vec<_> {
            let mut tag = site::tag();
            (0..count)
                .map(|number| {
                    tag.name = TagName::parse(&format!("tag {number:02}")).unwrap();
                    (tag.clone(), if number == count - 1 { 9 } else { 1 })
                })
                .collect()
        };
        assert_eq!(most_used(tags(30)).len(), 30);
        let kept = most_used(tags(40));
        let names: Vec<_> = kept.iter().map(|(tag, _)| tag.name.to_string()).collect();
        assert_eq!(names.len(), TAGS);
        assert_eq!(
            (names[0].as_str(), names[28].as_str()),
            ("tag 00", "tag 28")
        );
        assert_eq!(names[29], "tag 39", "the one with the most articles");
    }

    #[test]
    fn the_list_shows_none_one_and_many() {
        assert!(index_html(0, false, false).contains("Nothing has been published yet."));
        assert_eq!(
            index_html(1, false, false)
                .matches("articles__item")
                .count(),
            1
        );
        assert_eq!(
            index_html(3, false, false)
                .matches("articles__item")
                .count(),
            3
        );
    }

    #[test]
    fn a_place_in_the_list_leads_on_and_back() {
        let html = index_html(2, false, false);
        assert!(!html.contains(r#"aria-label="Pages""#));
        let html = index_html(2, true, true);
        assert!(html.contains(r#"href="/articles?before&#x3D;x""#));
        assert!(html.contains("Back to the newest"));
    }
}
