//! What stands around every page of the panel.

use actix_session::Session;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::Account;
use persistence::{DatabaseError, PgConnection, messages, settings};
use serde::Serialize;

use crate::flash::Flash;
use crate::moment::Moment;

/// What every page needs from the database, read together with the page's own rows.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// The site's name.
    pub(crate) site_name: String,
    /// The zone in which times are shown.
    pub(crate) zone: Tz,
    /// Unread messages in the inbox.
    pub(crate) unread: i64,
    /// The time of the request, UTC.
    pub(crate) now: DateTime<Utc>,
}

impl Facts {
    /// Reads them.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub(crate) fn load(conn: &mut PgConnection) -> Result<Self, DatabaseError> {
        let settings = settings::load(conn)?;
        Ok(Self {
            site_name: settings.site_name.to_string(),
            zone: settings.time_zone.rules(),
            unread: messages::count_unread(conn)?,
            now: Utc::now(),
        })
    }

    /// A time as this site's owner reads it.
    pub(crate) fn moment(&self, at: DateTime<Utc>) -> Moment {
        Moment::new(at, self.now, self.zone)
    }
}

/// The rooms of the panel, as the navigation lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Room {
    /// What is new.
    Overview,
    /// Messages.
    Inbox,
    /// Articles.
    Articles,
    /// Pictures and downloads.
    Media,
    /// The subjects of articles.
    Tags,
    /// Services.
    Services,
    /// The home page's sections.
    Sections,
    /// Old addresses.
    Redirects,
    /// The site's settings.
    Settings,
}

/// The head and the navigation of a page.
#[derive(Debug, Serialize)]
pub(crate) struct Chrome {
    title: String,
    site_name: String,
    email: String,
    room: Room,
    unread_count: i64,
    has_unread: bool,
    flash: Option<Flash>,
    module: Option<&'static str>,
}

impl Chrome {
    /// Takes the flash out of the session, so that it is shown once.
    pub(crate) fn new(
        facts: &Facts,
        account: &Account,
        session: &Session,
        room: Room,
        title: impl Into<String>,
    ) -> Self {
        Self {
            title: title.into(),
            site_name: facts.site_name.clone(),
            email: account.email.to_string(),
            room,
            unread_count: facts.unread,
            has_unread: facts.unread > 0,
            flash: Flash::take(session),
            module: None,
        }
    }

    /// Adds a script to the page.
    pub(crate) fn with_module(mut self, module: &'static str) -> Self {
        self.module = Some(module);
        self
    }
}

/// The head of a page that stands outside of the panel.
#[derive(Debug, Serialize)]
pub(crate) struct Entrance {
    /// The page's title.
    pub(crate) title: String,
    /// The site's name.
    pub(crate) site_name: String,
}
