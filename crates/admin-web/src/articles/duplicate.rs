//! A copy of an article's draft, as a new article.

use actix_session::Session;
use actix_web::{HttpResponse, web};
use domain::{AccountId, ArticleId, Authorship, RevisionReason, Title, Version};
use persistence::PgConnection;
use persistence::drafts::{self, Save};
use uuid::Uuid;

use crate::AdminState;
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::flash::Flash;
use crate::pages::see_other;
use crate::signed_in::SignedIn;

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let source = ArticleId::from_uuid(*id);
    let copy = state
        .database
        .run(move |conn| copy(conn, source, account.id))
        .await?;
    Flash::new("This is the copy. The original is untouched.").keep(&session)?;
    Ok(see_other(Subject::Article(copy).edit_href()))
}

/// Copies the draft of an article.
///
/// # Errors
/// [`AdminError::NotFound`] when it is gone; [`AdminError::Database`] when the database did not
/// answer.
pub(crate) fn copy(
    conn: &mut PgConnection,
    source: ArticleId,
    author: AccountId,
) -> Result<ArticleId, AdminError> {
    let copy = ArticleId::from_uuid(Uuid::now_v7());
    let draft = drafts::find_of_article(conn, source)?.ok_or(AdminError::NotFound)?;
    let mut snapshot = draft.snapshot;
    let title = copy_title(snapshot.get("title"));
    // Both fit: the title was cut, and an empty address is made anew at publishing.
    for (field, text) in [("title", title.as_str()), ("slug", "")] {
        snapshot
            .set(field, text)
            .map_err(|_| AdminError::Unreadable)?;
    }
    let save = Save {
        id: copy.into(),
        snapshot: &snapshot,
        expected: Version::new(0),
        key: None,
        authorship: Authorship {
            author: Some(author),
            reason: RevisionReason::Manual,
        },
    };
    drafts::save(conn, &save)?;
    Ok(copy)
}

/// “A title (copy)”, which still fits.
fn copy_title(title: &str) -> String {
    const MARK: &str = " (copy)";
    let room = Title::MAX_CHARS - MARK.len();
    let start: String = title.trim().chars().take(room).collect();
    format!("{start}{MARK}").trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_says_that_it_is_one_and_its_title_still_fits() {
        assert_eq!(copy_title(" Growth "), "Growth (copy)");
        assert_eq!(copy_title(""), "(copy)");
        let long = copy_title(&"x".repeat(160));
        assert_eq!(long.chars().count(), 160);
        assert!(Title::parse(&long).is_ok());
    }
}
