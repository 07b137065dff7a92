//! Reads the boxes of an AVIF (ISO/IEC 14496-12 and 23008-12).

use std::collections::HashMap;

use super::{DAMAGED, TRUNCATED};
use crate::cursor::Cursor;
use crate::{Format, Refusal};

/// More items than a picture of many tiles has.
const MAX_ITEMS: usize = 1_024;
const MAX_PROPERTIES: usize = 1_024;

/// A box of the property container.
#[derive(Clone, Copy)]
pub(super) struct Property<'a> {
    pub(super) kind: &'a [u8],
    pub(super) data: &'a [u8],
}

/// A link between items.
pub(super) struct Reference<'a> {
    pub(super) kind: &'a [u8],
    pub(super) from: u32,
    pub(super) to: Vec<u32>,
}

/// What the meta box says about the items of the file.
#[derive(Default)]
pub(super) struct File<'a> {
    pub(super) primary: u32,
    pub(super) kinds: HashMap<u32, &'a [u8]>,
    pub(super) data: HashMap<u32, Vec<&'a [u8]>>,
    pub(super) properties: HashMap<u32, Vec<Property<'a>>>,
    pub(super) references: Vec<Reference<'a>>,
}

/// Reads a whole file; everything in it has to be a box.
pub(super) fn read(bytes: &[u8]) -> Result<File<'_>, Refusal> {
    let mut cursor = Cursor::new(bytes);
    let mut meta = None;
    while !cursor.is_at_end() {
        let (kind, data) = top_level_box(&mut cursor)?;
        match kind {
            b"moov" | b"moof" => return Err(Refusal::AnimatedAvif),
            b"meta" if meta.is_none() => meta = Some(data),
            b"meta" => return Err(DAMAGED),
            _ => {}
        }
    }
    let meta = meta.ok_or(TRUNCATED)?;
    let mut fields = Cursor::new(meta);
    fields.u32_be().ok_or(DAMAGED)?;
    let mut file = File::default();
    let mut location = None;
    let mut inner_data: &[u8] = &[];
    while !fields.is_at_end() {
        let (kind, data) = inner_box(&mut fields)?;
        match kind {
            b"pitm" => file.primary = primary(data).ok_or(DAMAGED)?,
            b"iinf" => file.kinds = kinds(data)?,
            b"iref" => file.references = references(data)?,
            b"iprp" => file.properties = properties(data)?,
            b"iloc" => location = Some(data),
            b"idat" => inner_data = data,
            _ => {}
        }
    }
    file.data = locations(location.ok_or(DAMAGED)?, bytes, inner_data)?;
    Ok(file)
}

/// A box of the file: one that runs beyond the end was cut off, one whose name is no name is no box.
fn top_level_box<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a [u8], &'a [u8]), Refusal> {
    const POLYGLOT: Refusal = Refusal::Polyglot {
        format: Format::Avif,
    };
    const KNOWN: [&[u8]; 10] = [
        b"ftyp", b"meta", b"mdat", b"free", b"skip", b"moov", b"moof", b"uuid", b"idat", b"sidx",
    ];
    let start = cursor.rest();
    let size = cursor.u32_be().ok_or(TRUNCATED)?;
    let kind = cursor.take(4).ok_or(TRUNCATED)?;
    if !KNOWN.contains(&kind) {
        return Err(POLYGLOT);
    }
    let data = match size {
        0 => cursor.take(cursor.rest().len()),
        1 => {
            let high = cursor.u32_be().ok_or(TRUNCATED)?;
            let low = cursor.u32_be().ok_or(TRUNCATED)?;
            if high != 0 {
                return Err(TRUNCATED);
            }
            cursor.take((low as usize).checked_sub(16).ok_or(DAMAGED)?)
        }
        _ => cursor.take((size as usize).checked_sub(8).ok_or(DAMAGED)?),
    };
    match data {
        Some(data) => Ok((kind, data)),
        None if start.len() < size as usize || size == 1 => Err(TRUNCATED),
        None => Err(DAMAGED),
    }
}

