//! Writes a plain AVIF: one picture, perhaps its alpha, and nothing else.

use super::DAMAGED;
use super::items::{Layer, Picture};
use crate::Refusal;

const ALPHA: &[u8] = b"\0\0\0\0urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0";

/// The file of a picture that [`Picture::is_plain`].
pub(super) fn write(picture: &Picture<'_>) -> Result<Vec<u8>, Refusal> {
    let layers: Vec<&Layer<'_>> = [Some(&picture.colour), picture.alpha.as_ref()]
        .into_iter()
        .flatten()
        .collect();
    let data: Vec<&Vec<u8>> = layers
        .iter()
        .map(|layer| layer.tiles.first().ok_or(DAMAGED))
        .collect::<Result<_, _>>()?;
    let head = boxed(
        b"ftyp",
        &[b"avif\0\0\0\0".as_slice(), b"avifmif1miafMA1B"].concat(),
    );
    // The place of the data depends on the size of the boxes, which does not depend on the place.
    let meta_bytes = meta(picture, &layers, &data, 0).len();
    let start = head.len() + meta_bytes + 8;
    let mut out = head;
    out.extend(meta(picture, &layers, &data, start));
    out.extend(boxed(
        b"mdat",
        &data.into_iter().flatten().copied().collect::<Vec<_>>(),
    ));
    Ok(out)
}

fn u32_of(value: usize) -> [u8; 4] {
    // Files of ours are far below 4 GiB.
    u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes()
}

fn boxed(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut out = u32_of(data.len() + 8).to_vec();
    out.extend(kind);
    out.extend(data);
    out
}

fn meta(picture: &Picture<'_>, layers: &[&Layer<'_>], data: &[&Vec<u8>], start: usize) -> Vec<u8> {
    let mut handler = vec![0; 8];
    handler.extend(b"pict");
    handler.extend([0; 13]);
    let count = u8::try_from(layers.len()).unwrap_or(1);
    let mut locations = vec![0, 0, 0, 0, 0x44, 0, 0, count];
    let mut infos = vec![0, 0, 0, 0, 0, count];
    let mut at = start;
    for (id, data) in (1_u8..).zip(data) {
        locations.extend([0, id, 0, 0, 0, 1]);
        locations.extend(u32_of(at));
        locations.extend(u32_of(data.len()));
        at += data.len();
        infos.extend(boxed(
            b"infe",
            &[2, 0, 0, 0, 0, id, 0, 0, b'a', b'v', b'0', b'1', 0],
        ));
    }
    let mut body = vec![0; 4];
    body.extend(boxed(b"hdlr", &handler));
    body.extend(boxed(b"pitm", &[0, 0, 0, 0, 0, 1]));
    body.extend(boxed(b"iloc", &locations));
    body.extend(boxed(b"iinf", &infos));
    if picture.alpha.is_some() {
        let mut references = vec![0; 4];
        references.extend(boxed(b"auxl", &[0, 2, 0, 1, 0, 1]));
        if picture.is_premultiplied {
            references.extend(boxed(b"prem", &[0, 1, 0, 1, 0, 2]));
        }
        body.extend(boxed(b"iref", &references));
    }
    body.extend(boxed(b"iprp", &properties(picture)));
    boxed(b"meta", &body)
}

/// The properties and which item has which; 0x80 marks those that a reader has to understand.
fn properties(picture: &Picture<'_>) -> Vec<u8> {
    let mut size = vec![0; 4];
    size.extend(picture.width.to_be_bytes());
    size.extend(picture.height.to_be_bytes());
    let mut container = boxed(b"ispe", &size);
    container.extend(boxed(b"av1C", picture.colour.configuration));
    container.extend(boxed(b"pixi", &depths(&picture.colour)));
    let mut of_colour = vec![1, 0x80 | 2, 3];
    let mut count = 3;
    if let Some(nclx) = picture.nclx {
        container.extend(boxed(b"colr", nclx.data));
        count += 1;
        of_colour.push(count);
    }
    let mut items = vec![(1, of_colour)];
    if let Some(alpha) = &picture.alpha {
        container.extend(boxed(b"av1C", alpha.configuration));
        container.extend(boxed(b"pixi", &depths(alpha)));
        container.extend(boxed(b"auxC", ALPHA));
        items.push((2, vec![1, 0x80 | (count + 1), count + 2, count + 3]));
    }
    let mut associations = vec![0; 4];
    associations.extend(u32_of(items.len()));
    for (id, of_item) in items {
        associations.extend([0, id, u8::try_from(of_item.len()).unwrap_or(0)]);
        associations.extend(of_item);
    }
    [boxed(b"ipco", &container), boxed(b"ipma", &associations)].concat()
}

/// Bits per channel, from the decoder's configuration.
fn depths(layer: &Layer<'_>) -> Vec<u8> {
    let flags = layer.configuration.get(2).copied().unwrap_or(0);
    let depth = match (flags & 0x40 != 0, flags & 0x20 != 0) {
        (false, _) => 8,
        (true, false) => 10,
        (true, true) => 12,
    };
    let channels = if flags & 0x10 == 0 { 3 } else { 1 };
    let mut out = vec![0, 0, 0, 0, channels];
    out.extend(std::iter::repeat_n(depth, channels.into()));
    out
}
