//! Articles that have to do with another one, by their tags and by the words of their titles and excerpts.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text, Timestamptz, Uuid as SqlUuid};
use domain::{ArticleId, Slug};

use crate::DatabaseError;
use crate::search::VISIBLE;

/// Of each tag, so many of the newest articles are looked at.
const OF_EACH_TAG: i64 = 100;
/// A word that so many articles have in their heads tells nothing.
const OF_EACH_WORD: i64 = 200;
/// Words of the head that are looked at.
const WORDS: i64 = 8;

/// An article that has to do with another one.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct RelatedArticle {
    /// Its name in addresses.
    #[diesel(sql_type = Text)]
    pub slug: String,
    /// Its title.
    #[diesel(sql_type = Text)]
    pub title: String,
    /// The date that it carries, UTC.
    #[diesel(sql_type = Timestamptz)]
    pub published_at: DateTime<Utc>,
}

/// What is known of the article whose kin is looked for; it need not be published.
#[derive(Debug, Clone, Copy)]
pub struct Kin<'a> {
    /// Its id, so that it is not its own kin.
    pub id: ArticleId,
    /// Its title.
    pub title: &'a str,
    /// The excerpt that the owner wrote.
    pub excerpt: Option<&'a str>,
    /// The addresses of its tags.
    pub tags: &'a [Slug],
}

/// The articles that visitors can read and that have most in common with one, at most `limit`: tags count twice as
/// much as words, and both count the more, the fewer articles have them. Equal ones come newest first.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer in time.
pub fn list_published_related(
    conn: &mut PgConnection,
    kin: &Kin<'_>,
    limit: i64,
) -> Result<Vec<RelatedArticle>, DatabaseError> {
    let tags: Vec<&str> = kin.tags.iter().map(Slug::as_str).collect();
    conn.transaction(|conn| {
        allow_reading_through(conn, false)?;
        let found = diesel::sql_query(statement())
            .bind::<SqlUuid, _>(kin.id.as_uuid())
            .bind::<Array<Text>, _>(tags)
            .bind::<Text, _>(head(kin))
            .bind::<BigInt, _>(limit)
            .load(conn)?;
        // The rest of the page is read in the same transaction.
        allow_reading_through(conn, true)?;
        Ok(found)
    })
}

/// The planner does not know that the vectors stand beside their rows, and would rather read the table through.
fn allow_reading_through(conn: &mut PgConnection, is_allowed: bool) -> Result<(), DatabaseError> {
    diesel::sql_query("select set_config('enable_seqscan', $1, true)")
        .bind::<Text, _>(if is_allowed { "on" } else { "off" })
        .execute(conn)?;
    Ok(())
}

fn head(kin: &Kin<'_>) -> String {
    format!("{} {}", kin.title, kin.excerpt.unwrap_or_default())
}

/// $1 is the article, $2 the addresses of its tags, $3 its head, $4 how many are wanted.
fn statement() -> String {
    format!(
        "with shared_tags as (
             select et.edition_id as id, 2 / ln(2 + held.count) as weight
             from tags t,
             lateral (select count(*) from (select from edition_tags where tag_id = t.id limit 2000) counted) held,
             lateral (select edition_id from edition_tags where tag_id = t.id
                      order by edition_id desc limit {OF_EACH_TAG}) et
             where t.slug = any($2)
         ), asked as materialized (
             select ('''' || replace(replace(lexeme, '\\', '\\\\'), '''', '''''') || '''')::tsquery as word
             from unnest(to_tsvector('site_query', search_spaced($3))) order by positions[1] limit {WORDS}
         ), shared_words as (
             select unnest(held.ids) as id, 1 / ln(2 + cardinality(held.ids)) as weight
             from asked, lateral (select array_agg(id) as ids from (
                 select id from search_documents where heading @@ asked.word limit {OF_EACH_WORD}) counted) held
             where cardinality(held.ids) < {OF_EACH_WORD}
         ), likest as (
             select id, sum(weight) as weight
             from (select * from shared_tags union all select * from shared_words) shared
             group by id order by weight desc, id desc limit 50
         )
         select e.slug, e.title, e.published_at
         from likest join search_documents d on d.id = likest.id and d.kind = 'article' and d.content_id <> $1
             and {VISIBLE}
         join article_editions e on e.id = d.id
         order by round(likest.weight::numeric, 6) desc, e.published_at desc, e.article_id desc limit $4"
    )
}

#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// How PostgreSQL finds them, with the times that it took; for the review of plans.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn explain_published_related(
    conn: &mut PgConnection,
    kin: &Kin<'_>,
) -> Result<String, DatabaseError> {
    let tags: Vec<&str> = kin.tags.iter().map(Slug::as_str).collect();
    conn.transaction(|conn| {
        allow_reading_through(conn, false)?;
        let lines: Vec<PlanLine> = diesel::sql_query(format!(
            "explain (analyze, buffers, costs off) {}",
            statement()
        ))
        .bind::<SqlUuid, _>(kin.id.as_uuid())
        .bind::<Array<Text>, _>(tags)
        .bind::<Text, _>(head(kin))
        .bind::<BigInt, _>(3)
        .load(conn)?;
        let lines: Vec<String> = lines.into_iter().map(|row| row.line).collect();
        Ok(lines.join("\n"))
    })
}
