//! The place in a list, as a word in an address.

use chrono::DateTime;
use persistence::media::MediaPlace;
use uuid::Uuid;

/// Writes the place behind which the next page begins.
pub(super) fn write(place: &MediaPlace) -> String {
    format!(
        "{:x}_{:x}_{}_{}",
        place.at.timestamp_micros(),
        place.size_bytes,
        place.id.simple(),
        place.name
    )
}

/// Reads a place; what cannot be read is the beginning.
pub(super) fn read(text: &str) -> Option<MediaPlace> {
    let mut parts = text.splitn(4, '_');
    let mut number = || i64::from_str_radix(parts.next()?, 16).ok();
    let (micros, size_bytes) = (number()?, number()?);
    let id = Uuid::try_parse(parts.next()?).ok()?;
    let name = parts.next()?;
    Some(MediaPlace {
        at: DateTime::from_timestamp_micros(micros)?,
        name: name.chars().filter(|c| *c != '\0').take(200).collect(),
        size_bytes,
        id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let place = MediaPlace {
            at: DateTime::from_timestamp_micros(1_795_000_000_123_456).unwrap(),
            name: "a_b-c.jpg".to_owned(),
            size_bytes: 20_000_000,
            id: Uuid::from_u128(7),
        };
        assert_eq!(read(&write(&place)), Some(place));
        for text in ["", "x", "1_2", "1_2_3_4", "1__", "\0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
