//! A picture as HTML.

use std::fmt::{self, Write};

use comrak::html::escape;

use super::{Candidate, Loading, Picture};

/// How a picture is printed in one place. Its words come escaped, as an attribute holds them.
pub(crate) struct Print<'a> {
    pub alt_html: &'a str,
    pub title_html: &'a str,
    /// The width that the owner wrote.
    pub width_px: Option<u32>,
    pub sizes: &'a str,
    pub loading: Loading,
    /// As one `img` of one file.
    pub is_plain: bool,
}

/// Writes a picture.
pub(crate) fn write(output: &mut dyn Write, picture: &Picture, print: &Print<'_>) -> fmt::Result {
    let own_width = print.width_px.map(|width| format!("{width}px"));
    let sizes = own_width.as_deref().unwrap_or(print.sizes);
    let sources: &[_] = if print.is_plain {
        &[]
    } else {
        &picture.sources
    };
    if !sources.is_empty() {
        output.write_str("<picture>")?;
    }
    for source in sources {
        write!(output, "<source type=\"{}\"", source.mime)?;
        write_candidates(output, &source.candidates, sizes)?;
        output.write_str(">")?;
    }
    write_img(output, picture, print, sizes)?;
    if !sources.is_empty() {
        output.write_str("</picture>")?;
    }
    Ok(())
}

fn write_img(
    output: &mut dyn Write,
    picture: &Picture,
    print: &Print<'_>,
    sizes: &str,
) -> fmt::Result {
    output.write_str("<img src=\"")?;
    escape(output, &picture.fallback.src)?;
    output.write_str("\"")?;
    if !print.is_plain {
        write_candidates(output, &picture.fallback_srcset, sizes)?;
    }
    let (width, height) = measures(picture, print.width_px);
    if width > 0 && height > 0 {
        write!(output, " width=\"{width}\" height=\"{height}\"")?;
    }
    write!(output, " alt=\"{}\"", print.alt_html)?;
    if !print.title_html.is_empty() {
        write!(output, " title=\"{}\"", print.title_html)?;
    }
    if !print.is_plain {
        match picture.tone {
            _ if picture.has_transparency => output.write_str(" class=\"see-through\"")?,
            Some(tone) => write!(output, " class=\"{tone}\"")?,
            None => {}
        }
        output.write_str(match print.loading {
            Loading::First => " loading=\"eager\" fetchpriority=\"high\"",
            Loading::Lazy => " loading=\"lazy\"",
        })?;
        output.write_str(" decoding=\"async\"")?;
    }
    output.write_str(">")
}

/// Its own measures, or those in the same proportion at the width that the owner wrote.
fn measures(picture: &Picture, wanted_px: Option<u32>) -> (u32, u32) {
    let (width, height) = (picture.width_px, picture.height_px);
    match wanted_px {
        Some(wanted) if width > 0 => {
            let scaled = u64::from(height) * u64::from(wanted) / u64::from(width);
            (wanted, u32::try_from(scaled.max(1)).unwrap_or(u32::MAX))
        }
        _ => (width, height),
    }
}

fn write_candidates(output: &mut dyn Write, candidates: &[Candidate], sizes: &str) -> fmt::Result {
    let mut separator = " srcset=\"";
    for candidate in candidates {
        output.write_str(separator)?;
        escape(output, &candidate.src)?;
        write!(output, " {}w", candidate.width_px)?;
        separator = ", ";
    }
    if !candidates.is_empty() {
        output.write_str("\" sizes=\"")?;
        escape(output, sizes)?;
        output.write_str("\"")?;
    }
    Ok(())
}

/// Writes a picture that is known by its address alone.
pub(crate) fn write_address(
    output: &mut dyn Write,
    address: &str,
    words: &str,
    title: &str,
) -> fmt::Result {
    output.write_str("<img src=\"")?;
    comrak::html::escape_href(output, address, false)?;
    output.write_str("\" alt=\"")?;
    escape(output, words)?;
    if !title.is_empty() {
        output.write_str("\" title=\"")?;
        escape(output, title)?;
    }
    output.write_str("\" loading=\"lazy\">")
}