fn inner_box<'a>(cursor: &mut Cursor<'a>) -> Result<(&'a [u8], &'a [u8]), Refusal> {
    let size = cursor.u32_be().ok_or(DAMAGED)? as usize;
    let kind = cursor.take(4).ok_or(DAMAGED)?;
    let data = cursor
        .take(size.checked_sub(8).ok_or(DAMAGED)?)
        .ok_or(DAMAGED)?;
    Ok((kind, data))
}

/// An unsigned number of 0, 4 or 8 bytes, as `iloc` uses them; beyond 4 GiB nothing of ours lies.
fn number(cursor: &mut Cursor<'_>, bytes: u8) -> Option<usize> {
    match bytes {
        0 => Some(0),
        4 => cursor.u32_be().map(|value| value as usize),
        8 => {
            let high = cursor.u32_be()?;
            let low = cursor.u32_be()?;
            (high == 0).then_some(low as usize)
        }
        _ => None,
    }
}

/// An item's id: two bytes in older versions of a box, four in newer ones.
fn id(cursor: &mut Cursor<'_>, is_long: bool) -> Option<u32> {
    if is_long {
        cursor.u32_be()
    } else {
        cursor.u16_be().map(u32::from)
    }
}

fn version(cursor: &mut Cursor<'_>) -> Option<(u8, u32)> {
    let word = cursor.u32_be()?;
    Some(((word >> 24) as u8, word & 0x00FF_FFFF))
}

fn primary(data: &[u8]) -> Option<u32> {
    let mut cursor = Cursor::new(data);
    let (version, _) = version(&mut cursor)?;
    id(&mut cursor, version > 0)
}

fn kinds(data: &[u8]) -> Result<HashMap<u32, &[u8]>, Refusal> {
    let mut cursor = Cursor::new(data);
    let (version_of_list, _) = version(&mut cursor).ok_or(DAMAGED)?;
    id(&mut cursor, version_of_list > 0).ok_or(DAMAGED)?;
    let mut kinds = HashMap::new();
    while !cursor.is_at_end() {
        let (kind, entry) = inner_box(&mut cursor)?;
        if kind != b"infe" {
            continue;
        }
        let mut fields = Cursor::new(entry);
        let mut read = || {
            let (version, _) = version(&mut fields)?;
            let item = (version >= 2).then(|| id(&mut fields, version > 2))??;
            fields.u16_be()?;
            Some((item, fields.take(4)?))
        };
        let (item, kind) = read().ok_or(DAMAGED)?;
        kinds.insert(item, kind);
        if kinds.len() > MAX_ITEMS {
            return Err(DAMAGED);
        }
    }
    Ok(kinds)
}

fn references(data: &[u8]) -> Result<Vec<Reference<'_>>, Refusal> {
    let mut cursor = Cursor::new(data);
    let (version, _) = version(&mut cursor).ok_or(DAMAGED)?;
    let mut references = Vec::new();
    while !cursor.is_at_end() {
        let (kind, entry) = inner_box(&mut cursor)?;
        let mut fields = Cursor::new(entry);
        let from = id(&mut fields, version > 0).ok_or(DAMAGED)?;
        let count = usize::from(fields.u16_be().ok_or(DAMAGED)?);
        if count > MAX_ITEMS || references.len() > MAX_ITEMS {
            return Err(DAMAGED);
        }
        let to: Option<Vec<_>> = (0..count).map(|_| id(&mut fields, version > 0)).collect();
        let to = to.ok_or(DAMAGED)?;
        references.push(Reference { kind, from, to });
    }
    Ok(references)
}

