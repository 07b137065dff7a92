//! Publishing, withdrawing, deleting and bringing back.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{Article, ArticleDraft, ArticleId, Version};

use crate::schema::articles;
use crate::sql::coalesce;
use crate::{DatabaseError, SaveError, paths, redirects};

use super::find;

/// Makes an article public. Its date is the one of its first publication. Publishing what is
/// public already changes nothing.
///
/// # Errors
/// [`SaveError::Missing`] when it is gone; [`SaveError::Database`] when the database did not
/// answer.
pub fn publish(
    conn: &mut PgConnection,
    id: ArticleId,
    now: DateTime<Utc>,
) -> Result<Article, SaveError<Article>> {
    conn.transaction(|conn| {
        diesel::update(
            articles::table
                .find(id.as_uuid())
                .filter(articles::deleted_at.is_null())
                .filter(articles::state.eq("draft")),
        )
        .set((
            articles::state.eq("published"),
            articles::published_at.eq(coalesce(articles::published_at, Some(now))),
        ))
        .execute(conn)?;
        let article = find(conn, id)?.ok_or(SaveError::Missing)?;
        redirects::release(conn, &paths::article(&article.slug))?;
        Ok(article)
    })
}

/// Adds an article and makes it public, both or neither.
///
/// # Errors
/// As [`super::insert`] and [`publish`].
pub fn insert_and_publish(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
    now: DateTime<Utc>,
) -> Result<Article, SaveError<Article>> {
    conn.transaction(|conn| {
        super::insert(conn, id, draft)?;
        publish(conn, id, now)
    })
}

/// Stores an article and makes it public, both or neither.
///
/// # Errors
/// As [`super::update`] and [`publish`].
pub fn update_and_publish(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
    expected: Version,
    now: DateTime<Utc>,
) -> Result<Article, SaveError<Article>> {
    conn.transaction(|conn| {
        super::update(conn, id, draft, expected)?;
        publish(conn, id, now)
    })
}

/// Takes an article back from visitors; its date is kept for the next publication.
///
/// # Errors
/// [`SaveError::Missing`] when it is gone; [`SaveError::Database`] when the database did not
/// answer.
pub fn withdraw(conn: &mut PgConnection, id: ArticleId) -> Result<Article, SaveError<Article>> {
    diesel::update(
        articles::table
            .find(id.as_uuid())
            .filter(articles::deleted_at.is_null()),
    )
    .set(articles::state.eq("draft"))
    .execute(conn)?;
    find(conn, id)?.ok_or(SaveError::Missing)
}

/// Deletes an article so that it can be restored; `false` when it is gone already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id: ArticleId) -> Result<bool, DatabaseError> {
    let changed = diesel::update(
        articles::table
            .find(id.as_uuid())
            .filter(articles::deleted_at.is_null()),
    )
    .set(articles::deleted_at.eq(diesel::dsl::now))
    .execute(conn)?;
    Ok(changed > 0)
}

/// Brings a deleted article back as it was, published or not.
///
/// # Errors
/// [`SaveError::SlugTaken`] when another article has its address by now; [`SaveError::Missing`]
/// when there is no such article; [`SaveError::Database`] when the database did not answer.
pub fn restore(conn: &mut PgConnection, id: ArticleId) -> Result<Article, SaveError<Article>> {
    diesel::update(articles::table.find(id.as_uuid()))
        .set(articles::deleted_at.eq(None::<DateTime<Utc>>))
        .execute(conn)?;
    find(conn, id)?.ok_or(SaveError::Missing)
}
