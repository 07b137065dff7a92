//! AVIF, box by box.

use super::exif;

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
    /// How often each item names its bytes, one time after the other; 0 counts as once.
    pub repeats: u16,
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
                let repeats = self.repeats.max(1);
                locations.extend([0, *id, 0, 0]);
                locations.extend(repeats.to_be_bytes());
                for _ in 0..repeats {
                    locations.extend(at.to_be_bytes());
                    locations.extend((data.len() as u32).to_be_bytes());
                }
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
