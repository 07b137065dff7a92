//! The addresses of content, as redirects name them.

use domain::Slug;

/// The path of an article's page.
pub(crate) fn article(slug: &Slug) -> String {
    format!("/articles/{slug}")
}

/// The path of a service's page.
pub(crate) fn service(slug: &Slug) -> String {
    format!("/services/{slug}")
}

/// The path of a series' page.
pub(crate) fn series(slug: &Slug) -> String {
    format!("/series/{slug}")
}

/// The path of a tag's page.
pub(crate) fn tag(slug: &Slug) -> String {
    format!("/tags/{slug}")
}
