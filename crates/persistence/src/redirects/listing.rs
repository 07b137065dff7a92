//! Redirects as the owner sees them in the panel: where each leads, in words.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::{
    ContentId, Redirect, RedirectId, RedirectOrigin, RedirectTarget, SitePath, Slug, TagId,
    TargetAddress,
};
use uuid::Uuid;

use crate::error::stored;
use crate::{DatabaseError, paths};

/// What a redirect leads to, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeadsTo {
    /// An article or a service.
    Content {
        /// The draft's title; may be blank.
        title: String,
        /// Its present address, where visitors see it.
        path: Option<String>,
        /// True when it is in the trash.
        is_trashed: bool,
    },
    /// A tag.
    Tag {
        /// Its name.
        name: String,
        /// Its present address.
        path: String,
    },
    /// The typed address.
    Address(String),
}

/// A redirect with what it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectRow {
    /// The redirect.
    pub redirect: Redirect,
    /// What it leads to.
    pub leads_to: LeadsTo,
}

/// Which redirects a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RedirectFilter {
    /// Only those that came in this way.
    pub origin: Option<RedirectOrigin>,
    /// Only those whose source or target holds these words.
    pub words: String,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RedirectOrder {
    /// By source, A to Z.
    #[default]
    Source,
    /// The most used first.
    Hits,
}

/// The place behind which the next page of a list begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectPlace {
    /// The hits of the last one shown.
    pub hits: i64,
    /// Its source.
    pub source: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    source_path: String,
    #[diesel(sql_type = Bool)]
    is_prefix: bool,
    #[diesel(sql_type = Text)]
    origin: String,
    #[diesel(sql_type = BigInt)]
    hits: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last_hit_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    content_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    tag_id: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    target_address: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    title: Option<String>,
    #[diesel(sql_type = Bool)]
    is_trashed: bool,
    #[diesel(sql_type = Nullable<Text>)]
    article: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    service: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    tag: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    tag_name: Option<String>,
}

const SELECT: &str = "
    select redirects.id, redirects.source_path, redirects.is_prefix, redirects.origin,
           redirects.hits, redirects.last_hit_at, redirects.content_id, redirects.tag_id,
           redirects.target_address, drafts.title, contents.trashed_at is not null as is_trashed,
           article_editions.slug as article, services.slug as service,
           tags.slug as tag, tags.name as tag_name
    from redirects
    left join contents on contents.id = redirects.content_id
    left join drafts on drafts.content_id = redirects.content_id
    left join article_editions on article_editions.article_id = redirects.content_id
        and not article_editions.is_trashed and article_editions.visible_from <= now()
        and (article_editions.visible_until is null or article_editions.visible_until > now())
    left join services on services.id = redirects.content_id
        and services.is_shown and services.deleted_at is null
    left join tags on tags.id = redirects.tag_id";

impl Row {
    fn into_row(self) -> Result<RedirectRow, DatabaseError> {
        let slug = |text: &str| stored("redirects", Slug::parse(text));
        let live = match (&self.article, &self.service) {
            (Some(text), _) => Some(paths::article(&slug(text)?)),
            (_, Some(text)) => Some(paths::service(&slug(text)?)),
            _ => None,
        };
        let typed = self.target_address.as_deref().unwrap_or_default();
        let (target, leads_to) = if let Some(id) = self.content_id {
            let leads_to = LeadsTo::Content {
                title: self.title.unwrap_or_default(),
                path: live,
                is_trashed: self.is_trashed,
            };
            (RedirectTarget::Content(ContentId::from_uuid(id)), leads_to)
        } else if let Some(id) = self.tag_id {
            let leads_to = LeadsTo::Tag {
                name: self.tag_name.unwrap_or_default(),
                path: paths::tag(&slug(self.tag.as_deref().unwrap_or_default())?),
            };
            (RedirectTarget::Tag(TagId::from_uuid(id)), leads_to)
        } else {
            let address = stored("redirects.target_address", TargetAddress::parse(typed))?;
            let leads_to = LeadsTo::Address(address.to_string());
            (RedirectTarget::Address(address), leads_to)
        };
        Ok(RedirectRow {
            redirect: Redirect {
                id: RedirectId::from_uuid(self.id),
                source: stored("redirects.source_path", SitePath::parse(&self.source_path))?,
                is_prefix: self.is_prefix,
                target,
                origin: RedirectOrigin::parse(&self.origin).unwrap_or(RedirectOrigin::Manual),
                hits: self.hits,
                last_hit_at: self.last_hit_at,
            },
            leads_to,
        })
    }
}

/// Words as a pattern that finds them anywhere, each character meaning itself.
fn pattern(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() {
        return String::new();
    }
    let mut pattern = String::from("%");
    for character in words.chars().take(200) {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern.push('%');
    pattern
}

/// A page of redirects, with the place behind its last one when there are more.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    filter: &RedirectFilter,
    order: RedirectOrder,
    after: Option<&RedirectPlace>,
    limit: usize,
) -> Result<(Vec<RedirectRow>, Option<RedirectPlace>), DatabaseError> {
    let (behind, sorted) = match order {
        RedirectOrder::Source => ("redirects.source_path > $4", "redirects.source_path"),
        RedirectOrder::Hits => (
            "(redirects.hits < $3 or (redirects.hits = $3 and redirects.source_path > $4))",
            "redirects.hits desc, redirects.source_path",
        ),
    };
    let query = format!(
        "{SELECT} where ($1 = '' or redirects.origin = $1)
           and ($2 = '' or redirects.source_path ilike $2 or redirects.target_address ilike $2
                or drafts.title ilike $2 or tags.name ilike $2 or article_editions.slug ilike $2
                or services.slug ilike $2)
           and ($3 < 0 or {behind})
         order by {sorted} limit $5"
    );
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows: Vec<Row> = diesel::sql_query(query)
        .bind::<Text, _>(filter.origin.map_or("", RedirectOrigin::as_str))
        .bind::<Text, _>(pattern(&filter.words))
        .bind::<BigInt, _>(after.map_or(-1, |place| place.hits.max(0)))
        .bind::<Text, _>(after.map_or("", |place| place.source.as_str()))
        .bind::<BigInt, _>(wanted)
        .load(conn)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more).map(|row| RedirectPlace {
        hits: row.hits,
        source: row.source_path.clone(),
    });
    let rows: Result<_, _> = rows.into_iter().map(Row::into_row).collect();
    Ok((rows?, next))
}

/// Every redirect by source, for a file.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_for_export(conn: &mut PgConnection) -> Result<Vec<RedirectRow>, DatabaseError> {
    let rows: Vec<Row> =
        diesel::sql_query(format!("{SELECT} order by redirects.source_path")).load(conn)?;
    rows.into_iter().map(Row::into_row).collect()
}

/// One redirect.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: RedirectId) -> Result<Option<RedirectRow>, DatabaseError> {
    let row: Option<Row> = diesel::sql_query(format!("{SELECT} where redirects.id = $1"))
        .bind::<SqlUuid, _>(id.as_uuid())
        .get_result(conn)
        .optional()?;
    row.map(Row::into_row).transpose()
}

/// The redirect from exactly this path.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_by_source(
    conn: &mut PgConnection,
    source: &SitePath,
) -> Result<Option<RedirectRow>, DatabaseError> {
    let row: Option<Row> = diesel::sql_query(format!("{SELECT} where redirects.source_path = $1"))
        .bind::<Text, _>(source.as_str())
        .get_result(conn)
        .optional()?;
    row.map(Row::into_row).transpose()
}
