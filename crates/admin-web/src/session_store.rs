//! Sessions as rows in PostgreSQL, under the hash of their key.

use std::collections::HashMap;

use actix_session::storage::{
    LoadError, SaveError, SessionKey, SessionStore, UpdateError, generate_session_key,
};
use actix_web::cookie::time::Duration;
use chrono::{TimeDelta, Utc};
use domain::AccountId;
use persistence::sessions::{self, NewSession, SessionHash};
use persistence::{Database, DatabaseError};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How long a session lasts without a request.
pub const IDLE_LIMIT: TimeDelta = TimeDelta::days(7);

/// How long a session lasts at all.
pub const ABSOLUTE_LIMIT: TimeDelta = TimeDelta::days(30);

/// How exactly the last use is written down: often enough for the idle limit, seldom enough that
/// reading pages writes nothing.
const TOUCH_AFTER: TimeDelta = TimeDelta::minutes(5);

/// The key under which a session's state names the account.
pub(crate) const ACCOUNT_KEY: &str = "account";

type State = HashMap<String, String>;

/// Where actix-session keeps the panel's sessions.
pub(crate) struct DatabaseSessionStore {
    database: Database,
}

impl DatabaseSessionStore {
    pub(crate) fn new(database: Database) -> Self {
        Self { database }
    }
}

impl SessionStore for DatabaseSessionStore {
    async fn load(&self, session_key: &SessionKey) -> Result<Option<State>, LoadError> {
        let id_hash = hash(session_key);
        let now = Utc::now();
        let stored = self
            .database
            .run(move |conn| {
                let stored = sessions::load(conn, &id_hash, now, IDLE_LIMIT)?;
                if let Some(session) = &stored
                    && now - session.last_seen_at >= TOUCH_AFTER
                {
                    sessions::touch(conn, &id_hash, now)?;
                }
                Ok::<_, DatabaseError>(stored)
            })
            .await
            .map_err(|error| LoadError::Other(error.into()))?;
        stored
            .map(|session| serde_json::from_value(session.state))
            .transpose()
            .map_err(|error| LoadError::Deserialization(error.into()))
    }

    async fn save(&self, state: State, _: &Duration) -> Result<SessionKey, SaveError> {
        let session_key = generate_session_key();
        let now = Utc::now();
        let session = NewSession {
            id_hash: hash(&session_key),
            account_id: account_of(&state),
            state: to_json(&state),
            now,
            expires_at: now + ABSOLUTE_LIMIT,
        };
        self.database
            .run(move |conn| sessions::insert(conn, &session))
            .await
            .map_err(|error| SaveError::Other(error.into()))?;
        Ok(session_key)
    }

    async fn update(
        &self,
        session_key: SessionKey,
        state: State,
        _: &Duration,
    ) -> Result<SessionKey, UpdateError> {
        let id_hash = hash(&session_key);
        let now = Utc::now();
        // A session that was ended in the meantime stays ended: the row is updated or left absent,
        // never made again.
        self.database
            .run(move |conn| {
                sessions::update(conn, &id_hash, account_of(&state), &to_json(&state), now)
            })
            .await
            .map_err(|error| UpdateError::Other(error.into()))?;
        Ok(session_key)
    }

    async fn update_ttl(
        &self,
        session_key: &SessionKey,
        _: &Duration,
    ) -> Result<(), anyhow::Error> {
        let id_hash = hash(session_key);
        self.database
            .run(move |conn| sessions::touch(conn, &id_hash, Utc::now()))
            .await?;
        Ok(())
    }

    async fn delete(&self, session_key: &SessionKey) -> Result<(), anyhow::Error> {
        let id_hash = hash(session_key);
        self.database
            .run(move |conn| sessions::delete(conn, &id_hash))
            .await?;
        Ok(())
    }
}

/// What is stored in the key's place, so that a copy of the database holds no session.
fn hash(session_key: &SessionKey) -> SessionHash {
    Sha256::digest(session_key.as_ref().as_bytes()).into()
}

/// The account that a session belongs to. It has a column of its own, so that all sessions of an
/// account can be ended at once.
fn account_of(state: &State) -> Option<AccountId> {
    let id: String = serde_json::from_str(state.get(ACCOUNT_KEY)?).ok()?;
    id.parse().ok()
}

fn to_json(state: &State) -> Value {
    state
        .iter()
        .map(|(key, value)| (key.clone(), Value::String(value.clone())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_itself_is_not_what_is_stored() {
        let key = generate_session_key();
        let text = key.as_ref().to_owned();
        assert_eq!(hash(&key), <[u8; 32]>::from(Sha256::digest(text)));
        assert_eq!(key.as_ref().len(), 64);
    }

    #[test]
    fn the_account_is_lifted_out_of_the_state() {
        let id = AccountId::from_uuid(uuid::Uuid::from_u128(7));
        let state = State::from([
            (ACCOUNT_KEY.to_owned(), format!("\"{id}\"")),
            ("flash".to_owned(), "{}".to_owned()),
        ]);
        assert_eq!(account_of(&state), Some(id));
        assert_eq!(account_of(&State::new()), None);
        let garbage = State::from([(ACCOUNT_KEY.to_owned(), "7".to_owned())]);
        assert_eq!(account_of(&garbage), None);
    }

    #[test]
    fn a_state_survives_its_column() {
        let state = State::from([("a".to_owned(), "\"b\"".to_owned())]);
        let back: State = serde_json::from_value(to_json(&state)).unwrap();
        assert_eq!(back, state);
    }
}
