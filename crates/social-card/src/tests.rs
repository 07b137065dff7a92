//! Cards as those see them who share a link. The machine's fonts are enough for what is asked here.

use crate::{Card, CardError, Fonts, HEIGHT_PX, WIDTH_PX};

fn card(title: &str) -> Card {
    Card {
        title: title.to_owned(),
        label: "24 November 2026".to_owned(),
        site_name: "A <site> & more".to_owned(),
        owner_name: "O'Neill".to_owned(),
        role: "Backend \"development\"".to_owned(),
    }
}

/// The fonts of the asset build where it has run, and those of the machine.
fn fonts() -> Fonts {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/dist/cards");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ttf"))
        .collect();
    paths.sort();
    let fonts = Fonts::load(paths.iter().map(|path| std::fs::read(path).unwrap()));
    assert!(
        !fonts.is_empty(),
        "neither the asset build nor this machine has fonts. bin/test builds them"
    );
    fonts
}

#[test]
fn a_card_is_a_small_picture_of_the_size_that_is_asked_for() {
    let fonts = fonts();
    for title in [
        "Short",
        "Idempotency is a contract, not a trick",
        &"A title that is longer than anybody should write ".repeat(6),
        &"Unbreakable".repeat(20),
    ] {
        let png = card(title).draw(&fonts).unwrap();
        let mut picture = png::Decoder::new(std::io::Cursor::new(&png))
            .read_info()
            .unwrap();
        let mut pixels = vec![0; picture.output_buffer_size().unwrap()];
        let info = picture.next_frame(&mut pixels).unwrap();
        assert_eq!((info.width, info.height), (WIDTH_PX, HEIGHT_PX));
        assert!((5_000..150_000).contains(&png.len()), "{} bytes", png.len());
        // Something dark stands where the title does, and nothing at the edges beside it.
        let pixel = |x: usize, y: usize| pixels[(y * WIDTH_PX as usize + x) * 3];
        let is_dark = |x: usize| (110..430).any(|y| pixel(x, y) < 60);
        assert!((72..1_128).any(is_dark), "{title}");
        assert!(!(0..60).chain(1_145..1_200).any(is_dark), "{title}");
    }
}

#[test]
fn the_same_words_make_the_same_bytes() {
    let fonts = fonts();
    let draw = |title: &str| card(title).draw(&fonts).unwrap();
    assert!(draw("Same") == draw("Same"));
    assert!(draw("Same") != draw("Other"));
}

#[test]
fn what_looks_like_markup_is_text() {
    let svg = card("</text><script>&\"'</script><image href='x'/>")
        .svg(&fonts())
        .unwrap();
    assert!(!svg.contains("<script") && !svg.contains("<image"), "{svg}");
    assert!(svg.contains("&lt;site&gt; &amp; more"), "{svg}");
    assert!(svg.contains("O&#39;Neill"), "{svg}");
}

#[test]
fn emoji_and_signs_that_turn_the_writing_round_are_left_out() {
    let svg = card("Up \u{1f680} and\u{202e} away \u{1f469}\u{200d}\u{1f4bb}")
        .svg(&fonts())
        .unwrap();
    assert!(
        !svg.contains('\u{1f680}') && !svg.contains('\u{202e}'),
        "{svg}"
    );
    assert!(svg.contains("Up and away"), "{svg}");
}

#[test]
fn a_title_that_no_font_can_write_has_no_card() {
    let fonts = fonts();
    for title in ["", "   ", "\u{1f680}", "\u{10fff0}"] {
        assert!(!card(title).is_readable(&fonts), "{title:?}");
        assert_eq!(card(title).draw(&fonts), Err(CardError::Unreadable));
    }
    assert!(card("Words").is_readable(&fonts));
}

#[test]
fn without_the_other_words_there_is_still_a_card() {
    let mut bare = card("Words");
    bare.role.clear();
    bare.label = "\u{1f680}".to_owned();
    assert!(bare.draw(&fonts()).is_ok());
}

#[test]
fn a_title_from_right_to_left_begins_at_the_right() {
    let fonts = fonts();
    let title = card("كيف تبني خدمة");
    assert!(
        title.is_readable(&fonts),
        "no Arabic font: bin/test builds one"
    );
    let svg = title.svg(&fonts).unwrap();
    assert!(
        svg.contains("text-anchor=\"end\" xml:space=\"preserve\">\u{202b}كيف"),
        "{svg}"
    );
    assert!(svg.contains("letter-spacing=\"0.00\""), "{svg}");
}
