//! The first page: the shown sections in the owner's order.

mod sections;

use serde::Serialize;
use web_kit::PageTemplate;

use crate::chrome::{Chrome, Head, SocialCard};
use crate::contact_form::FormView;
use crate::listing::ArticleRow;
use crate::preview::PreviewBanner;
use crate::structured_data;
use crate::surroundings::Surroundings;
use sections::SectionView;

/// How many articles the first page names.
pub const NEWEST_ARTICLES: usize = 3;

/// The first page.
#[derive(Debug, Serialize)]
pub struct HomePage {
    chrome: Chrome,
    has_hero: bool,
    sections: Vec<SectionView>,
}

impl PageTemplate for HomePage {
    const TEMPLATE: &'static str = "public/home/show";
}

impl HomePage {
    /// The same page with the picture that stands for it where its link is shared.
    #[must_use]
    pub fn with_card(mut self, card: Option<SocialCard>) -> Self {
        self.chrome = self.chrome.with_card(card);
        self
    }

    /// The same page with the line above it that says what is seen.
    #[must_use]
    pub fn with_preview(mut self, preview: PreviewBanner) -> Self {
        self.chrome.preview = Some(preview);
        self
    }
}

/// Makes the first page. Renders Markdown, so it belongs on a blocking thread.
pub fn home_page(
    around: &Surroundings<'_>,
    articles: Vec<ArticleRow>,
    form_stamp: String,
) -> HomePage {
    let form = FormView::empty(around.frame, form_stamp, None);
    let sections = sections::shown(around, articles, form);
    let head = Head {
        title: None,
        description: "",
        path: Some("/"),
        kind: "website",
        place: None,
    };
    let data = structured_data::home(around.frame, around.base_url);
    HomePage {
        chrome: around.chrome(head).with_structured_data(data),
        has_hero: sections.iter().any(SectionView::is_hero),
        sections,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use crate::frame::Frame;
    use crate::listing::article_rows;
    use domain::SectionKey;

    fn render(frame: &Frame, articles: usize) -> String {
        let rows = article_rows(&fixtures::article_summaries(articles), frame.time_zone);
        fixtures::render(&home_page(
            &fixtures::surroundings(frame),
            rows,
            "stamp".into(),
        ))
    }

    #[test]
    fn every_section_appears_numbered_in_the_owners_order() {
        let mut frame = fixtures::frame();
        let html = render(&frame, 3);
        for (id, number) in [("about", "01"), ("principles", "02"), ("contact", "06")] {
            let at = html.find(&format!(r#"id="{id}""#)).unwrap();
            assert!(html[at..].contains(&format!(r#"section__number">{number}<"#)));
        }
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(html.contains("what visitors see"));
        assert!(html.contains(r#"name="token" value="stamp""#));

        frame.sections.swap(1, 6);
        let html = render(&frame, 3);
        assert!(html.find(r#"id="contact""#) < html.find(r#"id="about""#));
    }

    #[test]
    fn a_hidden_section_leaves_nothing_behind_and_the_page_keeps_its_heading() {
        let mut frame = fixtures::frame();
        frame
            .sections
            .retain(|section| section.key() != SectionKey::Hero);
        let html = render(&frame, 1);
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains("what visitors see"));
    }

    #[test]
    fn sections_without_content_leave_nothing_behind() {
        let mut frame = fixtures::frame();
        frame.services.clear();
        frame.has_articles = false;
        let html = render(&frame, 0);
        assert!(!html.contains(r#"id="services""#));
        assert!(!html.contains(r#"id="writing""#));
        assert!(!html.contains("/articles"));
        assert!(!html.contains(r#"id="service""#));
        let contact = html.find(r#"id="contact""#).unwrap();
        assert!(html[contact..].contains(r#"section__number">04<"#));
    }

    #[test]
    fn a_site_with_no_section_says_so() {
        let mut frame = fixtures::frame();
        frame.sections.clear();
        assert!(render(&frame, 0).contains("There is nothing to read here yet."));
    }

    #[test]
    fn a_hero_without_lead_and_action_is_a_heading_above_the_drawing() {
        let mut frame = fixtures::frame();
        frame.sections = vec![fixtures::bare_hero()];
        let html = render(&frame, 0);
        assert!(!html.contains("hero__aside"));
        assert!(html.contains("Only a heading"));
    }
}
