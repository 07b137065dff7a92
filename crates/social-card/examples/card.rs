//! Draws a card with the fonts of the asset build, and says how long each step took.
//!
//! `cargo run --release -p social-card --example card -- FILE TITLE [LABEL]`

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use social_card::{Card, Fonts};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(title)) = (arguments.next(), arguments.next()) else {
        return Err("a file and a title are needed".into());
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/dist/cards");
    let mut paths: Vec<_> = std::fs::read_dir(folder)?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "ttf"))
        .collect();
    paths.sort();
    let began = Instant::now();
    let files: Result<Vec<_>, _> = paths.iter().map(std::fs::read).collect();
    let fonts = Fonts::load(files?);
    println!("fonts: {:?}", began.elapsed());
    let card = Card {
        title,
        label: arguments
            .next()
            .unwrap_or_else(|| "24 November 2026".to_owned()),
        site_name: "SarbastScript".to_owned(),
        owner_name: "Sarbast".to_owned(),
        role: "Backend development".to_owned(),
    };
    for round in ["first", "second"] {
        let began = Instant::now();
        let svg = card.svg(&fonts)?;
        let laid_out = began.elapsed();
        let png = card.draw(&fonts)?;
        println!(
            "{round}: {} bytes of SVG in {laid_out:?}; all in {:?}, {} bytes of PNG",
            svg.len(),
            began.elapsed() - laid_out,
            png.len()
        );
        std::fs::write(&file, png)?;
    }
    packing(&std::fs::read(&file)?)
}

/// What the packing alone takes, and what other ways of it would save.
fn packing(png: &[u8]) -> Result<(), Box<dyn Error>> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png)).read_info()?;
    let mut pixels = vec![0; decoder.output_buffer_size().ok_or("too large")?];
    let info = decoder.next_frame(&mut pixels)?;
    for compression in [
        png::Compression::Fast,
        png::Compression::Balanced,
        png::Compression::High,
    ] {
        let began = Instant::now();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, info.width, info.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(compression);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&pixels)?;
        writer.finish()?;
        println!(
            "{compression:?}: {} bytes in {:?}",
            bytes.len(),
            began.elapsed()
        );
    }
    Ok(())
}
