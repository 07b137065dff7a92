//! What a paragraph becomes when a picture or a video stands alone in it.

use comrak::nodes::{AstNode, NodeValue};

use crate::embeds::{self, Host};
use crate::links;

/// A paragraph that is printed in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Figure {
    /// An image with a title, which is its caption: `![alt](src "Caption")`.
    Captioned,
    /// A picture of the library without one, which stands in the text itself and not in a list.
    Alone,
    /// A link to a video.
    Video(Host),
}

/// What this paragraph is, if it is more than words.
pub(crate) fn of<'a>(paragraph: &'a AstNode<'a>) -> Option<Figure> {
    let only = paragraph.first_child()?;
    if only.next_sibling().is_some() {
        return None;
    }
    match &only.data().value {
        NodeValue::Image(image) if !image.title.trim().is_empty() => Some(Figure::Captioned),
        NodeValue::Image(image) if links::is_internal(&image.url) => {
            let parent = paragraph.parent()?;
            matches!(parent.data().value, NodeValue::Document).then_some(Figure::Alone)
        }
        NodeValue::Link(link) => embeds::host_of(&link.url).map(Figure::Video),
        _ => None,
    }
}
