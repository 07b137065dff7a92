//! Pictures and downloads: files that are named by their content, and the items of the library that
//! the owner knows them by.

mod focus;
mod name;

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};

use crate::{MediaId, TextError, Version};

pub use focus::{FocalPoint, FocalPointError};
pub use name::{MediaName, MediaNameError};

/// The name of a stored file: the first 32 hexadecimal digits of SHA-256 over its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileHash(String);

/// The text is no name of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This is not the name of a stored file.")]
pub struct FileHashError;

impl FileHash {
    /// Reads 32 hexadecimal digits in lower case.
    ///
    /// # Errors
    /// [`FileHashError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, FileHashError> {
        let is_hash =
            text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if is_hash {
            Ok(Self(text.to_owned()))
        } else {
            Err(FileHashError)
        }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first two digits, by which stored files are spread over directories.
    pub fn shelf(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }
}

impl fmt::Display for FileHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The format of a stored file, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FileFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// AVIF.
    Avif,
    /// SVG.
    Svg,
    /// PDF.
    Pdf,
}

/// There is no format of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is no format of that name.")]
pub struct UnknownFormat;

impl FileFormat {
    const ALL: [Self; 7] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::WebP,
        Self::Avif,
        Self::Svg,
        Self::Pdf,
    ];

    /// The ending of file names, which is also the word in the database.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
        }
    }

    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
        }
    }

    /// True for what can stand in a page as a picture; the others are downloads.
    pub fn is_picture(self) -> bool {
        self != Self::Pdf
    }
}

impl FromStr for FileFormat {
    type Err = UnknownFormat;

    /// Reads the ending of a file name.
    fn from_str(extension: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
            .ok_or(UnknownFormat)
    }
}

/// What a picture shows, for those who do not see it; may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AltText(String);

impl AltText {
    /// Characters that fit.
    pub const MAX_CHARS: usize = 500;

    /// Checks and normalises; line ends become spaces.
    ///
    /// # Errors
    /// [`TextError`]: too long, or with a control character.
    pub fn parse(input: &str) -> Result<Self, TextError> {
        crate::text::single_line(input, Self::MAX_CHARS).map(Self)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text, or `None` where it is blank.
    pub fn into_option(self) -> Option<Self> {
        (!self.0.is_empty()).then_some(self)
    }
}

/// A file as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Its name.
    pub hash: FileHash,
    /// Its format.
    pub format: FileFormat,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its width in pixels; 0 for what has none.
    pub width_px: u32,
    /// Its height in pixels; 0 for what has none.
    pub height_px: u32,
    /// Its dominant colour, sRGB.
    pub colour: Option<[u8; 3]>,
    /// Whether something shows through it.
    pub has_transparency: bool,
    /// Whether it moves.
    pub is_animated: bool,
    /// How far its renditions are.
    pub encoding: Encoding,
}

/// How far the renditions of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// It is served as it is.
    None,
    /// None of them is made yet.
    Pending,
    /// Those for every browser are made; AVIF follows.
    Avif,
    /// All are made.
    Done,
    /// They could not be made; the stored picture itself is served.
    Failed,
}

/// There is no such state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("There is no such state of the renditions.")]
pub struct UnknownEncoding;

impl Encoding {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pending => "pending",
            Self::Avif => "avif",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// Reads the word.
    ///
    /// # Errors
    /// [`UnknownEncoding`] for any other.
    pub fn parse(word: &str) -> Result<Self, UnknownEncoding> {
        [
            Self::None,
            Self::Pending,
            Self::Avif,
            Self::Done,
            Self::Failed,
        ]
        .into_iter()
        .find(|state| state.as_str() == word)
        .ok_or(UnknownEncoding)
    }
}

/// The same picture smaller or in another format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendition {
    /// Its format.
    pub format: FileFormat,
    /// Its width in pixels.
    pub width_px: u32,
    /// Its height in pixels.
    pub height_px: u32,
    /// Its size in bytes.
    pub size_bytes: u64,
}

