//! From a picture of the library to what a page needs of it.

use content::{Candidate, Focus, Picture, Source, Tone};
use domain::{FileFormat, MediaFile, Rendition};
use persistence::media::PublishedPicture;

/// The widest rendition that is made of a picture.
const WIDEST_PX: u32 = 1600;

/// How wide the file is, at most, that a browser takes which knows no choice.
const FALLBACK_PX: u32 = 960;

/// The formats that are better than the fallback, the best first.
const BETTER: [FileFormat; 2] = [FileFormat::Avif, FileFormat::WebP];

/// The picture with its addresses.
///
/// Renditions are made from the narrowest on. A format is offered once its widest is there, so
/// that nobody gets a small picture made large while the others are being made.
pub fn of(picture: &PublishedPicture) -> Picture {
    let file = &picture.file;
    let is_whole = |format: FileFormat| {
        let widest = file.width_px.min(WIDEST_PX);
        let mut renditions = picture.renditions.iter();
        renditions.any(|rendition| rendition.format == format && rendition.width_px >= widest)
    };
    let candidates = |format: FileFormat| -> Vec<Candidate> {
        let renditions = picture.renditions.iter();
        renditions
            .filter(|rendition| rendition.format == format)
            .map(|rendition| rendition_candidate(file, rendition))
            .collect()
    };
    let sources = BETTER.into_iter().filter(|format| is_whole(*format));
    let fallback_srcset = [FileFormat::Jpeg, FileFormat::Png]
        .into_iter()
        .find(|format| is_whole(*format))
        .map(candidates)
        .unwrap_or_default();
    let narrow = fallback_srcset.iter().rev();
    let fallback = narrow
        .clone()
        .find(|candidate| candidate.width_px <= FALLBACK_PX)
        .or_else(|| narrow.clone().next_back())
        .cloned();
    // What something shows through has no colour of its own to keep its place with.
    let has_transparency = file.has_transparency || file.format == FileFormat::Svg;
    Picture {
        fallback: fallback.unwrap_or_else(|| stored(file)),
        sources: sources
            .map(|format| Source {
                mime: format.mime(),
                candidates: candidates(format),
            })
            .collect(),
        fallback_srcset,
        width_px: file.width_px,
        height_px: file.height_px,
        alt: picture.alt.as_str().to_owned(),
        is_decorative: picture.is_decorative,
        has_transparency,
        tone: file.colour.filter(|_| !has_transparency).map(Tone::of),
        focus: Focus {
            x: picture.focus.x(),
            y: picture.focus.y(),
        },
    }
}

/// The stored file itself.
fn stored(file: &MediaFile) -> Candidate {
    Candidate {
        src: format!("/media/{}.{}", file.hash, file.format.extension()),
        width_px: file.width_px,
    }
}

fn rendition_candidate(file: &MediaFile, rendition: &Rendition) -> Candidate {
    Candidate {
        src: format!(
            "/media/{}-{}.{}",
            file.hash,
            rendition.width_px,
            rendition.format.extension()
        ),
        width_px: rendition.width_px,
    }
}

#[cfg(test)]
mod tests {
    use domain::{AltText, Encoding, FileHash, FocalPoint, MediaId};
    use uuid::Uuid;

    use super::*;

    const HASH: &str = "0123456789abcdef0123456789abcdef";

    fn published(format: FileFormat, width_px: u32, made: &[(FileFormat, u32)]) -> Picture {
        let renditions = made.iter().map(|(format, width_px)| Rendition {
            format: *format,
            width_px: *width_px,
            height_px: 1,
            size_bytes: 1,
        });
        of(&PublishedPicture {
            id: MediaId::from_uuid(Uuid::nil()),
            file: MediaFile {
                hash: FileHash::parse(HASH).unwrap(),
                format,
                size_bytes: 1,
                width_px,
                height_px: 100,
                colour: Some([255, 0, 0]),
                has_transparency: false,
                is_animated: false,
                encoding: Encoding::Pending,
            },
            alt: AltText::parse("Words").unwrap(),
            is_decorative: false,
            focus: FocalPoint::CENTRE,
            renditions: renditions.collect(),
        })
    }

    fn mimes(picture: &Picture) -> Vec<&'static str> {
        picture.sources.iter().map(|source| source.mime).collect()
    }

    #[test]
    fn until_renditions_are_made_the_stored_file_is_shown() {
        for made in [&[][..], &[(FileFormat::Jpeg, 480), (FileFormat::WebP, 480)]] {
            let picture = published(FileFormat::Png, 4000, made);
            assert_eq!(picture.fallback.src, format!("/media/{HASH}.png"));
            assert!(picture.fallback_srcset.is_empty() && picture.sources.is_empty());
        }
    }

    #[test]
    fn each_format_is_offered_once_its_widest_is_there_and_the_best_comes_first() {
        let jpeg = [480, 960, 1600].map(|width| (FileFormat::Jpeg, width));
        let webp = [480, 960, 1600].map(|width| (FileFormat::WebP, width));
        let mut made = [jpeg, webp].concat();
        made.insert(0, (FileFormat::Avif, 480));
        let picture = published(FileFormat::Jpeg, 4000, &made);
        assert_eq!(picture.fallback.src, format!("/media/{HASH}-960.jpg"));
        assert_eq!(picture.fallback_srcset.len(), 3);
        assert_eq!(mimes(&picture), ["image/webp"]);
        made.insert(1, (FileFormat::Avif, 1600));
        let picture = published(FileFormat::Jpeg, 4000, &made);
        assert_eq!(mimes(&picture), ["image/avif", "image/webp"]);
        assert_eq!(picture.tone, Some(Tone::of([255, 0, 0])));
    }

    #[test]
    fn a_small_picture_is_whole_in_its_own_width() {
        let made = [(FileFormat::Png, 300), (FileFormat::WebP, 300)];
        let picture = published(FileFormat::Png, 300, &made);
        assert_eq!(picture.fallback.src, format!("/media/{HASH}-300.png"));
        let made = [(FileFormat::Jpeg, 1200)];
        let picture = published(FileFormat::Jpeg, 1200, &made);
        assert_eq!(picture.fallback.src, format!("/media/{HASH}-1200.jpg"));
    }

    #[test]
    fn a_drawing_is_shown_as_it_is_and_on_paper() {
        let picture = published(FileFormat::Svg, 300, &[]);
        assert_eq!(picture.fallback.src, format!("/media/{HASH}.svg"));
        assert!(picture.has_transparency);
        assert_eq!(picture.tone, None);
    }
}
