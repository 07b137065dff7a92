//! One act on the articles that are marked in the list, and its undo.

use actix_session::Session;
use actix_web::{HttpRequest, HttpResponse, web};
use domain::{AccountId, ArticleId, TagName, Version};
use persistence::articles::bulk::{
    self, BulkDone, LeftAlone, MAX_ARTICLES, TagChange, change_tags, delete_many, publish_many,
    undo_bulk, withdraw_many,
};
use persistence::{DatabaseError, PgConnection};
use uuid::Uuid;

use crate::AdminState;
use crate::editor::publishing::{self, PublishRequest, Refusal};
use crate::editor::subject::Subject;
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::gate::{local_path, page_of_form};
use crate::pages::see_other;
use crate::signed_in::SignedIn;
use crate::titles;

const LIST: &str = "/admin/articles";

/// How many of those that were left alone are named; the others are counted.
const NAMED: usize = 10;

/// What a button of the list asks for.
enum Action {
    Publish,
    Withdraw,
    AddTag(TagName),
    RemoveTag(TagName),
    Trash,
}

impl Action {
    /// Reads it, or says what is missing.
    fn of(fields: &Fields) -> Result<Result<Self, String>, AdminError> {
        let tag = || match fields.get("tag").trim() {
            "" => Err("Please name the tag. Nothing was changed.".to_owned()),
            text => TagName::parse(text).map_err(|error| format!("{error} Nothing was changed.")),
        };
        Ok(match fields.get("action") {
            "publish" => Ok(Self::Publish),
            "withdraw" => Ok(Self::Withdraw),
            "add-tag" => tag().map(Self::AddTag),
            "remove-tag" => tag().map(Self::RemoveTag),
            "trash" => Ok(Self::Trash),
            _ => return Err(AdminError::Unreadable),
        })
    }

    /// What was done to so many.
    fn told(&self, count: usize) -> String {
        let articles = match count {
            1 => "1 article".to_owned(),
            count => format!("{count} articles"),
        };
        match self {
            Self::Publish => format!("Published {articles}."),
            Self::Withdraw => format!("Took {articles} off the site."),
            Self::AddTag(tag) => format!("Added the tag “{tag}” to the drafts of {articles}."),
            Self::RemoveTag(tag) => {
                format!("Took the tag “{tag}” from the drafts of {articles}.")
            }
            Self::Trash => format!("Put {articles} into the trash."),
        }
    }
}

/// The articles that are marked, or all of the page where that was asked for.
fn marked(fields: &Fields) -> Vec<ArticleId> {
    let name = if fields.get("all") == "page" {
        "page_ids"
    } else {
        "ids"
    };
    // What is no id marks nothing.
    fields.all(name).filter_map(|id| id.parse().ok()).collect()
}

/// The list as it was filtered.
fn list_of(request: &HttpRequest, state: &AdminState) -> String {
    page_of_form(request.headers(), &state.base_url)
        .as_deref()
        .and_then(local_path)
        .filter(|path| *path == LIST || path.starts_with("/admin/articles?"))
        .unwrap_or(LIST)
        .to_owned()
}

pub(crate) async fn create(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    request: HttpRequest,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let back = list_of(&request, &state);
    let ids = marked(&fields);
    let action = match Action::of(&fields)? {
        Ok(_) if ids.is_empty() => Err("No article is marked.".to_owned()),
        Ok(_) if ids.len() > MAX_ARTICLES => Err(format!(
            "At most {MAX_ARTICLES} articles can be changed at once. Nothing was changed."
        )),
        action => action,
    };
    let action = match action {
        Ok(action) => action,
        Err(words) => {
            Flash::new(words).keep(&session)?;
            return Ok(see_other(back));
        }
    };
    let (action, done) = state
        .database
        .run(move |conn| {
            let done = carry_out(conn, &action, &ids, account.id)?;
            Ok::<_, AdminError>((action, done))
        })
        .await?;
    let mut flash = Flash::new(told(&action, &done));
    if let Some(undo) = done.undo {
        flash = flash.undone_by(format!("{LIST}/bulk/{undo}/undo"));
    }
    flash.keep(&session)?;
    Ok(see_other(back))
}

