//! When the text of a feed became what it is, for readers that ask by date alone.
//!
//! Asking the database for the newest change misses changes that go back, as an undo does, and those
//! of what only stands in the text, as a tag's name. So the text itself is watched: the moment is
//! that at which this program first sent it, and each new text of an address has a later one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// How many addresses are watched; beyond them all are forgotten, and readers get the text again.
const MOST_ADDRESSES: usize = 5_000;

/// By address: the digest of its text, and the second since when it has that.
type ByAddress = HashMap<String, (Vec<u8>, i64)>;

/// The moments of the texts that were sent last. Clones share them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Moments(Arc<Mutex<ByAddress>>);

impl Moments {
    /// Since when, in whole seconds, the address has this text. Never the moment of another text of
    /// the same address, also within one second.
    pub(super) fn of(&self, address: &str, text: &str, now: DateTime<Utc>) -> DateTime<Utc> {
        let digest = Sha256::digest(text.as_bytes()).to_vec();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_ADDRESSES && !known.contains_key(address) {
            known.clear();
        }
        let second = match known.get(address) {
            Some((same, second)) if *same == digest => *second,
            Some((_, before)) => now.timestamp().max(before + 1),
            None => now.timestamp(),
        };
        known.insert(address.to_owned(), (digest, second));
        DateTime::from_timestamp(second, 0).unwrap_or(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_moment_and_each_new_one_has_a_later_one() {
        let moments = Moments::default();
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        let at = |text| moments.of("/feed.atom", text, now).timestamp() - now.timestamp();
        assert_eq!(at("a"), 0);
        assert_eq!(at("a"), 0);
        assert_eq!(at("b"), 1);
        assert_eq!(at("a"), 2, "an undo is a change too");
        assert_eq!(moments.of("/feed.rss", "a", now), now);
    }

    #[test]
    fn more_addresses_than_are_watched_cost_no_more_memory() {
        let moments = Moments::default();
        let now = DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        for number in 0..MOST_ADDRESSES + 10 {
            moments.of(&number.to_string(), "", now);
        }
        assert!(moments.0.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
