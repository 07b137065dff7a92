//! What texts name by id, as it is now: the addresses of content and of downloads, and pictures.

use std::collections::{HashMap, HashSet};

use content::{Links, Picture};
use domain::FeatureImage;
use persistence::{DatabaseError, PgConnection, contents, media};
use uuid::Uuid;

use crate::picture;

/// What some texts name.
#[derive(Debug, Clone, Default)]
pub struct References {
    /// Where the content and the downloads stand; nothing for what visitors cannot see.
    pub links: HashMap<Uuid, String>,
    /// The pictures, also those that lie in the trash: no page loses one by a click in the library.
    pub pictures: HashMap<Uuid, Picture>,
}

impl References {
    /// The same for the renderer, where texts are rendered outside of a page, as for a feed.
    pub fn links(&self) -> Links<'_> {
        Links::new(&self.links).with_pictures(&self.pictures)
    }
}

/// Loads what some texts name and the pictures on top of them, in at most four queries whatever
/// their number, and in none where they name nothing.
///
/// # Errors
/// [`DatabaseError`] when the database did not answer.
pub fn references_of<'a>(
    conn: &mut PgConnection,
    texts: impl Iterator<Item = &'a str>,
    features: impl Iterator<Item = &'a FeatureImage>,
) -> Result<References, DatabaseError> {
    let mut links = HashSet::new();
    let mut pictures: HashSet<Uuid> = features.map(|feature| feature.media.as_uuid()).collect();
    for text in texts {
        let found = content::references(text);
        links.extend(found.links);
        pictures.extend(found.pictures);
    }
    let pictures: Vec<Uuid> = pictures.into_iter().collect();
    Ok(References {
        links: addresses(conn, &links.into_iter().collect::<Vec<_>>())?,
        pictures: media::list_published_pictures(conn, &pictures)?
            .iter()
            .map(|picture| (picture.id.as_uuid(), picture::of(picture)))
            .collect(),
    })
}

/// Content first, then what is left among the downloads.
fn addresses(
    conn: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, String>, DatabaseError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut found = contents::list_published_addresses(conn, ids)?;
    let others: Vec<Uuid> = ids
        .iter()
        .filter(|id| !found.contains_key(id))
        .copied()
        .collect();
    found.extend(media::list_published_names(conn, &others)?);
    Ok(found)
}
