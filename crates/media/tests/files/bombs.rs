//! Small files that would become huge.

use media::{MAX_FILE_BYTES, Refusal, prepare};

use crate::made;

/// A PNG's header of any dimensions, before a little data.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut header = width.to_be_bytes().to_vec();
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        made::png_chunk(b"IHDR", &header),
        made::png_chunk(
            b"IDAT",
            &miniz_oxide::deflate::compress_to_vec_zlib(&[0; 4096], 9),
        ),
        made::png_chunk(b"IEND", &[]),
    ]
    .concat()
}

#[test]
fn a_header_with_huge_dimensions_is_refused_in_every_format() {
    let mut gif = made::gif(9, 7, 1);
    gif[6..10].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    let mut jpeg = made::jpeg(&made::scene(16, 16), 16, 16);
    let frame = jpeg
        .windows(2)
        .position(|two| two == [0xFF, 0xC0])
        .expect("a frame");
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    let webp = made::riff(&[
        made::vp8x(0, 16_000, 16_000),
        made::riff_chunk(b"VP8L", &[0x2F, 0xFF, 0xFF, 0xFF, 0x0F, 0]),
    ]);
    let avif = made::Avif {
        width: 60_000,
        ..made::Avif::default()
    }
    .file();
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="9000000" height="9"><path d="M0 0"/></svg>"#;
    for (name, bytes) in [
        ("PNG", png_of(60_000, 60_000)),
        ("GIF", gif),
        ("JPEG", jpeg),
        ("WebP", webp),
        ("AVIF", avif),
        ("SVG", svg.to_vec()),
    ] {
        let refusal = prepare(&bytes).expect_err(name);
        assert!(
            matches!(refusal, Refusal::TooWide { .. }),
            "{name}: {refusal:?}"
        );
        assert!(refusal.to_string().contains("12000"), "{refusal}");
    }
}

#[test]
fn too_many_pixels_are_refused_even_when_both_sides_are_allowed() {
    let refusal = prepare(&png_of(12_000, 12_000)).expect_err("a bomb");
    assert_eq!(
        refusal,
        Refusal::TooManyPixels {
            width_px: 12_000,
            height_px: 12_000
        }
    );
}

#[test]
fn a_picture_that_has_less_data_than_its_header_promises_is_damaged() {
    assert!(matches!(
        prepare(&png_of(7_000, 7_000)),
        Err(Refusal::Damaged { .. })
    ));
}

#[test]
fn more_than_20_megabytes_are_refused_whatever_they_are() {
    let refusal = prepare(&vec![0; MAX_FILE_BYTES + 1]).expect_err("too large");
    assert_eq!(
        refusal,
        Refusal::TooLarge {
            bytes: MAX_FILE_BYTES + 1
        }
    );
}

#[test]
fn an_animation_of_thousands_of_frames_is_refused_before_it_is_decoded() {
    for (name, bytes) in [
        ("many small frames", made::gif(1, 1, 3_000)),
        (
            "some large frames",
            many_frames_of_nothing(10_000, 4_000, 400),
        ),
    ] {
        let refusal = prepare(&bytes).expect_err(name);
        assert!(
            matches!(refusal, Refusal::AnimationTooLong { .. }),
            "{name}: {refusal:?}"
        );
    }
}

/// A GIF whose frames claim a size and hold almost nothing.
fn many_frames_of_nothing(width: u16, height: u16, frames: usize) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    for _ in 0..frames {
        bytes.extend([0x2C, 0, 0, 0, 0]);
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes.extend([0, 2, 2, 0x4C, 0x01, 0]);
    }
    bytes.push(0x3B);
    bytes
}

#[test]
fn a_profile_that_unpacks_to_gigabytes_is_not_unpacked() {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 32 * 1024 * 1024], 9);
    let chunk = made::png_chunk(b"iCCP", &[b"bomb\0\0".as_slice(), &packed].concat());
    let png = made::png(&[9; 12], 2, 2, png::ColorType::Rgb);
    let prepared = prepare(&made::with_chunks(&png, &[chunk])).expect("the picture alone");
    assert!(prepared.bytes.len() < 200);
}

#[test]
fn pixels_that_unpack_to_more_than_the_picture_do_no_harm() {
    // 64 MB of zeros behind the pixels of a picture of 4.
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![0; 64 * 1024 * 1024], 9);
    let mut header = [0, 0, 0, 2].repeat(2);
    header.extend([8, 2, 0, 0, 0]);
    let bytes = [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        made::png_chunk(b"IHDR", &header),
        made::png_chunk(b"IDAT", &packed),
        made::png_chunk(b"IEND", &[]),
    ]
    .concat();
    if let Ok(prepared) = prepare(&bytes) {
        assert_eq!((prepared.width_px, prepared.height_px), (2, 2));
    }
}

#[test]
fn a_drawing_with_entities_is_refused_before_any_is_unpacked() {
    let mut bomb = String::from("<!DOCTYPE svg [<!ENTITY a0 \"lol\">");
    for level in 1..12 {
        let before = format!("&a{};", level - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{level} \"{before}\">"));
    }
    bomb.push_str(
        "]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>&a11;</text></svg>",
    );
    assert_eq!(prepare(bomb.as_bytes()), Err(Refusal::SvgEntities));
}

#[test]
fn a_document_whose_objects_unpack_to_gigabytes_is_refused() {
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&vec![b' '; 80 * 1024 * 1024], 9);
    let head = format!(
        "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\n",
        packed.len()
    );
    let object = [head.as_bytes(), &packed, b"\nendstream"].concat();
    assert!(matches!(
        prepare(&made::pdf(&[&object])),
        Err(Refusal::Bomb { .. })
    ));
}
