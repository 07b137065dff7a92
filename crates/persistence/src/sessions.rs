//! Sessions of the panel. The key in the cookie never reaches the database, only its hash.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use domain::AccountId;
use serde_json::Value;

use crate::DatabaseError;
use crate::schema::sessions;

/// SHA-256 of a session's key.
pub type SessionHash = [u8; 32];

/// A session to be stored.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// SHA-256 of its key.
    pub id_hash: SessionHash,
    /// Whose it is, once somebody signed in.
    pub account_id: Option<AccountId>,
    /// What the web side keeps in it.
    pub state: Value,
    /// When it was made, UTC.
    pub now: DateTime<Utc>,
    /// Its absolute end, UTC.
    pub expires_at: DateTime<Utc>,
}

/// A session as it was stored.
#[derive(Debug, Clone)]
pub struct StoredSession {
    /// What the web side keeps in it.
    pub state: Value,
    /// When it was used last, as far as that was written down, UTC.
    pub last_seen_at: DateTime<Utc>,
    /// Its absolute end, UTC.
    pub expires_at: DateTime<Utc>,
}

/// Finds a session that is neither over nor idle for longer than allowed.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn load(
    conn: &mut PgConnection,
    id_hash: &SessionHash,
    now: DateTime<Utc>,
    idle_limit: TimeDelta,
) -> Result<Option<StoredSession>, DatabaseError> {
    let row = sessions::table
        .find(&id_hash[..])
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::last_seen_at.gt(now - idle_limit))
        .select((
            sessions::state,
            sessions::last_seen_at,
            sessions::expires_at,
        ))
        .first::<(Value, DateTime<Utc>, DateTime<Utc>)>(conn)
        .optional()?;
    Ok(row.map(|(state, last_seen_at, expires_at)| StoredSession {
        state,
        last_seen_at,
        expires_at,
    }))
}

/// Stores a new session.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn insert(conn: &mut PgConnection, session: &NewSession) -> Result<(), DatabaseError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id_hash.eq(&session.id_hash[..]),
            sessions::account_id.eq(session.account_id.map(|id| id.as_uuid())),
            sessions::state.eq(&session.state),
            sessions::created_at.eq(session.now),
            sessions::last_seen_at.eq(session.now),
            sessions::expires_at.eq(session.expires_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// Stores the state of a session anew; `false` when the session is gone.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn update(
    conn: &mut PgConnection,
    id_hash: &SessionHash,
    account_id: Option<AccountId>,
    state: &Value,
    now: DateTime<Utc>,
) -> Result<bool, DatabaseError> {
    let changed = diesel::update(sessions::table.find(&id_hash[..]))
        .set((
            sessions::account_id.eq(account_id.map(|id| id.as_uuid())),
            sessions::state.eq(state),
            sessions::last_seen_at.eq(now),
        ))
        .execute(conn)?;
    Ok(changed > 0)
}

/// Writes down that a session is in use.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn touch(
    conn: &mut PgConnection,
    id_hash: &SessionHash,
    now: DateTime<Utc>,
) -> Result<(), DatabaseError> {
    diesel::update(sessions::table.find(&id_hash[..]))
        .set(sessions::last_seen_at.eq(now))
        .execute(conn)?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete(conn: &mut PgConnection, id_hash: &SessionHash) -> Result<(), DatabaseError> {
    diesel::delete(sessions::table.find(&id_hash[..])).execute(conn)?;
    Ok(())
}

/// Ends every session of an account and tells how many there were.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete_of_account(
    conn: &mut PgConnection,
    account_id: AccountId,
) -> Result<usize, DatabaseError> {
    let count =
        diesel::delete(sessions::table.filter(sessions::account_id.eq(account_id.as_uuid())))
            .execute(conn)?;
    Ok(count)
}

/// Removes sessions that are over or idle for longer than allowed, and tells how many.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn delete_expired(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    idle_limit: TimeDelta,
) -> Result<usize, DatabaseError> {
    let count = diesel::delete(
        sessions::table.filter(
            sessions::expires_at
                .le(now)
                .or(sessions::last_seen_at.le(now - idle_limit)),
        ),
    )
    .execute(conn)?;
    Ok(count)
}