fn properties(data: &[u8]) -> Result<HashMap<u32, Vec<Property<'_>>>, Refusal> {
    let mut cursor = Cursor::new(data);
    let mut all = Vec::new();
    let mut of_items: HashMap<u32, Vec<Property<'_>>> = HashMap::new();
    while !cursor.is_at_end() {
        let (kind, data) = inner_box(&mut cursor)?;
        if kind == b"ipco" {
            let mut inner = Cursor::new(data);
            while !inner.is_at_end() {
                let (kind, data) = inner_box(&mut inner)?;
                all.push(Property { kind, data });
                if all.len() > MAX_PROPERTIES {
                    return Err(DAMAGED);
                }
            }
        } else if kind == b"ipma" {
            associate(data, &all, &mut of_items).ok_or(DAMAGED)?;
        }
    }
    Ok(of_items)
}

/// The most properties of one item; real ones have a handful.
const MAX_OF_ITEM: usize = 128;

fn associate<'a>(
    data: &[u8],
    all: &[Property<'a>],
    of_items: &mut HashMap<u32, Vec<Property<'a>>>,
) -> Option<()> {
    let mut cursor = Cursor::new(data);
    let (version, flags) = version(&mut cursor)?;
    let count = cursor.u32_be()? as usize;
    if count > MAX_ITEMS {
        return None;
    }
    for _ in 0..count {
        let item = id(&mut cursor, version > 0)?;
        for _ in 0..cursor.u8()? {
            let index = if flags & 1 == 1 {
                usize::from(cursor.u16_be()? & 0x7FFF)
            } else {
                usize::from(cursor.u8()? & 0x7F)
            };
            // 0 says “none”.
            if let Some(index) = index.checked_sub(1) {
                let of_item = of_items.entry(item).or_default();
                if of_item.len() >= MAX_OF_ITEM {
                    return None;
                }
                of_item.push(*all.get(index)?);
            }
        }
    }
    Some(())
}

/// The bytes of each item. What points beyond the end belongs to a file that was cut off.
fn locations<'a>(
    data: &[u8],
    file: &'a [u8],
    inner: &'a [u8],
) -> Result<HashMap<u32, Vec<&'a [u8]>>, Refusal> {
    let mut cursor = Cursor::new(data);
    let (version, _) = version(&mut cursor).ok_or(DAMAGED)?;
    let sizes = cursor.u16_be().ok_or(DAMAGED)?.to_be_bytes();
    let (offset_size, length_size) = (sizes[0] >> 4, sizes[0] & 15);
    let (base_size, index_size) = (sizes[1] >> 4, if version > 0 { sizes[1] & 15 } else { 0 });
    let count = id(&mut cursor, version > 1).ok_or(DAMAGED)? as usize;
    if count > MAX_ITEMS {
        return Err(DAMAGED);
    }
    let mut items = HashMap::new();
    // Parts that overlap would be copied as often as they are named: a small file, endless memory.
    let mut named_bytes = 0_usize;
    for _ in 0..count {
        let mut read_head = || {
            let item = id(&mut cursor, version > 1)?;
            let method = if version > 0 {
                cursor.u16_be()? & 15
            } else {
                0
            };
            cursor.u16_be()?;
            let base = number(&mut cursor, base_size)?;
            Some((item, method, base, cursor.u16_be()?))
        };
        let (item, method, base, extents) = read_head().ok_or(DAMAGED)?;
        if usize::from(extents) > MAX_ITEMS {
            return Err(DAMAGED);
        }
        let from = match method {
            0 => file,
            1 => inner,
            _ => return Err(DAMAGED),
        };
        let mut parts = Vec::new();
        for _ in 0..extents {
            let mut read = || {
                number(&mut cursor, index_size)?;
                let offset = number(&mut cursor, offset_size)?;
                Some((base.checked_add(offset)?, number(&mut cursor, length_size)?))
            };
            let (start, length) = read().ok_or(DAMAGED)?;
            let end = start.checked_add(length).ok_or(DAMAGED)?;
            // A length of 0 says “all”.
            let part = if length == 0 {
                from.get(start..)
            } else {
                from.get(start..end)
            };
            let part = part.ok_or(TRUNCATED)?;
            named_bytes = named_bytes.saturating_add(part.len());
            if named_bytes > file.len() {
                return Err(DAMAGED);
            }
            parts.push(part);
        }
        items.insert(item, parts);
    }
    Ok(items)
}
