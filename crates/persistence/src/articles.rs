//! What the owner writes.

mod listing;
mod publication;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    Article, ArticleDraft, ArticleId, MarkdownText, Publication, Slug, Summary, Title, Version,
};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::articles;
use crate::{DatabaseError, SaveError, paths, redirects, tags};

pub use listing::{
    any_published, count_by_state, list, list_deleted, list_published, list_published_addresses,
    list_published_for_feed,
};
pub use publication::{delete, insert_and_publish, publish, restore, update_and_publish, withdraw};

#[derive(Queryable, Selectable)]
#[diesel(table_name = articles, check_for_backend(diesel::pg::Pg))]
struct ArticleRow {
    id: Uuid,
    slug: String,
    title: String,
    excerpt: Option<String>,
    body: String,
    state: String,
    published_at: Option<DateTime<Utc>>,
    version: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
    deleted_at: Option<DateTime<Utc>>,
}

/// The two columns that say whether visitors see an article, as one value.
fn publication_of(state: &str, published_at: Option<DateTime<Utc>>) -> Publication {
    match published_at {
        Some(at) if state == "published" => Publication::Published { at },
        // A withdrawn article keeps its date in the database only, for the next publication.
        _ => Publication::Draft,
    }
}

fn excerpt_of(text: Option<String>) -> Result<Option<Summary>, DatabaseError> {
    text.map(|text| stored("articles.excerpt", Summary::parse(&text)))
        .transpose()
}

impl ArticleRow {
    fn into_article(self, tags: Vec<domain::Tag>) -> Result<Article, DatabaseError> {
        Ok(Article {
            id: ArticleId::from_uuid(self.id),
            slug: stored("articles.slug", Slug::parse(&self.slug))?,
            title: stored("articles.title", Title::parse(&self.title))?,
            excerpt: excerpt_of(self.excerpt)?,
            body: stored("articles.body", MarkdownText::parse(&self.body))?,
            tags,
            publication: publication_of(&self.state, self.published_at),
            version: Version::new(self.version),
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
        })
    }
}

fn with_tags(
    conn: &mut PgConnection,
    rows: Vec<ArticleRow>,
) -> Result<Vec<Article>, DatabaseError> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut tags = tags::of_articles(conn, &ids)?;
    rows.into_iter()
        .map(|row| {
            let tags = tags.remove(&row.id).unwrap_or_default();
            row.into_article(tags)
        })
        .collect()
}

/// An article that visitors can read.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_published_by_slug(
    conn: &mut PgConnection,
    slug: &Slug,
) -> Result<Option<Article>, DatabaseError> {
    let rows = articles::table
        .filter(articles::slug.eq(slug.as_str()))
        .filter(articles::deleted_at.is_null())
        .filter(articles::state.eq("published"))
        .select(ArticleRow::as_select())
        .load(conn)?;
    Ok(with_tags(conn, rows)?.pop())
}

/// True when visitors once read an article at this address and it was deleted since.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn published_was_deleted(conn: &mut PgConnection, slug: &Slug) -> Result<bool, DatabaseError> {
    let was_deleted: bool = diesel::select(diesel::dsl::exists(
        articles::table
            .filter(articles::slug.eq(slug.as_str()))
            .filter(articles::deleted_at.is_not_null())
            .filter(articles::published_at.is_not_null()),
    ))
    .get_result(conn)?;
    Ok(was_deleted || redirects::leads_to_deleted(conn, &paths::article(slug))?)
}

/// An article that stands, draft or published.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: ArticleId) -> Result<Option<Article>, DatabaseError> {
    let rows = articles::table
        .find(id.as_uuid())
        .filter(articles::deleted_at.is_null())
        .select(ArticleRow::as_select())
        .load(conn)?;
    Ok(with_tags(conn, rows)?.pop())
}

/// Adds an article as a draft.
///
/// # Errors
/// [`SaveError::SlugTaken`]; [`SaveError::Database`] when the database did not answer.
pub fn insert(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
) -> Result<Article, SaveError<Article>> {
    conn.transaction(|conn| {
        diesel::insert_into(articles::table)
            .values((articles::id.eq(id.as_uuid()), Columns::of(draft)))
            .execute(conn)?;
        tags::assign(conn, id, &draft.tags)?;
        find(conn, id)?.ok_or(SaveError::Missing)
    })
}

/// Stores an article made from the version `expected`. When the address of an article changes that
/// visitors knew, the old address leads to the new one.
///
/// # Errors
/// [`SaveError::SlugTaken`]; [`SaveError::Stale`] with what is stored now; [`SaveError::Missing`]
/// when it is gone; [`SaveError::Database`] when the database did not answer.
pub fn update(
    conn: &mut PgConnection,
    id: ArticleId,
    draft: &ArticleDraft,
    expected: Version,
) -> Result<Article, SaveError<Article>> {
    conn.transaction(|conn| {
        let (old_slug, version, published_at): (String, i64, Option<DateTime<Utc>>) =
            articles::table
                .find(id.as_uuid())
                .filter(articles::deleted_at.is_null())
                .select((articles::slug, articles::version, articles::published_at))
                .for_update()
                .first(conn)
                .optional()?
                .ok_or(SaveError::Missing)?;
        if version != expected.get() {
            let current = find(conn, id)?.ok_or(SaveError::Missing)?;
            return Err(SaveError::Stale {
                current: Box::new(current),
            });
        }
        diesel::update(articles::table.find(id.as_uuid()))
            .set((
                Columns::of(draft),
                articles::version.eq(articles::version + 1),
                articles::updated_at.eq(diesel::dsl::now),
            ))
            .execute(conn)?;
        tags::assign(conn, id, &draft.tags)?;
        if published_at.is_some() && old_slug != draft.slug.as_str() {
            let old_slug = stored("articles.slug", Slug::parse(&old_slug))?;
            redirects::keep_old_address(
                conn,
                &paths::article(&old_slug),
                redirects::Target::Article(id),
            )?;
        }
        let article = find(conn, id)?.ok_or(SaveError::Missing)?;
        // What visitors cannot see takes no address away from what they can.
        if article.publication.is_published() {
            redirects::release(conn, &paths::article(&article.slug))?;
        }
        Ok(article)
    })
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = articles, treat_none_as_null = true)]
struct Columns<'a> {
    slug: &'a str,
    title: &'a str,
    excerpt: Option<&'a str>,
    body: &'a str,
    word_count: i32,
}

impl<'a> Columns<'a> {
    fn of(draft: &'a ArticleDraft) -> Self {
        let body = draft.body.as_str();
        Self {
            slug: draft.slug.as_str(),
            title: draft.title.as_str(),
            excerpt: draft.excerpt.as_ref().map(Summary::as_str),
            body,
            word_count: i32::try_from(draft.body.word_count()).unwrap_or(i32::MAX),
        }
    }
}
