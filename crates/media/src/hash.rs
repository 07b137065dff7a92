//! The name of stored bytes.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// The first 32 hex digits, lower case, of SHA-256 over the bytes: 128 bits, which no accident and
/// no forger makes twice.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..16]
        .iter()
        .fold(String::with_capacity(32), |mut hex, byte| {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_beginning_of_the_sha_256() {
        assert_eq!(hash_of(b"abc"), "ba7816bf8f01cfea414140de5dae2223");
    }
}
