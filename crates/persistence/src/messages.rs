//! What visitors wrote.

use chrono::{DateTime, Utc};
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Bool, Timestamptz, Uuid as SqlUuid};
use domain::{
    Cursor, EmailAddress, Message, MessageBody, MessageFolder, MessageId, MessageListing,
    MessageSummary, NewMessage, Page, PersonName, ServiceId,
};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::{contact_messages, services};
use crate::sql::{coalesce, left};

/// How much of a message a list shows.
const OPENING_CHARS: i32 = 160;

/// What became of a message on its way in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inserted {
    /// It was stored.
    New,
    /// The same form was sent before; its message is already there.
    Duplicate,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = contact_messages, check_for_backend(diesel::pg::Pg))]
struct MessageRow {
    id: Uuid,
    sender_name: String,
    sender_email: String,
    service_id: Option<Uuid>,
    service_title: Option<String>,
    body: String,
    folder: String,
    suspicions: Vec<String>,
    received_at: DateTime<Utc>,
    read_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
}

impl TryFrom<MessageRow> for Message {
    type Error = DatabaseError;

    fn try_from(row: MessageRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            id: MessageId::from_uuid(row.id),
            sender_name: stored(
                "contact_messages.sender_name",
                PersonName::parse(&row.sender_name),
            )?,
            sender_email: stored(
                "contact_messages.sender_email",
                EmailAddress::parse(&row.sender_email),
            )?,
            service_id: row.service_id.map(ServiceId::from_uuid),
            service_title: row.service_title,
            body: stored("contact_messages.body", MessageBody::parse(&row.body))?,
            folder: stored("contact_messages.folder", MessageFolder::parse(&row.folder))?,
            suspicions: row.suspicions,
            received_at: row.received_at,
            read_at: row.read_at,
            deleted_at: row.deleted_at,
        })
    }
}

/// Stores a message. It is durable when this returns.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer; then nothing was stored.
pub fn insert(conn: &mut PgConnection, message: &NewMessage) -> Result<Inserted, DatabaseError> {
    conn.transaction(|conn| {
        let service: Option<(Uuid, String)> = match &message.service_slug {
            Some(slug) => services::table
                .filter(services::slug.eq(slug.as_str()))
                .filter(services::deleted_at.is_null())
                .filter(services::is_shown)
                .select((services::id, services::title))
                .first(conn)
                .optional()?,
            None => None,
        };
        let (service_id, service_title) = service.unzip();
        let stored_rows = diesel::insert_into(contact_messages::table)
            .values((
                contact_messages::id.eq(message.id.as_uuid()),
                contact_messages::sender_name.eq(message.sender_name.as_str()),
                contact_messages::sender_email.eq(message.sender_email.as_str()),
                contact_messages::service_id.eq(service_id),
                contact_messages::service_title.eq(service_title),
                contact_messages::body.eq(message.body.as_str()),
                contact_messages::folder.eq(message.folder.as_str()),
                contact_messages::suspicions.eq(&message.suspicions),
                contact_messages::submission_digest.eq(&message.submission_digest[..]),
            ))
            .on_conflict(contact_messages::submission_digest)
            .do_nothing()
            .execute(conn)?;
        Ok(if stored_rows == 0 {
            Inserted::Duplicate
        } else {
            Inserted::New
        })
    })
}

type SummaryRow = (
    Uuid,
    String,
    String,
    Option<String>,
    String,
    String,
    Option<DateTime<Utc>>,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
);

fn summary(row: SummaryRow) -> Result<MessageSummary, DatabaseError> {
    let (id, name, email, service_title, opening, folder, read_at, received_at, deleted_at) = row;
    Ok(MessageSummary {
        id: MessageId::from_uuid(id),
        sender_name: stored("contact_messages.sender_name", PersonName::parse(&name))?,
        sender_email: stored("contact_messages.sender_email", EmailAddress::parse(&email))?,
        service_title,
        opening,
        folder: stored("contact_messages.folder", MessageFolder::parse(&folder))?,
        is_read: read_at.is_some(),
        received_at,
        deleted_at,
    })
}

