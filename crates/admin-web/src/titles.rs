//! What a content is called in a sentence.

use domain::ContentId;
use persistence::{PgConnection, drafts};

use crate::error::AdminError;

/// The draft's title, or what stands for one.
///
/// # Errors
/// [`AdminError::NotFound`] when the content is gone; [`AdminError::Database`] when the database did
/// not answer.
pub(crate) fn of(conn: &mut PgConnection, id: ContentId) -> Result<String, AdminError> {
    let draft = drafts::find(conn, id)?.ok_or(AdminError::NotFound)?;
    Ok(or_untitled(draft.snapshot.title()))
}

/// A title, or the word for none.
pub(crate) fn or_untitled(title: &str) -> String {
    match title.trim() {
        "" => "Untitled".to_owned(),
        title => title.to_owned(),
    }
}
