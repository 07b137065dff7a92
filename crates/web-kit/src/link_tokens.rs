//! The secret part of a link that opens something to whoever holds it.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

/// 256 bits, which nobody guesses.
const TOKEN_BYTES: usize = 32;

/// A new token, as it stands in an address. It is shown once and never stored.
///
/// # Panics
/// When the operating system gives no random bytes, which it does from boot on.
pub fn issue() -> String {
    let mut bytes = [0_u8; TOKEN_BYTES];
    #[expect(
        clippy::expect_used,
        reason = "a token without randomness could be guessed, and the system always has some"
    )]
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    BASE64URL_NOPAD.encode(&bytes)
}

/// What is stored in a token's place: SHA-256 over the token as it stands in the address.
pub fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_is_another_and_fits_into_an_address_as_it_is() {
        let tokens: std::collections::HashSet<_> = (0..100).map(|_| issue()).collect();
        assert_eq!(tokens.len(), 100);
        for token in tokens {
            assert_eq!(token.len(), 43);
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            assert!(token.chars().all(is_plain), "{token}");
        }
    }

    #[test]
    fn a_token_is_known_by_its_hash_again() {
        let token = issue();
        assert_eq!(hash(&token), hash(&token));
        assert_ne!(hash(&token), hash(&token.to_ascii_lowercase()));
    }
}
