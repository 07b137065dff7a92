//! The state of a small site for the tests of this crate; its content is that of `site_pages`.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use object_storage::Storage;
use persistence::{Database, DatabaseError, PoolSettings};
use site_pages::fixtures::{base_url, templates};
use web_kit::{FormTokens, Throttle, TrustedProxies};

use crate::state::PublicState;

/// A state whose database never answers.
pub(crate) fn state() -> PublicState {
    PublicState::new(
        Database::connect(
            "host=/nowhere",
            PoolSettings {
                checkout_timeout: Duration::from_millis(50),
                ..PoolSettings::default()
            },
        ),
        Storage::in_memory(),
        templates(),
        FormTokens::new([7; 32]),
        Arc::new(Throttle::new(
            NonZeroU32::new(5).unwrap(),
            Duration::from_secs(600),
        )),
        TrustedProxies::default(),
        base_url(),
    )
}

pub(crate) fn database_is_away() -> DatabaseError {
    DatabaseError::Unavailable(Box::new(std::io::Error::other("away")))
}
