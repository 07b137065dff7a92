//! Pictures that were drawn: transparent ones, flat ones, and every way to say which colours they mean.

use media::{Format, prepare};
use moxcms::ColorProfile;

use crate::made;

#[test]
fn a_transparent_png_stays_as_it_looks_and_loses_its_text() {
    let pixels = made::half_transparent(64, 40);
    let plain = made::png(&pixels, 64, 40, png::ColorType::Rgba);
    let uploaded = made::with_chunks(
        &plain,
        &[
            made::png_chunk(b"tEXt", b"Author\0secret"),
            made::png_chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0secret"),
            made::png_chunk(b"eXIf", &made::exif(1)),
            made::png_chunk(b"tIME", &[7, 0xEA, 1, 1, 1, 1, 1]),
            made::png_chunk(b"prVt", b"secret"),
        ],
    );
    let prepared = prepare(&uploaded).expect("a PNG");
    assert_eq!(prepared.format, Format::Png);
    assert!(prepared.has_transparency && !prepared.is_animated);
    assert_eq!(
        prepared.colour,
        Some([220, 20, 20]),
        "what is transparent has no colour"
    );
    assert_eq!(prepared.bytes, plain, "only the picture is left");
}

#[test]
fn a_png_is_turned_as_its_exif_says() {
    let pixels = [[200, 0, 0], [0, 0, 200]].concat();
    let plain = made::png(&pixels, 2, 1, png::ColorType::Rgb);
    let turned = made::with_chunks(&plain, &[made::png_chunk(b"eXIf", &made::exif(6))]);
    let prepared = prepare(&turned).expect("a PNG");
    assert_eq!((prepared.width_px, prepared.height_px), (1, 2));
    assert_eq!(made::shown(&prepared.bytes).into_raw(), pixels);
}

#[test]
fn a_webp_is_turned_as_its_exif_says() {
    let pixels = [[200, 0, 0], [0, 0, 200]].concat();
    let still = made::webp(&pixels, 2, 1, true);
    for prefix in [b"".as_slice(), b"Exif\0\0"] {
        let exif = [prefix, &made::exif(8)].concat();
        let uploaded = made::riff(&[
            made::vp8x(0x08, 2, 1),
            still[12..].to_vec(),
            made::riff_chunk(b"EXIF", &exif),
        ]);
        let prepared = prepare(&uploaded).expect("a WebP");
        assert_eq!((prepared.width_px, prepared.height_px), (1, 2));
        let image = made::shown(&prepared.bytes);
        assert_eq!(
            image.into_raw(),
            [0, 0, 200, 200, 0, 0],
            "without loss, as it was"
        );
        assert!(!made::holds(&prepared.bytes, b"SecretCam"));
    }
}

/// Display P3's (115, 174, 87) in sRGB, by the published matrices.
const P3_GREEN_IN_SRGB: [u8; 3] = [95, 176, 74];

fn assert_green(name: &str, bytes: &[u8]) {
    let prepared = prepare(bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
    let image = made::shown(&prepared.bytes);
    let pixel = image.get_pixel(0, 0);
    for channel in 0..3 {
        let distance = pixel[channel].abs_diff(P3_GREEN_IN_SRGB[channel]);
        assert!(distance <= 3, "{name}: {pixel:?}, not {P3_GREEN_IN_SRGB:?}");
    }
}

#[test]
fn a_png_may_say_display_p3_in_three_ways() {
    let plain = made::png(&[115, 174, 87].repeat(16), 4, 4, png::ColorType::Rgb);
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&profile, 6);
    let iccp = made::png_chunk(b"iCCP", &[b"P3\0\0".as_slice(), &packed].concat());
    let cicp = made::png_chunk(b"cICP", &[12, 13, 0, 1]);
    let points: Vec<u8> = [
        31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000,
    ]
    .into_iter()
    .flat_map(u32::to_be_bytes)
    .collect();
    let chrm = [
        made::png_chunk(b"gAMA", &45_455_u32.to_be_bytes()),
        made::png_chunk(b"cHRM", &points),
    ];
    assert_green("iCCP", &made::with_chunks(&plain, &[iccp]));
    assert_green("cICP", &made::with_chunks(&plain, &[cicp]));
    assert_green("cHRM", &made::with_chunks(&plain, &chrm));
}

#[test]
fn a_webp_with_a_wide_profile_is_brought_to_srgb() {
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    let still = made::webp(&[115, 174, 87].repeat(16), 4, 4, true);
    let uploaded = made::riff(&[
        made::vp8x(0x20, 4, 4),
        made::riff_chunk(b"ICCP", &profile),
        still[12..].to_vec(),
    ]);
    assert_green("WebP", &uploaded);
    assert!(!made::holds(
        &prepare(&uploaded).expect("a WebP").bytes,
        b"ICCP"
    ));
}

#[test]
fn what_already_is_srgb_keeps_its_data() {
    let plain = made::png(&made::scene(20, 12), 20, 12, png::ColorType::Rgb);
    let srgb = ColorProfile::new_srgb().encode().expect("a profile");
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(&srgb, 6);
    for chunk in [
        made::png_chunk(b"sRGB", &[0]),
        made::png_chunk(b"gAMA", &45_455_u32.to_be_bytes()),
        made::png_chunk(b"cICP", &[1, 13, 0, 1]),
        made::png_chunk(b"iCCP", &[b"sRGB\0\0".as_slice(), &packed].concat()),
        made::png_chunk(b"iCCP", b"broken\0\0nothing that unpacks"),
    ] {
        let prepared = prepare(&made::with_chunks(&plain, &[chunk])).expect("a PNG");
        assert_eq!(prepared.bytes, plain);
    }
}

