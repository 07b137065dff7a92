//! The page of any content that the owner can preview.

use web_kit::{TemplateError, Templates};

use crate::article::ArticlePage;
use crate::home::HomePage;
use crate::preview::PreviewBanner;
use crate::service::ServicePage;

/// The page on which a content is seen: its own, or the first page for a section of it.
#[derive(Debug)]
pub enum ContentPage {
    /// An article's.
    Article(Box<ArticlePage>),
    /// A service's.
    Service(Box<ServicePage>),
    /// The first page, for one of its sections.
    Home(Box<HomePage>),
}

impl ContentPage {
    /// The same page with the line above it that says what is seen.
    #[must_use]
    pub fn with_preview(self, preview: PreviewBanner) -> Self {
        match self {
            Self::Article(page) => page.with_preview(preview).into(),
            Self::Service(page) => page.with_preview(preview).into(),
            Self::Home(page) => page.with_preview(preview).into(),
        }
    }

    /// The page as HTML.
    ///
    /// # Errors
    /// [`TemplateError::Render`] when its template names what the page does not have.
    pub fn render(&self, templates: &Templates) -> Result<String, TemplateError> {
        match self {
            Self::Article(page) => templates.render(page.as_ref()),
            Self::Service(page) => templates.render(page.as_ref()),
            Self::Home(page) => templates.render(page.as_ref()),
        }
    }
}

impl From<ArticlePage> for ContentPage {
    fn from(page: ArticlePage) -> Self {
        Self::Article(Box::new(page))
    }
}

impl From<ServicePage> for ContentPage {
    fn from(page: ServicePage) -> Self {
        Self::Service(Box::new(page))
    }
}

impl From<HomePage> for ContentPage {
    fn from(page: HomePage) -> Self {
        Self::Home(Box::new(page))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ServiceView, fixtures, home_page, service_page};

    #[test]
    fn each_kind_of_page_takes_the_banner_and_is_shown_by_its_own_template() {
        let frame = fixtures::frame();
        let around = fixtures::surroundings(&frame);
        let service = ServiceView {
            slug: "a",
            title: "A",
            summary: "One line.",
            body: "",
            deliverables: Vec::new(),
            feature: None,
        };
        let pages: [(ContentPage, &str); 3] = [
            (fixtures::article_page("Words.").into(), "article__prose"),
            (
                service_page(&service, &around, "stamp".into()).into(),
                "Ask about this",
            ),
            (
                home_page(&around, Vec::new(), "stamp".into()).into(),
                "what visitors see",
            ),
        ];
        for (page, mark) in pages {
            let html = page.render(&fixtures::templates()).unwrap();
            assert!(html.contains(mark) && !html.contains("preview-banner"));
            let page = page.with_preview(PreviewBanner::of_unsaved_text());
            let html = page.render(&fixtures::templates()).unwrap();
            assert!(html.contains(mark) && html.contains("preview-banner"));
        }
    }
}
