//! Files whose end is missing, whatever is missing.

use media::{Refusal, prepare};
use proptest::prelude::*;

use crate::made;

#[test]
fn every_beginning_of_every_file_is_refused() {
    for (name, bytes) in made::one_of_each() {
        prepare(&bytes).unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        // White space behind the end of a text is no part of what it says.
        let end = bytes.trim_ascii_end().len();
        for length in 0..end {
            let cut = prepare(&bytes[..length]);
            assert!(
                cut.is_err(),
                "{length} of {end} bytes of a {name} are taken"
            );
        }
    }
}

#[test]
fn an_end_that_is_missing_is_named_as_such() {
    for (name, bytes) in made::one_of_each() {
        let end = bytes.trim_ascii_end().len();
        for missing in [1, 2, 5] {
            let refusal = prepare(&bytes[..end - missing]).expect_err(name);
            assert!(
                matches!(refusal, Refusal::Truncated { .. }),
                "{name} without its last {missing} bytes: {refusal:?}"
            );
        }
    }
}

#[test]
fn a_photograph_that_breaks_off_and_was_given_an_end_is_damaged() {
    let jpeg = made::jpeg(&made::scene(640, 480), 640, 480);
    for part in [jpeg.len() / 2, jpeg.len() * 3 / 4, jpeg.len() * 9 / 10] {
        let mended = [&jpeg[..part], &[0xFF, 0xD9]].concat();
        let refusal = prepare(&mended).expect_err("a JPEG without its lower half");
        assert!(matches!(refusal, Refusal::Damaged { .. }), "{refusal:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_photograph_cut_anywhere_is_refused(cut in 0.0..1.0_f64, width in 1..200_u32, height in 1..200_u32) {
        let jpeg = made::with_exif(&made::jpeg(&made::scene(width, height), width, height), &made::exif(6));
        let length = (jpeg.len() as f64 * cut) as usize;
        prop_assert!(prepare(&jpeg[..length]).is_err());
    }
}
