//! The articles that have to do with the one on the page.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use web_kit::dates;

/// A link to another article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RelatedLink {
    href: String,
    title: String,
    published_on: String,
    published_iso: String,
}

impl RelatedLink {
    /// The link to an article, with the date that it carries.
    pub fn new(slug: &str, title: String, published_at: DateTime<Utc>, zone: Tz) -> Self {
        Self {
            href: format!("/articles/{slug}"),
            title,
            published_on: dates::display_date(published_at, zone),
            published_iso: dates::iso(published_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use crate::{ArticleView, article_page};

    #[test]
    fn related_articles_stand_behind_the_text_and_none_leave_nothing() {
        let article = fixtures::article("Words.");
        let frame = fixtures::frame();
        let mut view = ArticleView::from(&article);
        let around = fixtures::surroundings(&frame);
        let html = fixtures::render(&article_page(&view, &around));
        assert!(!html.contains("related"));
        view.related = vec![RelatedLink::new(
            "other",
            "A <b>".to_owned(),
            fixtures::now(),
            Tz::UTC,
        )];
        let html = fixtures::render(&article_page(&view, &around));
        assert!(
            html.contains(r#"<a href="/articles/other"><bdi>A &lt;b&gt;</bdi></a>"#),
            "{html}"
        );
        assert!(html.contains("12 November 2026</time></li>"));
    }
}
