//! Makes files of every kind.

mod animations;
mod avif;

use jpeg_encoder::{ColorType, Encoder};

pub use animations::{animated_webp, apng, gif, riff, riff_chunk, vp8x, webp};
pub use avif::{AV1_ALPHA, AV1_COLOUR, Avif};

/// Pixels as a photograph has them: soft shapes, and a grain that is the same in every run.
pub fn scene(width: u32, height: u32) -> Vec<u8> {
    let mut seed = 0x2545_F491_u32;
    let mut pixels = Vec::with_capacity(width as usize * height as usize * 3);
    for y in 0..height {
        for x in 0..width {
            seed ^= seed << 13;
            seed ^= seed >> 17;
            seed ^= seed << 5;
            let grain = (seed & 7) as f32;
            let (across, down) = (x as f32 / width as f32, y as f32 / height as f32);
            let wave = ((across * 9.0).sin() * (down * 7.0).cos() + 1.0) * 60.0;
            pixels.push((40.0 + across * 120.0 + wave * 0.5 + grain) as u8);
            pixels.push((70.0 + down * 90.0 + wave * 0.3 + grain) as u8);
            pixels.push((200.0 - down * 120.0 + grain) as u8);
        }
    }
    pixels
}

/// A JPEG of RGB pixels, without any metadata.
pub fn jpeg(pixels: &[u8], width: u32, height: u32) -> Vec<u8> {
    jpeg_of(pixels, width, height, ColorType::Rgb, false)
}

pub fn jpeg_of(
    pixels: &[u8],
    width: u32,
    height: u32,
    kind: ColorType,
    is_progressive: bool,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 90);
    encoder.set_progressive(is_progressive);
    encoder
        .encode(pixels, width as u16, height as u16, kind)
        .expect("a JPEG");
    bytes
}

/// A TIFF structure as in EXIF: the orientation, a camera's name, and a place (52° N, 13° E).
pub fn exif(orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        let mut entry = tag.to_be_bytes().to_vec();
        entry.extend(kind.to_be_bytes());
        entry.extend(count.to_be_bytes());
        entry.extend(value);
        entry
    };
    let [high, low] = orientation.to_be_bytes();
    // The first directory holds three entries and ends at 50; the camera's name follows, then the place.
    tiff.extend(3_u16.to_be_bytes());
    tiff.extend(entry(0x0110, 2, 12, 50_u32.to_be_bytes()));
    tiff.extend(entry(0x0112, 3, 1, [high, low, 0, 0]));
    tiff.extend(entry(0x8825, 4, 1, 62_u32.to_be_bytes()));
    tiff.extend([0; 4]);
    tiff.extend(b"SecretCam 9\0");
    tiff.extend(4_u16.to_be_bytes());
    tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
    tiff.extend(entry(2, 5, 3, 116_u32.to_be_bytes()));
    tiff.extend(entry(3, 2, 2, *b"E\0\0\0"));
    tiff.extend(entry(4, 5, 3, 140_u32.to_be_bytes()));
    tiff.extend([0; 4]);
    for degrees in [[52_u32, 1, 31, 1, 12, 1], [13, 1, 24, 1, 18, 1]] {
        tiff.extend(degrees.into_iter().flat_map(u32::to_be_bytes));
    }
    tiff
}

/// A segment of a JPEG, put directly behind its beginning.
pub fn with_segment(jpeg: &[u8], marker: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xFF, marker]);
    bytes.extend((payload.len() as u16 + 2).to_be_bytes());
    bytes.extend(payload);
    bytes.extend(&jpeg[2..]);
    bytes
}

pub fn with_exif(jpeg: &[u8], tiff: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xE1, &[b"Exif\0\0", tiff].concat())
}

pub fn with_profile(jpeg: &[u8], profile: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xE2, &[b"ICC_PROFILE\0\x01\x01", profile].concat())
}

/// Whether bytes occur within others.
pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// The RGB pixels that any viewer shows, by another decoder's path than `prepare`'s.
pub fn shown(bytes: &[u8]) -> image::RgbImage {
    image::load_from_memory(bytes).expect("a picture").to_rgb8()
}

/// The checksum of PNG's chunks, written plainly.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 {
                0xEDB8_8320 ^ (sum >> 1)
            } else {
                sum >> 1
            }
        })
    })
}

/// A chunk of a PNG.
pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    let sum = crc32(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    chunk
}

/// Chunks put behind a PNG's header.
pub fn with_chunks(png: &[u8], chunks: &[Vec<u8>]) -> Vec<u8> {
    [&png[..33], &chunks.concat(), &png[33..]].concat()
}

pub fn png(pixels: &[u8], width: u32, height: u32, colour: png::ColorType) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(pixels).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

/// A picture whose left half is red and whose right half is transparent.
pub fn half_transparent(width: u32, height: u32) -> Vec<u8> {
    (0..width * height)
        .flat_map(|at| {
            if at % width < width / 2 {
                [220, 20, 20, 255]
            } else {
                [0, 255, 0, 0]
            }
        })
        .collect()
}

/// A PDF of one empty page with a right table of objects; more objects may be added.
pub fn pdf(more: &[&[u8]]) -> Vec<u8> {
    let mut objects: Vec<&[u8]> = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
    ];
    objects.extend(more);
    let mut bytes = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut offsets = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        offsets.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").into_bytes());
        bytes.extend(*object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        bytes.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    bytes.extend(
        format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n")
            .into_bytes(),
    );
    bytes
}

/// One small, valid file of every kind and variety, with its name for messages.
pub fn one_of_each() -> Vec<(&'static str, Vec<u8>)> {
    let photograph = scene(48, 32);
    let clear = half_transparent(20, 12);
    let srgb = moxcms::ColorProfile::new_srgb()
        .encode()
        .expect("a profile");
    let tagged = with_profile(&with_exif(&jpeg(&photograph, 48, 32), &exif(1)), &srgb);
    vec![
        ("JPEG", tagged),
        ("progressive JPEG", jpeg_of(&photograph, 48, 32, ColorType::Rgb, true)),
        ("PNG", png(&clear, 20, 12, png::ColorType::Rgba)),
        ("APNG", apng(8, 8)),
        ("GIF", gif(9, 7, 1)),
        ("animated GIF", gif(9, 7, 4)),
        ("lossy WebP", webp(&photograph, 48, 32, false)),
        ("lossless WebP", webp(&clear, 20, 12, true)),
        ("WebP with alpha", webp(&clear, 20, 12, false)),
        ("animated WebP", animated_webp(8, 6, 3)),
        ("AVIF", Avif::default().file()),
        ("AVIF with alpha", Avif { with_alpha: true, with_exif: true, ..Avif::default() }.file()),
        ("SVG", b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><path d=\"M0 0h8v8z\" fill=\"#123\"/></svg>".to_vec()),
        ("PDF", pdf(&[])),
    ]
}
