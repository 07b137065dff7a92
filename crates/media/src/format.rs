//! The kinds of file that the library takes.

use std::fmt;

/// A kind of file, told by its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// A photograph.
    Jpeg,
    /// A picture without loss; also animated (APNG).
    Png,
    /// A picture of at most 256 colours; also animated.
    Gif,
    /// A picture with or without loss; also animated.
    WebP,
    /// A picture compressed with AV1.
    Avif,
    /// A drawing.
    Svg,
    /// A document: a download, never a picture.
    Pdf,
}

impl Format {
    /// Every kind, in the order in which the panel names them.
    pub const ALL: [Self; 7] = [
        Self::Jpeg,
        Self::Png,
        Self::Gif,
        Self::WebP,
        Self::Avif,
        Self::Svg,
        Self::Pdf,
    ];

    /// The ending of a file of this kind, without its dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Svg => "svg",
            Self::Pdf => "pdf",
        }
    }

    /// The media type that a server declares.
    #[must_use]
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Svg => "image/svg+xml",
            Self::Pdf => "application/pdf",
        }
    }

    /// The kind of an ending that [`Self::extension`] gives; no other spelling is known.
    #[must_use]
    pub fn parse(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }

    /// Whether a page shows it as a picture; a PDF is a download.
    #[must_use]
    pub const fn is_picture(self) -> bool {
        !matches!(self, Self::Pdf)
    }

    /// Whether it is made of pixels. What is not (SVG, PDF) can hold active content and is served
    /// under a sandboxing policy.
    #[must_use]
    pub const fn is_raster(self) -> bool {
        !matches!(self, Self::Svg | Self::Pdf)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::WebP => "WebP",
            Self::Avif => "AVIF",
            Self::Svg => "SVG",
            Self::Pdf => "PDF",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_leads_back_to_its_format_and_no_other_spelling_does() {
        for format in Format::ALL {
            assert_eq!(Format::parse(format.extension()), Some(format));
        }
        for other in ["jpeg", "JPG", ".jpg", "", "html", "svgz"] {
            assert_eq!(Format::parse(other), None, "{other}");
        }
    }

    #[test]
    fn only_drawings_and_documents_are_no_raster() {
        let others: Vec<_> = Format::ALL.into_iter().filter(|f| !f.is_raster()).collect();
        assert_eq!(others, [Format::Svg, Format::Pdf]);
    }
}
