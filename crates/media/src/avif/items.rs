//! Finds the picture among a file's items: the primary one, its tiles and its alpha.

use super::DAMAGED;
use super::boxes::{File, Property};
use crate::cursor::Cursor;
use crate::refusal::check_dimensions;
use crate::{Format, Refusal};

const ALPHA: &[u8] = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0";
const MAX_TILES: usize = 256;

/// The code points of a colour box.
#[derive(Clone, Copy)]
pub(super) struct Nclx<'a> {
    pub(super) primaries: u8,
    pub(super) transfer: u8,
    pub(super) matrix: u8,
    pub(super) is_full_range: bool,
    /// The box as it was.
    pub(super) data: &'a [u8],
}

/// One or more coded pictures that make a plane of the whole.
pub(super) struct Layer<'a> {
    pub(super) columns: usize,
    /// Each tile's AV1 data, in rows.
    pub(super) tiles: Vec<Vec<u8>>,
    pub(super) is_grid: bool,
    /// The decoder's configuration, the same for all tiles.
    pub(super) configuration: &'a [u8],
}

/// The picture of a file.
pub(super) struct Picture<'a> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) colour: Layer<'a>,
    pub(super) alpha: Option<Layer<'a>>,
    pub(super) is_premultiplied: bool,
    pub(super) is_grey: bool,
    pub(super) nclx: Option<Nclx<'a>>,
    pub(super) profile: Option<&'a [u8]>,
    /// Quarter turns against the clock.
    pub(super) quarter_turns: u8,
    /// 0 mirrors top and bottom, 1 mirrors left and right.
    pub(super) mirror: Option<u8>,
}

impl Picture<'_> {
    /// Whether a plain file can say everything about it but a profile.
    pub(super) fn is_plain(&self) -> bool {
        let has_grid =
            self.colour.is_grid || self.alpha.as_ref().is_some_and(|alpha| alpha.is_grid);
        !has_grid && self.quarter_turns == 0 && self.mirror.is_none()
    }
}

/// The picture, its dimensions checked before anything is decoded.
pub(super) fn picture<'a>(file: &File<'a>) -> Result<Picture<'a>, Refusal> {
    let primary = file.primary;
    let (width, height) = dimensions(file, primary)?;
    let properties = properties(file, primary);
    if find(properties, b"clap").is_some() {
        return Err(Refusal::Unsupported {
            format: Format::Avif,
            what: "a crop that only some programs apply",
        });
    }
    let mut nclx = None;
    let mut profile = None;
    for property in properties
        .iter()
        .filter(|property| property.kind == b"colr")
    {
        match property.data {
            [b'n', b'c', b'l', b'x', ..] => nclx = Some(read_nclx(property.data).ok_or(DAMAGED)?),
            [b'p', b'r', b'o', b'f', icc @ ..] | [b'r', b'I', b'C', b'C', icc @ ..] => {
                profile = Some(icc);
            }
            _ => {}
        }
    }
    let alpha_item = file
        .references
        .iter()
        .filter(|link| link.kind == b"auxl" && link.to.contains(&primary))
        .map(|link| link.from)
        .find(|item| {
            find(self::properties(file, *item), b"auxC")
                .and_then(|data| data.get(4..))
                .is_some_and(|urn| urn.starts_with(ALPHA))
        });
    let alpha = alpha_item
        .map(|item| {
            let same = dimensions(file, item)? == (width, height);
            if same {
                layer(file, item)
            } else {
                Err(DAMAGED)
            }
        })
        .transpose()?;
    let is_premultiplied = alpha_item.is_some_and(|alpha| {
        let mut references = file.references.iter();
        references
            .any(|link| link.kind == b"prem" && link.from == primary && link.to.contains(&alpha))
    });
    let colour = layer(file, primary)?;
    Ok(Picture {
        width,
        height,
        // Bit 4 of the third byte of the configuration says “monochrome”.
        is_grey: colour
            .configuration
            .get(2)
            .is_some_and(|byte| byte & 0x10 != 0),
        colour,
        alpha,
        is_premultiplied,
        nclx,
        profile,
        quarter_turns: find(properties, b"irot")
            .and_then(|data| data.first())
            .map_or(0, |byte| byte & 3),
        mirror: find(properties, b"imir")
            .and_then(|data| data.first())
            .map(|byte| byte & 1),
    })
}

fn properties<'f, 'a>(file: &'f File<'a>, item: u32) -> &'f [Property<'a>] {
    file.properties.get(&item).map_or(&[], Vec::as_slice)
}

fn find<'a>(properties: &[Property<'a>], kind: &[u8]) -> Option<&'a [u8]> {
    let mut properties = properties.iter();
    properties
        .find(|property| property.kind == kind)
        .map(|property| property.data)
}

fn dimensions(file: &File<'_>, item: u32) -> Result<(u32, u32), Refusal> {
    let mut cursor = Cursor::new(find(properties(file, item), b"ispe").ok_or(DAMAGED)?);
    cursor.u32_be().ok_or(DAMAGED)?;
    let width = cursor.u32_be().ok_or(DAMAGED)?;
    let height = cursor.u32_be().ok_or(DAMAGED)?;
    if width == 0 || height == 0 {
        return Err(DAMAGED);
    }
    check_dimensions(width, height)?;
    Ok((width, height))
}

fn read_nclx(data: &[u8]) -> Option<Nclx<'_>> {
    let mut cursor = Cursor::new(data);
    cursor.take(4)?;
    let mut code = || cursor.u16_be().map(|code| u8::try_from(code).unwrap_or(2));
    let (primaries, transfer, matrix) = (code()?, code()?, code()?);
    Some(Nclx {
        primaries,
        transfer,
        matrix,
        is_full_range: cursor.u8()? & 0x80 != 0,
        data,
    })
}

fn layer<'a>(file: &File<'a>, item: u32) -> Result<Layer<'a>, Refusal> {
    let data = |item: u32| {
        let parts = file.data.get(&item).ok_or(DAMAGED)?;
        Ok::<_, Refusal>(parts.concat())
    };
    match file.kinds.get(&item) {
        Some(kind) if *kind == b"av01" => Ok(Layer {
            columns: 1,
            tiles: vec![data(item)?],
            is_grid: false,
            configuration: find(properties(file, item), b"av1C").ok_or(DAMAGED)?,
        }),
        Some(kind) if *kind == b"grid" => {
            let payload = data(item)?;
            let [0, _, rows, columns, ..] = payload.as_slice() else {
                return Err(DAMAGED);
            };
            let (rows, columns) = (usize::from(*rows) + 1, usize::from(*columns) + 1);
            let mut references = file.references.iter();
            let tiles = references
                .find(|link| link.kind == b"dimg" && link.from == item)
                .map(|link| &link.to)
                .ok_or(DAMAGED)?;
            if tiles.len() != rows * columns || tiles.len() > MAX_TILES {
                return Err(DAMAGED);
            }
            // Tiles may not share their data: a small file must not become many pictures.
            let mut unique = tiles.clone();
            unique.sort_unstable();
            unique.dedup();
            let are_pictures = tiles
                .iter()
                .all(|tile| file.kinds.get(tile) == Some(&&b"av01"[..]));
            if unique.len() != tiles.len() || !are_pictures {
                return Err(DAMAGED);
            }
            Ok(Layer {
                columns,
                configuration: find(properties(file, tiles[0]), b"av1C").ok_or(DAMAGED)?,
                tiles: tiles
                    .iter()
                    .map(|tile| data(*tile))
                    .collect::<Result<_, _>>()?,
                is_grid: true,
            })
        }
        _ => Err(DAMAGED),
    }
}
