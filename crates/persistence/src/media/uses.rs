//! Where an item is used: on the site now, later, in drafts, in what the history keeps.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Uuid as SqlUuid};
use domain::MediaId;
use uuid::Uuid;

use crate::DatabaseError;

use super::mentions::NAMED;

/// One thing that names an item.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct MediaUse {
    /// The content.
    #[diesel(sql_type = SqlUuid)]
    pub content: Uuid,
    /// `article`, `service` or `section`.
    #[diesel(sql_type = Text)]
    pub kind: String,
    /// The draft's title; may be blank.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// The key of a section.
    #[diesel(sql_type = Nullable<Text>)]
    pub section: Option<String>,
    /// Visitors see it there now.
    #[diesel(sql_type = Bool)]
    pub is_live: bool,
    /// Visitors will see it there.
    #[diesel(sql_type = Bool)]
    pub is_scheduled: bool,
    /// The draft names it.
    #[diesel(sql_type = Bool)]
    pub is_in_draft: bool,
    /// How many earlier states name it.
    #[diesel(sql_type = BigInt)]
    pub revisions: i64,
    /// The content lies in the trash.
    #[diesel(sql_type = Bool)]
    pub is_trashed: bool,
}

/// How many uses are told.
const MOST_USES: i64 = 200;

/// Where an item is used: what visitors see comes first, then drafts, then the history.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn uses(conn: &mut PgConnection, id: MediaId) -> Result<Vec<MediaUse>, DatabaseError> {
    let query = format!(
        "with item as materialized (select i.id, named.words from media_items i {NAMED} where i.id = $1),
         in_drafts as materialized (
             select drafts.content_id from item join drafts on mentions_of_fields(drafts.fields) && item.words),
         in_revisions as materialized (
             select revisions.id, revisions.content_id from item
             join revisions on mentions_of_fields(revisions.fields) && item.words),
         in_editions as materialized (
             select e.article_id, e.visible_from, e.visible_until from article_editions e
             where not e.is_trashed and (e.feature_media_id = $1
                   or e.revision_id in (select in_revisions.id from in_revisions))),
         in_services as materialized (
             select services.id from services where services.is_shown and services.deleted_at is null
               and (services.feature_media_id = $1
                    or services.revision_id in (select in_revisions.id from in_revisions))),
         in_sections as materialized (
             select content_id from page_sections where is_shown
               and revision_id in (select in_revisions.id from in_revisions)),
         named as (
             select content_id from in_drafts union select content_id from in_revisions
             union select article_id from in_editions union select id from in_services)
         select * from (
             select c.id as content, c.kind, d.title, s.key as section,
                    c.trashed_at is null and (
                        exists (select from in_editions e where e.article_id = c.id and e.visible_from <= now()
                                and (e.visible_until is null or e.visible_until > now()))
                        or exists (select from in_services v where v.id = c.id)
                        or exists (select from in_sections v where v.content_id = c.id)) as is_live,
                    exists (select from in_editions e where e.article_id = c.id and e.visible_from > now()) as is_scheduled,
                    exists (select from in_drafts v where v.content_id = c.id) as is_in_draft,
                    (select count(*) from in_revisions r where r.content_id = c.id) as revisions,
                    c.trashed_at is not null as is_trashed
             from named join contents c on c.id = named.content_id
             join drafts d on d.content_id = c.id
             left join page_sections s on s.content_id = c.id) found
         order by is_live desc, is_scheduled desc, is_in_draft desc, title, content limit $2"
    );
    Ok(diesel::sql_query(query)
        .bind::<SqlUuid, _>(id.as_uuid())
        .bind::<BigInt, _>(MOST_USES)
        .load(conn)?)
}

#[derive(QueryableByName)]
struct PlaceRow {
    #[diesel(sql_type = Bool)]
    in_settings: bool,
    #[diesel(sql_type = BigInt)]
    redirects: i64,
}

/// What else names an item.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OtherUses {
    /// A link in the site's settings leads to it.
    pub in_settings: bool,
    /// So many redirects that the owner made lead to it.
    pub redirects: i64,
}

/// Links in the settings and redirects that lead to an item.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn other_uses(conn: &mut PgConnection, id: MediaId) -> Result<OtherUses, DatabaseError> {
    let query = format!(
        "select exists (select from social_links
                        where mentions_of_fields(to_jsonb(social_links.address)) && named.words) as in_settings,
                (select count(*) from redirects
                 where redirects.target_address = any(named.words) and redirects.origin <> 'rename') as redirects
         from media_items i {NAMED} where i.id = $1"
    );
    let row: Option<PlaceRow> = diesel::sql_query(query)
        .bind::<SqlUuid, _>(id.as_uuid())
        .get_result(conn)
        .optional()?;
    Ok(row.map_or_else(OtherUses::default, |row| OtherUses {
        in_settings: row.in_settings,
        redirects: row.redirects,
    }))
}
