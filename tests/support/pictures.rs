//! Pictures of the library as rows, for pages that print them: nothing is in the object storage.

use domain::{
    Encoding, FeatureImage, FileFormat, FileHash, FocalPoint, MediaId, MediaItem, Rendition,
};
use persistence::PgConnection;
use persistence::media::{NewFile, insert_rendition, insert_upload};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A photograph of 12 megapixels of this name, with every rendition that is made of one but AVIF.
pub fn photograph(conn: &mut PgConnection, name: &str) -> MediaItem {
    let item = stored(conn, name, FileFormat::Jpeg);
    for format in [FileFormat::Jpeg, FileFormat::WebP] {
        for width_px in [480, 960, 1600] {
            let rendition = Rendition {
                format,
                width_px,
                height_px: width_px * 3 / 4,
                size_bytes: 1_000,
            };
            insert_rendition(conn, &item.file.hash, rendition).expect("the database answers");
        }
    }
    item
}

/// A file of this name and format, 4000 by 3000 pixels, as it is stored.
pub fn stored(conn: &mut PgConnection, name: &str, format: FileFormat) -> MediaItem {
    let digest: String = Sha256::digest(name.as_bytes())
        .iter()
        .take(16)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let file = NewFile {
        hash: FileHash::parse(&digest).expect("a hash"),
        format,
        size_bytes: 10_000,
        width_px: 4000,
        height_px: 3000,
        colour: Some([200, 100, 10]),
        has_transparency: false,
        is_animated: false,
        encoding: Encoding::None,
    };
    let id = MediaId::from_uuid(Uuid::now_v7());
    insert_upload(conn, id, name, &file)
        .expect("the database answers")
        .item
}

/// A picture on top, without words of its own.
pub fn feature(item: &MediaItem, focus: Option<(u8, u8)>) -> FeatureImage {
    FeatureImage {
        media: item.id,
        focus: focus.map(|(x, y)| FocalPoint::new(x, y).expect("a point")),
        alt: None,
    }
}
