//! Articles as the owner sees them in the panel: drafts, with what visitors see of each.

mod counts;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use domain::{ArticleId, ContentId};
use uuid::Uuid;

use crate::DatabaseError;
use crate::sql::containing;

pub use counts::{ArticleCounts, count, list_trashed};

/// Where an article stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleState {
    /// Visitors never saw it.
    Draft,
    /// Visitors see it.
    Published,
    /// They do not yet, and will.
    Scheduled,
    /// They did, and do not now.
    Withdrawn,
}

impl ArticleState {
    /// Every state.
    pub const ALL: [Self; 4] = [
        Self::Draft,
        Self::Published,
        Self::Scheduled,
        Self::Withdrawn,
    ];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Scheduled => "scheduled",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads the word; `None` for any other.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What visitors see of an article, and what they will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleStatus {
    /// Where it stands.
    pub state: ArticleState,
    /// The address of what visitors see.
    pub live_slug: Option<String>,
    /// The date that it carries, UTC.
    pub published_at: Option<DateTime<Utc>>,
    /// True when the draft differs from what visitors see.
    pub has_unpublished_changes: bool,
    /// When what was scheduled will be seen, UTC.
    pub scheduled_at: Option<DateTime<Utc>>,
    /// True when the draft differs from what was scheduled.
    pub has_schedule_difference: bool,
    /// When visitors will no longer see it, UTC.
    pub withdraw_at: Option<DateTime<Utc>>,
    /// The IANA zone in which the schedule was given.
    pub zone: Option<String>,
    /// True when it stands on top of the public list.
    pub is_pinned: bool,
}

/// An article in the panel's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleRow {
    /// Its id.
    pub id: ArticleId,
    /// The draft's title as typed; may be blank.
    pub title: String,
    /// The draft's address as typed; may be blank.
    pub slug: String,
    /// The draft's tags as typed.
    pub tags: String,
    /// When the draft was saved last, UTC.
    pub saved_at: DateTime<Utc>,
    /// Where it stands.
    pub status: ArticleStatus,
}

/// Which articles a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleFilter {
    /// Only those in this state.
    pub state: Option<ArticleState>,
    /// Only those whose draft differs from what visitors see.
    pub has_unpublished_changes: bool,
    /// Only those whose title, address, tags or text hold these words.
    pub words: String,
    /// Only those whose draft has this tag.
    pub tag: String,
}

/// How a list is sorted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ArticleOrder {
    /// The draft that was saved last comes first.
    #[default]
    Saved,
    /// By title, A to Z.
    Title,
    /// By the date that they carry, the newest first; those without one last.
    Published,
}

impl ArticleOrder {
    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Title => "title",
            Self::Published => "published",
        }
    }

    /// Reads the word; any other is the usual order.
    pub fn parse(word: &str) -> Self {
        match word {
            "title" => Self::Title,
            "published" => Self::Published,
            _ => Self::Saved,
        }
    }

    /// How rows are sorted. Sorting by a key and the id makes every order one that can be paged by
    /// key; the first two have an index.
    fn key(self) -> SortKey {
        match self {
            Self::Saved => SortKey {
                sorted_by: "drafts.saved_at",
                as_text: "to_char(drafts.saved_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')",
                parameter: "$5::timestamptz",
                comparison: "<",
                direction: "desc",
            },
            Self::Title => SortKey {
                sorted_by: "lower(drafts.title)",
                as_text: "lower(drafts.title)",
                parameter: "$5",
                comparison: ">",
                direction: "asc",
            },
            Self::Published => SortKey {
                sorted_by: PUBLISHED_KEY,
                as_text: PUBLISHED_KEY,
                parameter: "$5",
                comparison: "<",
                direction: "desc",
            },
        }
    }

    /// True for a text that can be the key of a place in a list of this order.
    fn can_begin_at(self, key: &str) -> bool {
        match self {
            Self::Saved => key.parse::<DateTime<Utc>>().is_ok(),
            Self::Title | Self::Published => true,
        }
    }
}

const PUBLISHED_KEY: &str = "coalesce(to_char(coalesce(live.published_at, next.published_at, past.published_at) \
     at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '')";

/// The parts of a query that sort and page it.
struct SortKey {
    sorted_by: &'static str,
    as_text: &'static str,
    parameter: &'static str,
    comparison: &'static str,
    direction: &'static str,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Text)]
    title: String,
    #[diesel(sql_type = Text)]
    slug: String,
    #[diesel(sql_type = Text)]
    tags: String,
    #[diesel(sql_type = Timestamptz)]
    saved_at: DateTime<Utc>,
    #[diesel(sql_type = Bool)]
    is_pinned: bool,
    #[diesel(sql_type = Text)]
    state: String,
    #[diesel(sql_type = Nullable<Text>)]
    live_slug: Option<String>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    published_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    has_unpublished_changes: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    scheduled_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Bool)]
    has_schedule_difference: bool,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    withdraw_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Nullable<Text>)]
    zone: Option<String>,
    #[diesel(sql_type = Text)]
    sort_key: String,
}

