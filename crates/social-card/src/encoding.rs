//! A picture as a PNG.

use resvg::tiny_skia::Pixmap;

use crate::CardError;

/// Packs a picture without transparent parts, so that three bytes a pixel are enough.
pub(crate) fn png(picture: &Pixmap) -> Result<Vec<u8>, CardError> {
    let colours: Vec<u8> = picture
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, picture.width(), picture.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Balanced);
    encoder
        .write_header()
        .and_then(|mut writer| {
            writer.write_image_data(&colours)?;
            writer.finish()
        })
        .map_err(|_| CardError::NotDrawn)?;
    Ok(bytes)
}
