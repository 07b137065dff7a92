//! The pages of the site as pure functions: content and frame in, a page out.
//!
//! The public side and the panel's previews both call these, so that a preview is the page and
//! nothing else. The time is an argument, as is all that a database knows; two calls with the same
//! arguments give the same bytes.

mod article;
mod chrome;
mod columns;
mod contact_form;
mod content_page;
mod feature;
mod feed_links;
mod frame;
mod home;
mod listing;
mod preview;
#[cfg(test)]
mod preview_is_page;
mod service;
mod source;
pub mod structured_data;
mod surroundings;

#[cfg(any(test, feature = "fixtures"))]
pub mod fixtures;

pub use article::{
    ArticlePage, ArticleView, NeighbourLink, NeighbourLinks, RelatedLink, SeriesEntry,
    SeriesNavigation, article_page,
};
pub use chrome::{Chrome, Head, SocialCard};
pub use contact_form::{FormView, TypedMessage};
pub use content_page::ContentPage;
pub use feed_links::FeedFormat;
pub use frame::{Frame, SocialLinkView};
pub use home::{HomePage, NEWEST_ARTICLES, home_page};
pub use listing::{
    ArticleRow, ServiceRow, TagLink, article_rows, excerpt, number, reading, service_rows,
};
pub use preview::PreviewBanner;
pub use service::{ServicePage, ServiceView, service_page};
pub use source::{article_source, service_source};
pub use surroundings::Surroundings;
