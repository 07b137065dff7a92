//! From a draft to what visitors see: read it, look it over, publish it.

use domain::{
    AccountId, ArticleId, ContentId, ContentKind, Draft, FieldProblem, Schedule, SectionKey,
    ServiceId, Slug, Snapshot, Version,
};
use persistence::articles::{self, PublishOptions};
use persistence::{DatabaseError, PgConnection, SaveError, drafts, sections, services};

use super::checks;
use super::subject::Subject;

/// What the owner said beside the button.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PublishRequest {
    /// Keep no redirect from an address that changes.
    pub(crate) drop_old_address: bool,
    /// Take an address that leads to something else until now.
    pub(crate) take_address: bool,
}

/// Why it was not published.
pub(crate) enum Refusal {
    /// Something has to be mended first.
    Problems(Vec<FieldProblem>),
    /// Another page has the address.
    SlugTaken,
    /// The draft was saved meanwhile.
    Stale(Box<Draft>),
    /// It is gone.
    Missing,
    /// The database did not answer.
    Database(DatabaseError),
}

impl From<SaveError<Draft>> for Refusal {
    fn from(error: SaveError<Draft>) -> Self {
        match error {
            SaveError::SlugTaken => Self::SlugTaken,
            SaveError::Stale { current } => Self::Stale(current),
            SaveError::Missing => Self::Missing,
            SaveError::Database(error) => Self::Database(error),
        }
    }
}

impl From<DatabaseError> for Refusal {
    fn from(error: DatabaseError) -> Self {
        Self::Database(error)
    }
}

impl From<Vec<FieldProblem>> for Refusal {
    fn from(problems: Vec<FieldProblem>) -> Self {
        Self::Problems(problems)
    }
}

/// Publishes the draft of this version.
///
/// # Errors
/// [`Refusal`]; then visitors see what they saw before.
pub(crate) fn publish(
    conn: &mut PgConnection,
    subject: Subject,
    version: Version,
    author: AccountId,
    request: PublishRequest,
) -> Result<(), Refusal> {
    let snapshot = draft_of(conn, subject)?;
    blocked(conn, subject, &snapshot)?;
    match subject {
        Subject::Article(id) => publish_article(conn, id, version, author, &snapshot, request),
        Subject::Service(id) => publish_service(conn, id, version, author, &snapshot, request),
        Subject::Section(key) => publish_section(conn, key, version, author, &snapshot),
    }
}

fn draft_of(conn: &mut PgConnection, subject: Subject) -> Result<Snapshot, Refusal> {
    let id = subject.content_id(conn)?.ok_or(Refusal::Missing)?;
    let draft = drafts::find(conn, id)?.ok_or(Refusal::Missing)?;
    Ok(draft.snapshot)
}

/// Refuses what a visitor must not meet: an internal link to nowhere, a picture without its text.
fn blocked(conn: &mut PgConnection, subject: Subject, snapshot: &Snapshot) -> Result<(), Refusal> {
    let problems: Vec<_> = checks::of(conn, subject, snapshot)?
        .into_iter()
        .filter(|check| check.is_blocking)
        .map(|check| FieldProblem::new(check.field, check.message))
        .collect();
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.into())
    }
}

fn options(author: AccountId, body: &str, request: PublishRequest) -> PublishOptions {
    PublishOptions {
        author: Some(author),
        word_count: content::word_count(body),
        drop_old_address: request.drop_old_address,
    }
}

fn publish_article(
    conn: &mut PgConnection,
    id: ArticleId,
    version: Version,
    author: AccountId,
    snapshot: &Snapshot,
    request: PublishRequest,
) -> Result<(), Refusal> {
    let mut article = snapshot.to_article()?;
    if snapshot.get("slug").trim().is_empty() {
        article.slug = articles::free_slug(conn, id, &article.slug)?;
    }
    claim(conn, id.into(), "/articles", &article.slug, request)?;
    let options = options(author, article.body.as_str(), request);
    Ok(articles::publish(conn, id, version, &article, options)?)
}

/// Binds the draft of this version to a moment.
///
/// # Errors
/// [`Refusal`]; then nothing is scheduled that was not before.
pub(crate) fn schedule(
    conn: &mut PgConnection,
    id: ArticleId,
    version: Version,
    author: AccountId,
    schedule: &Schedule,
    request: PublishRequest,
) -> Result<(), Refusal> {
    let subject = Subject::Article(id);
    let snapshot = draft_of(conn, subject)?;
    blocked(conn, subject, &snapshot)?;
    let mut article = snapshot.to_article()?;
    if snapshot.get("slug").trim().is_empty() {
        article.slug = articles::free_slug(conn, id, &article.slug)?;
    }
    claim(conn, id.into(), "/articles", &article.slug, request)?;
    let options = options(author, article.body.as_str(), request);
    Ok(articles::schedule(
        conn, id, version, &article, schedule, options,
    )?)
}

/// An address that leads to something else is taken over only when that was said.
fn claim(
    conn: &mut PgConnection,
    id: ContentId,
    room: &str,
    slug: &Slug,
    request: PublishRequest,
) -> Result<(), Refusal> {
    if request.take_address {
        return Ok(());
    }
    match checks::claimed(conn, id, &format!("{room}/{slug}"))? {
        Some(message) => Err(vec![FieldProblem::new("slug", message)].into()),
        None => Ok(()),
    }
}

fn publish_service(
    conn: &mut PgConnection,
    id: ServiceId,
    version: Version,
    author: AccountId,
    snapshot: &Snapshot,
    request: PublishRequest,
) -> Result<(), Refusal> {
    let service = snapshot.to_service()?;
    claim(conn, id.into(), "/services", &service.slug, request)?;
    let options = options(author, service.body.as_str(), request);
    Ok(services::publish(conn, id, version, &service, options)?)
}

fn publish_section(
    conn: &mut PgConnection,
    key: SectionKey,
    version: Version,
    author: AccountId,
    snapshot: &Snapshot,
) -> Result<(), Refusal> {
    debug_assert_eq!(snapshot.kind(), ContentKind::Section(key));
    let content = snapshot.to_section()?;
    Ok(sections::publish(conn, &content, version, Some(author))?)
}
