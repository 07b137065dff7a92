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

/// AV1 data of 32 × 24 pixels: red and green above, blue and yellow below; 4:2:0, full range, BT.601.
pub const AV1_COLOUR: &[u8] = b"\x12\x00\x0a\x09\x18\x11\x3f\x76\x48\x08\x68\x34\x20\x32\x1f\x45\x40\x00\x00\x10\x10\xcb\xc0\xd8\x59\x4b\xdf\x97\x17\xf0\x43\xb7\xd2\xa7\x9e\xed\xc7\xff\xaf\xf3\xaa\xaa\xb6\xd8\x3f\x3a";
/// AV1 data of 32 × 24 grey pixels: opaque up to column 24, transparent from there.
pub const AV1_ALPHA: &[u8] = b"\x12\x00\x0a\x05\x18\x11\x3f\x76\x55\x32\x0d\x44\xa0\x00\x00\x40\x98\xc9\x6c\x8b\xde\xed\xd2\x80";

fn bmff(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    [&(data.len() as u32 + 8).to_be_bytes()[..], kind, data].concat()
}

/// How an AVIF is to be made.
#[derive(Default)]
pub struct Avif<'a> {
    pub with_alpha: bool,
    pub with_exif: bool,
    /// Two tiles side by side.
    pub is_grid: bool,
    pub width: u32,
    pub properties: Vec<Vec<u8>>,
    pub brand: Option<&'a [u8; 4]>,
}

impl Avif<'_> {
    /// A property that the picture has, such as a turn.
    pub fn property(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        bmff(kind, data)
    }

    pub fn file(&self) -> Vec<u8> {
        let width = if self.width > 0 { self.width } else { 32 };
        let brand = self.brand.unwrap_or(b"avif");
        let head = bmff(b"ftyp", &[&brand[..], &[0; 4], brand, b"mif1"].concat());
        let ispe = |width: u32| {
            bmff(
                b"ispe",
                &[&[0; 4][..], &width.to_be_bytes(), &24_u32.to_be_bytes()].concat(),
            )
        };
        // Item 1 is the picture, 2 its alpha, 3 its EXIF, 4 and 5 are tiles.
        let mut items: Vec<(u8, &[u8; 4], Vec<u8>)> = Vec::new();
        let grid = [
            &[0, 0, 0, 1][..],
            &(width as u16).to_be_bytes(),
            &24_u16.to_be_bytes(),
        ]
        .concat();
        if self.is_grid {
            items.push((1, b"grid", grid));
            items.push((4, b"av01", AV1_COLOUR.to_vec()));
            items.push((5, b"av01", AV1_COLOUR.to_vec()));
        } else {
            items.push((1, b"av01", AV1_COLOUR.to_vec()));
        }
        if self.with_alpha {
            items.push((2, b"av01", AV1_ALPHA.to_vec()));
        }
        if self.with_exif {
            items.push((3, b"Exif", [&[0; 4][..], &exif(1)].concat()));
        }
        let mut container = vec![ispe(width), bmff(b"av1C", b"\x81\x00\x0c\x00"), ispe(32)];
        container.push(bmff(b"av1C", b"\x81\x00\x1c\x00"));
        container.push(bmff(
            b"auxC",
            b"\0\0\0\0urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
        ));
        container.extend(self.properties.clone());
        let mut of_first = vec![1, 2];
        of_first.extend(6..6 + self.properties.len() as u8);
        let mut associations = vec![(1, of_first)];
        if self.with_alpha {
            associations.push((2, vec![1, 4, 5]));
        }
        if self.is_grid {
            associations.extend([(4, vec![3, 2]), (5, vec![3, 2])]);
        }
        let mut ipma = [&[0; 4][..], &(associations.len() as u32).to_be_bytes()].concat();
        for (id, list) in &associations {
            ipma.extend([0, *id, list.len() as u8]);
            ipma.extend(list);
        }
        let mut references = vec![0; 4];
        if self.with_alpha {
            references.extend(bmff(b"auxl", &[0, 2, 0, 1, 0, 1]));
        }
        if self.is_grid {
            references.extend(bmff(b"dimg", &[0, 1, 0, 2, 0, 4, 0, 5]));
        }
        let mut infos = vec![0, 0, 0, 0, 0, items.len() as u8];
        for (id, kind, _) in &items {
            infos.extend(bmff(
                b"infe",
                &[&[2, 0, 0, 0, 0, *id, 0, 0][..], &kind[..], &[0]].concat(),
            ));
        }
        let meta = |start: usize| {
            let mut locations = vec![0, 0, 0, 0, 0x44, 0, 0, items.len() as u8];
            let mut at = start as u32;
            for (id, _, data) in &items {
                locations.extend([0, *id, 0, 0, 0, 1]);
                locations.extend(at.to_be_bytes());
                locations.extend((data.len() as u32).to_be_bytes());
                at += data.len() as u32;
            }
            let body = [
                vec![0; 4],
                bmff(b"hdlr", &[&[0; 8][..], b"pict", &[0; 13]].concat()),
                bmff(b"pitm", &[0, 0, 0, 0, 0, 1]),
                bmff(b"iloc", &locations),
                bmff(b"iinf", &infos),
                bmff(b"iref", &references),
                bmff(
                    b"iprp",
                    &[bmff(b"ipco", &container.concat()), bmff(b"ipma", &ipma)].concat(),
                ),
            ];
            bmff(b"meta", &body.concat())
        };
        let start = head.len() + meta(0).len() + 8;
        let data: Vec<u8> = items.iter().flat_map(|(_, _, data)| data.clone()).collect();
        [head, meta(start), bmff(b"mdat", &data)].concat()
    }
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
