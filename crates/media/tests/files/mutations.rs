//! Files that nobody made on purpose, or that somebody did.

use media::{MAX_PIXELS, MAX_SIDE_PX, plan, prepare};
use proptest::prelude::*;

use crate::made;

/// Nothing panics, and what is taken keeps the promises: limits, stability, renditions that can be made.
fn check(bytes: &[u8]) {
    let Ok(prepared) = prepare(bytes) else {
        return;
    };
    let (width, height) = (prepared.width_px, prepared.height_px);
    assert!(width <= MAX_SIDE_PX && height <= MAX_SIDE_PX);
    assert!(u64::from(width) * u64::from(height) <= MAX_PIXELS);
    let again = prepare(&prepared.bytes).expect("what was stored can be stored");
    assert!(
        again.bytes == prepared.bytes,
        "a {} changes when it is stored again",
        prepared.format
    );
    let plans = plan(
        prepared.format,
        width,
        height,
        prepared.has_transparency,
        prepared.is_animated,
    );
    let mut count = 0;
    media::encode(&prepared.bytes, prepared.format, &plans, |_| {
        count += 1;
        Ok::<_, std::convert::Infallible>(())
    })
    .expect("renditions");
    assert_eq!(count, plans.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn random_bytes_do_no_harm(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        check(&bytes);
    }

    #[test]
    fn random_bytes_behind_a_signature_do_no_harm(
        kind in 0..14_usize,
        keep in 4..40_usize,
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
    ) {
        let (_, file) = made::one_of_each().swap_remove(kind);
        check(&[&file[..keep.min(file.len())], &bytes].concat());
    }

    #[test]
    fn changed_bytes_do_no_harm(
        kind in 0..14_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (_, mut file) = made::one_of_each().swap_remove(kind);
        for (at, value) in changes {
            let at = at.index(file.len());
            file[at] = value;
        }
        check(&file);
    }

    #[test]
    fn bytes_that_were_put_in_or_taken_out_do_no_harm(
        kind in 0..14_usize,
        at in any::<prop::sample::Index>(),
        removed in 0..20_usize,
        inserted in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let (_, mut file) = made::one_of_each().swap_remove(kind);
        let at = at.index(file.len());
        let end = (at + removed).min(file.len());
        file.splice(at..end, inserted);
        check(&file);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// The checksum of a PNG would catch every change before a decoder sees it, so it is made right again.
    #[test]
    fn a_png_with_wrong_data_and_right_checksums_does_no_harm(
        at in any::<prop::sample::Index>(),
        value in any::<u8>(),
    ) {
        let png = made::png(&made::half_transparent(20, 12), 20, 12, png::ColorType::Rgba);
        let data = &png[41..png.len() - 16];
        let mut header = png[16..29].to_vec();
        let mut data = data.to_vec();
        let at = at.index(header.len() + data.len());
        if at < header.len() { header[at] = value } else { data[at - header.len()] = value }
        let file = [
            png[..8].to_vec(),
            made::png_chunk(b"IHDR", &header),
            made::png_chunk(b"IDAT", &data),
            made::png_chunk(b"IEND", &[]),
        ];
        check(&file.concat());
    }
}
