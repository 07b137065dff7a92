//! Documents for download.

use media::{Format, Refusal, prepare};

use crate::made;

#[test]
fn a_document_is_kept_byte_for_byte() {
    let link =
        b"<< /Type /Annot /A << /S /URI /URI (https://example.org/JS/Launch?a=\\(1\\)) >> >>";
    let pdf = made::pdf(&[link]);
    let prepared = prepare(&pdf).expect("a PDF");
    assert_eq!(prepared.format, Format::Pdf);
    assert_eq!(
        (prepared.width_px, prepared.height_px, prepared.colour),
        (0, 0, None)
    );
    assert_eq!(prepared.bytes, pdf);
}

#[test]
fn a_document_that_acts_is_refused_however_it_is_written() {
    let packed = |object: &[u8]| {
        let data = miniz_oxide::deflate::compress_to_vec_zlib(object, 6);
        let head = format!(
            "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\r\n",
            data.len()
        );
        [head.as_bytes(), &data, b"\r\nendstream"].concat()
    };
    for active in [
        b"<< /S /JavaScript /JS (app.alert(1)) >>".to_vec(),
        b"<</S/#4aavaScript/J#53(app.alert(1))>>".to_vec(),
        b"<< /S /Launch /F (calc.exe) >>".to_vec(),
        b"<< /Names << /EmbeddedFiles 9 0 R >> >>".to_vec(),
        b"<< /AcroForm << /XFA 9 0 R >> >>".to_vec(),
        packed(b"4 0 << /S /JavaScript /JS (app.alert(1)) >>"),
        // Words that only look like the beginning of a stream hide nothing behind them.
        b"% stream\n<< /S /JavaScript /JS (app.alert(1)) >>\n% endstream".to_vec(),
        b"% >>\nstream\n<< /S /JavaScript /JS (app.alert(1)) >>\n% endstream".to_vec(),
        b"(>>\nstream\n) << /S /Launch /F (calc.exe) >> (endstream)".to_vec(),
        [
            b"<< /Length 1 >> % then\n".as_slice(),
            &packed(b"4 0 << /S /Launch >>")[..],
        ]
        .concat(),
    ] {
        let refusal = prepare(&made::pdf(&[&active])).expect_err("an active document");
        assert!(matches!(refusal, Refusal::PdfActive { .. }), "{refusal:?}");
    }
    let protected = made::pdf(&[b"<< /Encrypt 9 0 R >>"]);
    assert_eq!(prepare(&protected), Err(Refusal::PdfProtected));
}

#[test]
fn a_stream_without_an_end_is_incomplete() {
    let open = b"<< /Length 30 >>\nstream\nBT (words) Tj ET\n";
    let refusal = prepare(&made::pdf(&[open])).expect_err("an incomplete document");
    assert!(matches!(refusal, Refusal::Truncated { .. }), "{refusal:?}");
}

#[test]
fn words_within_packed_pages_are_not_mistaken_for_actions() {
    let page = b"<< /Length 30 >>\nstream\nBT (see /JavaScript /JS) Tj ET\nendstream";
    assert!(prepare(&made::pdf(&[page])).is_ok());
}

#[test]
fn a_document_made_for_the_web_that_was_cut_off_is_incomplete() {
    let mut pdf = made::pdf(&[b"<< /Linearized 1 /L 99999 /N 1 >>"]);
    assert!(matches!(prepare(&pdf), Err(Refusal::Truncated { .. })));
    let at = pdf
        .windows(5)
        .position(|five| five == b"99999")
        .expect("a length");
    let length = format!("{:05}", pdf.len());
    pdf[at..at + 5].copy_from_slice(length.as_bytes());
    assert!(prepare(&pdf).is_ok());
}