#[test]
fn a_dark_gamma_is_brought_to_srgb() {
    // 100,000 says linear light: half of it is 188 in sRGB.
    let plain = made::png(&[128; 48], 4, 4, png::ColorType::Rgb);
    let linear = made::png_chunk(b"gAMA", &100_000_u32.to_be_bytes());
    let prepared = prepare(&made::with_chunks(&plain, &[linear])).expect("a PNG");
    let image = made::shown(&prepared.bytes);
    assert!(
        image.get_pixel(1, 1)[0].abs_diff(188) <= 1,
        "{:?}",
        image.get_pixel(1, 1)
    );
}

#[test]
fn an_avif_keeps_its_data_and_loses_its_exif() {
    let plain = made::Avif::default();
    let uploaded = made::Avif {
        with_alpha: true,
        with_exif: true,
        ..made::Avif::default()
    }
    .file();
    let prepared = prepare(&uploaded).expect("an AVIF");
    assert_eq!(
        (prepared.format, prepared.width_px, prepared.height_px),
        (Format::Avif, 32, 24)
    );
    assert!(prepared.has_transparency);
    assert!(
        made::holds(&prepared.bytes, made::AV1_COLOUR)
            && made::holds(&prepared.bytes, made::AV1_ALPHA)
    );
    assert!(made::holds(&uploaded, b"SecretCam") && !made::holds(&prepared.bytes, b"SecretCam"));
    let opaque = prepare(&plain.file()).expect("an AVIF");
    assert!(!opaque.has_transparency);
}

/// The corners of an AVIF's only rendition, clockwise from the top left.
fn corners(bytes: &[u8]) -> [[u8; 3]; 4] {
    let prepared = prepare(bytes).expect("an AVIF");
    let (width, height) = (prepared.width_px, prepared.height_px);
    let plan = media::RenditionPlan {
        format: Format::Png,
        width_px: width,
        height_px: height,
    };
    let mut image = None;
    media::encode(&prepared.bytes, prepared.format, &[plan], |rendition| {
        image = Some(made::shown(&rendition.bytes));
        Ok::<_, std::convert::Infallible>(())
    })
    .expect("a rendition");
    let image = image.expect("a rendition");
    let (right, bottom) = (width - 3, height - 3);
    [(2, 2), (right, 2), (right, bottom), (2, bottom)].map(|(x, y)| image.get_pixel(x, y).0)
}

const RED: [u8; 3] = [200, 30, 30];
const GREEN: [u8; 3] = [30, 180, 60];
const BLUE: [u8; 3] = [40, 60, 200];
const YELLOW: [u8; 3] = [220, 210, 40];

fn assert_corners(name: &str, found: [[u8; 3]; 4], wanted: [[u8; 3]; 4]) {
    for (found, wanted) in found.into_iter().zip(wanted) {
        let is_near = (0..3).all(|channel| found[channel].abs_diff(wanted[channel]) <= 16);
        assert!(is_near, "{name}: {found:?}, not {wanted:?}");
    }
}

#[test]
fn an_avif_is_decoded_turned_and_mirrored_as_it_says() {
    let turned = |properties| {
        made::Avif {
            properties,
            ..made::Avif::default()
        }
        .file()
    };
    let nclx = made::Avif::property(b"colr", b"nclx\0\x01\0\x0D\0\x06\x80");
    let irot = made::Avif::property(b"irot", &[1]);
    let imir = made::Avif::property(b"imir", &[1]);
    assert_corners(
        "plain",
        corners(&turned(vec![nclx])),
        [RED, GREEN, YELLOW, BLUE],
    );
    // A quarter turn against the clock brings the right side to the top.
    assert_corners(
        "turned",
        corners(&turned(vec![irot.clone()])),
        [GREEN, YELLOW, BLUE, RED],
    );
    assert_corners(
        "mirrored",
        corners(&turned(vec![imir.clone()])),
        [GREEN, RED, BLUE, YELLOW],
    );
    assert_corners(
        "both",
        corners(&turned(vec![irot, imir])),
        [YELLOW, GREEN, RED, BLUE],
    );
    let grid = made::Avif {
        is_grid: true,
        width: 64,
        ..made::Avif::default()
    }
    .file();
    assert_corners("two tiles", corners(&grid), [RED, GREEN, YELLOW, BLUE]);
    let prepared = prepare(&grid).expect("an AVIF");
    assert_eq!(
        (prepared.format, prepared.width_px, prepared.height_px),
        (Format::WebP, 64, 24)
    );
}

#[test]
fn an_avif_that_names_its_bytes_over_and_over_is_refused_before_they_are_copied() {
    let repeating = |repeats| {
        made::Avif {
            repeats,
            ..made::Avif::default()
        }
        .file()
    };
    assert!(prepare(&repeating(1)).is_ok());
    assert!(matches!(
        prepare(&repeating(1_000)),
        Err(media::Refusal::Damaged { .. })
    ));
}

#[test]
fn an_avif_that_lies_about_its_size_is_damaged() {
    let lying = made::Avif {
        width: 64,
        ..made::Avif::default()
    }
    .file();
    assert!(matches!(
        prepare(&lying),
        Err(media::Refusal::Damaged { .. })
    ));
}
