//! Files that are two things at once, or not what their name says.

use media::{Format, Refusal, prepare};

use crate::made;

/// The end of an empty ZIP archive, which its readers look for from the end of a file.
const ARCHIVE: &[u8] = b"PK\x03\x04 a file PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

#[test]
fn whatever_is_attached_to_a_picture_is_refused() {
    let tails: [(&str, &[u8]); 4] = [
        ("ZIP", ARCHIVE),
        ("HTML", b"<html><script>alert(1)</script></html>"),
        ("PHP", b"<?php system($_GET['c']); ?>"),
        ("a byte", b"x"),
    ];
    for (kind, file) in made::one_of_each() {
        for (tail_name, tail) in tails {
            // Text behind a PDF's end is not told apart from an end that is missing.
            let refusal = prepare(&[&file, tail].concat()).expect_err(kind);
            let is_clear = matches!(
                refusal,
                Refusal::Polyglot { .. } | Refusal::Truncated { .. } | Refusal::Damaged { .. }
            );
            assert!(is_clear, "{kind} with {tail_name}: {refusal:?}");
        }
    }
}

#[test]
fn the_classic_polyglots_are_named_as_such() {
    let jpeg = made::jpeg(&made::scene(16, 16), 16, 16);
    let png = made::png(&[7; 12], 2, 2, png::ColorType::Rgb);
    let gif = made::gif(9, 7, 1);
    let webp = made::webp(&[7; 12], 2, 2, true);
    let cases = [
        ("GIFAR", [&gif, ARCHIVE].concat()),
        ("PDF and ZIP", [&made::pdf(&[])[..], ARCHIVE].concat()),
        ("PDF with a ZIP inside its end", pdf_with_archive()),
        ("JPEG and ZIP", [&jpeg, ARCHIVE].concat()),
        ("JPEG and PHP", [&jpeg[..], b"<?php"].concat()),
        ("JPEG and JPEG", [&jpeg[..], &jpeg].concat()),
        ("PNG and bytes", [&png[..], b"\0"].concat()),
        ("WebP and ZIP", [&webp, ARCHIVE].concat()),
        (
            "a PDF behind something",
            [b"#!/bin/sh\n", &made::pdf(&[])[..]].concat(),
        ),
        (
            "a PDF behind a script",
            [b"<script>1</script>", &made::pdf(&[])[..]].concat(),
        ),
    ];
    for (name, bytes) in cases {
        let refusal = prepare(&bytes).expect_err(name);
        assert!(
            matches!(refusal, Refusal::Polyglot { .. }),
            "{name}: {refusal:?}"
        );
    }
}

/// A comment of the archive holds the end of the document, so that both end at the end.
fn pdf_with_archive() -> Vec<u8> {
    let pdf = made::pdf(&[]);
    let end = b"\n%%EOF\n";
    let mut record = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
    record.extend((end.len() as u16).to_le_bytes());
    let table = pdf
        .windows(9)
        .rposition(|nine| nine == b"startxref")
        .expect("a table");
    let pointer = &pdf[table..pdf.len() - 7];
    [&pdf[..table], b"%", &record, b"\n", pointer, end].concat()
}

#[test]
fn what_a_phone_appends_to_a_photograph_is_dropped_and_the_photograph_taken() {
    let jpeg = made::jpeg(&made::scene(48, 32), 48, 32);
    let companion = made::jpeg(&made::scene(16, 16), 16, 16);
    let listed = made::with_segment(&jpeg, 0xE2, b"MPF\0MM\0*");
    let film = [&b"\0\0\0\x10ftypmp42\0\0\0\0"[..], b"\0\0\0\x0Cmdatfilm"].concat();
    let notes = b"\0\0\x01\x0ablocksSEFH\x6b\0\0\0\0\0\0\0\x0C\0\0\0SEFT".to_vec();
    for (name, tail) in [
        ("padding", vec![0; 400]),
        ("a gain map", [vec![0; 12], companion].concat()),
        ("a film", film),
        ("notes", notes),
    ] {
        let prepared = prepare(&[&listed[..], &tail].concat()).expect(name);
        assert_eq!(prepared, prepare(&jpeg).expect("a JPEG"), "{name}");
    }
}

#[test]
fn content_decides_and_no_name_is_ever_asked() {
    let wanted = [
        Format::Jpeg,
        Format::Jpeg,
        Format::Png,
        Format::Png,
        Format::Gif,
        Format::Gif,
        Format::WebP,
        Format::WebP,
        Format::WebP,
        Format::WebP,
        Format::Avif,
        Format::Avif,
        Format::Svg,
        Format::Pdf,
    ];
    for ((name, bytes), format) in made::one_of_each().into_iter().zip(wanted) {
        let prepared = prepare(&bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        assert_eq!(prepared.format, format, "{name}");
    }
    for stranger in [
        b"<html><body>a page that is called photo.jpg</body></html>".as_slice(),
        b"MZ\x90\0 a program that is called photo.png",
        b"#!/bin/sh\necho a script that is called drawing.svg",
        b"just words",
    ] {
        assert_eq!(prepare(stranger), Err(Refusal::UnknownFormat));
    }
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and so on";
    assert_eq!(prepare(heic), Err(Refusal::Heic));
    assert!(Refusal::Heic.to_string().contains("JPEG"));
    assert_eq!(prepare(b""), Err(Refusal::Empty));
}
