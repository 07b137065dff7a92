//! Makes files of every kind.

use jpeg_encoder::{ColorType, Encoder};

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
