//! What a new site begins with.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use domain::{ArticleDraft, ArticleId, SectionContent, ServiceDraft, ServiceId, SiteSettings};
use uuid::Uuid;

use crate::schema::site_settings;
use crate::{DatabaseError, SaveError, articles, sections, services, settings};

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
            services::insert(conn, ServiceId::from_uuid(Uuid::now_v7()), service)
                .map_err(database_error)?;
        }
        for (article, age) in content.articles.iter().rev().zip(0_i32..) {
            let id = ArticleId::from_uuid(Uuid::now_v7());
            articles::insert(conn, id, article).map_err(database_error)?;
            // A minute apart, so that their order is that of the list.
            let date = now - TimeDelta::minutes(i64::from(age));
            articles::publish(conn, id, date).map_err(database_error)?;
        }
        Ok(true)
    })
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
