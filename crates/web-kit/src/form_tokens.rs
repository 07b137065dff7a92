//! A signed stamp in a public form: says which form it is and when the page was made.
//!
//! It needs no cookie, so a page that carries one can be cached. The algorithm is HMAC-SHA256
//! (RFC 2104) over the form's name, the time and 16 random bytes.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const TIME_BYTES: usize = 8;
const RANDOM_BYTES: usize = 16;
const MAC_BYTES: usize = 32;
const STAMP_BYTES: usize = TIME_BYTES + RANDOM_BYTES;
const VALID_FOR: Duration = Duration::from_secs(48 * 60 * 60);

/// Issues and checks the stamps of every form.
#[derive(Clone)]
pub struct FormTokens {
    key: [u8; 32],
}

/// How long ago a stamp was issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TokenAge(pub Duration);

/// Why a stamp is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no stamp at all.
    #[error("the form's stamp cannot be read")]
    Malformed,
    /// It was not issued here, or for another form.
    #[error("the form's stamp was not issued for this form")]
    Forged,
    /// It is older than 48 hours.
    #[error("the form was open for more than 48 hours")]
    Expired,
}

impl FormTokens {
    /// Signs with this key.
    pub fn new(key: [u8; 32]) -> Self {
        Self { key }
    }

    /// A stamp for this form, issued now.
    ///
    /// # Panics
    /// When the operating system gives no random bytes, which it does from boot on.
    pub fn issue(&self, form: &str, now: DateTime<Utc>) -> String {
        let mut random = [0_u8; RANDOM_BYTES];
        #[expect(
            clippy::expect_used,
            reason = "a stamp without randomness would repeat, and the system always has some"
        )]
        getrandom::fill(&mut random).expect("the operating system gives random bytes");

        let mut token = Vec::with_capacity(STAMP_BYTES + MAC_BYTES);
        token.extend_from_slice(&now.timestamp().to_be_bytes());
        token.extend_from_slice(&random);
        let mac = self.mac(form, &token);
        token.extend_from_slice(&mac);
        BASE64URL_NOPAD.encode(&token)
    }

    /// How old this form's stamp is.
    ///
    /// # Errors
    /// `Malformed`, `Forged` and `Expired`, as they are described there.
    pub fn check(
        &self,
        form: &str,
        token: &str,
        now: DateTime<Utc>,
    ) -> Result<TokenAge, TokenError> {
        let bytes = BASE64URL_NOPAD
            .decode(token.as_bytes())
            .map_err(|_| TokenError::Malformed)?;
        if bytes.len() != STAMP_BYTES + MAC_BYTES {
            return Err(TokenError::Malformed);
        }
        let (stamp, mac) = bytes.split_at(STAMP_BYTES);
        if !bool::from(subtle::ConstantTimeEq::ct_eq(
            mac,
            self.mac(form, stamp).as_slice(),
        )) {
            return Err(TokenError::Forged);
        }
        let issued = stamp
            .first_chunk::<TIME_BYTES>()
            .map(|bytes| i64::from_be_bytes(*bytes))
            .ok_or(TokenError::Malformed)?;
        // A clock that was set back since then makes the stamp brand new, not wrong.
        let age = Duration::from_secs(
            now.timestamp()
                .saturating_sub(issued)
                .try_into()
                .unwrap_or(0),
        );
        if age > VALID_FOR {
            return Err(TokenError::Expired);
        }
        Ok(TokenAge(age))
    }

    fn mac(&self, form: &str, stamp: &[u8]) -> [u8; MAC_BYTES] {
        #[expect(
            clippy::expect_used,
            reason = "HMAC takes keys of every length, so this cannot fail"
        )]
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of every length");
        // The length in front keeps a name from running into the stamp.
        mac.update(&(form.len() as u64).to_be_bytes());
        mac.update(form.as_bytes());
        mac.update(stamp);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for FormTokens {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("FormTokens").finish_non_exhaustive()
    }
}

impl TokenAge {
    /// The age itself.
    pub fn as_duration(self) -> Duration {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn a_stamp_is_accepted_for_its_form_until_48_hours_have_passed() {
        let tokens = FormTokens::new([7; 32]);
        let token = tokens.issue("contact", now());
        let check = |seconds| tokens.check("contact", &token, now() + TimeDelta::seconds(seconds));
        assert_eq!(check(0), Ok(TokenAge(Duration::ZERO)));
        assert_eq!(check(90), Ok(TokenAge(Duration::from_secs(90))));
        assert_eq!(check(172_800), Ok(TokenAge(VALID_FOR)));
        assert_eq!(check(172_801), Err(TokenError::Expired));
        assert_eq!(check(-5), Ok(TokenAge(Duration::ZERO)));
    }

    #[test]
    fn two_stamps_of_one_second_differ() {
        let tokens = FormTokens::new([7; 32]);
        assert_ne!(tokens.issue("a", now()), tokens.issue("a", now()));
    }

    #[test]
    fn another_form_another_key_and_every_changed_byte_are_refused() {
        let tokens = FormTokens::new([7; 32]);
        let token = tokens.issue("contact", now());
        assert_eq!(
            tokens.check("search", &token, now()),
            Err(TokenError::Forged)
        );
        assert_eq!(
            FormTokens::new([8; 32]).check("contact", &token, now()),
            Err(TokenError::Forged)
        );
        let bytes = BASE64URL_NOPAD.decode(token.as_bytes()).unwrap();
        for index in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[index] ^= 1;
            assert_eq!(
                tokens.check("contact", &BASE64URL_NOPAD.encode(&changed), now()),
                Err(TokenError::Forged),
                "byte {index}"
            );
        }
    }

    #[test]
    fn what_is_no_stamp_is_malformed() {
        let tokens = FormTokens::new([7; 32]);
        for token in ["", "abc", "!!!!", "żółć", &"A".repeat(1_000)] {
            assert_eq!(
                tokens.check("contact", token, now()),
                Err(TokenError::Malformed)
            );
        }
    }
}
