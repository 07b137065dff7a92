//! Pictures that move, and go on moving.

use std::io::Cursor;

use image::AnimationDecoder as _;
use media::{Format, plan, prepare};

use crate::made;

#[test]
fn an_animated_gif_stays_as_it_moves_and_loses_its_comments() {
    let uploaded = made::gif(40, 30, 6);
    let prepared = prepare(&uploaded).expect("a GIF");
    assert!(prepared.is_animated && prepared.format == Format::Gif);
    assert_eq!((prepared.width_px, prepared.height_px), (40, 30));
    for secret in [
        b"secret comment".as_slice(),
        b"XMP DataXMP",
        b"secret place",
    ] {
        assert!(made::holds(&uploaded, secret) && !made::holds(&prepared.bytes, secret));
    }
    assert!(
        made::holds(&prepared.bytes, b"NETSCAPE2.0"),
        "it has to go on in a loop"
    );
    let frames = |bytes: &[u8]| {
        let decoder = image::codecs::gif::GifDecoder::new(Cursor::new(bytes.to_vec()));
        let frames = decoder.expect("a GIF").into_frames();
        frames.collect_frames().expect("frames")
    };
    let (before, after) = (frames(&uploaded), frames(&prepared.bytes));
    assert_eq!(before.len(), 6);
    assert_eq!(after.len(), 6);
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.delay(), after.delay());
        assert_eq!(before.buffer(), after.buffer());
    }
    assert_eq!(
        plan(prepared.format, 40, 30, false, prepared.is_animated),
        []
    );
}

#[test]
fn an_animated_webp_stays_as_it_moves_and_loses_its_metadata() {
    let uploaded = made::animated_webp(40, 30, 5);
    let prepared = prepare(&uploaded).expect("a WebP");
    assert!(prepared.is_animated && prepared.format == Format::WebP);
    for secret in [b"SecretCam".as_slice(), b"EXIF", b"XMP ", b"secret place"] {
        assert!(made::holds(&uploaded, secret) && !made::holds(&prepared.bytes, secret));
    }
    let frames = |bytes: &[u8]| {
        let decoder = image::codecs::webp::WebPDecoder::new(Cursor::new(bytes.to_vec()));
        let frames = decoder.expect("a WebP").into_frames();
        let frames = frames.collect_frames().expect("frames");
        frames
            .into_iter()
            .map(|frame| (frame.delay(), frame.into_buffer()))
            .collect::<Vec<_>>()
    };
    assert_eq!(frames(&uploaded), frames(&prepared.bytes));
    assert_eq!(frames(&uploaded).len(), 5);
}

#[test]
fn an_animated_png_stays_as_it_moves_and_loses_its_text() {
    let text = made::png_chunk(b"tEXt", b"Author\0secret");
    let uploaded = made::with_chunks(&made::apng(16, 9), &[text]);
    let prepared = prepare(&uploaded).expect("an APNG");
    assert!(prepared.is_animated && prepared.format == Format::Png);
    assert!(!made::holds(&prepared.bytes, b"secret"));
    let decoder = image::codecs::png::PngDecoder::new(Cursor::new(prepared.bytes)).expect("a PNG");
    let frames = decoder.apng().expect("an animation").into_frames();
    let frames = frames.collect_frames().expect("frames");
    let first_pixels: Vec<_> = frames
        .iter()
        .map(|frame| frame.buffer().get_pixel(3, 3).0)
        .collect();
    assert_eq!(
        first_pixels,
        [[200, 0, 0, 255], [0, 200, 0, 255], [0, 0, 200, 255]]
    );
}

#[test]
fn the_colours_of_an_animation_keep_a_description_without_names() {
    let mut profile = moxcms::ColorProfile::new_display_p3();
    profile.description = Some(moxcms::ProfileText::PlainString(
        "Ada's screen 4711".to_owned(),
    ));
    let profile = profile.encode().expect("a profile");
    let still = made::webp(&[150, 200, 90].repeat(16 * 16), 16, 16, true);
    let head = [&[0; 6][..], &[15, 0, 0, 15, 0, 0], &[80, 0, 0, 0]].concat();
    let frame = made::riff_chunk(b"ANMF", &[&head, &still[12..]].concat());
    let uploaded = made::riff(&[
        made::vp8x(0x22, 16, 16),
        made::riff_chunk(b"ICCP", &profile),
        made::riff_chunk(b"ANIM", &[0; 6]),
        frame.clone(),
        frame,
    ]);
    let prepared = prepare(&uploaded).expect("a WebP");
    let kept = image_webp::WebPDecoder::new(Cursor::new(&prepared.bytes))
        .and_then(|mut decoder| decoder.icc_profile())
        .expect("a WebP")
        .expect("a profile");
    let kept = moxcms::ColorProfile::new_from_slice(&kept).expect("a profile");
    assert!(kept.description.is_none() && kept.copyright.is_none());
    let distance =
        (kept.red_colorant.x - moxcms::ColorProfile::new_display_p3().red_colorant.x).abs();
    assert!(distance < 0.001, "the colours themselves stay");
    assert_eq!(
        prepare(&uploaded),
        Ok(prepared),
        "the same bytes at any time"
    );
}
