//! Pictures in two states of a content, beside one another: a reader of a comparison sees which
//! picture went and which came, and not two ids.

use std::collections::{HashMap, HashSet};

use content::{Loading, Picture, PictureUse, Placement, picture_html};
use domain::{Snapshot, parse_media_reference};
use persistence::{DatabaseError, PgConnection, media};
use serde::Serialize;
use uuid::Uuid;
use web_kit::Html;

/// How wide they are shown; the same as in `assets/css/admin/56-comparison.css`.
const SIZES: &str = "14rem";

/// What two states show of the library.
#[derive(Debug, Default)]
pub(crate) struct Pictures(HashMap<Uuid, Known>);

#[derive(Debug)]
struct Known {
    name: String,
    /// Nothing for a download.
    picture: Option<Picture>,
}

/// The pictures of one place, before and after.
#[derive(Debug, Serialize)]
pub(crate) struct PicturePair {
    before: Vec<PictureView>,
    after: Vec<PictureView>,
}

#[derive(Debug, Serialize)]
struct PictureView {
    /// Without words of its own, as they stand beside it.
    picture_html: Option<Html>,
    name: Option<String>,
    words: String,
    /// What there is to say where there are no words.
    note: &'static str,
}

impl Pictures {
    /// Loads those of two states, in a few queries whatever their number.
    pub(crate) fn load(
        conn: &mut PgConnection,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<Self, DatabaseError> {
        let mut ids = HashSet::new();
        for snapshot in [before, after] {
            let feature = parse_media_reference(snapshot.get("feature_image")).ok();
            ids.extend(feature.map(|id| id.as_uuid()));
            if snapshot.kind().is_markdown("body") {
                ids.extend(content::internal_pictures(snapshot.get("body")));
            }
        }
        let ids: Vec<Uuid> = ids.into_iter().collect();
        let mut pictures: HashMap<Uuid, Picture> = media::list_published_pictures(conn, &ids)?
            .iter()
            .map(|picture| (picture.id.as_uuid(), page_assembly::picture(picture)))
            .collect();
        let items = media::list_chosen(conn, &ids)?.into_iter();
        let known = items.map(|(id, item)| {
            let known = Known {
                name: item.name.to_string(),
                picture: pictures.remove(&id),
            };
            (id, known)
        });
        Ok(Self(known.collect()))
    }

    /// The pictures above two states; nothing where they are the same.
    pub(crate) fn feature(&self, before: [&str; 2], after: [&str; 2]) -> Option<PicturePair> {
        let uses = |[reference, words]: [&str; 2]| -> Vec<PictureUse> {
            let id = parse_media_reference(reference).ok();
            let one = id.map(|id| PictureUse {
                id: id.as_uuid(),
                words: words.trim().to_owned(),
            });
            one.into_iter().collect()
        };
        self.pair(&uses(before), &uses(after))
    }

    /// The pictures of two states of a piece of a text; nothing where they are the same.
    pub(crate) fn in_texts(&self, before: &str, after: &str) -> Option<PicturePair> {
        self.pair(
            &content::picture_uses(before),
            &content::picture_uses(after),
        )
    }

    fn pair(&self, before: &[PictureUse], after: &[PictureUse]) -> Option<PicturePair> {
        let views = |uses: &[PictureUse]| uses.iter().map(|one| self.view(one)).collect();
        (before != after).then(|| PicturePair {
            before: views(before),
            after: views(after),
        })
    }

    fn view(&self, one: &PictureUse) -> PictureView {
        let known = self.0.get(&one.id);
        let picture = known.and_then(|known| known.picture.as_ref());
        let words = picture.map_or(one.words.as_str(), |picture| picture.words(&one.words));
        let note = match (known, picture) {
            (None, _) => "not in the library any more",
            (Some(_), None) => "a download, not shown",
            (_, Some(picture)) if picture.is_decorative => "decorative",
            _ => "no text for those who cannot see it",
        };
        PictureView {
            picture_html: picture.map(thumbnail),
            name: known.map(|known| known.name.clone()),
            note: if words.is_empty() || picture.is_none() {
                note
            } else {
                ""
            },
            words: words.to_owned(),
        }
    }
}

fn thumbnail(picture: &Picture) -> Html {
    let silent = Picture {
        is_decorative: true,
        ..picture.clone()
    };
    let placement = Placement {
        sizes: SIZES,
        loading: Loading::Lazy,
    };
    picture_html(&silent, None, placement).into()
}

/// The lines of a text that say what its references mean, without which a piece of it cannot be
/// read.
pub(crate) fn definitions(markdown: &str) -> String {
    let lines = markdown.lines().filter(|line| {
        line.trim_start().starts_with('[') && line.contains("]:") && line.contains("plinth:")
    });
    lines.fold(String::new(), |all, line| all + "\n\n" + line)
}

#[cfg(test)]
pub(crate) fn one_picture(id: Uuid, name: &str, alt: &str) -> Pictures {
    let picture = Picture {
        fallback: content::Candidate {
            src: "/media/0123456789abcdef0123456789abcdef.jpg".to_owned(),
            width_px: 40,
        },
        fallback_srcset: Vec::new(),
        sources: Vec::new(),
        width_px: 40,
        height_px: 30,
        alt: alt.to_owned(),
        is_decorative: false,
        has_transparency: false,
        tone: None,
        focus: content::Focus { x: 50, y: 50 },
    };
    let known = Known {
        name: name.to_owned(),
        picture: Some(picture),
    };
    Pictures(HashMap::from([(id, known)]))
}
