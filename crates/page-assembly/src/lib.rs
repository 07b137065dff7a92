//! From what is stored to a page: gathers the addresses that a text links to, its pictures, the other
//! parts of a series, the newest articles, and hands them to the pure functions of `site_pages`.
//!
//! Visitors' pages, the panel's previews and preview links all come through here, so that a
//! revision looks the same wherever it is seen.

mod article;
mod home;
mod picture;
mod references;
mod service;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{ContentId, ContentKind, FeatureImage, FieldProblem, RevisionId, Snapshot};
use persistence::{DatabaseError, PgConnection};
use site_pages::{ContentPage, Frame, Surroundings};
use url::Url;
use uuid::Uuid;

pub use article::{published_article, published_article_source};
pub use home::home;
pub use picture::of as picture;
pub use references::{References, references_of};
pub use service::{published_service, published_service_source};

/// The site as it is at one moment.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// The settings and the shown parts.
    pub frame: &'a Frame,
    /// The address of the site, for links that must be absolute.
    pub base_url: &'a Url,
    /// The moment at which the page is made, UTC.
    pub now: DateTime<Utc>,
}

impl<'a> Site<'a> {
    fn surroundings(&self, references: &'a References) -> Surroundings<'a> {
        Surroundings {
            frame: self.frame,
            base_url: self.base_url,
            now: self.now,
            links: &references.links,
            pictures: &references.pictures,
        }
    }
}

/// Why a page was not made.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// The fields cannot be shown as they are.
    #[error("the fields cannot be shown as they are")]
    Fields(Vec<FieldProblem>),
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// A state of a content's fields that shall be seen as its page.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The content; it may not be stored yet.
    pub id: ContentId,
    /// Its fields.
    pub snapshot: &'a Snapshot,
    /// The revision that holds exactly these fields, where one does.
    pub revision: Option<RevisionId>,
}

/// Makes the page on which a state would be seen if it were published now, or is seen if it is. What
/// is missing in a draft is filled in: an article without a title is called so.
///
/// # Errors
/// [`AssemblyError::Fields`] when something cannot be shown, such as a text that is too long;
/// [`AssemblyError::Database`] when the database did not answer.
pub fn page_of(
    conn: &mut PgConnection,
    site: &Site<'_>,
    subject: &Subject<'_>,
    form_stamp: String,
) -> Result<ContentPage, AssemblyError> {
    match subject.snapshot.kind() {
        ContentKind::Article => article::of_snapshot(conn, site, subject).map(Into::into),
        ContentKind::Service => {
            service::of_snapshot(conn, site, subject, form_stamp).map(Into::into)
        }
        ContentKind::Section(key) => {
            home::of_snapshot(conn, site, key, subject, form_stamp).map(Into::into)
        }
    }
}

/// The present addresses of what some texts link to by id; nothing for what visitors cannot see.
/// [`references_of`] loads their pictures too.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn links_of<'a>(
    conn: &mut PgConnection,
    texts: impl Iterator<Item = &'a str>,
) -> Result<HashMap<Uuid, String>, DatabaseError> {
    Ok(references_of(conn, texts, std::iter::empty())?.links)
}

/// What a text names, with the picture above it.
fn references(
    conn: &mut PgConnection,
    markdown: &str,
    feature: Option<&FeatureImage>,
) -> Result<References, DatabaseError> {
    references_of(conn, std::iter::once(markdown), feature.into_iter())
}

/// So much of a text as fits, without what no field stores; the other text where nothing is left.
fn cut(text: &str, limit: usize, otherwise: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|character| !character.is_control())
        .take(limit)
        .collect();
    if kept.trim().is_empty() {
        otherwise.to_owned()
    } else {
        kept
    }
}
