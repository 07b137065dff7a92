//! What a new site begins with.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::{
    ArticleDraft, ArticleId, Authorship, ContentId, Draft, RevisionReason, SectionContent,
    ServiceDraft, ServiceId, SiteSettings, Snapshot, Version,
};
use uuid::Uuid;

use crate::articles::PublishOptions;
use crate::drafts::Save;
use crate::schema::site_settings;
use crate::{DatabaseError, SaveError, articles, drafts, sections, services, settings};

/// The first content of a site.
#[derive(Debug, Clone)]
pub struct InitialContent {
    /// The settings.
    pub settings: SiteSettings,
    /// One per section, in the order of the page.
    pub sections: Vec<SectionContent>,
    /// Services, in order.
    pub services: Vec<ServiceDraft>,
    /// Articles, all published, the newest last.
    pub articles: Vec<ArticleDraft>,
    /// Counts the words to read in a Markdown text; what stores it does not know Markdown.
    pub count_words: fn(&str) -> u32,
}

/// Fills a database that holds no site yet, in one transaction; `false` when it holds one. After
/// that it is ordinary content: what the owner deletes never comes back.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was stored.
pub fn initialise(
    conn: &mut PgConnection,
    content: &InitialContent,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    conn.transaction(|conn| {
        // Two programs that start at once must not both find the database empty.
        conn.batch_execute("lock table site_settings in exclusive mode")?;
        let exists: bool = diesel::select(diesel::dsl::exists(
            site_settings::table.select(site_settings::id),
        ))
        .get_result(conn)?;
        if exists {
            return Ok(false);
        }
        settings::insert(conn, &content.settings)?;
        for (section, position) in content.sections.iter().zip(1_i32..) {
            sections::insert(conn, section, position)?;
        }
        for service in &content.services {
            publish_service(conn, service).map_err(database_error)?;
        }
        for (article, age) in content.articles.iter().rev().zip(0_i32..) {
            // A minute apart, so that their order is that of the list.
            let date = now - TimeDelta::minutes(i64::from(age));
            let word_count = (content.count_words)(article.body.as_str());
            publish_article(conn, article, word_count, date).map_err(database_error)?;
        }
        Ok(true)
    })
}

fn first_save(
    conn: &mut PgConnection,
    id: ContentId,
    fields: &Snapshot,
) -> Result<Version, SaveError<Draft>> {
    let save = Save {
        id,
        snapshot: fields,
        expected: Version::new(0),
        key: None,
        authorship: Authorship {
            author: None,
            reason: RevisionReason::Import,
        },
    };
    Ok(drafts::save(conn, &save)?.version)
}

fn options(word_count: u32) -> PublishOptions {
    PublishOptions {
        author: None,
        word_count,
        drop_old_address: false,
    }
}

fn publish_service(
    conn: &mut PgConnection,
    service: &ServiceDraft,
) -> Result<(), SaveError<Draft>> {
    let id = ServiceId::from_uuid(Uuid::now_v7());
    let version = first_save(conn, id.into(), &Snapshot::of_service(service))?;
    services::publish(conn, id, version, service, options(0))
}

fn publish_article(
    conn: &mut PgConnection,
    article: &ArticleDraft,
    word_count: u32,
    date: DateTime<Utc>,
) -> Result<(), SaveError<Draft>> {
    let id = ArticleId::from_uuid(Uuid::now_v7());
    let version = first_save(conn, id.into(), &Snapshot::of_article(article))?;
    articles::publish_dated(conn, id, version, article, options(word_count), Some(date))
}

/// In an empty database, the other ways in which a save can fail mean that two pieces of the
/// content share an address.
fn database_error<T>(error: SaveError<T>) -> DatabaseError {
    match error {
        SaveError::Database(error) => error,
        _ => DatabaseError::Corrupt {
            what: "starter content",
            source: "two pieces share one address".into(),
        },
    }
}
