//! Writing XML that every reader accepts.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// A document that is being written.
pub(crate) type Document = Writer<Vec<u8>>;

/// A document with its declaration.
pub(crate) fn document() -> io::Result<Document> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    Ok(writer)
}

/// An element that holds a text.
pub(crate) fn element(writer: &mut Document, name: &str, text: &str) -> io::Result<()> {
    writer
        .create_element(name)
        .write_text_content(BytesText::new(&clean(text)))?;
    Ok(())
}

/// The finished document.
pub(crate) fn finish(writer: Document) -> io::Result<String> {
    String::from_utf8(writer.into_inner()).map_err(io::Error::other)
}

/// The text without the characters that XML 1.0 forbids (production 2, `Char`).
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_allowed) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.chars().filter(|c| is_allowed(*c)).collect())
    }
}

fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{FFFE}' | '\u{FFFF}' => false,
        other => other >= ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_fall_out_and_the_rest_is_escaped() {
        assert_eq!(clean("a\u{0}b\u{1b}c\u{FFFE}\u{FFFF}\n"), "abc\n");
        assert!(matches!(clean("ab"), Cow::Borrowed("ab")));
        let mut writer = document().unwrap();
        element(&mut writer, "a", "x < y & z").unwrap();
        let text = finish(writer).unwrap();
        assert!(text.ends_with("<a>x &lt; y &amp; z</a>"), "{text}");
    }
}
