//! The picture on top, as it is chosen: the one that is named, and the newest of the library. The
//! script opens the whole library instead; without it a list is enough to choose from.

use domain::{MediaItem, Snapshot, parse_media_reference};
use persistence::media::{self, MediaFilter, MediaKind, MediaOrder, MediaShelf};
use persistence::{DatabaseError, PgConnection};
use serde::Serialize;

use crate::fields::Fields;
use crate::library::view::{ItemView, of_row};

/// How many pictures the list offers.
const OFFERED: usize = 24;

/// The word of the list for no picture at all.
const NONE: &str = "none";

/// What stands at the field of the picture on top.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Shelf {
    /// The picture that the field names, unless the library has it no more.
    chosen: Option<ItemView>,
    /// Why that picture cannot be shown.
    missing: Option<&'static str>,
    /// The newest pictures.
    newest: Vec<ItemView>,
}

impl Shelf {
    /// Loads them.
    ///
    /// # Errors
    /// [`DatabaseError`] when the database did not answer.
    pub(super) fn load(
        conn: &mut PgConnection,
        shown: Option<&Snapshot>,
    ) -> Result<Self, DatabaseError> {
        let filter = MediaFilter {
            words: String::new(),
            kind: Some(MediaKind::Picture),
            shelf: MediaShelf::All,
        };
        let (rows, _) = media::list(conn, &filter, MediaOrder::Newest, None, OFFERED)?;
        let mut shelf = Self {
            newest: rows.iter().map(of_row).collect(),
            ..Self::default()
        };
        let reference = shown.map_or("", |snapshot| snapshot.get("feature_image"));
        if let Ok(id) = parse_media_reference(reference) {
            match media::find(conn, id)? {
                Some(item) if is_usable(&item) => {
                    let renditions = media::list_renditions(conn, &item)?;
                    shelf.chosen = Some(ItemView::new(&item, &renditions, false));
                }
                Some(item) if item.trashed_at.is_some() => {
                    shelf.missing = Some("It is in the trash of the library.");
                }
                Some(_) => {
                    shelf.missing = Some("It is a download and cannot be shown as a picture.")
                }
                None => shelf.missing = Some("It is not in the library."),
            }
        }
        Ok(shelf)
    }
}

fn is_usable(item: &MediaItem) -> bool {
    item.trashed_at.is_none() && item.file.format.is_picture()
}

/// The reference that a plain form asks for: that of its list, or else the one that was typed.
pub(super) fn chosen(fields: &Fields) -> &str {
    match fields.get("feature_choice") {
        "" => fields.get("feature_image"),
        NONE => "",
        reference => reference,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_a_plain_form_wins_over_its_field_unless_it_says_nothing() {
        let chosen = |form: &str| chosen(&Fields::parse(form.as_bytes())).to_owned();
        assert_eq!(chosen("feature_image=plinth:a"), "plinth:a");
        assert_eq!(chosen("feature_choice=&feature_image=plinth:a"), "plinth:a");
        assert_eq!(chosen("feature_choice=none&feature_image=plinth:a"), "");
        assert_eq!(
            chosen("feature_image=plinth:a&feature_choice=plinth:b"),
            "plinth:b"
        );
    }
}
