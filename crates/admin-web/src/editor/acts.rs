//! What the buttons beside a text do. They are a part of its form, so that what was typed is saved
//! before anything else is done.

use domain::AccountId;
use persistence::articles::{self, bulk};
use persistence::{PgConnection, accounts, services};

use crate::articles::duplicate;
use crate::error::AdminError;
use crate::flash::{Flash, quoted};
use crate::titles;

use super::subject::Subject;

/// Something beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    /// Put it on top of the public list, or release it.
    Pin { is_pinned: bool },
    /// Make a copy of it.
    Duplicate,
    /// Take it off the site.
    Withdraw,
    /// Put it into the trash.
    Delete,
    /// Write in the plain field, or in the one with highlighting.
    ChooseField { is_plain: bool },
}

/// What was done, and where to go.
pub(crate) struct Acted {
    pub(crate) flash: Flash,
    pub(crate) to: String,
}

impl Act {
    /// Reads the word on a button.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "pin" => Self::Pin { is_pinned: true },
            "unpin" => Self::Pin { is_pinned: false },
            "duplicate" => Self::Duplicate,
            "withdraw" => Self::Withdraw,
            "delete" => Self::Delete,
            "plain-field" => Self::ChooseField { is_plain: true },
            "rich-field" => Self::ChooseField { is_plain: false },
            _ => return None,
        })
    }

    /// Does it.
    ///
    /// # Errors
    /// [`AdminError::NotFound`] when it is gone, or is nothing that this can be done with;
    /// [`AdminError::Database`] when the database did not answer.
    pub(crate) fn carry_out(
        self,
        conn: &mut PgConnection,
        subject: Subject,
        author: AccountId,
    ) -> Result<Acted, AdminError> {
        match (self, subject) {
            (Self::ChooseField { is_plain }, _) => {
                accounts::set_editor(conn, author, is_plain)?;
                Ok(Acted {
                    flash: Flash::new(
                        "Saved. This is the field that you will write in from now on.",
                    ),
                    to: subject.edit_href(),
                })
            }
            (Self::Pin { is_pinned }, Subject::Article(id)) => {
                if !articles::set_pinned(conn, id, is_pinned)? {
                    return Err(AdminError::NotFound);
                }
                Ok(Acted {
                    flash: Flash::new(if is_pinned {
                        "It stands on top of the public list now."
                    } else {
                        "It stands in its place by date again."
                    }),
                    to: subject.edit_href(),
                })
            }
            (Self::Duplicate, Subject::Article(id)) => {
                let copy = duplicate::copy(conn, id, author)?;
                Ok(Acted {
                    flash: Flash::new("This is the copy. The original is untouched."),
                    to: Subject::Article(copy).edit_href(),
                })
            }
            (Self::Withdraw, Subject::Article(id)) => {
                let title = titles::of(conn, id.into())?;
                let done = bulk::withdraw_many(conn, &[id], Some(author))?;
                let mut flash = Flash::new(format!(
                    "{} is off the site; its draft is untouched.",
                    quoted(&title)
                ));
                if let Some(undo) = done.undo {
                    flash = flash.undone_by(format!("/admin/articles/bulk/{undo}/undo"));
                }
                Ok(Acted {
                    flash,
                    to: subject.edit_href(),
                })
            }
            (Self::Delete, Subject::Article(id)) => {
                let title = titles::of(conn, id.into())?;
                articles::delete(conn, id)?;
                Ok(trashed(subject, &title))
            }
            (Self::Delete, Subject::Service(id)) => {
                let title = titles::of(conn, id.into())?;
                services::delete(conn, id)?;
                Ok(trashed(subject, &title))
            }
            _ => Err(AdminError::NotFound),
        }
    }
}

fn trashed(subject: Subject, title: &str) -> Acted {
    Acted {
        flash: Flash::new(format!(
            "{} is in the trash. It stays there for 30 days.",
            quoted(title)
        ))
        .undone_by(format!("{}/restoration", subject.base())),
        to: subject.list_href().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_of_the_buttons_are_acts() {
        assert_eq!(Act::of("unpin"), Some(Act::Pin { is_pinned: false }));
        for word in ["", "save", "publish", "erase"] {
            assert_eq!(Act::of(word), None, "{word}");
        }
    }
}
