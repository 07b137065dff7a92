//! The sections of the home page.

mod arrangement;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{
    AccountId, Action, Authorship, ContentId, ContentKind, Draft, Heading, Label, LinkTarget,
    MarkdownText, Paragraph, RevisionReason, Section, SectionContent, SectionItem, SectionKey,
    Snapshot, Title, Version, Visibility,
};
use uuid::Uuid;

use crate::error::stored;
use crate::schema::{drafts as drafts_rows, page_sections, revisions, section_items};
use crate::{DatabaseError, SaveError, contents, drafts};

pub use arrangement::{reorder, shift};

#[derive(Queryable, Selectable)]
#[diesel(table_name = page_sections, check_for_backend(diesel::pg::Pg))]
struct SectionRow {
    key: String,
    position: i32,
    is_shown: bool,
    heading: String,
    body: String,
    action_label: Option<String>,
    action_target: Option<String>,
    updated_at: DateTime<Utc>,
}

/// The key, title and text of one item.
type ItemRow = (String, String, String);

impl SectionRow {
    fn into_section(self, items: Vec<SectionItem>) -> Result<Section, DatabaseError> {
        let key = stored("page_sections.key", SectionKey::parse(&self.key))?;
        let heading = stored("page_sections.heading", Heading::parse(&self.heading))?;
        let paragraph = || stored("page_sections.body", Paragraph::parse(&self.body));
        let content = match key {
            SectionKey::Hero => SectionContent::Hero {
                heading,
                lead: paragraph()?,
                action: self
                    .action_label
                    .zip(self.action_target)
                    .map(action)
                    .transpose()?,
            },
            SectionKey::About => SectionContent::About {
                heading,
                body: stored("page_sections.body", MarkdownText::parse(&self.body))?,
            },
            SectionKey::Principles => SectionContent::Principles {
                heading,
                intro: paragraph()?,
                items,
            },
            SectionKey::Services => SectionContent::Services {
                heading,
                intro: paragraph()?,
            },
            SectionKey::WayOfWorking => SectionContent::WayOfWorking {
                heading,
                intro: paragraph()?,
                steps: items,
            },
            SectionKey::Writing => SectionContent::Writing {
                heading,
                intro: paragraph()?,
            },
            SectionKey::Contact => SectionContent::Contact {
                heading,
                intro: paragraph()?,
            },
        };
        Ok(Section {
            content,
            visibility: Visibility::from_shown(self.is_shown),
            position: self.position,
            updated_at: self.updated_at,
        })
    }
}

fn action((label, target): (String, String)) -> Result<Action, DatabaseError> {
    Ok(Action {
        label: stored("page_sections.action_label", Label::parse(&label))?,
        target: stored("page_sections.action_target", LinkTarget::parse(&target))?,
    })
}

fn item(title: &str, text: &str) -> Result<SectionItem, DatabaseError> {
    Ok(SectionItem {
        title: stored("section_items.title", Title::parse(title))?,
        text: stored("section_items.body", Paragraph::parse(text))?,
    })
}

fn with_items(
    conn: &mut PgConnection,
    rows: Vec<SectionRow>,
) -> Result<Vec<Section>, DatabaseError> {
    let item_rows: Vec<ItemRow> = section_items::table
        .order((section_items::section_key, section_items::position))
        .select((
            section_items::section_key,
            section_items::title,
            section_items::body,
        ))
        .load(conn)?;
    let mut items: HashMap<String, Vec<SectionItem>> = HashMap::new();
    for (key, title, text) in item_rows {
        items.entry(key).or_default().push(item(&title, &text)?);
    }
    rows.into_iter()
        .map(|row| {
            let items = items.remove(&row.key).unwrap_or_default();
            row.into_section(items)
        })
        .collect()
}

/// The sections that visitors see, in the owner's order.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_published(conn: &mut PgConnection) -> Result<Vec<Section>, DatabaseError> {
    let rows = page_sections::table
        .filter(page_sections::is_shown)
        .order((page_sections::position, page_sections::key))
        .select(SectionRow::as_select())
        .load(conn)?;
    with_items(conn, rows)
}

/// Every section, in the owner's order.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(conn: &mut PgConnection) -> Result<Vec<Section>, DatabaseError> {
    let rows = page_sections::table
        .order((page_sections::position, page_sections::key))
        .select(SectionRow::as_select())
        .load(conn)?;
    with_items(conn, rows)
}

/// One section; every key has its row from the first start on.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, key: SectionKey) -> Result<Option<Section>, DatabaseError> {
    let rows = page_sections::table
        .find(key.as_str())
        .select(SectionRow::as_select())
        .load(conn)?;
    Ok(with_items(conn, rows)?.pop())
}

/// The identity under which a section's draft and revisions are kept.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_content_id(
    conn: &mut PgConnection,
    key: SectionKey,
) -> Result<Option<ContentId>, DatabaseError> {
    let id: Option<Uuid> = page_sections::table
        .find(key.as_str())
        .select(page_sections::content_id)
        .first(conn)
        .optional()?;
    Ok(id.map(ContentId::from_uuid))
}

