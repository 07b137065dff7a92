//! Links by which somebody without an account sees one revision.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use chrono::{DateTime, TimeDelta, Utc};
use domain::{Authorship, ContentId, PreviewLinkId, RevisionReason, Version};
use persistence::drafts::{self, Save};
use persistence::preview_links::{self, NewPreviewLink, PreviewLink};
use persistence::{PgConnection, revisions};
use serde::Serialize;
use uuid::Uuid;
use web_kit::{PageTemplate, link_tokens};

use crate::AdminState;
use crate::chrome::{Chrome, Facts};
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::Flash;
use crate::moment::Moment;
use crate::pages::{page, see_other};
use crate::revisions::{draft_of, named};
use crate::signed_in::SignedIn;

/// For how many days a link may be made.
const DAYS: [i64; 4] = [1, 7, 30, 90];

#[derive(Debug, Serialize)]
struct IndexPage {
    chrome: Chrome,
    heading: String,
    edit_href: String,
    action: String,
    /// The address of the link that was made just now; it is shown this once.
    new_address: Option<String>,
    days: [i64; 4],
    links: Vec<Row>,
}

impl PageTemplate for IndexPage {
    const TEMPLATE: &'static str = "admin/preview_links/index";
}

#[derive(Debug, Serialize)]
struct Row {
    revision: i32,
    is_live: bool,
    state: &'static str,
    made: Moment,
    ends: String,
    uses: String,
    last_used: Option<Moment>,
    revocation_action: String,
}

struct Rows {
    facts: Facts,
    named: crate::revisions::pages::Subject,
    links: Vec<(PreviewLink, i32)>,
}

fn load(conn: &mut PgConnection, subject: Subject) -> Result<Rows, AdminError> {
    let (id, draft) = draft_of(conn, subject)?;
    Ok(Rows {
        facts: Facts::load(conn)?,
        named: named(subject, &draft),
        links: preview_links::list_numbered(conn, id.as_uuid())?,
    })
}

fn index_page(
    chrome: Chrome,
    subject: Subject,
    rows: Rows,
    new_address: Option<String>,
) -> IndexPage {
    let now = rows.facts.now;
    let links = rows
        .links
        .iter()
        .map(|(link, number)| Row {
            revision: *number,
            is_live: link.is_live(now),
            state: match (link.revoked_at, link.is_live(now)) {
                (Some(_), _) => "Taken back",
                (None, true) => "Open",
                (None, false) => "Ended",
            },
            made: rows.facts.moment(link.created_at),
            ends: web_kit::dates::display_date_time(link.expires_at, rows.facts.zone),
            uses: match link.uses {
                0 => "never opened".to_owned(),
                1 => "opened once".to_owned(),
                uses => format!("opened {uses} times"),
            },
            last_used: link.last_used_at.map(|at| rows.facts.moment(at)),
            revocation_action: format!("{}/preview-links/{}/revocation", subject.base(), link.id),
        })
        .collect();
    IndexPage {
        chrome,
        heading: rows.named.heading,
        edit_href: subject.edit_href(),
        action: format!("{}/preview-links", subject.base()),
        new_address,
        days: DAYS,
        links,
    }
}

pub(crate) async fn index(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
) -> Result<HttpResponse, AdminError> {
    let rows = state.database.run(move |conn| load(conn, subject)).await?;
    let title = format!("Preview links of {}", rows.named.heading);
    let chrome = Chrome::new(&rows.facts, &account, &session, subject.room(), title);
    page(
        &state,
        StatusCode::OK,
        &index_page(chrome, subject, rows, None),
    )
}

