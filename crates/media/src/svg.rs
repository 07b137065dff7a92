//! SVG: checked before it is parsed in full, cleaned by svg-hush, and cleaned once more by our own rules.
//!
//! Scripts, handlers, foreign content, comments and editors' metadata go; so does every reference that
//! leaves the file, since a picture has to be whole. Pictures embedded in it are cleaned like any upload.

mod inspect;
mod scrub;

use std::cell::Cell;

use svg_hush::Filter;
use svg_hush::data_url_filter::{DataUrl, DataUrlFilterResult};

use crate::refusal::check_dimensions;
use crate::{Format, MAX_PIXELS, Refusal, prepare::prepare_raster};

const DAMAGED: Refusal = Refusal::Damaged {
    format: Format::Svg,
};

/// A checked drawing: its bytes, and its size in pixels.
pub(crate) fn prepare(bytes: &[u8]) -> Result<(Vec<u8>, u32, u32), Refusal> {
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let text = text.map_err(|_| DAMAGED)?;
    inspect::inspect(text)?;
    let mut filter = Filter::new();
    let pixels_left = Cell::new(MAX_PIXELS);
    filter.set_data_url_filter(move |url| embedded(url, &pixels_left));
    let mut hushed = Vec::new();
    filter
        .filter(text.as_bytes(), &mut hushed)
        .map_err(|_| Refusal::SvgEmpty)?;
    let hushed = String::from_utf8(hushed).map_err(|_| DAMAGED)?;
    let clean = scrub::scrub(&hushed)?;
    // What is stored is what is measured and judged.
    let size = inspect::inspect(&clean)?;
    if !size.has_shapes {
        return Err(Refusal::SvgEmpty);
    }
    check_dimensions(size.width, size.height)?;
    Ok((clean.into_bytes(), size.width, size.height))
}

/// A picture within the drawing is cleaned too; together they may have the pixels of one.
fn embedded(url: &DataUrl<'_>, pixels_left: &Cell<u64>) -> DataUrlFilterResult {
    if url.mime_type().type_ != "image" || pixels_left.get() == 0 {
        return DataUrlFilterResult::Drop;
    }
    let prepared = url
        .decode_to_vec()
        .ok()
        .and_then(|(bytes, _)| prepare_raster(&bytes).ok());
    let Some(prepared) = prepared else {
        return DataUrlFilterResult::Drop;
    };
    let pixels = u64::from(prepared.width_px) * u64::from(prepared.height_px);
    pixels_left.set(pixels_left.get().saturating_sub(pixels));
    DataUrlFilterResult::Rewrite {
        mime_type: prepared.format.mime().to_owned(),
        data: prepared.bytes,
    }
}
