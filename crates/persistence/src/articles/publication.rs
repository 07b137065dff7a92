//! Publishing, withdrawing, the trash and pins.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    ArticleDraft, ArticleId, Authorship, ContentKind, Draft, RevisionId, RevisionReason, Slug,
    Version,
};

use crate::drafts::{self, Current};
use crate::schema::{article_editions, contents};
use crate::{DatabaseError, SaveError, contents as identities, paths, redirects, series};

use super::editions::{self, Editions, Span};

/// How a publication is done.
#[derive(Debug, Clone, Copy)]
pub struct PublishOptions {
    /// Who publishes.
    pub author: Option<domain::AccountId>,
    /// Words to read, without code.
    pub word_count: u32,
    /// True to keep no redirect from an address that changes.
    pub drop_old_address: bool,
}

/// Makes the draft what visitors see, from now on. `article` is what the draft of the version
/// `expected` says. Publishing what is live already changes nothing. A publication that was
/// scheduled is cancelled: otherwise an older text would replace this one later.
///
/// # Errors
/// [`SaveError::Stale`] when the draft was saved meanwhile; [`SaveError::SlugTaken`];
/// [`SaveError::Missing`] when the article is gone; [`SaveError::Database`] when the database did
/// not answer.
pub fn publish(
    conn: &mut PgConnection,
    id: ArticleId,
    expected: Version,
    article: &ArticleDraft,
    options: PublishOptions,
) -> Result<(), SaveError<Draft>> {
    publish_dated(conn, id, expected, article, options, None)
}

/// As [`publish`], with the date that a first publication carries; for the starter content.
pub(crate) fn publish_dated(
    conn: &mut PgConnection,
    id: ArticleId,
    expected: Version,
    article: &ArticleDraft,
    options: PublishOptions,
    date: Option<DateTime<Utc>>,
) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = drafts::expect(conn, id.into(), ContentKind::Article, expected)?;
        let now = identities::database_time(conn)?;
        let found = editions::of_article(conn, id, now)?;
        let fields = current.snapshot()?.with_slug(&article.slug);
        let was_cancelled = found.scheduled.is_some();
        if let Some(scheduled) = &found.scheduled {
            editions::delete(conn, scheduled.id)?;
        }
        if let Some(live) = &found.live
            && current.revision == Some(live.revision.as_uuid())
        {
            // The draft is what is live; only an end or a later publication may have to go.
            if was_cancelled {
                editions::end_at(conn, live.id, None)?;
            }
            return Ok(());
        }
        let revision = identities::keep_as(
            conn,
            &current,
            &fields,
            Authorship {
                author: options.author,
                reason: RevisionReason::Publish,
            },
        )?;
        if let Some(live) = &found.live {
            editions::update(conn, live, article, options.word_count, revision, now)?;
            if was_cancelled {
                editions::end_at(conn, live.id, None)?;
            }
        } else {
            let before = found.past.as_ref();
            let published_at = before.map(|past| past.published_at).or(date).unwrap_or(now);
            let span = Span {
                published_at,
                from: now,
                until: None,
                zone: "UTC",
            };
            editions::insert(conn, id, article, options.word_count, revision, &span)?;
            if let Some(past) = before {
                editions::delete(conn, past.id)?;
            }
        }
        settle_addresses(conn, id, &found, &article.slug, options.drop_old_address)?;
        redirects::release(conn, &paths::article(&article.slug))?;
        series::settle(conn, id, found.live.as_ref().and_then(|live| live.series))?;
        series::release(conn, article)?;
        identities::mark_public(conn, id.into())?;
        Ok(())
    })
}

/// Keeps the old address of what visitors knew, where it changes. One that they knew before a
/// withdrawal may lead to something else by now, which it then goes on doing.
pub(super) fn settle_addresses(
    conn: &mut PgConnection,
    id: ArticleId,
    found: &Editions,
    new: &Slug,
    drop_old_address: bool,
) -> Result<(), DatabaseError> {
    let Some(old) = found.live.as_ref().or(found.past.as_ref()) else {
        return Ok(());
    };
    if old.slug == *new {
        return Ok(());
    }
    let path = paths::article(&old.slug);
    if drop_old_address {
        redirects::forget_own(conn, &path, id.into())
    } else if found.live.is_some() {
        redirects::keep_old_address(conn, &path, id.into())
    } else {
        redirects::keep_if_free(conn, &path, id.into())
    }
}

/// Takes an article back from visitors; its date is kept for the next publication, and a scheduled
/// one is cancelled. What was live is marked in the history. Withdrawing what is not live changes
/// nothing.
///
/// # Errors
/// [`SaveError::Missing`] when it is gone; [`SaveError::Database`] when the database did not
/// answer.
pub fn withdraw(
    conn: &mut PgConnection,
    id: ArticleId,
    author: Option<domain::AccountId>,
) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = drafts::lock(conn, id.into())?
            .filter(|current| !current.is_trashed && current.kind == ContentKind::Article)
            .ok_or(SaveError::Missing)?;
        let now = identities::database_time(conn)?;
        let found = editions::of_article(conn, id, now)?;
        if let Some(scheduled) = &found.scheduled {
            editions::delete(conn, scheduled.id)?;
        }
        let Some(live) = &found.live else {
            return Ok(());
        };
        if let Some(past) = &found.past {
            editions::delete(conn, past.id)?;
        }
        editions::end_at(conn, live.id, Some(now.max(live.visible_from)))?;
        mark_withdrawal(conn, &current, live.revision, author)?;
        Ok(())
    })
}

