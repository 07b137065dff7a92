//! One query, one page of hits.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Bool, Float, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::{SearchCursor, SearchQuery};
use uuid::Uuid;

use super::marked::{START, STOP};
use super::{CANDIDATES, Found, Hit, HitKind, Horizon, Marked, VISIBLE};
use crate::DatabaseError;

/// So much of a text is looked through for an excerpt.
const EXCERPT_FROM_CHARS: u32 = 30_000;

/// A query as PostgreSQL reads it.
struct Asked {
    /// What a hit holds.
    strict: String,
    /// What the index can tell without looking into the texts: the words of a phrase, in any order.
    loose: String,
}

impl Asked {
    /// A phrase is looked for in more documents than words, as few of those that hold its words hold it.
    fn looked_at(&self) -> i64 {
        if self.strict == self.loose {
            CANDIDATES
        } else {
            3 * CANDIDATES
        }
    }
}

#[derive(QueryableByName)]
struct AskedRow {
    #[diesel(sql_type = Nullable<Text>)]
    strict: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    loose: Option<String>,
}

/// Nothing where no word is asked for, such as in a query of exclusions only.
fn ask(conn: &mut PgConnection, query: &SearchQuery) -> Result<Option<Asked>, DatabaseError> {
    let (text, beginnings) = query.parts();
    // Letters and digits only, so that nothing needs to be escaped.
    let beginnings: Vec<String> = beginnings
        .into_iter()
        .map(|begin| format!("{begin}:*"))
        .collect();
    let row: AskedRow = diesel::sql_query(
        "with typed as (
             select websearch_to_tsquery('site_query', search_spaced($1)) as usual,
                    websearch_to_tsquery('site_index', search_spaced($1)) as every,
                    (select string_agg(word, ' & ') from unnest($2) word) as begun
         ), whole as (
             select case when begun is null then plain else plain && to_tsquery('site_index', begun) end as query
             from typed, lateral (select case when numnode(usual) > 0 or begun is not null then usual else every end
                                  as plain) chosen
         )
         select query::text as strict, case when query::text like '%<%>%'
                then regexp_replace(querytree(query), '<(-|[0-9]+)>', '&', 'g') else query::text end as loose
         from whole where querytree(query) not in ('', 'T')
         union all select null, null limit 1",
    )
    .bind::<Text, _>(text)
    .bind::<Array<Text>, _>(beginnings)
    .get_result(conn)?;
    Ok(row
        .strict
        .zip(row.loose)
        .map(|(strict, loose)| Asked { strict, loose }))
}

/// $1 and $2 are the loose and the strict query, $3 and $4 the place where the page begins, $5 its length with the
/// one row that tells of a next page, $6 how many of the newest that match loosely are looked at,
/// $7 the horizon of the newest.
///
/// Most words that many articles have are answered by the newest few thousand alone. Only where those do not hold
/// enough are all looked at, and then there are not many.
fn ranking() -> String {
    format!(
        "with newest as materialized (
             select d.id, d.sorted_at, d.vector from search_documents d
             where d.vector @@ $1::tsquery and d.sorted_at >= $7::timestamptz and {VISIBLE}
             order by d.sorted_at desc, d.id desc limit $6
         ), candidates as materialized (
             select id, sorted_at, vector from newest where (select count(*) from newest) = $6
             union all
             (select d.id, d.sorted_at, d.vector from search_documents d
              where (select count(*) from newest) < $6 and d.vector @@ $1::tsquery and {VISIBLE}
              order by d.sorted_at desc, d.id desc limit $6)
         ), held as materialized (
             select id, vector from candidates where $1 = $2 or vector @@ $2::tsquery limit {CANDIDATES}
         ), ranked as materialized (
             select id, ts_rank('{{0.1, 0.3, 0.6, 1}}', vector, $2::tsquery, 1) as rank from held
         )
         select id, rank,
                (select count(*) from candidates) = $6 or (select count(*) from held) = {CANDIDATES} as is_bounded
         from ranked where $3::real is null or (rank, id) < ($3::real, $4::uuid)
         order by rank desc, id desc limit $5"
    )
}

#[derive(QueryableByName)]
struct Ranked {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Float)]
    rank: f32,
    #[diesel(sql_type = Bool)]
    is_bounded: bool,
}

