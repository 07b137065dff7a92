//! Publishing and withdrawing at a moment to come. The moment stands in the edition itself; the
//! jobs written beside it are for what shall follow, never for what visitors see.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    ArticleDraft, ArticleId, Authorship, Boundary, BoundaryKind, ContentKind, Draft,
    RevisionReason, Schedule, TimeZone, Version,
};

use crate::{
    DatabaseError, SaveError, contents as identities, drafts, jobs, paths, redirects, series,
};

use super::editions::{self, Span};
use super::publication::{PublishOptions, settle_addresses};

/// Binds the draft as it stands to a moment: it will be seen from then on, until the end if there is
/// one. Later edits of the draft do not ride along. An earlier schedule is replaced; what is live
/// stays so until the moment.
///
/// # Errors
/// As [`super::publish`].
pub fn schedule(
    conn: &mut PgConnection,
    id: ArticleId,
    expected: Version,
    article: &ArticleDraft,
    schedule: &Schedule,
    options: PublishOptions,
) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        let current = drafts::expect(conn, id.into(), ContentKind::Article, expected)?;
        let now = identities::database_time(conn)?;
        let found = editions::of_article(conn, id, now)?;
        if let Some(scheduled) = &found.scheduled {
            editions::delete(conn, scheduled.id)?;
        }
        let fields = current.snapshot()?.with_slug(&article.slug);
        let revision = identities::keep_as(
            conn,
            &current,
            &fields,
            Authorship {
                author: options.author,
                reason: RevisionReason::Schedule,
            },
        )?;
        // The database's clock decides what is in the past, not the program's.
        let from = schedule.publish_at().max(now);
        if let Some(live) = &found.live {
            editions::end_at(conn, live.id, Some(from))?;
        }
        let known = found.live.as_ref().or(found.past.as_ref());
        let span = Span {
            published_at: known.map_or(from, |edition| edition.published_at),
            from,
            until: schedule.withdraw_at(),
            zone: schedule.zone().name(),
        };
        editions::insert(conn, id, article, options.word_count, revision, &span)?;
        // While the old address is live it wins over its redirect; from the moment on, the redirect
        // takes over by itself.
        settle_addresses(conn, id, &found, &article.slug, options.drop_old_address)?;
        series::settle(conn, id, found.live.as_ref().and_then(|live| live.series))?;
        identities::mark_public(conn, id.into())?;
        announce(conn, id, BoundaryKind::Published, from)?;
        if let Some(until) = schedule.withdraw_at() {
            announce(conn, id, BoundaryKind::Withdrawn, until)?;
        }
        Ok(())
    })
}

/// Asks for what shall follow at a moment, once.
fn announce(
    conn: &mut PgConnection,
    id: ArticleId,
    kind: BoundaryKind,
    at: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    jobs::boundary::schedule(conn, id.as_uuid(), Boundary { kind, at })?;
    Ok(())
}

/// Cancels what was scheduled; what is live stays without an end.
///
/// # Errors
/// [`SaveError::Missing`] when the article is gone; [`SaveError::Database`] when the database did
/// not answer.
pub fn cancel_schedule(conn: &mut PgConnection, id: ArticleId) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        drafts::lock(conn, id.into())?
            .filter(|current| !current.is_trashed)
            .ok_or(SaveError::Missing)?;
        let now = identities::database_time(conn)?;
        let found = editions::of_article(conn, id, now)?;
        if let Some(scheduled) = &found.scheduled {
            editions::delete(conn, scheduled.id)?;
        }
        if let Some(live) = &found.live {
            editions::end_at(conn, live.id, None)?;
            // It was to move away from here, and stays.
            redirects::release(conn, &paths::article(&live.slug))?;
        }
        Ok(())
    })
}

/// Sets the moment at which visitors no longer see what is live; a publication that was scheduled is
/// called off.
///
/// # Errors
/// [`SaveError::Missing`] when the article is gone or not live; [`SaveError::Database`] when the
/// database did not answer.
pub fn schedule_withdrawal(
    conn: &mut PgConnection,
    id: ArticleId,
    at: DateTime<Utc>,
    zone: TimeZone,
) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        drafts::lock(conn, id.into())?
            .filter(|current| !current.is_trashed)
            .ok_or(SaveError::Missing)?;
        let now = identities::database_time(conn)?;
        let found = editions::of_article(conn, id, now)?;
        let live = found.live.ok_or(SaveError::Missing)?;
        if let Some(scheduled) = &found.scheduled {
            editions::delete(conn, scheduled.id)?;
            redirects::release(conn, &paths::article(&live.slug))?;
        }
        let at = at.max(now);
        editions::end_at(conn, live.id, Some(at))?;
        editions::set_zone(conn, live.id, zone)?;
        Ok(announce(conn, id, BoundaryKind::Withdrawn, at)?)
    })
}
