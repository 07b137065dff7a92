//! What a text names by id: the content and the downloads that it links to, the pictures that it
//! shows.

use std::collections::HashSet;

use comrak::nodes::NodeValue;
use comrak::{Arena, parse_document};
use uuid::Uuid;

use crate::dialect::options;
use crate::limits;
use crate::links;
use crate::pictures::raw::{self, Part};

/// The ids in a text, each once and in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct References {
    /// Where its links lead.
    pub links: Vec<Uuid>,
    /// Its pictures.
    pub pictures: Vec<Uuid>,
}

/// A picture of the library in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureUse {
    /// Its id.
    pub id: Uuid,
    /// The words that the text gives it; empty where it takes the library's.
    pub words: String,
}

/// The ids that a text names.
///
/// A text that [`check`](crate::check) refuses before reading it is printed without any.
pub fn references(markdown: &str) -> References {
    let mut found = Found::default();
    read(markdown, &mut found);
    found.references
}

/// The ids that a text links to, each once, in the order of the text.
pub fn internal_links(markdown: &str) -> Vec<Uuid> {
    references(markdown).links
}

/// The ids of the pictures that a text shows, each once, in the order of the text.
pub fn internal_pictures(markdown: &str) -> Vec<Uuid> {
    references(markdown).pictures
}

/// The pictures that a text shows, as often as it does.
pub fn picture_uses(markdown: &str) -> Vec<PictureUse> {
    let mut found = Found::default();
    read(markdown, &mut found);
    found.uses
}

#[derive(Default)]
struct Found {
    references: References,
    uses: Vec<PictureUse>,
    seen_links: HashSet<Uuid>,
    seen_pictures: HashSet<Uuid>,
}

impl Found {
    fn link(&mut self, address: &str) {
        if let Some(link) = links::parse(address)
            && self.seen_links.insert(link.id)
        {
            self.references.links.push(link.id);
        }
    }

    fn picture(&mut self, address: &str, words: impl FnOnce() -> String) {
        let Some(link) = links::parse(address) else {
            return;
        };
        if self.seen_pictures.insert(link.id) {
            self.references.pictures.push(link.id);
        }
        self.uses.push(PictureUse {
            id: link.id,
            words: words(),
        });
    }

    /// Leaves out what is only named through escapes and entities. The database looks for the plain
    /// form in texts, and what it does not find there it may erase.
    fn keep_what_is_written_plainly(&mut self, markdown: &str) {
        if self.uses.is_empty() && self.references.links.is_empty() {
            return;
        }
        let text = markdown.to_ascii_lowercase();
        let is_plain = |id: &Uuid| text.contains(&format!("plinth:{id}"));
        self.references.links.retain(is_plain);
        self.references.pictures.retain(is_plain);
        self.uses.retain(|found| is_plain(&found.id));
    }

    fn html(&mut self, html: &str) {
        for part in raw::parts(html) {
            match part {
                Part::Img(_, img) => {
                    if let Some(address) = img.internal() {
                        self.picture(address, || img.alt.unwrap_or_default().to_owned());
                    }
                }
                Part::Other(html) => {
                    links::in_html(html, |address| {
                        self.link(address);
                        None
                    });
                }
            }
        }
    }
}

fn read(markdown: &str, found: &mut Found) {
    if limits::check_source(markdown).is_err() {
        return;
    }
    let arena = Arena::new();
    let document = parse_document(&arena, markdown, &options());
    for node in document.descendants() {
        match &node.data().value {
            NodeValue::Link(link) => found.link(&link.url),
            NodeValue::Image(image) => found.picture(&image.url, || node.collect_text()),
            NodeValue::HtmlBlock(block) => found.html(&block.literal),
            NodeValue::HtmlInline(html) => found.html(html),
            _ => {}
        }
    }
    found.keep_what_is_written_plainly(markdown);
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0197a3c4-5d6e-7f80-9123-456789abcdef";
    const OTHER: &str = "0197a3c4-5d6e-7f80-9123-000000000000";

    fn texts(ids: &[Uuid]) -> Vec<String> {
        ids.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_is_hidden_behind_escapes_is_not_named() {
        let markdown = format!("![a](plinth\\:{ID}) [b](plinth&#58;{OTHER})");
        assert_eq!(references(&markdown), References::default());
        assert_eq!(picture_uses(&markdown), []);
    }

    #[test]
    fn the_ids_of_a_text_come_each_once_and_in_order() {
        let markdown = format!(
            "[a](plinth:{OTHER}) and [b](plinth:{ID}#h-x), [a][again].\n\n\
             <a href=\"plinth:{ID}\">c</a>\n\n`[code](plinth:{ID})`\n\n[again]: plinth:{OTHER}"
        );
        assert_eq!(texts(&internal_links(&markdown)), [OTHER, ID]);
        assert!(internal_pictures(&markdown).is_empty());
    }

    #[test]
    fn pictures_are_found_in_markdown_by_reference_and_in_html_and_are_no_links() {
        for markdown in [
            format!("![Words](plinth:{ID})"),
            format!("![Words][p]\n\n[p]: plinth:{ID} \"Caption\""),
            format!("<figure><img alt=\"Words\" src='plinth:{ID}'></figure>"),
            format!("In a line <IMG src=\"plinth:{ID}\" alt=Words /> of words."),
            format!("| a |\n| - |\n| ![*Words*](plinth:{ID}) |"),
        ] {
            assert_eq!(texts(&internal_pictures(&markdown)), [ID], "{markdown}");
            assert!(internal_links(&markdown).is_empty(), "{markdown}");
            assert_eq!(picture_uses(&markdown)[0].words, "Words", "{markdown}");
        }
    }

    #[test]
    fn a_picture_may_be_a_link() {
        let markdown = format!("[![](plinth:{ID})](plinth:{OTHER})");
        let references = references(&markdown);
        assert_eq!(texts(&references.pictures), [ID]);
        assert_eq!(texts(&references.links), [OTHER]);
        assert_eq!(picture_uses(&markdown.repeat(2)).len(), 2);
    }
}
