//! What a state shows or offers of the media library, and whether visitors can have it.

use std::collections::HashMap;

use content::{KnownPicture, PictureUse};
use domain::{AltText, MediaItem, Snapshot, parse_media_reference};
use persistence::{DatabaseError, PgConnection, media};
use uuid::Uuid;

use super::{Check, refuse};

/// How many pictures of a text are named; whoever mends these sees the next.
const MOST: usize = 20;

/// The items that a state names.
pub(super) struct Library {
    items: HashMap<Uuid, MediaItem>,
    feature: Option<Uuid>,
    uses: Vec<PictureUse>,
}

impl Library {
    /// Loads them, in one query.
    pub(super) fn load(
        conn: &mut PgConnection,
        snapshot: &Snapshot,
        body: &str,
        links: &[Uuid],
    ) -> Result<Self, DatabaseError> {
        // Text that names nothing in the library is left with what its own check says.
        let feature = parse_media_reference(snapshot.get("feature_image")).ok();
        let feature = feature.map(|id| id.as_uuid());
        let uses = content::picture_uses(body);
        let mut ids = links.to_vec();
        ids.extend(uses.iter().map(|one| one.id));
        ids.extend(feature);
        Ok(Self {
            items: media::list_chosen(conn, &ids)?,
            feature,
            uses,
        })
    }

    /// The item, also one in the trash.
    pub(super) fn get(&self, id: Uuid) -> Option<&MediaItem> {
        self.items.get(&id)
    }

    /// What it says of the pictures that visitors can have.
    pub(super) fn known(&self) -> HashMap<Uuid, KnownPicture> {
        let shown = self
            .items
            .iter()
            .filter(|(_, item)| item.trashed_at.is_none() && item.file.format.is_picture());
        shown
            .map(|(id, item)| {
                let picture = KnownPicture {
                    name: item.name.to_string(),
                    has_text: has_text(item),
                };
                (*id, picture)
            })
            .collect()
    }

    /// Refuses pictures of the text that visitors cannot have.
    pub(super) fn check_text(&self, checks: &mut Vec<Check>) {
        let mut seen = Vec::new();
        for one in &self.uses {
            if seen.contains(&one.id) {
                continue;
            }
            if let Some(message) = self.problem(one.id, &one.words, "take it out of the text") {
                seen.push(one.id);
                refuse(checks, "body", message);
            }
            if seen.len() >= MOST {
                break;
            }
        }
    }

    /// Refuses a picture on top that visitors cannot have, or that says nothing to who cannot see.
    pub(super) fn check_feature(&self, snapshot: &Snapshot, checks: &mut Vec<Check>) {
        let Some(id) = self.feature else {
            return;
        };
        if let Some(message) = self.problem(id, "", "choose another picture for the top") {
            refuse(checks, "feature_image", message);
            return;
        }
        let own = AltText::parse(snapshot.get("feature_alt")).unwrap_or_default();
        if let Some(item) = self.get(id)
            && own.as_str().is_empty()
            && !has_text(item)
        {
            refuse(
                checks,
                "feature_alt",
                format!(
                    "The picture on top, “{}”, has no text for those who cannot see it. Write here or \
                     in the library what it shows, or mark it there as decorative.",
                    item.name
                ),
            );
        }
    }

    /// Why visitors cannot have this picture, and what to do.
    fn problem(&self, id: Uuid, words: &str, way_out: &str) -> Option<String> {
        let Some(item) = self.get(id) else {
            let what = match words.trim() {
                "" => "A picture".to_owned(),
                words => format!("The picture “{words}”"),
            };
            return Some(format!(
                "{what} is not in the library any more. Upload it again, or {way_out}."
            ));
        };
        if item.trashed_at.is_some() {
            return Some(format!(
                "The picture “{}” is in the trash of the library. Restore it there, or {way_out}.",
                item.name
            ));
        }
        (!item.file.format.is_picture()).then(|| {
            format!(
                "“{}” is a download and cannot be shown as a picture. Link to it instead, or {way_out}.",
                item.name
            )
        })
    }
}

/// Whether it has words, or needs none.
fn has_text(item: &MediaItem) -> bool {
    item.is_decorative || !item.alt.as_str().is_empty()
}
