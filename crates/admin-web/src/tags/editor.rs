//! One tag: its name and address, and what it can become part of.

use actix_session::Session;
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use domain::{Account, Slug, Tag, TagId, TagName};
use persistence::tags::{self, TagError, TagRow};
use serde::Serialize;
use uuid::Uuid;
use web_kit::{FieldErrors, PageTemplate};

use crate::AdminState;
use crate::chrome::{Chrome, Facts, Room};
use crate::error::AdminError;
use crate::fields::Fields;
use crate::flash::{Flash, quoted};
use crate::pages::{page, see_other};
use crate::problems::Problems;
use crate::signed_in::SignedIn;

use super::{PATH, articles};

#[derive(Serialize)]
struct EditPage {
    chrome: Chrome,
    name: String,
    action: String,
    merge_action: String,
    deletion_action: String,
    count: String,
    form: TagForm,
    others: Vec<Other>,
    #[serde(flatten)]
    problems: Problems,
}

impl PageTemplate for EditPage {
    const TEMPLATE: &'static str = "admin/tags/edit";
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct TagForm {
    name: String,
    slug: String,
    into: String,
}

#[derive(Serialize)]
struct Other {
    id: String,
    name: String,
    count: String,
    is_chosen: bool,
}

impl TagForm {
    pub(super) fn from_fields(fields: &Fields) -> Self {
        Self {
            name: fields.owned("name"),
            slug: fields.owned("slug"),
            into: fields.owned("into"),
        }
    }

    fn of(tag: &Tag) -> Self {
        Self {
            name: tag.name.to_string(),
            slug: tag.slug.to_string(),
            into: String::new(),
        }
    }

    /// The form of a tag with a choice that was made beside it.
    pub(super) fn of_merge(tag: &Tag, into: &str) -> Self {
        Self {
            into: into.to_owned(),
            ..Self::of(tag)
        }
    }

    /// A blank address is made from the name.
    fn parse(&self, errors: &mut FieldErrors) -> Option<(TagName, Slug)> {
        let name = errors.keep("name", TagName::parse(&self.name));
        let slug = if self.slug.trim().is_empty() {
            let made = Slug::from_title(name.as_ref()?.as_str());
            if made.is_none() {
                errors.add(
                    "slug",
                    "The name holds no letter or digit to make an address from. Please type one.",
                );
            }
            made
        } else {
            errors.keep("slug", Slug::parse(&self.slug))
        };
        Some((name?, slug?))
    }
}

pub(crate) async fn edit(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
) -> Result<HttpResponse, AdminError> {
    let id = TagId::from_uuid(*id);
    let errors = FieldErrors::new();
    show(&state, &account, &session, StatusCode::OK, id, None, errors).await
}

pub(crate) async fn update(
    state: web::Data<AdminState>,
    SignedIn(account): SignedIn,
    session: Session,
    id: web::Path<Uuid>,
    fields: Fields,
) -> Result<HttpResponse, AdminError> {
    let id = TagId::from_uuid(*id);
    let form = TagForm::from_fields(&fields);
    let mut errors = FieldErrors::new();
    if let Some((name, slug)) = form.parse(&mut errors) {
        let new_name = name.to_string();
        let renamed = state
            .database
            .run(move |conn| tags::rename(conn, id, &name, &slug))
            .await;
        match renamed {
            Ok((before, undo)) => {
                let flash = Flash::new(format!(
                    "{} is {} now, and its old address leads to it.",
                    quoted(before.name.as_str()),
                    quoted(&new_name)
                ));
                match undo {
                    Some(undo) => flash
                        .undone_with(format!("{PATH}/undo"), "act", format!("rename.{undo}"))
                        .keep(&session)?,
                    None => Flash::new("Nothing was changed.").keep(&session)?,
                }
                return Ok(see_other(PATH));
            }
            Err(error @ TagError::NameTaken) => errors.add("name", error.to_string()),
            Err(error @ TagError::SlugTaken) => errors.add("slug", error.to_string()),
            Err(TagError::Missing | TagError::Same) => return Err(AdminError::NotFound),
            Err(TagError::Database(error)) => return Err(error.into()),
        }
    }
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    show(&state, &account, &session, status, id, Some(form), errors).await
}

pub(super) async fn show(
    state: &AdminState,
    account: &Account,
    session: &Session,
    status: StatusCode,
    id: TagId,
    form: Option<TagForm>,
    errors: FieldErrors,
) -> Result<HttpResponse, AdminError> {
    let (facts, rows) = state
        .database
        .run(|conn| Ok::<_, AdminError>((Facts::load(conn)?, tags::list(conn)?)))
        .await?;
    let row = rows
        .iter()
        .find(|row| row.tag.id == id)
        .ok_or(AdminError::NotFound)?;
    let chrome = Chrome::new(&facts, account, session, Room::Tags, "Tag");
    page(state, status, &edit_page(chrome, row, &rows, form, errors))
}

fn edit_page(
    chrome: Chrome,
    row: &TagRow,
    rows: &[TagRow],
    form: Option<TagForm>,
    errors: FieldErrors,
) -> EditPage {
    let form = form.unwrap_or_else(|| TagForm::of(&row.tag));
    let others = rows
        .iter()
        .filter(|other| other.tag.id != row.tag.id)
        .map(|other| Other {
            id: other.tag.id.to_string(),
            name: other.tag.name.to_string(),
            count: articles(other.live),
            is_chosen: other.tag.id.to_string() == form.into,
        });
    let base = format!("{PATH}/{}", row.tag.id);
    EditPage {
        chrome,
        name: row.tag.name.to_string(),
        merge_action: format!("{base}/merger"),
        deletion_action: format!("{base}/deletion"),
        action: base,
        count: articles(row.live),
        others: others.collect(),
        form,
        problems: errors.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{plain_chrome, render};

    fn row(number: u128, name: &str) -> TagRow {
        TagRow {
            tag: Tag {
                id: TagId::from_uuid(Uuid::from_u128(number)),
                slug: Slug::from_title(name).unwrap(),
                name: TagName::parse(name).unwrap(),
            },
            live: 2,
            editions: 2,
        }
    }

    #[test]
    fn a_tag_can_become_part_of_every_other_and_not_of_itself() {
        let rows = [row(1, "Rust"), row(2, "Go")];
        let page = |rows: &[TagRow]| {
            let chrome = plain_chrome(Room::Tags);
            render(&edit_page(chrome, &rows[0], rows, None, FieldErrors::new()))
        };
        let html = page(&rows);
        assert!(html.contains(">Go (2 articles)</option>"), "{html}");
        assert!(!html.contains(">Rust (2 articles)</option>"), "{html}");
        let html = page(&rows[..1]);
        assert!(!html.contains("Merge into"), "{html}");
    }

    #[test]
    fn a_refused_name_is_kept_as_typed() {
        let rows = [row(1, "Rust")];
        let form = TagForm {
            name: "<b>".to_owned(),
            slug: "A B".to_owned(),
            into: String::new(),
        };
        let mut errors = FieldErrors::new();
        assert!(form.parse(&mut errors).is_none());
        let chrome = plain_chrome(Room::Tags);
        let html = render(&edit_page(chrome, &rows[0], &rows, Some(form), errors));
        assert!(html.contains("value=\"&lt;b&gt;\""), "{html}");
        assert!(html.contains("id=\"error-slug\""), "{html}");
    }
}
