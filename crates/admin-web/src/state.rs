//! What every handler of the panel shares.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use object_storage::Storage;
use persistence::Database;
use url::Url;
use web_kit::{Templates, Throttle, TrustedProxies};

use crate::{PasswordHasher, Uploads};

/// What the panel needs from the program around it.
pub struct AdminState {
    /// Where everything is stored.
    pub database: Database,
    /// The files: pictures, downloads and what is made from them.
    pub storage: Storage,
    /// How many uploads are taken in hand at once.
    pub uploads: Uploads,
    /// The compiled templates.
    pub templates: Arc<Templates>,
    /// The public address: decides on the cookie's name and on the origin of forms.
    pub base_url: Url,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: TrustedProxies,
    /// Hashes and checks passwords.
    pub passwords: PasswordHasher,
    /// Counts sign-ins.
    pub throttles: SignInThrottles,
    /// Encrypts the cookie that carries the session's key.
    pub session_key: [u8; 64],
}

/// How often somebody may try to sign in.
#[derive(Debug)]
pub struct SignInThrottles {
    by_address: Throttle,
    by_account: Throttle,
}

impl SignInThrottles {
    /// Allows this many tries per quarter of an hour from one address, and for one account.
    pub fn new(per_address: NonZeroU32, per_account: NonZeroU32) -> Self {
        let window = Duration::from_secs(15 * 60);
        Self {
            by_address: Throttle::new(per_address, window),
            by_account: Throttle::new(per_account, window),
        }
    }

    /// Counts one try.
    ///
    /// # Errors
    /// How long to wait, when the address or the account has used up its tries.
    pub(crate) fn check(&self, address: &str, account: &str) -> Result<(), web_kit::RetryAfter> {
        self.by_address.check(address)?;
        self.by_account.check(account)
    }
}

impl Default for SignInThrottles {
    fn default() -> Self {
        // An account has more tries than an address: whoever guesses from many places must not
        // lock the owner out with a handful of requests.
        let tries = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        Self::new(tries(10), tries(40))
    }
}
