//! The ways from an article to those published before and after it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use web_kit::dates;

/// What `templates/public/articles/_neighbours.hbs` reads: at least one way.
#[derive(Clone, Debug, Serialize)]
pub struct NeighbourLinks {
    earlier: Option<NeighbourLink>,
    later: Option<NeighbourLink>,
}

/// An article beside the one on the page.
#[derive(Clone, Debug, Serialize)]
pub struct NeighbourLink {
    title: String,
    href: String,
    published_on: String,
    published_iso: String,
}

impl NeighbourLink {
    /// The link to the article of this name, with its date as the site's zone has it.
    pub fn new(slug: &str, title: &str, published_at: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            title: title.to_owned(),
            href: format!("/articles/{slug}"),
            published_on: dates::display_date(published_at, zone),
            published_iso: dates::iso(published_at),
        }
    }
}

impl NeighbourLinks {
    /// The ways that there are; nothing beside an article that is alone.
    pub fn of(earlier: Option<NeighbourLink>, later: Option<NeighbourLink>) -> Option<Self> {
        (earlier.is_some() || later.is_some()).then_some(Self { earlier, later })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleView, SeriesEntry, SeriesNavigation, article_page, fixtures};

    fn link(slug: &str) -> NeighbourLink {
        NeighbourLink::new(
            slug,
            &format!("About <{slug}>"),
            fixtures::now(),
            Tz::Asia__Baghdad,
        )
    }

    fn html(links: Option<NeighbourLinks>, series: Option<SeriesNavigation>) -> String {
        let article = fixtures::article("Words.");
        let mut view = ArticleView::from(&article);
        view.neighbours = links;
        view.series = series;
        let frame = fixtures::frame();
        fixtures::render(&article_page(&view, &fixtures::surroundings(&frame)))
    }

    #[test]
    fn an_article_between_two_leads_to_both_with_their_dates() {
        let html = html(NeighbourLinks::of(Some(link("a")), Some(link("b"))), None);
        assert!(html.contains(r#"<nav class="neighbours" aria-label="More writing">"#));
        for (way, rel, slug) in [("Earlier", "prev", "a"), ("Later", "next", "b")] {
            let link = format!(
                r#"<a href="/articles/{slug}" rel="{rel}"><bdi>About &lt;{slug}&gt;</bdi></a>"#
            );
            assert!(html.contains(&link) && html.contains(way), "{html}");
        }
        assert_eq!(html.matches("12 November 2026").count(), 3);
    }

    #[test]
    fn the_first_and_the_last_article_lead_one_way_and_a_single_one_nowhere() {
        let first = html(NeighbourLinks::of(None, Some(link("b"))), None);
        assert!(first.contains("Later") && !first.contains("Earlier"));
        let last = html(NeighbourLinks::of(Some(link("a")), None), None);
        assert!(last.contains("Earlier") && !last.contains("Later"));
        assert!(!html(NeighbourLinks::of(None, None), None).contains("neighbours"));
    }

    #[test]
    fn in_a_series_the_next_part_is_what_comes_next() {
        let parts = ["a", "b"].map(|name| SeriesEntry {
            title: name.to_owned(),
            href: Some(format!("/articles/{name}")),
            is_current: name == "a",
        });
        let series = SeriesNavigation::of("On".to_owned(), None, parts.to_vec());
        let html = html(NeighbourLinks::of(None, Some(link("c"))), series);
        assert_eq!(html.matches(r#"rel="next""#).count(), 1);
        let part = html.find("/articles/b").unwrap();
        assert!(part < html.find("/articles/c").unwrap());
    }
}
