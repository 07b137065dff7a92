//! Pictures of the library as pages print them: in the formats and widths that there are, with
//! their measures, so that nothing moves when they come, and with words for who does not see them.
//!
//! `![words](plinth:0197…)`, or `<img src="plinth:0197…">` in HTML.

pub(crate) mod raw;
pub(crate) mod tone;
mod write;

use std::collections::HashMap;
use std::sync::LazyLock;

use uuid::Uuid;

use crate::links::Links;
use crate::render::SafeHtml;

pub use tone::Tone;
pub(crate) use write::{Print, write, write_address};

/// A file that a browser may choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its address: `/media/{hash}-960.jpg`.
    pub src: String,
    /// Its width.
    pub width_px: u32,
}

/// The files of one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The format's media type.
    pub mime: &'static str,
    /// The files, the narrowest first.
    pub candidates: Vec<Candidate>,
}

/// A point of a picture in percent from the left and from the top.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Focus {
    /// From the left.
    pub x: u8,
    /// From the top.
    pub y: u8,
}

/// A picture of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What a browser takes that knows nothing else.
    pub fallback: Candidate,
    /// The same format in other widths, the narrowest first; may be empty.
    pub fallback_srcset: Vec<Candidate>,
    /// Better formats, the best first.
    pub sources: Vec<Source>,
    /// Its width; 0 where it has none.
    pub width_px: u32,
    /// Its height; 0 where it has none.
    pub height_px: u32,
    /// What it shows, where the text does not say so.
    pub alt: String,
    /// True where the owner said that it says nothing.
    pub is_decorative: bool,
    /// Whether the paper shows through it.
    pub has_transparency: bool,
    /// What is seen in its place until it comes.
    pub tone: Option<Tone>,
    /// What must stay in sight when it is cut.
    pub focus: Focus,
}

/// When a picture is fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loading {
    /// At once and before others: what is seen first.
    First,
    /// When the reader comes near.
    Lazy,
}

/// Where a picture stands on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placement<'a> {
    /// How wide it is shown, as the attribute `sizes` says it.
    pub sizes: &'a str,
    /// When it is fetched.
    pub loading: Loading,
}

/// Which pictures a text may show.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Pictures<'a> {
    /// None.
    #[default]
    None,
    /// These.
    Known(&'a HashMap<Uuid, Picture>),
    /// Whichever it names, each printed with all parts that a picture may have; for measuring.
    Every,
}

/// A picture with as many elements as one may have.
static EVERY: LazyLock<Picture> = LazyLock::new(|| {
    let source = Source {
        mime: "image/webp",
        candidates: Vec::new(),
    };
    Picture {
        fallback: Candidate {
            src: String::new(),
            width_px: 1,
        },
        fallback_srcset: Vec::new(),
        sources: vec![source; 2],
        width_px: 1,
        height_px: 1,
        alt: String::new(),
        is_decorative: false,
        has_transparency: false,
        tone: None,
        focus: Focus { x: 50, y: 50 },
    }
});

impl Picture {
    /// What is said of it: the words given here, otherwise its own, nothing if it is decoration.
    pub fn words<'a>(&'a self, here: &'a str) -> &'a str {
        match here.trim() {
            "" if self.is_decorative => "",
            "" => &self.alt,
            words => words,
        }
    }
}

impl<'a> Links<'a> {
    /// The same with these pictures of the library. One that is not among them is printed as its
    /// words.
    #[must_use]
    pub fn with_pictures(mut self, pictures: &'a HashMap<Uuid, Picture>) -> Self {
        self.pictures = Pictures::Known(pictures);
        self
    }

    /// The same where a picture stands above the text already, so that none of its own is the
    /// first of the page.
    #[must_use]
    pub fn below_a_picture(mut self) -> Self {
        self.has_picture_above = true;
        self
    }

    /// The same for a text as wide as the attribute `sizes` says it; without this, as wide as the
    /// page.
    #[must_use]
    pub fn in_column(mut self, sizes: &'a str) -> Self {
        self.sizes = sizes;
        self
    }

    /// The same with each picture as one plain `img` of one file: for feeds, whose readers know
    /// neither `picture` nor this site's style sheet.
    #[must_use]
    pub fn with_plain_pictures(mut self) -> Self {
        self.has_plain_pictures = true;
        self
    }

    /// The picture of an internal address.
    pub(crate) fn picture(&self, address: &str) -> Option<&'a Picture> {
        let id = crate::links::parse(address)?.id;
        match self.pictures {
            Pictures::None => None,
            Pictures::Known(pictures) => pictures.get(&id),
            Pictures::Every => Some(&EVERY),
        }
    }
}

/// A picture outside of a text, as the one above an article. `alt` are its words there; without
/// them it has its own.
pub fn picture_html(picture: &Picture, alt: Option<&str>, placement: Placement<'_>) -> SafeHtml {
    let words = picture.words(alt.unwrap_or_default());
    let mut alt_html = String::with_capacity(words.len());
    let mut html = String::new();
    // Writing into a text does not fail.
    let _ = comrak::html::escape(&mut alt_html, words);
    let _ = write(
        &mut html,
        picture,
        &Print {
            alt_html: &alt_html,
            title_html: "",
            width_px: None,
            sizes: placement.sizes,
            loading: placement.loading,
            is_plain: false,
        },
    );
    SafeHtml::cleaned(&html)
}
