//! The address that was asked for, and where to send it when it is not the right one.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::web::Data;
use chrono::Utc;
use domain::{SITE_PAGES, SitePath, Slug, TargetAddress};
use persistence::redirects::{self, Resolution};
use persistence::{PgConnection, VisitCounts};
use site_pages::FeedFormat;

use crate::error::PublicError;
use crate::feeds;
use crate::state::PublicState;

/// The path and the query of a request.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    path: String,
    query: String,
    counts: Option<VisitCounts>,
}

impl Address {
    pub fn of(request: &HttpRequest) -> Self {
        // Programs that only look, and do not read, are no visitors.
        let is_counted = request.method() == Method::GET;
        let state = request
            .app_data::<Data<PublicState>>()
            .filter(|_| is_counted);
        Self {
            path: request.path().to_owned(),
            query: request.query_string().to_owned(),
            counts: state.map(|state| state.database.visit_counts().clone()),
        }
    }

    /// Reads the last part of the path as a slug; `None` where it is not one as it stands.
    pub fn slug(text: &str) -> Option<Slug> {
        Slug::parse(text).ok().filter(|slug| slug.as_str() == text)
    }

    /// Where to go from another spelling of a page that is always there; needs no database.
    pub fn corrected(&self) -> Option<PublicError> {
        let path = self.site_path()?;
        let is_page = SITE_PAGES.contains(&path.as_str());
        (is_page && path.as_str() != self.path).then(|| self.moved_to(path.as_str()))
    }

    /// The path in its one form; `None` for what neither a page nor a redirect can have.
    pub fn site_path(&self) -> Option<SitePath> {
        SitePath::of_request(&self.path)
    }

    /// Why there is no live page here: it is spelt in another way, it moved, it was deleted, or it
    /// never was. Visitors who are led on, and those who find nothing, are counted.
    pub fn elsewhere(&self, conn: &mut PgConnection) -> PublicError {
        let Some(path) = self.site_path() else {
            return PublicError::NotFound;
        };
        match redirects::resolve_published(conn, &path) {
            Ok(Resolution::Page) if path.encoded() != self.path => self.moved_to(path.as_str()),
            Ok(Resolution::Moved { to, rule }) => {
                if let Some(counts) = &self.counts {
                    counts.hit(rule, Utc::now());
                }
                self.moved_to(&to)
            }
            Ok(Resolution::Gone) => PublicError::Gone,
            Ok(Resolution::Missing) => {
                if let Some(counts) = &self.counts {
                    counts.miss(&path, Utc::now());
                }
                PublicError::NotFound
            }
            Ok(Resolution::Page) => PublicError::NotFound,
            Err(error) => error.into(),
        }
    }

    /// Why a tag has no live feed: it moved to where the tag's page moved, or as any other address.
    pub fn elsewhere_for_feed(
        &self,
        conn: &mut PgConnection,
        tag: &Slug,
        format: FeedFormat,
    ) -> PublicError {
        let page = SitePath::of_request(&format!("/tags/{tag}"));
        match page.map(|page| redirects::resolve_published(conn, &page)) {
            Some(Ok(Resolution::Moved { to, rule })) => match feeds::below(&to, format) {
                Some(feed) => {
                    if let Some(counts) = &self.counts {
                        counts.hit(rule, Utc::now());
                    }
                    self.moved_to(&feed)
                }
                None => self.elsewhere(conn),
            },
            Some(Err(error)) => error.into(),
            _ => self.elsewhere(conn),
        }
    }

    /// Why there is no source here: where the page of this path moved, its source moved with it.
    pub fn source_elsewhere(&self, conn: &mut PgConnection, page: &str) -> PublicError {
        // What somebody typed for exactly this address counts before that.
        let here = self
            .site_path()
            .map(|path| redirects::resolve_published(conn, &path));
        if !matches!(here, Some(Ok(Resolution::Missing))) {
            return self.elsewhere(conn);
        }
        let page = SitePath::of_request(page).map(|path| redirects::resolve_published(conn, &path));
        match page {
            Some(Ok(Resolution::Moved { to, rule })) if is_of_content(&to) => {
                if let Some(counts) = &self.counts {
                    counts.hit(rule, Utc::now());
                }
                self.moved_to(&format!("{to}.md"))
            }
            Some(Ok(Resolution::Gone)) => PublicError::Gone,
            _ => self.elsewhere(conn),
        }
    }

    /// A redirect that keeps the query.
    pub fn moved_to(&self, address: &str) -> PublicError {
        PublicError::Moved {
            to: TargetAddress::location(address, &self.query),
        }
    }
}

/// True for the address of a page that has a source.
fn is_of_content(address: &str) -> bool {
    ["/articles/", "/services/"].iter().any(|folder| {
        let name = address.strip_prefix(folder);
        name.is_some_and(|name| Address::slug(name).is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(path: &str, query: &str) -> Address {
        Address {
            path: path.to_owned(),
            query: query.to_owned(),
            counts: None,
        }
    }

    #[test]
    fn another_spelling_of_a_page_leads_to_it_and_keeps_the_query() {
        for (path, to) in [
            ("/Articles/", "/articles?a=1"),
            ("//contact", "/contact?a=1"),
            ("/%73ervices", "/services?a=1"),
            ("//", "/?a=1"),
        ] {
            let error = address(path, "a=1").corrected();
            assert!(
                matches!(&error, Some(PublicError::Moved { to: found }) if found == to),
                "{path}: {error:?}"
            );
        }
        for path in [
            "/",
            "/articles",
            "/articles/a/",
            "/servicesx/",
            "/elsewhere/",
        ] {
            assert!(address(path, "").corrected().is_none(), "{path}");
        }
    }

    #[test]
    fn what_no_page_can_be_called_is_no_slug() {
        for text in ["a_b", "-a", "a--b", " a", "a ", "é", "", "My-Text"] {
            assert_eq!(Address::slug(text), None, "{text}");
        }
        assert_eq!(Address::slug("a").unwrap().as_str(), "a");
    }
}