impl MediaFile {
    /// Its key in the object storage.
    pub fn object_key(&self) -> String {
        let (shelf, hash) = (self.hash.shelf(), &self.hash);
        format!("media/{shelf}/{hash}.{}", self.format.extension())
    }

    /// Its address, which never leads to anything else.
    pub fn path(&self) -> String {
        format!("/media/{}.{}", self.hash, self.format.extension())
    }
}

impl Rendition {
    /// Its key in the object storage.
    pub fn object_key(&self, file: &FileHash) -> String {
        let (shelf, width) = (file.shelf(), self.width_px);
        format!("media/{shelf}/{file}-{width}.{}", self.format.extension())
    }

    /// Its address, which never leads to anything else.
    pub fn path(&self, file: &FileHash) -> String {
        format!(
            "/media/{file}-{}.{}",
            self.width_px,
            self.format.extension()
        )
    }
}

/// An item of the library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaItem {
    /// Its id, by which texts name it.
    pub id: MediaId,
    /// Its name in the stable address.
    pub name: MediaName,
    /// The file behind it now.
    pub file: MediaFile,
    /// What it shows.
    pub alt: AltText,
    /// True where the owner said that it says nothing.
    pub is_decorative: bool,
    /// What must stay in sight when it is cut.
    pub focus: FocalPoint,
    /// Counts the changes.
    pub version: Version,
    /// When it was uploaded, UTC.
    pub created_at: DateTime<Utc>,
    /// When it changed last, UTC.
    pub updated_at: DateTime<Utc>,
    /// In the trash since then, UTC.
    pub trashed_at: Option<DateTime<Utc>>,
}

/// The picture on top of an article or a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureImage {
    /// The item of the library.
    pub media: MediaId,
    /// What must stay in sight; `None` takes the item's.
    pub focus: Option<FocalPoint>,
    /// What it shows here; `None` takes the item's text.
    pub alt: Option<AltText>,
}

/// The text names no item of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This names no picture of the library; please choose one from it.")]
pub struct MediaReferenceError;

/// Reads how a text names an item: `plinth:<id>`.
///
/// # Errors
/// [`MediaReferenceError`] for anything else.
pub fn parse_media_reference(text: &str) -> Result<MediaId, MediaReferenceError> {
    let id = text
        .trim()
        .strip_prefix("plinth:")
        .filter(|id| id.len() == 36)
        .ok_or(MediaReferenceError)?;
    id.parse().map_err(|_| MediaReferenceError)
}

/// How a text names an item.
pub fn media_reference(id: MediaId) -> String {
    format!("plinth:{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_32_digits_in_lower_case() {
        let digits = "0123456789abcdef0123456789abcdef";
        assert_eq!(FileHash::parse(digits).unwrap().shelf(), "01");
        for other in [
            "",
            "0123",
            &digits.to_uppercase(),
            &format!("{digits}0"),
            "../../../../../../../../etc/pass",
        ] {
            assert_eq!(FileHash::parse(other), Err(FileHashError), "{other}");
        }
    }

    #[test]
    fn every_format_is_found_by_its_ending() {
        for format in FileFormat::ALL {
            assert_eq!(format.extension().parse(), Ok(format));
        }
        assert_eq!("heic".parse::<FileFormat>(), Err(UnknownFormat));
    }

    #[test]
    fn a_reference_is_read_as_it_is_written() {
        let id = "0197a3c4-5d6e-7f80-9123-456789abcdef".parse().unwrap();
        assert_eq!(parse_media_reference(&media_reference(id)), Ok(id));
        for text in [
            "",
            "plinth:",
            "plinth:x",
            "0197a3c4-5d6e-7f80-9123-456789abcdef",
        ] {
            assert_eq!(parse_media_reference(text), Err(MediaReferenceError));
        }
    }

    #[test]
    fn every_state_of_the_renditions_is_found_by_its_word() {
        for word in ["none", "pending", "avif", "done", "failed"] {
            assert_eq!(Encoding::parse(word).unwrap().as_str(), word);
        }
        assert_eq!(Encoding::parse(""), Err(UnknownEncoding));
    }
}
