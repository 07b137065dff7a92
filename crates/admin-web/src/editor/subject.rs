//! What a request of the editor is about, read from its address.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use domain::{ArticleId, ContentId, ContentKind, SectionKey, ServiceId};
use persistence::{DatabaseError, PgConnection, contents, sections};

use crate::chrome::Room;
use crate::error::AdminError;

use super::page::Kind;

/// An article, a service or a section, by the address `/admin/{room}/{id}/…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Subject {
    Article(ArticleId),
    Service(ServiceId),
    Section(SectionKey),
}

impl Subject {
    fn parse(path: &str) -> Option<Self> {
        let mut parts = path.strip_prefix("/admin/")?.split('/');
        let (room, id) = (parts.next()?, parts.next()?);
        match room {
            "articles" => id.parse().ok().map(Self::Article),
            "services" => id.parse().ok().map(Self::Service),
            "sections" => SectionKey::parse(id).ok().map(Self::Section),
            _ => None,
        }
    }

    pub(crate) fn content_kind(self) -> ContentKind {
        match self {
            Self::Article(_) => ContentKind::Article,
            Self::Service(_) => ContentKind::Service,
            Self::Section(key) => ContentKind::Section(key),
        }
    }

    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Article(_) => Kind::Article,
            Self::Service(_) => Kind::Service,
            Self::Section(_) => Kind::Section,
        }
    }

    /// The kind in a sentence.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::Article(_) => "article",
            Self::Service(_) => "service",
            Self::Section(_) => "section",
        }
    }

    /// The id in addresses.
    pub(crate) fn id_text(self) -> String {
        match self {
            Self::Article(id) => id.to_string(),
            Self::Service(id) => id.to_string(),
            Self::Section(key) => key.to_string(),
        }
    }

    /// What every address about it begins with.
    pub(crate) fn base(self) -> String {
        format!("{}/{}", self.list_href(), self.id_text())
    }

    pub(crate) fn edit_href(self) -> String {
        format!("{}/edit", self.base())
    }

    pub(crate) fn list_href(self) -> &'static str {
        match self {
            Self::Article(_) => "/admin/articles",
            Self::Service(_) => "/admin/services",
            Self::Section(_) => "/admin/sections",
        }
    }

    pub(crate) fn list_label(self) -> &'static str {
        match self {
            Self::Article(_) => "Articles",
            Self::Service(_) => "Services",
            Self::Section(_) => "Sections",
        }
    }

    pub(crate) fn room(self) -> Room {
        match self {
            Self::Article(_) => Room::Articles,
            Self::Service(_) => Room::Services,
            Self::Section(_) => Room::Sections,
        }
    }

    /// The identity under which its draft and revisions are kept.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub(crate) fn content_id(
        self,
        conn: &mut PgConnection,
    ) -> Result<Option<ContentId>, DatabaseError> {
        let id = match self {
            Self::Article(id) => id.into(),
            Self::Service(id) => id.into(),
            Self::Section(key) => return sections::find_content_id(conn, key),
        };
        // An article's id in the address of a service names nothing.
        let is_other =
            contents::find_kind(conn, id)?.is_some_and(|kind| kind != self.content_kind().as_str());
        Ok((!is_other).then_some(id))
    }
}

impl FromRequest for Subject {
    type Error = AdminError;
    type Future = Ready<Result<Self, AdminError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::parse(request.path()).ok_or(AdminError::NotFound))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_one_thing_of_one_kind() {
        let id = "0193b2a0-0000-7000-8000-000000000001";
        let subject = Subject::parse(&format!("/admin/articles/{id}/edit")).unwrap();
        assert_eq!(subject.base(), format!("/admin/articles/{id}"));
        assert_eq!(
            Subject::parse("/admin/sections/hero"),
            Some(Subject::Section(SectionKey::Hero))
        );
        for path in [
            "/admin/articles/new",
            "/admin/articles",
            "/admin/sections/none/edit",
            "/admin/inbox/0193b2a0-0000-7000-8000-000000000001",
        ] {
            assert_eq!(Subject::parse(path), None, "{path}");
        }
    }
}
