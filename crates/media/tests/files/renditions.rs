//! The smaller copies.

use media::{EncodeError, Format, Rendition, RenditionPlan, encode, plan, prepare};

use crate::made;

fn renditions(stored: &[u8], format: Format, plans: &[RenditionPlan]) -> Vec<Rendition> {
    let mut all = Vec::new();
    encode(stored, format, plans, |rendition| {
        all.push(rendition);
        Ok::<_, std::convert::Infallible>(())
    })
    .expect("renditions");
    all
}

#[test]
fn a_photograph_gets_three_widths_in_two_formats_that_look_like_it() {
    let photograph = made::jpeg(&made::scene(2_000, 1_500), 2_000, 1_500);
    let prepared = prepare(&photograph).expect("a JPEG");
    let plans = plan(
        prepared.format,
        2_000,
        1_500,
        prepared.has_transparency,
        false,
    );
    let made = renditions(&prepared.bytes, prepared.format, &plans);
    let asked: Vec<_> = made
        .iter()
        .map(|rendition| (rendition.plan.width_px, rendition.plan.format))
        .collect();
    assert_eq!(
        asked,
        [
            (480, Format::WebP),
            (480, Format::Jpeg),
            (960, Format::WebP),
            (960, Format::Jpeg),
            (1600, Format::WebP),
            (1600, Format::Jpeg),
        ]
    );
    let whole = made::shown(&prepared.bytes);
    for rendition in &made {
        let again = prepare(&rendition.bytes).expect("a picture that could itself be stored");
        assert_eq!(again.format, rendition.plan.format);
        let image = made::shown(&rendition.bytes);
        assert_eq!(
            image.dimensions(),
            (rendition.plan.width_px, rendition.plan.height_px)
        );
        for (across, down) in [(0.1, 0.2), (0.5, 0.5), (0.9, 0.7)] {
            let at = |image: &image::RgbImage| {
                let (width, height) = (f64::from(image.width()), f64::from(image.height()));
                *image.get_pixel((width * across) as u32, (height * down) as u32)
            };
            let (was, is) = (at(&whole), at(&image));
            assert!(
                (0..3).all(|channel| was[channel].abs_diff(is[channel]) < 14),
                "{was:?} {is:?}"
            );
        }
    }
    let widest = made.last().expect("a rendition");
    assert!(widest.bytes.len() < prepared.bytes.len());
}

#[test]
fn the_same_picture_always_gives_the_same_bytes() {
    let uploaded = made::with_exif(
        &made::jpeg(&made::scene(600, 400), 600, 400),
        &made::exif(6),
    );
    let prepared = prepare(&uploaded).expect("a JPEG");
    assert_eq!(prepare(&uploaded), Ok(prepared.clone()));
    assert_eq!(media::hash_of(&prepared.bytes).len(), 32);
    let plans = plan(
        prepared.format,
        prepared.width_px,
        prepared.height_px,
        false,
        false,
    );
    let first = renditions(&prepared.bytes, prepared.format, &plans);
    assert_eq!(first, renditions(&prepared.bytes, prepared.format, &plans));
}

#[test]
fn what_is_transparent_stays_so_in_webp_and_png() {
    let png = made::png(
        &made::half_transparent(1_000, 600),
        1_000,
        600,
        png::ColorType::Rgba,
    );
    let prepared = prepare(&png).expect("a PNG");
    let plans = plan(
        prepared.format,
        1_000,
        600,
        prepared.has_transparency,
        false,
    );
    for rendition in renditions(&prepared.bytes, prepared.format, &plans) {
        let image = image::load_from_memory(&rendition.bytes)
            .expect("a picture")
            .to_rgba8();
        let (width, height) = image.dimensions();
        let (left, right) = (
            image.get_pixel(width / 4, height / 2),
            image.get_pixel(width * 3 / 4, height / 2),
        );
        assert!(left[3] == 255 && left[0] > 200, "{left:?}");
        assert_eq!(right[3], 0);
        // Green that is transparent in the original must not shine along the edge.
        let edge = image.get_pixel(width / 2 - 1, height / 2);
        assert!(
            edge[1] < 60 || edge[3] == 0,
            "{:?}: {edge:?}",
            rendition.plan
        );
    }
}

#[test]
fn a_transparent_picture_is_white_behind_where_a_jpeg_is_asked_for() {
    let png = made::png(
        &made::half_transparent(64, 64),
        64,
        64,
        png::ColorType::Rgba,
    );
    let plan = RenditionPlan {
        format: Format::Jpeg,
        width_px: 32,
        height_px: 32,
    };
    let made = renditions(&png, Format::Png, &[plan]);
    let pixel = *made::shown(&made[0].bytes).get_pixel(28, 16);
    assert!(pixel.0.iter().all(|value| *value > 248), "{pixel:?}");
}

#[test]
fn a_receiver_that_fails_ends_the_work() {
    let png = made::png(&made::scene(600, 400), 600, 400, png::ColorType::Rgb);
    let plans = plan(Format::Png, 600, 400, false, false);
    let mut calls = 0;
    let result = encode(&png, Format::Png, &plans, |_| {
        calls += 1;
        Err("the disk is full")
    });
    assert!(matches!(result, Err(EncodeError::Sink("the disk is full"))));
    assert_eq!(calls, 1);
}

#[test]
fn bytes_that_are_no_picture_and_formats_that_are_no_rendition_are_errors() {
    let plan = RenditionPlan {
        format: Format::WebP,
        width_px: 4,
        height_px: 4,
    };
    let sink = |_| Ok::<_, std::convert::Infallible>(());
    let unreadable = encode(b"nothing", Format::Jpeg, &[plan], sink);
    assert!(matches!(unreadable, Err(EncodeError::Unreadable(_))));
    let gif = RenditionPlan {
        format: Format::Gif,
        ..plan
    };
    let png = made::png(&[7; 48], 4, 4, png::ColorType::Rgb);
    let refused = encode(&png, Format::Png, &[gif], sink);
    assert!(matches!(
        refused,
        Err(EncodeError::NoRendition(Format::Gif))
    ));
}

#[cfg(feature = "avif")]
#[test]
fn an_avif_rendition_is_a_picture_that_could_itself_be_stored() {
    let pixels = made::half_transparent(64, 48);
    let png = made::png(&pixels, 64, 48, png::ColorType::Rgba);
    let plans = media::plan_avif(Format::Png, 64, 48, false);
    let made = renditions(&png, Format::Png, &plans);
    assert_eq!(made.len(), 1);
    let prepared = prepare(&made[0].bytes).expect("an AVIF");
    assert_eq!(
        (prepared.format, prepared.width_px, prepared.height_px),
        (Format::Avif, 64, 48)
    );
    assert!(prepared.has_transparency);
    assert_eq!(
        made,
        renditions(&png, Format::Png, &plans),
        "the same bytes at any time"
    );
}