/// What a page says of its rows: $1 are their ids, $2 is the query.
fn describing() -> String {
    format!(
        "select d.kind = 'article' as is_article, coalesce(e.slug, s.slug) as slug,
                ts_headline('site_index', search_spaced(translate(coalesce(e.title, s.title), '{START}{STOP}', '')),
                    $2::tsquery, 'HighlightAll=true, StartSel={START}, StopSel={STOP}') as title,
                ts_headline('site_index', left(concat_ws(' ',
                        search_spaced(translate(coalesce(e.excerpt, s.summary), '{START}{STOP}', '')), d.words),
                        {EXCERPT_FROM_CHARS}), $2::tsquery,
                    'MaxFragments=2, MinWords=18, MaxWords=28, StartSel={START}, StopSel={STOP}, FragmentDelimiter=\" … \"')
                    as excerpt,
                e.published_at
         from unnest($1) with ordinality as page (id, number)
         join search_documents d on d.id = page.id
         left join article_editions e on e.id = page.id
         left join services s on s.id = page.id
         order by page.number"
    )
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Bool)]
    is_article: bool,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    excerpt: String,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    published_at: Option<DateTime<Utc>>,
}

/// One page of what visitors can see and the query asks for.
pub(super) fn page(
    conn: &mut PgConnection,
    horizon: &Horizon,
    query: &SearchQuery,
    after: Option<SearchCursor>,
    limit: usize,
) -> Result<Found, DatabaseError> {
    let mut found = Found {
        hits: Vec::new(),
        next: None,
        query: query.clone(),
        instead: None,
        is_bounded: false,
    };
    let Some(asked) = ask(conn, query)? else {
        return Ok(found);
    };
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut ranked: Vec<Ranked> = diesel::sql_query(ranking())
        .bind::<Text, _>(&asked.loose)
        .bind::<Text, _>(&asked.strict)
        .bind::<Nullable<Float>, _>(after.map(|after| after.rank))
        .bind::<Nullable<SqlUuid>, _>(after.map(|after| after.id))
        .bind::<BigInt, _>(one_more)
        .bind::<BigInt, _>(asked.looked_at())
        .bind::<Text, _>(horizon.as_str())
        .load(conn)?;
    let has_more = ranked.len() > limit;
    ranked.truncate(limit);
    let Some(last) = ranked.last() else {
        return Ok(found);
    };
    found.is_bounded = last.is_bounded;
    found.next = has_more.then_some(SearchCursor {
        rank: last.rank,
        id: last.id,
    });
    let ids: Vec<Uuid> = ranked.iter().map(|row| row.id).collect();
    let rows: Vec<Row> = diesel::sql_query(describing())
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Text, _>(&asked.strict)
        .load(conn)?;
    found.hits = rows.into_iter().map(hit).collect();
    Ok(found)
}

fn hit(row: Row) -> Hit {
    Hit {
        kind: if row.is_article {
            HitKind::Article
        } else {
            HitKind::Service
        },
        slug: row.slug,
        title: Marked::parse(&row.title),
        excerpt: Marked::parse(&row.excerpt).cut(),
        published_at: row.published_at,
    }
}

#[derive(QueryableByName)]
struct PlanLine {
    #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
    line: String,
}

/// How PostgreSQL answers the first page of a query, with the times that it took; for the review of plans.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn explain_published(
    conn: &mut PgConnection,
    query: &SearchQuery,
) -> Result<String, DatabaseError> {
    conn.transaction(|conn| {
        let horizon = super::begin(conn)?;
        let Some(asked) = ask(conn, query)? else {
            return Ok(String::new());
        };
        let lines: Vec<PlanLine> = diesel::sql_query(format!(
            "explain (analyze, buffers, costs off) {}",
            ranking()
        ))
        .bind::<Text, _>(&asked.loose)
        .bind::<Text, _>(&asked.strict)
        .bind::<Nullable<Float>, _>(None::<f32>)
        .bind::<Nullable<SqlUuid>, _>(None::<Uuid>)
        .bind::<BigInt, _>(11)
        .bind::<BigInt, _>(asked.looked_at())
        .bind::<Text, _>(horizon.as_str())
        .load(conn)?;
        let lines: Vec<String> = lines.into_iter().map(|row| row.line).collect();
        Ok(lines.join("\n"))
    })
}
