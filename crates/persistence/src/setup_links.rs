//! Single-use links by which the owner is made, or comes back in after a lost password.

use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use domain::{Account, AccountId, EmailAddress, SetupLinkId};

use crate::accounts::AccountRow;
use crate::schema::{accounts, sessions, setup_links};
use crate::{DatabaseError, accounts as account_queries};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To make the owner's account.
    Setup,
    /// To give the owner a new password.
    Recovery,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Recovery => "recovery",
        }
    }

    fn from_stored(word: &str) -> Self {
        // The column's check knows no third word.
        if word == "setup" {
            Self::Setup
        } else {
            Self::Recovery
        }
    }
}

/// Why a link was not redeemed; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RedeemError {
    /// It was used, has expired, was replaced, or never existed.
    #[error("this link cannot be used any more")]
    NotUsable,
    /// The database did not answer.
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl From<DieselError> for RedeemError {
    fn from(error: DieselError) -> Self {
        Self::Database(error.into())
    }
}

/// Stores a new link in place of every unused one. Without an owner it is for set-up, else for
/// recovery.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn replace(
    conn: &mut PgConnection,
    id: SetupLinkId,
    token_hash: &[u8; 32],
    expires_at: DateTime<Utc>,
) -> Result<Purpose, DatabaseError> {
    conn.transaction(|conn| {
        // Two programs at once would otherwise each leave the other's link alive.
        conn.batch_execute("lock table setup_links in share row exclusive mode")?;
        let purpose = if account_queries::owner_exists(conn)? {
            Purpose::Recovery
        } else {
            Purpose::Setup
        };
        diesel::delete(setup_links::table.filter(setup_links::used_at.is_null())).execute(conn)?;
        diesel::insert_into(setup_links::table)
            .values((
                setup_links::id.eq(id.as_uuid()),
                setup_links::token_hash.eq(&token_hash[..]),
                setup_links::purpose.eq(purpose.as_str()),
                setup_links::expires_at.eq(expires_at),
            ))
            .execute(conn)?;
        Ok(purpose)
    })
}

/// What a link is for, while it can be used.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn find_usable(
    conn: &mut PgConnection,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> Result<Option<Purpose>, DatabaseError> {
    let purpose = setup_links::table
        .filter(setup_links::token_hash.eq(&token_hash[..]))
        .filter(setup_links::used_at.is_null())
        .filter(setup_links::expires_at.gt(now))
        .select(setup_links::purpose)
        .first::<String>(conn)
        .optional()?;
    Ok(purpose.map(|word| Purpose::from_stored(&word)))
}

/// Uses a link up: makes the owner, or gives the owner a new address and password and ends every
/// session. Of two requests at once, one succeeds.
///
/// # Errors
/// [`RedeemError::NotUsable`] for a link that is used, expired, replaced or unknown;
/// [`RedeemError::Database`] when the database did not answer.
pub fn redeem(
    conn: &mut PgConnection,
    token_hash: &[u8; 32],
    now: DateTime<Utc>,
    new_account_id: AccountId,
    email: &EmailAddress,
    password_hash: &str,
) -> Result<Account, RedeemError> {
    conn.transaction(|conn| {
        let purpose = diesel::update(
            setup_links::table
                .filter(setup_links::token_hash.eq(&token_hash[..]))
                .filter(setup_links::used_at.is_null())
                .filter(setup_links::expires_at.gt(now)),
        )
        .set(setup_links::used_at.eq(now))
        .returning(setup_links::purpose)
        .get_result::<String>(conn)
        .optional()?
        .ok_or(RedeemError::NotUsable)?;
        let row = match Purpose::from_stored(&purpose) {
            Purpose::Setup => insert_owner(conn, new_account_id, email, password_hash)?,
            Purpose::Recovery => replace_credentials(conn, email, password_hash)?,
        };
        Ok(Account::try_from(row)?)
    })
}

fn insert_owner(
    conn: &mut PgConnection,
    id: AccountId,
    email: &EmailAddress,
    password_hash: &str,
) -> Result<AccountRow, RedeemError> {
    diesel::insert_into(accounts::table)
        .values((
            accounts::id.eq(id.as_uuid()),
            accounts::email.eq(email.as_str()),
            accounts::password_hash.eq(password_hash),
        ))
        .returning(AccountRow::as_returning())
        .get_result(conn)
        .map_err(|error| match error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                RedeemError::NotUsable
            }
            other => other.into(),
        })
}

fn replace_credentials(
    conn: &mut PgConnection,
    email: &EmailAddress,
    password_hash: &str,
) -> Result<AccountRow, RedeemError> {
    let row = diesel::update(accounts::table.filter(accounts::role.eq("owner")))
        .set((
            accounts::email.eq(email.as_str()),
            accounts::password_hash.eq(password_hash),
            accounts::updated_at.eq(diesel::dsl::now),
        ))
        .returning(AccountRow::as_returning())
        .get_result(conn)
        .optional()?
        .ok_or(RedeemError::NotUsable)?;
    diesel::delete(sessions::table).execute(conn)?;
    Ok(row)
}
