//! Where a content stands: what visitors see of it beside its draft.

use domain::Draft;
use persistence::articles::{self, ArticleState, ArticleStatus};
use persistence::services::{self, ServiceState, ServiceStatus};
use persistence::{DatabaseError, PgConnection, sections};
use serde_json::{Value, json};

use crate::chrome::Facts;

use super::page::{Scheduled, Status};
use super::schedule_form::{short_moment, zone_or_site};
use super::subject::Subject;

/// The standing of a content of any kind.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    Article(ArticleStatus),
    Service(ServiceStatus),
    Section {
        is_shown: bool,
        is_changed: bool,
    },
    /// Nothing was ever stored.
    New,
}

impl Standing {
    /// Reads it.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub(crate) fn load(conn: &mut PgConnection, subject: Subject) -> Result<Self, DatabaseError> {
        Ok(match subject {
            Subject::Article(id) => {
                articles::find_status(conn, id)?.map_or(Self::New, Self::Article)
            }
            Subject::Service(id) => {
                services::find_status(conn, id)?.map_or(Self::New, Self::Service)
            }
            Subject::Section(key) => match sections::find(conn, key)? {
                Some(section) => Self::Section {
                    is_shown: section.visibility.is_shown(),
                    is_changed: sections::list_changed(conn)?.contains(&key),
                },
                None => Self::New,
            },
        })
    }

    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Article(status) => status.state.as_str(),
            Self::Service(status) => status.state.as_str(),
            Self::Section { is_shown: true, .. } => "shown",
            Self::Section { .. } => "hidden",
            Self::New => "draft",
        }
    }

    pub(crate) fn label(&self) -> &'static str {
        match self.word() {
            "published" => "Published",
            "scheduled" => "Scheduled",
            "withdrawn" => "Withdrawn",
            "shown" => "On the site",
            "hidden" => "Hidden",
            _ => "Draft",
        }
    }

    pub(crate) fn has_unpublished_changes(&self) -> bool {
        match self {
            Self::Article(status) => status.has_unpublished_changes,
            Self::Service(status) => status.has_unpublished_changes,
            Self::Section { is_changed, .. } => *is_changed,
            Self::New => false,
        }
    }

    pub(crate) fn has_schedule_difference(&self) -> bool {
        matches!(self, Self::Article(status) if status.has_schedule_difference)
    }

    /// True when something was published, so that there is a live text to go back to.
    pub(crate) fn is_live(&self) -> bool {
        match self {
            Self::Article(status) => status.state == ArticleState::Published,
            Self::Service(status) => status.state != ServiceState::Draft,
            Self::Section { .. } => true,
            Self::New => false,
        }
    }

    /// The address that visitors know.
    pub(crate) fn live_slug(&self) -> Option<&str> {
        match self {
            Self::Article(status) => status.live_slug.as_deref(),
            Self::Service(status) => status.live_slug.as_deref(),
            Self::Section { .. } | Self::New => None,
        }
    }

    /// Where visitors see it.
    pub(crate) fn live_href(&self) -> Option<String> {
        match self {
            Self::Article(status) => status
                .live_slug
                .as_ref()
                .map(|slug| format!("/articles/{slug}")),
            Self::Service(status) if status.state == ServiceState::Shown => status
                .live_slug
                .as_ref()
                .map(|slug| format!("/services/{slug}")),
            Self::Section { is_shown: true, .. } => Some("/".to_owned()),
            _ => None,
        }
    }

    /// What a script shows after a save.
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "word": self.word(),
            "label": self.label(),
            "has_unpublished_changes": self.has_unpublished_changes(),
            "has_schedule_difference": self.has_schedule_difference(),
        })
    }

    /// What the page shows.
    pub(crate) fn status(&self, draft: Option<&Draft>, facts: &Facts) -> Status {
        let mut status = Status {
            word: self.word(),
            label: self.label(),
            has_unpublished_changes: self.has_unpublished_changes(),
            has_schedule_difference: self.has_schedule_difference(),
            saved: draft.map(|draft| facts.moment(draft.saved_at)),
            live_href: self.live_href(),
            ..Status::default()
        };
        match self {
            Self::Article(article) => {
                let zone = zone_or_site(article.zone.as_deref(), facts);
                status.published = article.published_at.map(|at| facts.moment(at));
                let ending = article
                    .withdraw_at
                    .map(|at| short_moment("on", at, zone, facts.now));
                match article.scheduled_at {
                    Some(at) => {
                        status.scheduled = Some(Scheduled {
                            label: short_moment("for", at, zone, facts.now),
                            withdrawal_label: ending,
                        });
                    }
                    None => status.withdrawal = ending,
                }
            }
            Self::Service(service) => {
                status.published = service.published_at.map(|at| facts.moment(at));
            }
            Self::Section { .. } | Self::New => {}
        }
        status
    }
}
