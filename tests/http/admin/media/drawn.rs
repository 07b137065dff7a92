//! Pictures made in memory.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

/// A JPEG with a gradient over a colour, so that colours make bytes of their own.
pub fn jpeg(width_px: u32, height_px: u32, colour: [u8; 3]) -> Vec<u8> {
    let picture = RgbImage::from_fn(width_px, height_px, |x, y| {
        let step = u8::try_from((x * 2 + y) % 256).unwrap();
        Rgb(colour.map(|part| (part / 2).saturating_add(step / 2)))
    });
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A PNG of one colour that may be transparent.
pub fn png(width_px: u32, height_px: u32, colour: [u8; 4]) -> Vec<u8> {
    let picture = RgbaImage::from_pixel(width_px, height_px, Rgba(colour));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}
