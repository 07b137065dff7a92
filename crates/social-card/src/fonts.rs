//! The fonts that a card is written with, and which letters they have.

use std::collections::HashMap;
use std::sync::Arc;

use resvg::usvg::{self, FontResolver, fontdb};

/// Fonts, loaded once and shared by every card. Those that were handed over come first; the machine's
/// own are asked only for letters that these lack.
#[derive(Clone)]
pub struct Fonts {
    inner: Arc<Inner>,
}

struct Inner {
    database: Arc<fontdb::Database>,
    letters: Letters,
    family: String,
}

/// A bit for each code point.
struct Letters(Vec<u64>);

impl Letters {
    fn insert(&mut self, code: u32) {
        if let Some(word) = self.0.get_mut(code as usize / 64) {
            *word |= 1 << (code % 64);
        }
    }

    fn has(&self, code: u32) -> bool {
        self.0
            .get(code as usize / 64)
            .is_some_and(|word| word & (1 << (code % 64)) != 0)
    }
}

impl Fonts {
    /// Takes these font files and the machine's own behind them. The family of the first file writes
    /// everything that it has the letters for.
    pub fn load(files: impl IntoIterator<Item = Vec<u8>>) -> Self {
        let mut database = fontdb::Database::new();
        for file in files {
            database.load_font_data(file);
        }
        let first = database.faces().next().and_then(family);
        database.load_system_fonts();
        Self {
            inner: Arc::new(Inner {
                letters: letters(&database),
                family: first.unwrap_or_else(|| "sans-serif".to_owned()),
                database: Arc::new(database),
            }),
        }
    }

    /// Whether there is any font at all.
    pub fn is_empty(&self) -> bool {
        self.inner.database.is_empty()
    }

    /// Whether some font has this letter.
    pub(crate) fn has(&self, letter: char) -> bool {
        self.inner.letters.has(u32::from(letter))
    }

    /// The family that everything is written in.
    pub(crate) fn family(&self) -> &str {
        &self.inner.family
    }

    pub(crate) fn options(&self) -> usvg::Options<'static> {
        usvg::Options {
            fontdb: Arc::clone(&self.inner.database),
            font_family: self.family().to_owned(),
            font_resolver: FontResolver {
                select_font: FontResolver::default_font_selector(),
                select_fallback: Box::new(fallback),
            },
            ..usvg::Options::default()
        }
    }
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Fonts")
            .field("faces", &self.inner.database.len())
            .finish_non_exhaustive()
    }
}

fn family(face: &fontdb::FaceInfo) -> Option<String> {
    face.families.first().map(|(name, _)| name.clone())
}

/// The font for a letter that the chosen one lacks: of the same family, which is split over several
/// files by script, or else the first that has it.
fn fallback(
    letter: char,
    used: &[fontdb::ID],
    database: &mut Arc<fontdb::Database>,
) -> Option<fontdb::ID> {
    let wanted = used
        .first()
        .and_then(|id| database.face(*id))
        .and_then(family);
    let mut candidates = database
        .faces()
        .filter(|face| !used.contains(&face.id) && has_letter(database, face.id, letter));
    let first = candidates.next()?;
    if wanted == family(first) {
        return Some(first.id);
    }
    candidates
        .find(|face| wanted == family(face))
        .or(Some(first))
        .map(|face| face.id)
}

fn has_letter(database: &fontdb::Database, id: fontdb::ID, letter: char) -> bool {
    use skrifa::MetadataProvider as _;
    database
        .with_face_data(id, |data, index| {
            skrifa::FontRef::from_index(data, index)
                .ok()
                .and_then(|font| font.charmap().map(letter))
                .is_some_and(|glyph| glyph.to_u32() != 0)
        })
        .unwrap_or(false)
}

fn letters(database: &fontdb::Database) -> Letters {
    use skrifa::MetadataProvider as _;
    let mut letters = Letters(vec![0; 0x11_0000 / 64]);
    // A machine may have a family in many weights, which all have the same letters.
    let mut by_family: HashMap<String, u32> = HashMap::new();
    for face in database.faces() {
        let seen = by_family
            .entry(family(face).unwrap_or_default())
            .or_default();
        *seen += 1;
        if *seen > 12 {
            continue;
        }
        database.with_face_data(face.id, |data, index| {
            if let Ok(font) = skrifa::FontRef::from_index(data, index) {
                for (code, glyph) in font.charmap().mappings() {
                    if glyph.to_u32() != 0 {
                        letters.insert(code);
                    }
                }
            }
        });
    }
    letters
}