/// The sections whose drafts differ from what visitors see.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list_changed(conn: &mut PgConnection) -> Result<Vec<SectionKey>, DatabaseError> {
    let keys: Vec<String> = page_sections::table
        .inner_join(drafts_rows::table.on(drafts_rows::content_id.eq(page_sections::content_id)))
        .inner_join(revisions::table.on(revisions::id.eq(page_sections::revision_id)))
        .filter(revisions::fields_hash.ne(drafts_rows::fields_hash))
        .order(page_sections::position)
        .select(page_sections::key)
        .load(conn)?;
    keys.iter()
        .map(|key| stored("page_sections.key", SectionKey::parse(key)))
        .collect()
}

/// Makes the draft what visitors see, from now on. `content` is what the draft of the version
/// `expected` says. Publishing what is live already changes nothing.
///
/// # Errors
/// [`SaveError::Stale`] when the draft was saved meanwhile; [`SaveError::Missing`] before the first
/// start; [`SaveError::Database`] when the database did not answer.
pub fn publish(
    conn: &mut PgConnection,
    content: &SectionContent,
    expected: Version,
    author: Option<AccountId>,
) -> Result<(), SaveError<Draft>> {
    conn.transaction(|conn| {
        let key = content.key();
        let id = find_content_id(conn, key)?.ok_or(SaveError::Missing)?;
        let current = drafts::expect(conn, id, ContentKind::Section(key), expected)?;
        let live: Uuid = page_sections::table
            .find(key.as_str())
            .select(page_sections::revision_id)
            .first(conn)?;
        if current.revision == Some(live) {
            return Ok(());
        }
        let authorship = Authorship {
            author,
            reason: RevisionReason::Publish,
        };
        let fields = current.snapshot()?;
        let revision = contents::keep_as(conn, &current, &fields, authorship)?;
        diesel::update(page_sections::table.find(key.as_str()))
            .set((
                &Columns::of(content),
                page_sections::revision_id.eq(revision.as_uuid()),
                page_sections::updated_at.eq(diesel::dsl::now),
            ))
            .execute(conn)?;
        diesel::delete(section_items::table.filter(section_items::section_key.eq(key.as_str())))
            .execute(conn)?;
        Ok(insert_items(conn, content)?)
    })
}

/// Shows or hides a section.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn set_visibility(
    conn: &mut PgConnection,
    key: SectionKey,
    visibility: Visibility,
) -> Result<(), DatabaseError> {
    diesel::update(page_sections::table.find(key.as_str()))
        .set(page_sections::is_shown.eq(visibility.is_shown()))
        .execute(conn)?;
    Ok(())
}

/// Stores the first content of a section, published; for the starter content.
pub(crate) fn insert(
    conn: &mut PgConnection,
    content: &SectionContent,
    position: i32,
) -> Result<(), DatabaseError> {
    let id = ContentId::from_uuid(Uuid::now_v7());
    let fields = Snapshot::of_section(content);
    let revision = contents::insert_published(conn, id, &fields)?;
    diesel::insert_into(page_sections::table)
        .values((
            page_sections::key.eq(content.key().as_str()),
            page_sections::position.eq(position),
            page_sections::is_shown.eq(true),
            page_sections::content_id.eq(id.as_uuid()),
            page_sections::revision_id.eq(revision.as_uuid()),
            &Columns::of(content),
        ))
        .execute(conn)?;
    insert_items(conn, content)
}

#[derive(AsChangeset, Insertable)]
#[diesel(table_name = page_sections, treat_none_as_null = true)]
struct Columns<'a> {
    heading: &'a str,
    body: &'a str,
    action_label: Option<&'a str>,
    action_target: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(content: &'a SectionContent) -> Self {
        let (body, action) = match content {
            SectionContent::Hero { lead, action, .. } => (lead.as_str(), action.as_ref()),
            SectionContent::About { body, .. } => (body.as_str(), None),
            SectionContent::Principles { intro, .. }
            | SectionContent::Services { intro, .. }
            | SectionContent::WayOfWorking { intro, .. }
            | SectionContent::Writing { intro, .. }
            | SectionContent::Contact { intro, .. } => (intro.as_str(), None),
        };
        Self {
            heading: content.heading().as_str(),
            body,
            action_label: action.map(|action| action.label.as_str()),
            action_target: action.map(|action| action.target.as_str()),
        }
    }
}

fn insert_items(conn: &mut PgConnection, content: &SectionContent) -> Result<(), DatabaseError> {
    let items = match content {
        SectionContent::Principles { items, .. }
        | SectionContent::WayOfWorking { steps: items, .. } => items.as_slice(),
        _ => &[],
    };
    let rows: Vec<_> = items
        .iter()
        .zip(1_i32..)
        .map(|(item, position)| {
            (
                section_items::section_key.eq(content.key().as_str()),
                section_items::position.eq(position),
                section_items::title.eq(item.title.as_str()),
                section_items::body.eq(item.text.as_str()),
            )
        })
        .collect();
    diesel::insert_into(section_items::table)
        .values(rows)
        .execute(conn)?;
    Ok(())
}