/// One folder, or what was deleted; newest first, by key.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn list(
    conn: &mut PgConnection,
    listing: MessageListing,
    before: Option<&Cursor>,
    limit: usize,
) -> Result<Page<MessageSummary>, DatabaseError> {
    let mut query = contact_messages::table
        .order((
            contact_messages::received_at.desc(),
            contact_messages::id.desc(),
        ))
        .limit(i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1))
        .select((
            contact_messages::id,
            contact_messages::sender_name,
            contact_messages::sender_email,
            contact_messages::service_title,
            left(contact_messages::body, OPENING_CHARS),
            contact_messages::folder,
            contact_messages::read_at,
            contact_messages::received_at,
            contact_messages::deleted_at,
        ))
        .into_boxed();
    query = match listing {
        MessageListing::Folder(folder) => query
            .filter(contact_messages::folder.eq(folder.as_str()))
            .filter(contact_messages::deleted_at.is_null()),
        MessageListing::Deleted => query.filter(contact_messages::deleted_at.is_not_null()),
    };
    if let Some(cursor) = before {
        query = query.filter(
            sql::<Bool>("(contact_messages.received_at, contact_messages.id) < (")
                .bind::<Timestamptz, _>(cursor.at)
                .sql(", ")
                .bind::<SqlUuid, _>(cursor.id)
                .sql(")"),
        );
    }
    let rows: Vec<SummaryRow> = query.load(conn)?;
    let items = rows.into_iter().map(summary).collect::<Result<_, _>>()?;
    Ok(Page::of(items, limit, |message: &MessageSummary| Cursor {
        at: message.received_at,
        id: message.id.as_uuid(),
    }))
}

/// One message, also a deleted one.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: MessageId) -> Result<Option<Message>, DatabaseError> {
    contact_messages::table
        .find(id.as_uuid())
        .select(MessageRow::as_select())
        .first(conn)
        .optional()?
        .map(Message::try_from)
        .transpose()
}

/// Marks a message as read or unread; `false` when there is none. The first reading keeps its
/// time.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn set_read(
    conn: &mut PgConnection,
    id: MessageId,
    is_read: bool,
) -> Result<bool, DatabaseError> {
    let message = contact_messages::table.find(id.as_uuid());
    let changed = if is_read {
        diesel::update(message)
            .set(
                contact_messages::read_at.eq(coalesce(contact_messages::read_at, diesel::dsl::now)),
            )
            .execute(conn)?
    } else {
        diesel::update(message)
            .set(contact_messages::read_at.eq(None::<DateTime<Utc>>))
            .execute(conn)?
    };
    Ok(changed > 0)
}

/// Moves a message into a folder; `false` when there is none.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn move_to(
    conn: &mut PgConnection,
    id: MessageId,
    folder: MessageFolder,
) -> Result<bool, DatabaseError> {
    let changed = diesel::update(contact_messages::table.find(id.as_uuid()))
        .set(contact_messages::folder.eq(folder.as_str()))
        .execute(conn)?;
    Ok(changed > 0)
}

/// Deletes a message so that it can be restored; `false` when it is gone already.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id: MessageId) -> Result<bool, DatabaseError> {
    let changed = diesel::update(
        contact_messages::table
            .find(id.as_uuid())
            .filter(contact_messages::deleted_at.is_null()),
    )
    .set(contact_messages::deleted_at.eq(diesel::dsl::now))
    .execute(conn)?;
    Ok(changed > 0)
}

/// Brings a deleted message back into its folder; `false` when there is none.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn restore(conn: &mut PgConnection, id: MessageId) -> Result<bool, DatabaseError> {
    let changed = diesel::update(contact_messages::table.find(id.as_uuid()))
        .set(contact_messages::deleted_at.eq(None::<DateTime<Utc>>))
        .execute(conn)?;
    Ok(changed > 0)
}

/// How many messages in the inbox are unread.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn count_unread(conn: &mut PgConnection) -> Result<i64, DatabaseError> {
    let count = contact_messages::table
        .filter(contact_messages::folder.eq("inbox"))
        .filter(contact_messages::deleted_at.is_null())
        .filter(contact_messages::read_at.is_null())
        .count()
        .get_result(conn)?;
    Ok(count)
}
