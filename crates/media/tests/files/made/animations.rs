//! Files that move, and WebP from its chunks.

use super::exif;

/// An animated PNG of red, green and blue frames.
pub fn apng(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_animated(3, 0).expect("an animation");
    let mut writer = encoder.write_header().expect("a header");
    for colour in [[200, 0, 0], [0, 200, 0], [0, 0, 200]] {
        let frame = colour.repeat((width * height) as usize);
        writer.write_image_data(&frame).expect("a frame");
    }
    writer.finish().expect("an end");
    bytes
}

/// An animated GIF of `frames` frames, with a comment and an XMP block.
pub fn gif(width: u16, height: u16, frames: u16) -> Vec<u8> {
    let mut bytes = Vec::new();
    let palette = [200, 0, 0, 0, 200, 0, 0, 0, 200, 255, 255, 255];
    let mut encoder = gif::Encoder::new(&mut bytes, width, height, &palette).expect("a GIF");
    encoder.set_repeat(gif::Repeat::Infinite).expect("a loop");
    encoder
        .write_raw_extension(gif::AnyExtension(0xFE), &[b"secret comment"])
        .expect("a comment");
    let xmp: &[u8] = b"XMP DataXMP";
    encoder
        .write_raw_extension(gif::AnyExtension(0xFF), &[xmp, b"secret place"])
        .expect("a block");
    for number in 0..frames {
        let pixels = usize::from(width) * usize::from(height);
        let frame = gif::Frame {
            delay: 7,
            width,
            height,
            buffer: vec![(number % 3) as u8; pixels].into(),
            ..gif::Frame::default()
        };
        encoder.write_frame(&frame).expect("a frame");
    }
    drop(encoder);
    bytes
}

pub fn webp(pixels: &[u8], width: u32, height: u32, is_lossless: bool) -> Vec<u8> {
    let encoder = if pixels.len() == (width * height * 3) as usize {
        webp::Encoder::from_rgb(pixels, width, height)
    } else {
        webp::Encoder::from_rgba(pixels, width, height)
    };
    encoder
        .encode_simple(is_lossless, 90.0)
        .expect("a WebP")
        .to_vec()
}

/// A chunk of a WebP.
pub fn riff_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = kind.to_vec();
    chunk.extend((data.len() as u32).to_le_bytes());
    chunk.extend(data);
    if data.len() % 2 == 1 {
        chunk.push(0);
    }
    chunk
}

/// A WebP of chunks.
pub fn riff(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    riff_chunk(b"RIFF", &body)
}

fn u24(value: u32) -> [u8; 3] {
    let [a, b, c, _] = value.to_le_bytes();
    [a, b, c]
}

/// The header of an extended WebP.
pub fn vp8x(flags: u8, width: u32, height: u32) -> Vec<u8> {
    let data = [&[flags, 0, 0, 0][..], &u24(width - 1), &u24(height - 1)].concat();
    riff_chunk(b"VP8X", &data)
}

/// An animated WebP with EXIF and XMP.
pub fn animated_webp(width: u32, height: u32, frames: usize) -> Vec<u8> {
    let mut chunks = vec![vp8x(0x02 | 0x08 | 0x04, width, height)];
    chunks.push(riff_chunk(b"ANIM", &[0; 6]));
    for number in 0..frames {
        let colour = [[200, 0, 0], [0, 200, 0], [0, 0, 200]][number % 3];
        let still = webp(
            &colour.repeat((width * height) as usize),
            width,
            height,
            true,
        );
        let head = [
            &[0; 6][..],
            &u24(width - 1),
            &u24(height - 1),
            &[80, 0, 0, 0],
        ]
        .concat();
        chunks.push(riff_chunk(b"ANMF", &[&head, &still[12..]].concat()));
    }
    chunks.push(riff_chunk(b"EXIF", &exif(6)));
    chunks.push(riff_chunk(b"XMP ", b"secret place"));
    riff(&chunks)
}
