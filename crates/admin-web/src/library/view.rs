//! An item as pages and scripts see it.

use domain::{FileFormat, MediaFile, MediaItem, Rendition, media_reference};
use persistence::media::{MediaKind, MediaRow};
use serde::Serialize;

use super::PATH;

/// An item for the scripts of the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ItemView {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) alt: String,
    pub(super) is_decorative: bool,
    focal: Focal,
    width: u32,
    height: u32,
    pub(crate) thumbnail: Option<String>,
    pub(crate) address: String,
    pub(crate) reference: String,
    pub(super) is_new: bool,
    pub(crate) edit_href: String,
    version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Focal {
    x: u8,
    y: u8,
}

impl ItemView {
    pub(crate) fn new(item: &MediaItem, renditions: &[Rendition], is_new: bool) -> Self {
        Self {
            id: item.id.to_string(),
            name: item.name.to_string(),
            kind: MediaKind::of(item.file.format).as_str(),
            alt: item.alt.as_str().to_owned(),
            is_decorative: item.is_decorative,
            focal: Focal {
                x: item.focus.x(),
                y: item.focus.y(),
            },
            width: item.file.width_px,
            height: item.file.height_px,
            thumbnail: thumbnail(&item.file, renditions, THUMBNAIL_PX),
            address: address(item),
            reference: media_reference(item.id),
            is_new,
            edit_href: edit_href(item),
            version: item.version.get(),
        }
    }
}

/// Where an item is edited.
pub(super) fn edit_href(item: &MediaItem) -> String {
    format!("{PATH}/{}/edit", item.id)
}

/// The stable address of an item.
pub(super) fn address(item: &MediaItem) -> String {
    format!("/files/{}", item.name)
}

/// The width of pictures in lists.
pub(super) const THUMBNAIL_PX: u32 = 480;

/// The smallest form of a picture that has this width; the stored file while there is none.
pub(super) fn thumbnail(
    file: &MediaFile,
    renditions: &[Rendition],
    width_px: u32,
) -> Option<String> {
    if !file.format.is_picture() {
        return None;
    }
    let usable = |format| {
        matches!(
            format,
            FileFormat::WebP | FileFormat::Jpeg | FileFormat::Png
        )
    };
    let wide_enough = renditions
        .iter()
        .filter(|rendition| usable(rendition.format) && rendition.width_px >= width_px)
        .min_by_key(|rendition| (rendition.width_px, rendition.size_bytes));
    let widest = || {
        renditions
            .iter()
            .filter(|rendition| usable(rendition.format))
            .max_by_key(|rendition| (rendition.width_px, u64::MAX - rendition.size_bytes))
    };
    let rendition = wide_enough.or_else(widest);
    Some(rendition.map_or_else(|| file.path(), |rendition| rendition.path(&file.hash)))
}

/// A size for people.
pub(super) fn size(bytes: u64) -> String {
    const KB: u64 = 1_000;
    const MB: u64 = 1_000 * KB;
    match bytes {
        0..KB => format!("{bytes} bytes"),
        KB..MB => format!("{} KB", bytes.div_ceil(KB)),
        _ => format!("{}.{} MB", bytes / MB, bytes % MB / (MB / 10)),
    }
}

/// What a file is, in a word.
pub(super) fn format_word(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Jpeg => "JPEG",
        FileFormat::Png => "PNG",
        FileFormat::Gif => "GIF",
        FileFormat::WebP => "WebP",
        FileFormat::Avif => "AVIF",
        FileFormat::Svg => "SVG",
        FileFormat::Pdf => "PDF",
    }
}

/// What a file is, its measures and its size.
pub(super) fn facts(file: &MediaFile) -> String {
    let word = format_word(file.format);
    let size = size(file.size_bytes);
    if file.width_px == 0 {
        format!("{word}, {size}")
    } else {
        format!("{word}, {} × {}, {size}", file.width_px, file.height_px)
    }
}

/// Whether an item is described, as a word for styles and one for people.
pub(super) fn alt_state(item: &MediaItem) -> Option<(&'static str, &'static str)> {
    if !item.file.format.is_picture() {
        None
    } else if !item.alt.as_str().is_empty() {
        Some(("described", "Described"))
    } else if item.is_decorative {
        Some(("decorative", "Decorative"))
    } else {
        Some(("missing", "Needs alt text"))
    }
}

/// The view of a row of a list.
pub(crate) fn of_row(row: &MediaRow) -> ItemView {
    ItemView::new(&row.item, &row.renditions, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Encoding, FileHash};

    fn photograph() -> MediaFile {
        MediaFile {
            hash: FileHash::parse("0123456789abcdef0123456789abcdef").unwrap(),
            format: FileFormat::Jpeg,
            size_bytes: 2_340_000,
            width_px: 4_000,
            height_px: 3_000,
            colour: None,
            has_transparency: false,
            is_animated: false,
            encoding: Encoding::Done,
        }
    }

    fn rendition(format: FileFormat, width_px: u32, size_bytes: u64) -> Rendition {
        Rendition {
            format,
            width_px,
            height_px: width_px,
            size_bytes,
        }
    }

    #[test]
    fn the_smallest_rendition_that_is_wide_enough_stands_in_lists() {
        let made = [
            rendition(FileFormat::Avif, 480, 10),
            rendition(FileFormat::Jpeg, 480, 40),
            rendition(FileFormat::WebP, 480, 20),
            rendition(FileFormat::WebP, 960, 60),
        ];
        let hash = photograph().hash;
        let path = |width_px| thumbnail(&photograph(), &made, width_px);
        assert_eq!(path(480), Some(format!("/media/{hash}-480.webp")));
        assert_eq!(path(500), Some(format!("/media/{hash}-960.webp")));
        assert_eq!(path(2_000), Some(format!("/media/{hash}-960.webp")));
        assert_eq!(
            thumbnail(&photograph(), &[], 480),
            Some(format!("/media/{hash}.jpg"))
        );
    }

    #[test]
    fn sizes_and_measures_are_told_as_people_read_them() {
        assert_eq!(facts(&photograph()), "JPEG, 4000 × 3000, 2.3 MB");
        for (bytes, words) in [
            (12, "12 bytes"),
            (1_001, "2 KB"),
            (999_999, "1000 KB"),
            (20_000_000, "20.0 MB"),
        ] {
            assert_eq!(size(bytes), words);
        }
    }
}
