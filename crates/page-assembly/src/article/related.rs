//! The articles that have to do with one, for its page and for its previews.

use domain::{ArticleId, Slug};
use persistence::related::{Kin, list_published_related};
use persistence::{DatabaseError, PgConnection};
use site_pages::RelatedLink;

use crate::Site;

/// So many are named.
const NAMED: i64 = 3;

pub(super) fn related(
    conn: &mut PgConnection,
    site: &Site<'_>,
    id: ArticleId,
    (title, excerpt): (&str, Option<&str>),
    tags: &[Slug],
) -> Result<Vec<RelatedLink>, DatabaseError> {
    let kin = Kin {
        id,
        title,
        excerpt,
        tags,
    };
    let articles = list_published_related(conn, &kin, NAMED)?;
    Ok(articles
        .into_iter()
        .map(|other| {
            RelatedLink::new(
                &other.slug,
                other.title,
                other.published_at,
                site.frame.time_zone,
            )
        })
        .collect())
}
