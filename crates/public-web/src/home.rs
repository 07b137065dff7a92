//! The first page: the shown sections in the owner's order.

mod sections;

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use persistence::articles;
use serde::Serialize;
use web_kit::PageTemplate;

use crate::chrome::{Chrome, Head};
use crate::contact::{FORM, FormView};
use crate::error::PublicError;
use crate::listing::article_rows;
use crate::respond;
use crate::state::PublicState;
use sections::SectionView;

/// How many articles the first page names.
const NEWEST_ARTICLES: usize = 3;

#[derive(Debug, Serialize)]
struct HomePage {
    chrome: Chrome,
    has_hero: bool,
    sections: Vec<SectionView>,
}

impl PageTemplate for HomePage {
    const TEMPLATE: &'static str = "public/home/show";
}

/// Shows the first page.
pub(crate) async fn show(
    request: HttpRequest,
    state: Data<PublicState>,
) -> Result<HttpResponse, PublicError> {
    let stamp = state.form_tokens.issue(FORM, Utc::now());
    let form_stamp = stamp.clone();
    let (frame, sections) = state
        .load(move |conn, frame| {
            let newest = articles::list_published(conn, None, None, NEWEST_ARTICLES)?;
            let rows = article_rows(&newest.items, frame.time_zone);
            let form = FormView::empty(frame, form_stamp, None);
            Ok(sections::shown(frame, rows, form))
        })
        .await?;
    let head = Head {
        title: None,
        description: "",
        path: Some("/"),
        kind: "website",
        place: None,
    };
    let page = HomePage {
        chrome: Chrome::new(&frame, &state.base_url, head),
        has_hero: sections.iter().any(SectionView::is_hero),
        sections,
    };
    respond::page_with_form(&state, &request, &page, &stamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use crate::frame::Frame;
    use domain::SectionKey;

    fn render(frame: &Frame, articles: usize) -> String {
        let rows = article_rows(&fixtures::article_summaries(articles), frame.time_zone);
        let sections = sections::shown(frame, rows, FormView::empty(frame, "stamp".into(), None));
        let head = Head {
            path: Some("/"),
            title: None,
            ..Head::unlisted("")
        };
        fixtures::templates()
            .render(&HomePage {
                chrome: Chrome::new(frame, &fixtures::base_url(), head),
                has_hero: sections.iter().any(SectionView::is_hero),
                sections,
            })
            .unwrap()
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
