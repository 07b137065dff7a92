//! The picture on top of an article or a service.

use content::{Focus, Loading, Placement, picture_html};
use domain::{AltText, FeatureImage};
use serde::Serialize;
use url::Url;
use web_kit::Html;

use crate::columns;
use crate::surroundings::Surroundings;

/// What `templates/public/_feature.hbs` reads.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct FeatureView {
    picture_html: Html,
    focus_x: u8,
    focus_y: u8,
}

impl FeatureView {
    /// The picture; nothing where none was chosen or the library has it no more.
    pub(crate) fn of(feature: Option<&FeatureImage>, around: &Surroundings<'_>) -> Option<Self> {
        let feature = feature?;
        let picture = around.pictures.get(&feature.media.as_uuid())?;
        let alt = feature.alt.as_ref().map(AltText::as_str);
        let placement = Placement {
            sizes: columns::PAGE,
            loading: Loading::First,
        };
        let focus = match feature.focus {
            Some(focus) => Focus {
                x: focus.x(),
                y: focus.y(),
            },
            None => picture.focus,
        };
        Some(Self {
            picture_html: picture_html(picture, alt, placement).into(),
            focus_x: step(focus.x),
            focus_y: step(focus.y),
        })
    }
}

/// The absolute address of the picture on top, for those who read the page's data.
pub(crate) fn feature_address(
    feature: Option<&FeatureImage>,
    around: &Surroundings<'_>,
) -> Option<Url> {
    let picture = around.pictures.get(&feature?.media.as_uuid())?;
    around.base_url.join(&picture.fallback.src).ok()
}

/// The nearest tenth: each has a class in `assets/css/shared/35-focus.css`, as a page may carry no
/// style of its own.
fn step(percent: u8) -> u8 {
    (percent.min(100) + 5) / 10 * 10
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use domain::FocalPoint;

    use super::*;
    use crate::{ArticleView, ServiceView, article_page, fixtures, service_page};

    fn feature(focus: Option<(u8, u8)>, alt: Option<&str>) -> FeatureImage {
        FeatureImage {
            media: fixtures::picture_id(),
            focus: focus.map(|(x, y)| FocalPoint::new(x, y).unwrap()),
            alt: alt.map(|alt| AltText::parse(alt).unwrap()),
        }
    }

    fn article_with(feature: Option<FeatureImage>, is_there: bool, body: &str) -> String {
        let frame = fixtures::frame();
        let pictures = if is_there {
            fixtures::pictures()
        } else {
            HashMap::new()
        };
        let around = Surroundings {
            pictures: &pictures,
            ..fixtures::surroundings(&frame)
        };
        let mut article = fixtures::article(body);
        article.feature = feature;
        fixtures::render(&article_page(&ArticleView::from(&article), &around))
    }

    #[test]
    fn the_picture_on_top_comes_first_and_those_of_the_text_when_the_reader_does() {
        let body = format!("![Words](plinth:{})", fixtures::picture_id());
        let html = article_with(Some(feature(None, None)), true, &body);
        assert!(
            html.contains(r#"<figure class="feature focus-x-30 focus-y-80">"#),
            "{html}"
        );
        assert_eq!(html.matches("fetchpriority=\"high\"").count(), 1);
        assert_eq!(html.matches("loading=\"lazy\"").count(), 1);
        let (before, _) = html.split_once("<h1").unwrap();
        assert!(before.contains("alt=\"A cat\""), "{html}");
        let alone = article_with(None, true, &body);
        assert!(!alone.contains("class=\"feature"), "{alone}");
        assert_eq!(alone.matches("fetchpriority=\"high\"").count(), 1);
    }

    #[test]
    fn its_own_words_and_focus_win_over_the_librarys() {
        let html = article_with(Some(feature(Some((4, 96)), Some("Mine"))), true, "Words.");
        assert!(html.contains("focus-x-0 focus-y-100"), "{html}");
        assert!(html.contains("alt=\"Mine\""), "{html}");
    }

    #[test]
    fn a_picture_that_the_library_has_no_more_leaves_nothing_behind() {
        let html = article_with(Some(feature(None, None)), false, "Words.");
        assert!(!html.contains("feature"), "{html}");
        assert!(!html.contains("<img"), "{html}");
    }

    #[test]
    fn a_service_shows_its_picture_in_the_same_way() {
        let frame = fixtures::frame();
        let pictures = fixtures::pictures();
        let around = Surroundings {
            pictures: &pictures,
            ..fixtures::surroundings(&frame)
        };
        let feature = feature(None, None);
        let service = ServiceView {
            slug: "a",
            title: "A",
            summary: "One line.",
            body: "",
            deliverables: Vec::new(),
            feature: Some(&feature),
        };
        let html = fixtures::render(&service_page(&service, &around, "stamp".into()));
        assert!(html.contains("<figure class=\"feature"), "{html}");
    }

    #[test]
    fn every_step_has_a_class() {
        let css = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../assets/css/shared/35-focus.css");
        let css = std::fs::read_to_string(css).unwrap();
        for percent in 0..=100 {
            for axis in ["x", "y"] {
                let step = step(percent);
                let rule = format!(".focus-{axis}-{step} {{ --focus-{axis}: {step}%; }}");
                assert!(css.contains(&rule), "{rule}");
            }
        }
    }
}
