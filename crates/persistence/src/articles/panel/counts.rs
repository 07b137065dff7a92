//! How many articles there are, and what lies in the trash.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use domain::ArticleId;
use uuid::Uuid;

use crate::DatabaseError;

/// The articles in the trash, the last one first, with the time since when each is there.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_trashed(
    conn: &mut PgConnection,
    limit: i64,
) -> Result<Vec<(ArticleId, String, DateTime<Utc>)>, DatabaseError> {
    use crate::schema::{contents, drafts};
    let rows: Vec<(Uuid, String, Option<DateTime<Utc>>)> = contents::table
        .inner_join(drafts::table)
        .filter(contents::kind.eq("article"))
        .filter(contents::trashed_at.is_not_null())
        .order((contents::trashed_at.desc(), contents::id.desc()))
        .limit(limit)
        .select((contents::id, drafts::title, contents::trashed_at))
        .load(conn)?;
    Ok(rows
        .into_iter()
        .filter_map(|(id, title, at)| at.map(|at| (ArticleId::from_uuid(id), title, at)))
        .collect())
}

/// How many articles stand, by state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, QueryableByName)]
pub struct ArticleCounts {
    /// Visitors never saw them.
    #[diesel(sql_type = BigInt)]
    pub drafts: i64,
    /// Visitors see them.
    #[diesel(sql_type = BigInt)]
    pub published: i64,
    /// Visitors will see them.
    #[diesel(sql_type = BigInt)]
    pub scheduled: i64,
    /// Visitors saw them once.
    #[diesel(sql_type = BigInt)]
    pub withdrawn: i64,
    /// Published, with a draft that differs.
    #[diesel(sql_type = BigInt)]
    pub changed: i64,
}

/// How many articles stand, by state.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count(conn: &mut PgConnection) -> Result<ArticleCounts, DatabaseError> {
    // Each table once, however many articles there are.
    let query = "
        with standing as (
            select article_id,
                   bool_or(visible_from <= now() and (visible_until is null or visible_until > now())) as is_live,
                   bool_or(visible_from > now()) as is_next
            from article_editions where not is_trashed group by article_id
        ), changed as (
            select e.article_id from article_editions e
            join revisions r on r.id = e.revision_id
            join drafts d on d.content_id = e.article_id
            where not e.is_trashed and e.visible_from <= now()
              and (e.visible_until is null or e.visible_until > now())
              and r.fields_hash <> d.fields_hash
        )
        select count(*) filter (where s.article_id is null) as drafts,
               count(*) filter (where s.is_live) as published,
               count(*) filter (where not s.is_live and s.is_next) as scheduled,
               count(*) filter (where not s.is_live and not s.is_next) as withdrawn,
               (select count(*) from changed) as changed
        from contents c left join standing s on s.article_id = c.id
        where c.kind = 'article' and c.trashed_at is null";
    Ok(diesel::sql_query(query).get_result(conn)?)
}