fn mark_withdrawal(
    conn: &mut PgConnection,
    current: &Current,
    live: RevisionId,
    author: Option<domain::AccountId>,
) -> Result<(), DatabaseError> {
    let fields: serde_json::Value = crate::schema::revisions::table
        .find(live.as_uuid())
        .select(crate::schema::revisions::fields)
        .first(conn)?;
    crate::revisions::insert(
        conn,
        &crate::revisions::NewRevision {
            content: current.id,
            fields: &fields,
            authorship: Authorship {
                author,
                reason: RevisionReason::Unpublish,
            },
            draft_version: 0,
            parent: current.parent,
            source: Some(live),
            made_at: None,
        },
    )?;
    Ok(())
}

/// Puts an article into the trash with all of its editions, so that it can be restored; `false`
/// when it is there already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id: ArticleId) -> Result<bool, DatabaseError> {
    conn.transaction(|conn| {
        if !identities::trash(conn, id.into(), ContentKind::Article)? {
            return Ok(false);
        }
        diesel::update(
            article_editions::table.filter(article_editions::article_id.eq(id.as_uuid())),
        )
        .set(article_editions::is_trashed.eq(true))
        .execute(conn)?;
        Ok(true)
    })
}

/// Brings an article back from the trash as it was, published, scheduled or not; `false` when
/// there is none in it. What was scheduled for a moment that passed in the trash is not published
/// by coming back: nobody saw it, and nobody looked at it since.
///
/// # Errors
/// [`SaveError::SlugTaken`] when another article has its address by now; [`SaveError::Database`]
/// when the database did not answer.
pub fn restore(conn: &mut PgConnection, id: ArticleId) -> Result<bool, SaveError<Draft>> {
    conn.transaction(|conn| {
        let Some(trashed_at) = identities::take_from_trash(conn, id.into(), ContentKind::Article)?
        else {
            return Ok(false);
        };
        let of_article =
            article_editions::table.filter(article_editions::article_id.eq(id.as_uuid()));
        let now = identities::database_time(conn)?;
        diesel::delete(
            of_article
                .filter(article_editions::visible_from.gt(trashed_at))
                .filter(article_editions::visible_from.le(now)),
        )
        .execute(conn)?;
        // Its address was free meanwhile, so what is live has it from now on only.
        diesel::update(
            of_article
                .filter(article_editions::visible_from.le(now))
                .filter(
                    article_editions::visible_until
                        .is_null()
                        .or(article_editions::visible_until.gt(now)),
                ),
        )
        .set((
            article_editions::visible_from.eq(now),
            article_editions::is_trashed.eq(false),
        ))
        .execute(conn)?;
        diesel::update(of_article)
            .set(article_editions::is_trashed.eq(false))
            .execute(conn)?;
        Ok(true)
    })
}

/// Puts an article on top of the public list, or takes it from there; `false` when it is gone.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn set_pinned(
    conn: &mut PgConnection,
    id: ArticleId,
    is_pinned: bool,
) -> Result<bool, DatabaseError> {
    let changed = diesel::update(
        contents::table
            .find(id.as_uuid())
            .filter(contents::kind.eq("article"))
            .filter(contents::trashed_at.is_null()),
    )
    .set(contents::is_pinned.eq(is_pinned))
    .execute(conn)?;
    Ok(changed > 0)
}

/// An address like the wanted one that no other article has, now or as scheduled: the wanted one, or
/// one with a number behind it.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn free_slug(
    conn: &mut PgConnection,
    id: ArticleId,
    wanted: &Slug,
) -> Result<Slug, DatabaseError> {
    let taken: Vec<String> = article_editions::table
        .filter(article_editions::article_id.ne(id.as_uuid()))
        .filter(article_editions::is_trashed.eq(false))
        .filter(
            article_editions::visible_until
                .is_null()
                .or(article_editions::visible_until.gt(diesel::dsl::now)),
        )
        .filter(
            article_editions::slug
                .eq(wanted.as_str())
                .or(article_editions::slug.like(format!("{}-%", stem(wanted)))),
        )
        .select(article_editions::slug)
        .load(conn)?;
    let is_free = |slug: &Slug| !taken.iter().any(|other| other == slug.as_str());
    if is_free(wanted) {
        return Ok(wanted.clone());
    }
    let numbered =
        (2..1_000).filter_map(|number| Slug::parse(&format!("{}-{number}", stem(wanted))).ok());
    Ok(numbered
        .into_iter()
        .find(is_free)
        .unwrap_or_else(|| wanted.clone()))
}

/// So much of an address that a number fits behind it.
fn stem(slug: &Slug) -> &str {
    let text = slug.as_str();
    text.get(..Slug::MAX_CHARS - 4)
        .unwrap_or(text)
        .trim_end_matches('-')
}
