//! Autosaves get fewer with age: one an hour after a week, one a day after three months. Whatever
//! was saved on purpose, published, restored or merged is never touched.

use diesel::prelude::*;
use diesel::sql_types::Timestamptz;

use crate::DatabaseError;
use chrono::{DateTime, Utc};

/// Removes what is not worth keeping at `now`; the last autosave of each hour or day stays, and so
/// does one that something points at. Returns how many went.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn thin(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<usize, DatabaseError> {
    let removed = diesel::sql_query(
        "with aged as (
             select id, content_id, created_at,
                    date_trunc(case when created_at < $1 - interval '90 days' then 'day' else 'hour' end,
                               created_at, 'UTC') as period,
                    created_at < $1 - interval '90 days' as is_old
             from revisions
             where reason = 'autosave' and created_at < $1 - interval '7 days'
         ), ranked as (
             select id, row_number() over (
                 partition by content_id, is_old, period order by created_at desc, id desc) as place
             from aged
         )
         delete from revisions r using ranked
         where r.id = ranked.id and ranked.place > 1
           and not exists (select from drafts d where d.revision_id = r.id)
           and not exists (select from article_editions e where e.revision_id = r.id)
           and not exists (select from services s where s.revision_id = r.id)
           and not exists (select from page_sections p where p.revision_id = r.id)
           and not exists (select from preview_links l where l.revision_id = r.id)
           and not exists (select from revisions o where o.content_id = r.content_id and o.source_id = r.id)",
    )
    .bind::<Timestamptz, _>(now)
    .execute(conn)?;
    Ok(removed)
}