/// Makes a link to the draft as it is now. Its address is on this page only: what is stored cannot
/// be turned back into it.
pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    subject: Subject,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let days: i64 = fields
        .get("days")
        .parse()
        .map_err(|_| AdminError::Unreadable)?;
    if !DAYS.contains(&days) {
        return Err(AdminError::Unreadable);
    }
    let token = link_tokens::issue();
    let hash = link_tokens::hash(&token);
    let author = account.id;
    let rows = state
        .database
        .run(move |conn| {
            let (id, draft) = draft_of(conn, subject)?;
            make(conn, id, &draft, author, &hash, Utc::now(), days)?;
            load(conn, subject)
        })
        .await?;
    let address = state
        .base_url
        .join(&format!("/preview/{token}"))
        .map(String::from)
        .ok();
    let title = format!("Preview links of {}", rows.named.heading);
    let chrome = Chrome::new(&rows.facts, &account, &session, subject.room(), title);
    page(
        &state,
        StatusCode::OK,
        &index_page(chrome, subject, rows, address),
    )
}

fn make(
    conn: &mut PgConnection,
    id: ContentId,
    draft: &domain::Draft,
    author: domain::AccountId,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
    days: i64,
) -> Result<(), AdminError> {
    // A link is to a revision, so the draft becomes one where it is not yet.
    let save = Save {
        id,
        snapshot: &draft.snapshot,
        expected: draft.version,
        key: None,
        authorship: Authorship {
            author: Some(author),
            reason: RevisionReason::Manual,
        },
    };
    let version: Version = drafts::save(conn, &save)?.version;
    let revision = revisions::find_id_of_version(conn, id, version)?.ok_or(AdminError::NotFound)?;
    let new = NewPreviewLink {
        id: PreviewLinkId::from_uuid(Uuid::now_v7()),
        content_id: id.as_uuid(),
        revision_id: revision.as_uuid(),
        token_hash,
        created_at: now,
        expires_at: now + TimeDelta::days(days),
    };
    Ok(preview_links::insert(conn, &new)?)
}

pub(crate) async fn revoke(
    state: web::Data<AdminState>,
    _: SignedIn,
    session: Session,
    subject: Subject,
    path: web::Path<(String, Uuid)>,
) -> Result<HttpResponse, AdminError> {
    let link = PreviewLinkId::from_uuid(path.1);
    let found = state
        .database
        .run(move |conn| {
            let (id, _) = draft_of(conn, subject)?;
            Ok::<_, AdminError>(preview_links::revoke(conn, id.as_uuid(), link, Utc::now())?)
        })
        .await?;
    if !found {
        return Err(AdminError::NotFound);
    }
    Flash::new("The link is taken back; whoever has it sees nothing any more.").keep(&session)?;
    Ok(see_other(format!("{}/preview-links", subject.base())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chrome::Room;
    use crate::fixtures::{facts, plain_chrome, render};
    use domain::ArticleId;

    #[test]
    fn a_new_address_is_shown_once_and_only_open_links_can_be_taken_back() {
        let facts = facts();
        let link = PreviewLink {
            id: PreviewLinkId::from_uuid(Uuid::nil()),
            revision_id: Uuid::nil(),
            created_at: facts.now,
            expires_at: facts.now + TimeDelta::days(7),
            revoked_at: None,
            last_used_at: None,
            uses: 0,
        };
        let taken_back = PreviewLink {
            revoked_at: Some(facts.now),
            uses: 3,
            last_used_at: Some(facts.now),
            ..link.clone()
        };
        let rows = Rows {
            facts,
            named: crate::revisions::pages::Subject {
                heading: "Growth".to_owned(),
                base: String::new(),
            },
            links: vec![(link, 4), (taken_back, 3)],
        };
        let subject = Subject::Article(ArticleId::from_uuid(Uuid::nil()));
        let address = Some("https://example.org/preview/secret".to_owned());
        let html = render(&index_page(
            plain_chrome(Room::Articles),
            subject,
            rows,
            address,
        ));
        assert_eq!(html.matches("preview/secret").count(), 1, "{html}");
        assert_eq!(html.matches("/revocation\"").count(), 1, "{html}");
        assert!(
            html.contains("opened 3 times") && html.contains("Taken back"),
            "{html}"
        );
    }
}