impl Row {
    fn into_row(self) -> ArticleRow {
        ArticleRow {
            id: ArticleId::from_uuid(self.id),
            title: self.title,
            slug: self.slug,
            tags: self.tags,
            saved_at: self.saved_at,
            status: ArticleStatus {
                state: ArticleState::parse(&self.state).unwrap_or(ArticleState::Draft),
                live_slug: self.live_slug,
                published_at: self.published_at,
                has_unpublished_changes: self.has_unpublished_changes,
                scheduled_at: self.scheduled_at,
                has_schedule_difference: self.has_schedule_difference,
                withdraw_at: self.withdraw_at,
                zone: self.zone,
                is_pinned: self.is_pinned,
            },
        }
    }
}

/// The draft of each article with its editions: the live one, the next one, the last one. At most
/// one of each exists.
const FROM: &str = "
    from contents
    join drafts on drafts.content_id = contents.id
    left join lateral (
        select e.*, r.fields_hash from article_editions e join revisions r on r.id = e.revision_id
        where e.article_id = contents.id and e.visible_from <= now()
          and (e.visible_until is null or e.visible_until > now())
    ) live on true
    left join lateral (
        select e.*, r.fields_hash from article_editions e join revisions r on r.id = e.revision_id
        where e.article_id = contents.id and e.visible_from > now()
        order by e.visible_from limit 1
    ) next on true
    left join lateral (
        select e.published_at from article_editions e
        where e.article_id = contents.id and e.visible_until <= now()
        order by e.visible_from desc limit 1
    ) past on true
    cross join lateral (
        select case when live.id is not null then 'published'
                    when next.id is not null then 'scheduled'
                    when past.published_at is not null then 'withdrawn'
                    else 'draft' end as state,
               (live.id is not null and live.fields_hash <> drafts.fields_hash) as is_changed
    ) standing
    where contents.kind = 'article'";

const COLUMNS: &str = "contents.id, drafts.title, coalesce(drafts.fields ->> 'slug', '') as slug,
    coalesce(drafts.fields ->> 'tags', '') as tags, drafts.saved_at, contents.is_pinned,
    standing.state, live.slug as live_slug,
    coalesce(live.published_at, past.published_at) as published_at,
    standing.is_changed as has_unpublished_changes,
    next.visible_from as scheduled_at,
    coalesce(next.fields_hash <> drafts.fields_hash, false) as has_schedule_difference,
    coalesce(next.visible_until, case when next.id is null then live.visible_until end) as withdraw_at,
    coalesce(next.zone, case when live.visible_until is not null then live.zone end) as zone";

/// The filters, as conditions on the numbered parameters $1 to $4.
const MATCHES: &str = "
    and contents.trashed_at is null
    and ($1 = '' or standing.state = $1)
    and (not $2 or standing.is_changed)
    and ($3 = '' or drafts.title ilike $3 or drafts.fields ->> 'slug' ilike $3
         or drafts.fields ->> 'tags' ilike $3 or drafts.fields ->> 'body' ilike $3)
    and ($4 = '' or exists (
        select from regexp_split_to_table(drafts.fields ->> 'tags', '[,\\n]') as name
        where lower(btrim(name)) = lower($4)))";

/// The words as a pattern, or nothing at all where there are none.
fn pattern(words: &str) -> String {
    if words.trim().is_empty() {
        String::new()
    } else {
        containing(words)
    }
}

/// The place in a list behind which the next page begins: the sort key and the id.
pub type Place = (String, ContentId);

/// A page of articles that stand, with the place behind its last one when there are more.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    filter: &ArticleFilter,
    order: ArticleOrder,
    after: Option<&Place>,
    limit: usize,
) -> Result<(Vec<ArticleRow>, Option<Place>), DatabaseError> {
    let SortKey {
        sorted_by,
        as_text,
        parameter,
        comparison,
        direction,
    } = order.key();
    // A place that was not made here is the beginning.
    let after = after.filter(|(key, _)| order.can_begin_at(key));
    let query = format!(
        "select {COLUMNS}, {as_text} as sort_key {FROM} {MATCHES}
         and ($5 is null or ({sorted_by}, drafts.content_id) {comparison} ({parameter}, $6))
         order by {sorted_by} {direction}, drafts.content_id {direction} limit $7"
    );
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows: Vec<Row> = diesel::sql_query(query)
        .bind::<Text, _>(filter.state.map_or("", ArticleState::as_str))
        .bind::<Bool, _>(filter.has_unpublished_changes)
        .bind::<Text, _>(pattern(&filter.words))
        .bind::<Text, _>(filter.tag.trim())
        .bind::<Nullable<Text>, _>(after.map(|(key, _)| key))
        .bind::<Nullable<SqlUuid>, _>(after.map(|(_, id)| id.as_uuid()))
        .bind::<BigInt, _>(wanted)
        .load(conn)?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows
        .last()
        .filter(|_| has_more)
        .map(|row| (row.sort_key.clone(), ContentId::from_uuid(row.id)));
    Ok((rows.into_iter().map(Row::into_row).collect(), next))
}

/// Where an article that stands stands.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_status(
    conn: &mut PgConnection,
    id: ArticleId,
) -> Result<Option<ArticleStatus>, DatabaseError> {
    let query = format!(
        "select {COLUMNS}, '' as sort_key {FROM} and contents.trashed_at is null and contents.id = $1"
    );
    let row: Option<Row> = diesel::sql_query(query)
        .bind::<SqlUuid, _>(id.as_uuid())
        .get_result(conn)
        .optional()?;
    Ok(row.map(|row| row.into_row().status))
}
