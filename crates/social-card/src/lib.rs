//! The picture that stands for a page where its link is shared: 1200 × 630 pixels in the site's look.
//!
//! Pure functions from words to a PNG: the same words and fonts always give the same bytes. Drawing
//! takes tens of milliseconds, so it belongs on a blocking thread. Text is wrapped by measured widths,
//! made smaller when it is long and cut at the end when it is too long even then. What no font here
//! can write is known before anything is drawn.

mod drawing;
mod encoding;
mod fonts;
mod lines;
mod measure;
mod readable;
#[cfg(test)]
mod tests;

pub use fonts::Fonts;

/// How wide a card is.
pub const WIDTH_PX: u32 = 1_200;

/// How high a card is.
pub const HEIGHT_PX: u32 = 630;

/// Counts the looks that cards have had. Whoever keeps cards makes it a part of their names, so that a
/// new look reaches those that were made before.
pub const LOOK: u32 = 1;

/// What stands on a card. All of it is plain text; what is long is cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The title of the page.
    pub title: String,
    /// What the page is, or when it was written.
    pub label: String,
    /// The name of the site.
    pub site_name: String,
    /// The name of its owner.
    pub owner_name: String,
    /// What the owner is, in a few words; may be empty.
    pub role: String,
}

/// Why there is no card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    /// The title has letters that no font here has, or none at all.
    #[error("no font here has the letters of the title")]
    Unreadable,
    /// The drawing or its packing failed.
    #[error("the card could not be drawn")]
    NotDrawn,
}

impl Card {
    /// Whether this card can be drawn with these fonts. Takes microseconds.
    pub fn is_readable(&self, fonts: &Fonts) -> bool {
        readable::readable(&self.title, fonts).is_some()
    }

    /// The card as a PNG.
    ///
    /// # Errors
    /// Each variant of [`CardError`].
    pub fn draw(&self, fonts: &Fonts) -> Result<Vec<u8>, CardError> {
        let picture = drawing::rasterise(self, fonts)?;
        encoding::png(&picture)
    }

    /// The card as the SVG that it is drawn from, for whoever wants to see how it is made.
    ///
    /// # Errors
    /// The title cannot be written.
    pub fn svg(&self, fonts: &Fonts) -> Result<String, CardError> {
        drawing::svg(self, fonts)
    }
}
