//! Photographs as cameras and phones write them.

use jpeg_encoder::ColorType;
use media::{Format, prepare};
use moxcms::ColorProfile;

use crate::made;

#[test]
fn a_photograph_of_12_megapixels_is_turned_and_tells_no_place() {
    let plain = made::jpeg(&made::scene(4_000, 3_000), 4_000, 3_000);
    let photograph = made::with_exif(&plain, &made::exif(6));
    let photograph = made::with_segment(&photograph, 0xFE, b"a comment");
    let prepared = prepare(&photograph).expect("a photograph");
    assert_eq!(prepared.format, Format::Jpeg);
    assert_eq!((prepared.width_px, prepared.height_px), (3_000, 4_000));
    for secret in [b"Exif".as_slice(), b"SecretCam", b"a comment"] {
        assert!(made::holds(&photograph, secret) && !made::holds(&prepared.bytes, secret));
    }
    // What was at the bottom left is at the top left after a quarter turn clockwise.
    let (before, after) = (made::shown(&plain), made::shown(&prepared.bytes));
    assert_eq!(after.dimensions(), (3_000, 4_000));
    for (x, y) in [(0, 0), (2_999, 0), (1_234, 2_345), (0, 3_999)] {
        let (was, is) = (before.get_pixel(y, 2_999 - x), after.get_pixel(x, y));
        for channel in 0..3 {
            assert!(was[channel].abs_diff(is[channel]) < 16, "{was:?} {is:?}");
        }
    }
}

#[test]
fn every_orientation_is_applied_as_a_viewer_would() {
    // Each quarter of the picture has a colour of its own, so that its corners tell how it lies.
    const CORNERS: [[u8; 3]; 4] = [[200, 0, 0], [0, 200, 0], [0, 0, 200], [200, 200, 0]];
    let pixels: Vec<u8> = (0..32 * 48)
        .flat_map(|at| CORNERS[usize::from(at % 48 >= 24) + 2 * usize::from(at / 48 >= 16)])
        .collect();
    let plain = made::jpeg(&pixels, 48, 32);
    // By the EXIF specification: which corners are shown top left, top right, bottom left, bottom right.
    let shown = [
        (1, [0, 1, 2, 3]),
        (2, [1, 0, 3, 2]),
        (3, [3, 2, 1, 0]),
        (4, [2, 3, 0, 1]),
        (5, [0, 2, 1, 3]),
        (6, [2, 0, 3, 1]),
        (7, [3, 1, 2, 0]),
        (8, [1, 3, 0, 2]),
    ];
    for (orientation, corners) in shown {
        let prepared = prepare(&made::with_exif(&plain, &made::exif(orientation))).expect("a JPEG");
        let image = made::shown(&prepared.bytes);
        let (right, bottom) = (image.width() - 4, image.height() - 4);
        for (corner, (x, y)) in
            corners
                .into_iter()
                .zip([(4, 4), (right, 4), (4, bottom), (right, bottom)])
        {
            let pixel = image.get_pixel(x, y);
            let is_near = (0..3).all(|at| pixel[at].abs_diff(CORNERS[corner][at]) < 12);
            assert!(is_near, "orientation {orientation}: {pixel:?} at {x}, {y}");
        }
        assert_eq!(prepared.width_px > prepared.height_px, orientation < 5);
    }
}

#[test]
fn a_photograph_that_needs_no_change_keeps_its_compressed_data() {
    for is_progressive in [false, true] {
        let pixels = made::scene(640, 480);
        let plain = made::jpeg_of(&pixels, 640, 480, ColorType::Rgb, is_progressive);
        let srgb = ColorProfile::new_srgb().encode().expect("a profile");
        let tagged = made::with_profile(&made::with_exif(&plain, &made::exif(1)), &srgb);
        let prepared = prepare(&tagged).expect("a JPEG");
        assert!(
            !made::holds(&prepared.bytes, b"ICC_PROFILE") && !made::holds(&prepared.bytes, b"Exif")
        );
        assert_eq!(made::shown(&prepared.bytes), made::shown(&plain));
        assert_eq!(
            prepare(&prepared.bytes).expect("a JPEG"),
            prepared,
            "a second time changes nothing"
        );
    }
}