fn carry_out(
    conn: &mut PgConnection,
    action: &Action,
    ids: &[ArticleId],
    author: AccountId,
) -> Result<BulkDone, DatabaseError> {
    match action {
        Action::Publish => publish_many(conn, ids, |conn, id, version| {
            publish_one(conn, id, version, author)
        }),
        Action::Withdraw => withdraw_many(conn, ids, Some(author)),
        Action::AddTag(tag) => change_tags(conn, ids, TagChange::Add(tag), Some(author)),
        Action::RemoveTag(tag) => change_tags(conn, ids, TagChange::Remove(tag), Some(author)),
        Action::Trash => delete_many(conn, ids),
    }
}

/// Publishes a draft under the same rules as its own page does.
fn publish_one(
    conn: &mut PgConnection,
    id: ArticleId,
    version: Version,
    author: AccountId,
) -> Result<Result<(), String>, DatabaseError> {
    let request = PublishRequest::default();
    let refusal = match publishing::publish(conn, Subject::Article(id), version, author, request) {
        Ok(()) => return Ok(Ok(())),
        Err(refusal) => refusal,
    };
    Ok(Err(match refusal {
        Refusal::Problems(problems) => match problems.into_iter().next() {
            Some(problem) => problem.message,
            None => "something has to be mended first.".to_owned(),
        },
        Refusal::SlugTaken => "another article has its address.".to_owned(),
        Refusal::Stale(_) => "it was saved meanwhile.".to_owned(),
        Refusal::Missing => "it is gone.".to_owned(),
        Refusal::Database(error) => return Err(error),
    }))
}

fn told(action: &Action, done: &BulkDone) -> String {
    let mut words = Vec::new();
    if done.changed > 0 {
        words.push(action.told(done.changed));
    }
    match done.unchanged {
        0 => {}
        1 => words.push("1 was so already.".to_owned()),
        count => words.push(format!("{count} were so already.")),
    }
    words.extend(left_alone(&done.left_alone));
    words.join(" ")
}

/// The articles that were left alone, each with its reason.
fn left_alone(list: &[LeftAlone]) -> Option<String> {
    let count = match list.len() {
        0 => return None,
        1 => "1 was left alone.".to_owned(),
        count => format!("{count} were left alone."),
    };
    let mut words = vec![count];
    words.extend(list.iter().take(NAMED).map(|one| {
        let title = quoted(&titles::or_untitled(&one.title));
        format!("{title}: {}", one.reason)
    }));
    if list.len() > NAMED {
        words.push(format!("And {} more.", list.len() - NAMED));
    }
    Some(words.join(" "))
}

pub(crate) async fn undo(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    request: HttpRequest,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = *id;
    let undone = state
        .database
        .run(move |conn| Ok::<_, AdminError>(undo_bulk(conn, id, Some(account.id))?))
        .await?;
    let words = match undone {
        None => "This was undone already.".to_owned(),
        Some(bulk::Undone {
            restored,
            left_alone: list,
        }) => {
            let mut words = vec![match restored {
                0 => "Nothing could be undone.".to_owned(),
                1 => "1 article is as it was.".to_owned(),
                count => format!("{count} articles are as they were."),
            }];
            words.extend(left_alone(&list));
            words.join(" ")
        }
    };
    Flash::new(words).keep(&session)?;
    Ok(see_other(list_of(&request, &state)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(count: usize) -> Vec<LeftAlone> {
        (0..count)
            .map(|number| LeftAlone {
                title: if number == 0 {
                    String::new()
                } else {
                    format!("T{number}")
                },
                reason: "it is gone.".to_owned(),
            })
            .collect()
    }

    #[test]
    fn what_was_left_alone_is_named_up_to_a_length_that_can_be_read() {
        assert_eq!(left_alone(&[]), None);
        let one = left_alone(&refused(1)).unwrap();
        assert_eq!(one, "1 was left alone. “Untitled”: it is gone.");
        let many = left_alone(&refused(12)).unwrap();
        assert!(many.starts_with("12 were left alone."), "{many}");
        assert!(many.ends_with("“T9”: it is gone. And 2 more."), "{many}");
    }

    #[test]
    fn all_of_the_page_is_marked_by_one_box() {
        let id = "0193b2a0-0000-7000-8000-000000000001";
        let form = |text: &str| marked(&Fields::parse(text.as_bytes())).len();
        let page = format!("page_ids={id}&page_ids={id}");
        assert_eq!(form(&format!("{page}&ids={id}")), 1);
        assert_eq!(form(&format!("{page}&all=page")), 2);
        assert_eq!(form("ids=nonsense"), 0);
    }
}
