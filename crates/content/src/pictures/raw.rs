//! Pictures in the owner's HTML.

use crate::links;

/// The attributes of an `<img>` that matter here, as they are written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Img<'a> {
    pub src: Option<&'a str>,
    /// `Some("")` says on purpose that the picture is decoration.
    pub alt: Option<&'a str>,
    pub title: Option<&'a str>,
    pub width: Option<&'a str>,
    pub has_loading: bool,
}

impl Img<'_> {
    /// The address, if it is of the library.
    pub(crate) fn internal(&self) -> Option<&str> {
        self.src.filter(|src| links::is_internal(src))
    }
}

/// A part of some HTML.
pub(crate) enum Part<'a> {
    /// An `<img>`: its tag, and what stands in it.
    Img(&'a str, Img<'a>),
    /// Anything else.
    Other(&'a str),
}

/// Cuts HTML at its pictures.
///
/// It reads tags as a browser does but knows no comments and no elements that hold plain text. So
/// whatever is made of the parts has to be cleaned as a whole.
pub(crate) fn parts(html: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut done = 0;
    let mut from = 0;
    while let Some(start) = find(html, from) {
        // Where the end of a tag is missing, everything behind it belongs to it.
        let Some((img, length)) = html.get(start..).and_then(read) else {
            break;
        };
        let end = start + length;
        parts.push(Part::Other(html.get(done..start).unwrap_or_default()));
        parts.push(Part::Img(html.get(start..end).unwrap_or_default(), img));
        done = end;
        from = end;
    }
    parts.push(Part::Other(html.get(done..).unwrap_or_default()));
    parts
}

/// How the tag of a picture begins.
pub(crate) const START: &str = "<img";

/// Where the next `<img` begins.
fn find(html: &str, from: usize) -> Option<usize> {
    let rest = html.get(from..)?;
    rest.match_indices('<')
        .map(|(at, _)| at)
        .find(|at| {
            rest.get(*at..at + START.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(START))
                && rest
                    .as_bytes()
                    .get(at + START.len())
                    .is_some_and(|byte| is_space(*byte) || matches!(byte, b'/' | b'>'))
        })
        .map(|at| from + at)
}

/// How many pictures some HTML may hold.
pub(crate) fn count(html: &str) -> usize {
    let mut from = 0;
    let mut count = 0;
    while let Some(at) = find(html, from) {
        count += 1;
        from = at + START.len();
    }
    count
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// The attributes of the tag at the beginning of the text, and its length in bytes.
fn read(html: &str) -> Option<(Img<'_>, usize)> {
    let bytes = html.as_bytes();
    let mut at = START.len();
    let mut img = Img::default();
    let skip = |at: &mut usize, is_skipped: &dyn Fn(u8) -> bool| {
        while bytes.get(*at).copied().is_some_and(is_skipped) {
            *at += 1;
        }
    };
    loop {
        skip(&mut at, &|byte| is_space(byte) || byte == b'/');
        if *bytes.get(at)? == b'>' {
            return Some((img, at + 1));
        }
        let name_from = at;
        // An equals sign at the beginning belongs to the name.
        at += 1;
        skip(&mut at, &|byte| {
            !is_space(byte) && !matches!(byte, b'/' | b'>' | b'=')
        });
        let name = html.get(name_from..at)?;
        let mut behind = at;
        skip(&mut behind, &is_space);
        let value = if bytes.get(behind) == Some(&b'=') {
            at = behind + 1;
            skip(&mut at, &is_space);
            match *bytes.get(at)? {
                quote @ (b'"' | b'\'') => {
                    let from = at + 1;
                    at = from;
                    skip(&mut at, &|byte| byte != quote);
                    bytes.get(at)?;
                    at += 1;
                    html.get(from..at - 1)?
                }
                _ => {
                    let from = at;
                    skip(&mut at, &|byte| !is_space(byte) && byte != b'>');
                    html.get(from..at)?
                }
            }
        } else {
            ""
        };
        img.take(name, value);
    }
}

impl<'a> Img<'a> {
    /// Of an attribute that is written twice, the first counts.
    fn take(&mut self, name: &str, value: &'a str) {
        let slot = match name.to_ascii_lowercase().as_str() {
            "src" => &mut self.src,
            "alt" => &mut self.alt,
            "title" => &mut self.title,
            "width" => &mut self.width,
            "loading" => {
                self.has_loading = true;
                return;
            }
            _ => return,
        };
        slot.get_or_insert(value);
    }
}

/// What an attribute says, fit to stand between double quotes or in a text. Its references to
/// characters stay as they are written.
pub(crate) fn requoted(written: &str) -> String {
    written
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imgs(html: &str) -> Vec<Img<'_>> {
        let parts = parts(html).into_iter();
        parts
            .filter_map(|part| match part {
                Part::Img(_, img) => Some(img),
                Part::Other(_) => None,
            })
            .collect()
    }

    #[test]
    fn a_tag_is_read_however_its_attributes_are_written() {
        for html in [
            "<img src=\"a\" alt=\"b > c\">",
            "<IMG SRC='a' ALT='b > c'/>",
            "<img\nalt = \"b > c\"\n src=a>",
            "<img src=\"a\" alt=\"b > c\" src=\"x\">",
        ] {
            let expected = Img {
                src: Some("a"),
                alt: Some("b > c"),
                ..Img::default()
            };
            assert_eq!(imgs(html), [expected], "{html}");
        }
        assert_eq!(imgs("<img src=a alt>")[0].alt, Some(""));
        assert!(imgs("<img loading=eager>")[0].has_loading);
    }

    #[test]
    fn what_is_no_picture_or_does_not_end_is_left_alone() {
        for html in [
            "<image src=a>",
            "<imgx>",
            "<img",
            "<img src=\"a>",
            "img src=a>",
        ] {
            assert_eq!(imgs(html), [], "{html}");
        }
    }

    #[test]
    fn the_parts_together_are_the_whole() {
        let html = "é<img src=\"a\">b<p><img/>c<img";
        let whole: String = parts(html)
            .iter()
            .map(|part| match part {
                Part::Img(tag, _) => *tag,
                Part::Other(text) => *text,
            })
            .collect();
        assert_eq!(whole, html);
        assert_eq!(imgs(html).len(), 2);
        assert_eq!(count(html), 2);
    }
}
