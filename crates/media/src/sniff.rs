//! Tells a file's kind by its content.

use crate::{Format, Refusal};

/// Kinds that are recognised to say something more helpful than “unknown”.
const OTHERS: [(&[u8], &str, &str); 11] = [
    (
        b"II*\0",
        "a TIFF or a raw photograph",
        "Export it as JPEG or PNG.",
    ),
    (
        b"MM\0*",
        "a TIFF or a raw photograph",
        "Export it as JPEG or PNG.",
    ),
    (
        b"8BPS",
        "a Photoshop document",
        "Export it as JPEG, PNG or WebP.",
    ),
    (b"\xFF\x0A", "a JPEG XL", "Export it as JPEG or WebP."),
    (b"\0\0\0\x0CJXL ", "a JPEG XL", "Export it as JPEG or WebP."),
    (
        b"\0\0\0\x0CjP  ",
        "a JPEG 2000",
        "Export it as JPEG or PNG.",
    ),
    (
        b"PK\x03\x04",
        "an archive or an office document",
        "Export it as PDF.",
    ),
    (
        b"\xD0\xCF\x11\xE0",
        "an office document",
        "Export it as PDF.",
    ),
    (
        b"\x1F\x8B",
        "a packed file",
        "Unpack it, and upload what is in it.",
    ),
    (
        b"\x1A\x45\xDF\xA3",
        "a film",
        "Pictures and PDFs are stored here.",
    ),
    (b"%!PS", "a PostScript file", "Export it as PDF or SVG."),
];

/// The kind, or why it is none of ours. Names and declared types are never asked.
pub(crate) fn sniff(bytes: &[u8]) -> Result<Format, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    // The first bytes of each signature are enough: a file cut within the rest is told as incomplete.
    if bytes.starts_with(&[0xFF, 0xD8]) {
        return Ok(Format::Jpeg);
    }
    if bytes.starts_with(b"\x89PNG") {
        return Ok(Format::Png);
    }
    if bytes.starts_with(b"GIF8") {
        return Ok(Format::Gif);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..).is_none_or(|kind| kind.starts_with(b"WEBP")) {
        return Ok(Format::WebP);
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(Format::Pdf);
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return boxed_media(bytes);
    }
    for (signature, name, advice) in OTHERS {
        if bytes.starts_with(signature) {
            return Err(Refusal::OtherFormat { name, advice });
        }
    }
    if bytes.starts_with(b"BM") && bytes.get(6..10) == Some(&[0; 4]) {
        return Err(Refusal::OtherFormat {
            name: "a BMP",
            advice: "Export it as PNG.",
        });
    }
    let head = &bytes[..bytes.len().min(1024)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Err(Refusal::Polyglot {
            format: Format::Pdf,
        });
    }
    if is_drawing(bytes) {
        return Ok(Format::Svg);
    }
    Err(Refusal::UnknownFormat)
}

/// By the brands that the first box names.
fn boxed_media(bytes: &[u8]) -> Result<Format, Refusal> {
    const HEIC: [&[u8]; 9] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"heif",
    ];
    let size = bytes
        .first_chunk::<4>()
        .map_or(0, |size| u32::from_be_bytes(*size) as usize);
    let brands = || {
        let body = bytes.get(8..size.min(bytes.len())).unwrap_or_default();
        let (major, rest) = body.split_at(body.len().min(4));
        std::iter::once(major).chain(rest.chunks_exact(4).skip(1))
    };
    if brands().any(|brand| brand == b"avis") {
        return Err(Refusal::AnimatedAvif);
    }
    if brands().any(|brand| brand == b"avif") {
        return Ok(Format::Avif);
    }
    if brands().any(|brand| HEIC.contains(&brand)) {
        return Err(Refusal::Heic);
    }
    Err(Refusal::OtherFormat {
        name: "a film",
        advice: "Pictures and PDFs are stored here.",
    })
}

/// Whether the text's first element is `svg`: declarations, comments and white space may stand before it.
fn is_drawing(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut rest = bytes.trim_ascii_start();
    // A handful of comments is the most that programs put there.
    for _ in 0..16 {
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else if rest.starts_with(b"<!") {
            // A document type; with entities of its own it ends after a bracket.
            let is_own = rest
                .iter()
                .take_while(|byte| **byte != b'>')
                .any(|byte| *byte == b'[');
            if is_own { b"]>" } else { b">" }
        } else {
            break;
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else {
            return false;
        };
        rest = rest[at + end.len()..].trim_ascii_start();
    }
    let name = rest.strip_prefix(b"<").unwrap_or_default();
    let end = name
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || b"/>".contains(byte));
    let name = &name[..end.unwrap_or(name.len())];
    name == b"svg" || name.ends_with(b":svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heic_photograph_gets_a_hint() {
        assert_eq!(
            sniff(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
            Err(Refusal::Heic)
        );
        assert_eq!(
            sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"),
            Err(Refusal::Heic)
        );
        assert_eq!(
            sniff(b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif"),
            Ok(Format::Avif)
        );
        assert_eq!(
            sniff(b"\0\0\0\x1Cftypavis\0\0\0\0avifmsf1avis"),
            Err(Refusal::AnimatedAvif)
        );
    }

    #[test]
    fn a_drawing_is_known_by_its_first_element() {
        for text in [
            "<svg/>",
            "\u{FEFF}\n<?xml version='1.0'?><!-- a --><!DOCTYPE svg PUBLIC 'x' 'y'><svg>",
            "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>",
            "<s:svg xmlns:s='x'>",
        ] {
            assert_eq!(sniff(text.as_bytes()), Ok(Format::Svg), "{text}");
        }
        for text in [
            "<html><svg/></html>",
            "<!DOCTYPE html><html>",
            "<svgx>",
            "svg",
            "<!--<svg>",
        ] {
            assert_eq!(
                sniff(text.as_bytes()),
                Err(Refusal::UnknownFormat),
                "{text}"
            );
        }
    }

    #[test]
    fn known_strangers_get_advice_and_unknown_ones_do_not() {
        for bytes in [
            b"PK\x03\x04....".as_slice(),
            b"II*\0....",
            b"\0\0\0\x18ftypmp42\0\0\0\0",
        ] {
            assert!(matches!(sniff(bytes), Err(Refusal::OtherFormat { .. })));
        }
        assert_eq!(sniff(b"MZ\x90\0"), Err(Refusal::UnknownFormat));
        assert_eq!(sniff(b""), Err(Refusal::Empty));
    }
}
