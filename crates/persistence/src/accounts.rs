//! Who may sign in.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use domain::{Account, AccountId, EmailAddress};
use uuid::Uuid;

use crate::DatabaseError;
use crate::error::stored;
use crate::schema::accounts;
use crate::sql::lower;

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts, check_for_backend(diesel::pg::Pg))]
pub(crate) struct AccountRow {
    id: Uuid,
    email: String,
    password_hash: String,
    uses_plain_editor: bool,
    created_at: DateTime<Utc>,
}

impl TryFrom<AccountRow> for Account {
    type Error = DatabaseError;

    fn try_from(row: AccountRow) -> Result<Self, DatabaseError> {
        Ok(Self {
            id: AccountId::from_uuid(row.id),
            email: stored("accounts.email", EmailAddress::parse(&row.email))?,
            password_hash: row.password_hash,
            uses_plain_editor: row.uses_plain_editor,
            created_at: row.created_at,
        })
    }
}

/// True once the site has its owner.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn owner_exists(conn: &mut PgConnection) -> Result<bool, DatabaseError> {
    let exists = diesel::select(diesel::dsl::exists(accounts::table.select(accounts::id)))
        .get_result(conn)?;
    Ok(exists)
}

/// Finds an account by its address, in whatever case it was typed.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_by_email(
    conn: &mut PgConnection,
    email: &EmailAddress,
) -> Result<Option<Account>, DatabaseError> {
    accounts::table
        .filter(lower(accounts::email).eq(lower(email.as_str())))
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?
        .map(Account::try_from)
        .transpose()
}

/// Finds an account by its id.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find(conn: &mut PgConnection, id: AccountId) -> Result<Option<Account>, DatabaseError> {
    accounts::table
        .find(id.as_uuid())
        .select(AccountRow::as_select())
        .first(conn)
        .optional()?
        .map(Account::try_from)
        .transpose()
}

/// Stores a password's hash anew, for example with stronger parameters.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn update_password_hash(
    conn: &mut PgConnection,
    id: AccountId,
    password_hash: &str,
) -> Result<(), DatabaseError> {
    diesel::update(accounts::table.find(id.as_uuid()))
        .set((
            accounts::password_hash.eq(password_hash),
            accounts::updated_at.eq(diesel::dsl::now),
        ))
        .execute(conn)?;
    Ok(())
}

/// Remembers which text field an account prefers.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn set_editor(
    conn: &mut PgConnection,
    id: AccountId,
    is_plain: bool,
) -> Result<(), DatabaseError> {
    diesel::update(accounts::table.find(id.as_uuid()))
        .set(accounts::uses_plain_editor.eq(is_plain))
        .execute(conn)?;
    Ok(())
}
