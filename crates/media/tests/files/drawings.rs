//! Drawings, honest ones and others.

use media::{Format, Refusal, prepare};

const HOSTILE: &str = r##"<?xml version="1.0"?>
<?xml-stylesheet href="https://evil.example/a.css"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- drawn by Ada on her machine -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30" onload="evil(1)">
<metadata><author>Ada</author></metadata>
<script>evil(2)</script>
<script href="https://evil.example/a.js"/>
<style>@import "https://evil.example/b.css"; rect { fill: url(https://evil.example/c) }</style>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><iframe src="https://evil.example"/></body></foreignObject>
<a href="javascript:evil(3)"><circle r="4" onclick="evil(4)"/></a>
<a xlink:href="https://evil.example/d"><circle r="5"/></a>
<image href="https://evil.example/e.png" width="4" height="4"/>
<image href="/admin/logout" width="4" height="4"/>
<use xlink:href="https://evil.example/f.svg#a"/>
<use href="#kept"/>
<set attributeName="href" to="javascript:evil(5)"/>
<animate attributeName="xlink:href" values="javascript:evil(6)"/>
<rect id="kept" width="10" height="10" fill="url(#paint)" style="filter:url(//evil.example/g)"/>
<path d="M0 0h9v9z" stroke="url('https://evil.example/h#x')" fill="#123456"/>
<linearGradient id="paint"><stop stop-color="red"/></linearGradient>
</svg>"##;

#[test]
fn a_drawing_loses_all_that_acts_or_leads_away_and_keeps_its_shapes() {
    let prepared = prepare(HOSTILE.as_bytes()).expect("a drawing");
    assert_eq!(
        (prepared.format, prepared.width_px, prepared.height_px),
        (Format::Svg, 40, 30)
    );
    let text = String::from_utf8(prepared.bytes.clone()).expect("text");
    let lower = text.to_lowercase();
    for gone in [
        "evil",
        "script",
        "onload",
        "onclick",
        "foreignobject",
        "iframe",
        "javascript",
        "metadata",
        "ada",
        "doctype",
        "stylesheet",
        "@import",
        "/admin",
    ] {
        assert!(!lower.contains(gone), "{gone} is left in {text}");
    }
    for kept in [
        "<rect",
        "M0 0h9v9z",
        "#123456",
        "url(#paint)",
        "href=\"#kept\"",
        "linearGradient",
    ] {
        assert!(text.contains(kept), "{kept} is gone from {text}");
    }
    assert_eq!(
        prepare(text.as_bytes()).expect("a drawing").bytes,
        prepared.bytes
    );
}

#[test]
fn a_picture_within_a_drawing_is_cleaned_too() {
    let photograph = crate::made::with_exif(
        &crate::made::jpeg(&crate::made::scene(16, 16), 16, 16),
        &crate::made::exif(1),
    );
    let page = "data:text/html,<b>x</b>";
    let drawing = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><image href='data:image/jpeg;base64,{}'/><image href='{}'/></svg>",
        base64(&photograph),
        page.replace('<', "&lt;"),
    );
    let prepared = prepare(drawing.as_bytes()).expect("a drawing");
    let text = String::from_utf8(prepared.bytes).expect("text");
    let clean = prepare(&photograph).expect("a JPEG").bytes;
    assert!(text.contains(&base64(&clean)), "{text}");
    assert!(!text.contains("text/html"));
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let word = three
            .iter()
            .fold(0_u32, |word, byte| word << 8 | u32::from(*byte))
            << (8 * (3 - three.len()));
        for digit in 0..4 {
            let value = (word >> (18 - 6 * digit) & 63) as usize;
            text.push(if digit > three.len() {
                '='
            } else {
                DIGITS[value] as char
            });
        }
    }
    text
}

#[test]
fn a_drawing_without_a_size_or_without_a_shape_is_refused() {
    let open = "<svg xmlns='http://www.w3.org/2000/svg'";
    let sizeless = format!("{open}><path d='M0 0'/></svg>");
    assert_eq!(prepare(sizeless.as_bytes()), Err(Refusal::SvgWithoutSize));
    let empty = format!("{open} viewBox='0 0 9 9'><script>x()</script></svg>");
    assert_eq!(prepare(empty.as_bytes()), Err(Refusal::SvgEmpty));
    let foreign = "<svg viewBox='0 0 9 9'><path d='M0 0'/></svg>";
    assert_eq!(
        prepare(foreign.as_bytes()),
        Err(Refusal::SvgEmpty),
        "no namespace, no drawing"
    );
}
