//! What a visitor gets at an address, as far as the database decides it.

use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Uuid as SqlUuid};
use domain::{RedirectId, SITE_PAGES, SitePath, Slug, TargetAddress};
use uuid::Uuid;

use crate::error::stored;
use crate::{DatabaseError, articles, paths, series, services, tags};

/// What there is at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// A page that visitors see.
    Page,
    /// A redirect to somewhere that visitors can see.
    Moved {
        /// The address, in readable form.
        to: String,
        /// The rule that says so.
        rule: RedirectId,
    },
    /// Something that visitors saw, and that is in the trash.
    Gone,
    /// Nothing.
    Missing,
}

#[derive(QueryableByName)]
struct RuleRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    source_path: String,
    #[diesel(sql_type = Nullable<Text>)]
    article: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    service: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    tag: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    series: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    address: Option<String>,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    is_trashed: bool,
}

/// The rule for a path: the one of exactly this path is also the longest that fits.
const RULE: &str = "
    select redirects.id, redirects.source_path, article_editions.slug as article,
           services.slug as service, tags.slug as tag, series.slug as series, redirects.target_address as address,
           contents.trashed_at is not null as is_trashed
    from redirects
    left join contents on contents.id = redirects.content_id
    left join article_editions on article_editions.article_id = redirects.content_id
        and not article_editions.is_trashed and article_editions.visible_from <= now()
        and (article_editions.visible_until is null or article_editions.visible_until > now())
    left join series on series.id = article_editions.series_id
        and redirects.source_path like '/series/%'
    left join services on services.id = redirects.content_id
        and services.is_shown and services.deleted_at is null
    left join tags on tags.id = redirects.tag_id and exists (
        select from edition_tags join article_editions e on e.id = edition_tags.edition_id
        where edition_tags.tag_id = tags.id and not e.is_trashed and e.visible_from <= now()
          and (e.visible_until is null or e.visible_until > now()))
    where redirects.source_path = any($1)
      and (redirects.is_prefix or redirects.source_path = $2)
    order by octet_length(redirects.source_path) desc limit 1";

impl RuleRow {
    fn target(&self, path: &SitePath) -> Result<Option<String>, DatabaseError> {
        let slug = |text: &str| stored("redirects", Slug::parse(text));
        Ok(match self {
            // A series that was left leads to the one in which its last part is now.
            Self {
                series: Some(text), ..
            } => Some(paths::series(&slug(text)?)),
            Self {
                article: Some(text),
                ..
            } => Some(paths::article(&slug(text)?)),
            Self {
                service: Some(text),
                ..
            } => Some(paths::service(&slug(text)?)),
            Self {
                tag: Some(text), ..
            } => Some(paths::tag(&slug(text)?)),
            Self {
                address: Some(text),
                ..
            } => {
                let address = stored("redirects.target_address", TargetAddress::parse(text))?;
                let rest = path.as_str().strip_prefix(&self.source_path);
                Some(address.with_rest(rest.unwrap_or_default()))
            }
            _ => None,
        })
    }
}

/// What visitors get at a path. A rule whose content they cannot see leads nowhere: the path is then
/// missing, or gone when the content is in the trash.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn resolve_published(
    conn: &mut PgConnection,
    path: &SitePath,
) -> Result<Resolution, DatabaseError> {
    let place = Place::of(path);
    if place.is_published(conn)? {
        return Ok(Resolution::Page);
    }
    if let Some(rule) = rule_for(conn, path)? {
        if let Some(to) = rule.target(path)? {
            let rule = RedirectId::from_uuid(rule.id);
            return Ok(Resolution::Moved { to, rule });
        }
        if rule.is_trashed {
            return Ok(Resolution::Gone);
        }
    }
    if place.was_deleted(conn)? {
        Ok(Resolution::Gone)
    } else {
        Ok(Resolution::Missing)
    }
}

fn rule_for(conn: &mut PgConnection, path: &SitePath) -> Result<Option<RuleRow>, DatabaseError> {
    let folders: Vec<&str> = path.with_folders().collect();
    Ok(diesel::sql_query(RULE)
        .bind::<Array<Text>, _>(folders)
        .bind::<Text, _>(path.as_str())
        .get_result(conn)
        .optional()?)
}

/// The present address of what once had this path, when visitors can see it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_target(
    conn: &mut PgConnection,
    path: &str,
) -> Result<Option<String>, DatabaseError> {
    let Some(path) = SitePath::of_request(path) else {
        return Ok(None);
    };
    match rule_for(conn, &path)? {
        Some(rule) => rule.target(&path),
        None => Ok(None),
    }
}

/// What kind of page a path would be.
enum Place {
    Fixed,
    Article(Slug),
    Service(Slug),
    Tag(Slug),
    Series(Slug),
    Other,
}

impl Place {
    fn of(path: &SitePath) -> Self {
        let path = path.as_str();
        if SITE_PAGES.contains(&path) {
            return Self::Fixed;
        }
        let slug = |folder: &str| Slug::parse(path.strip_prefix(folder)?).ok();
        // The source of a text stands beside its page; that of an article below the root as well.
        let source =
            |folder: &str| Slug::parse(path.strip_prefix(folder)?.strip_suffix(".md")?).ok();
        if let Some(slug) = slug("/articles/")
            .or_else(|| source("/articles/"))
            .or_else(|| source("/"))
        {
            Self::Article(slug)
        } else if let Some(slug) = slug("/services/").or_else(|| source("/services/")) {
            Self::Service(slug)
        } else if let Some(slug) = slug("/tags/") {
            Self::Tag(slug)
        } else if let Some(slug) = slug("/series/") {
            Self::Series(slug)
        } else {
            Self::Other
        }
    }

    fn is_published(&self, conn: &mut PgConnection) -> Result<bool, DatabaseError> {
        Ok(match self {
            Self::Fixed => true,
            Self::Article(slug) => super::targets::live_article(conn, slug)?.is_some(),
            Self::Service(slug) => super::targets::live_service(conn, slug)?.is_some(),
            Self::Tag(slug) => tags::find_published_by_slug(conn, slug)?.is_some(),
            Self::Series(slug) => series::find_published_by_slug(conn, slug)?.is_some(),
            Self::Other => false,
        })
    }

    fn was_deleted(&self, conn: &mut PgConnection) -> Result<bool, DatabaseError> {
        match self {
            Self::Article(slug) => articles::published_was_deleted(conn, slug),
            Self::Service(slug) => services::published_was_deleted(conn, slug),
            // A tag or a series is no text of its own: its address may get articles again, so it is
            // never gone.
            Self::Fixed | Self::Tag(_) | Self::Series(_) | Self::Other => Ok(false),
        }
    }
}

/// True when visitors see a page at a path.
pub(super) fn is_page(conn: &mut PgConnection, path: &SitePath) -> Result<bool, DatabaseError> {
    Place::of(path).is_published(conn)
}