#[test]
fn wide_colours_are_brought_to_srgb() {
    // Display P3 (115, 174, 87) is sRGB (95, 176, 74): the same green, further out.
    let pixels = [115, 174, 87].repeat(64 * 64);
    let profile = ColorProfile::new_display_p3().encode().expect("a profile");
    let photograph = made::with_profile(&made::jpeg(&pixels, 64, 64), &profile);
    let prepared = prepare(&photograph).expect("a JPEG");
    let image = made::shown(&prepared.bytes);
    let pixel = image.get_pixel(32, 32);
    let wanted = display_p3_as_srgb([115, 174, 87]);
    for channel in 0..3 {
        assert!(
            pixel[channel].abs_diff(wanted[channel]) <= 3,
            "{pixel:?}, not {wanted:?}"
        );
    }
    assert!(pixel[0] < 108, "the red has to move: {pixel:?}");
    assert!(!made::holds(&prepared.bytes, b"ICC_PROFILE"));
}

/// By the published matrices of both spaces, without the library that the crate uses.
fn display_p3_as_srgb(colour: [u8; 3]) -> [u8; 3] {
    let linear = colour.map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    let rows = [
        [1.224_940, -0.224_940, 0.0],
        [-0.042_057, 1.042_057, 0.0],
        [-0.019_638, -0.078_636, 1.098_274],
    ];
    rows.map(|row| {
        let sum: f64 = row
            .iter()
            .zip(linear)
            .map(|(factor, value)| factor * value)
            .sum();
        let sum = sum.clamp(0.0, 1.0);
        let encoded = if sum <= 0.003_130_8 {
            12.92 * sum
        } else {
            1.055 * sum.powf(1.0 / 2.4) - 0.055
        };
        (encoded * 255.0).round() as u8
    })
}

#[test]
fn a_photograph_for_print_becomes_one_for_screens() {
    // No ink on the left, full cyan on the right.
    let inks: Vec<u8> = (0..32 * 32)
        .flat_map(|at| {
            if at % 32 < 16 {
                [0, 0, 0, 0]
            } else {
                [255, 0, 0, 0]
            }
        })
        .collect();
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let prepared = prepare(&made::jpeg_of(&inks, 32, 32, kind, false)).expect("a JPEG");
        let image = made::shown(&prepared.bytes);
        let (paper, cyan) = (image.get_pixel(4, 8).0, image.get_pixel(28, 8).0);
        assert!(
            paper.iter().all(|value| *value > 245),
            "{kind:?}: {paper:?}"
        );
        assert!(
            cyan[0] < 12 && cyan[1] > 245 && cyan[2] > 245,
            "{kind:?}: {cyan:?}"
        );
        assert_eq!(prepare(&prepared.bytes).expect("a JPEG"), prepared);
    }
}

#[test]
fn a_grey_photograph_stays_grey() {
    let grey: Vec<u8> = (0..32 * 32).map(|at| (at / 5) as u8).collect();
    let jpeg = made::jpeg_of(&grey, 32, 32, ColorType::Luma, false);
    let profile = ColorProfile::new_gray_with_gamma(1.0)
        .encode()
        .expect("a profile");
    let plain = prepare(&jpeg).expect("a JPEG");
    assert!(
        made::shown(&plain.bytes)
            .pixels()
            .all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2])
    );
    let linear = prepare(&made::with_profile(&jpeg, &profile)).expect("a JPEG");
    let (before, after) = (made::shown(&plain.bytes), made::shown(&linear.bytes));
    assert!(
        after.get_pixel(16, 16)[0] > before.get_pixel(16, 16)[0] + 30,
        "linear light is brighter"
    );
}
