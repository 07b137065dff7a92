//! The pictures of a document, and what else of the owner's HTML is printed in another way.

use std::fmt::{self, Write};

use comrak::html::{Context, escape};
use comrak::nodes::{AstNode, NodeLink, NodeValue};

use crate::links;
use crate::pictures::raw::{self, Img, Part};
use crate::pictures::{self, Loading, Picture, Print};

use super::{Page, TABLE};

/// The widest picture that the owner may ask for in HTML.
const WIDEST_PX: u32 = 10_000;

impl Page<'_> {
    /// How the next picture is fetched.
    fn loading(&mut self) -> Loading {
        if std::mem::replace(&mut self.is_first_to_come, false) {
            Loading::First
        } else {
            Loading::Lazy
        }
    }

    fn print(
        &mut self,
        output: &mut dyn Write,
        picture: &Picture,
        (alt_html, title_html): (&str, &str),
        width_px: Option<u32>,
    ) -> fmt::Result {
        let print = Print {
            alt_html,
            title_html,
            width_px,
            sizes: self.links.sizes,
            loading: self.loading(),
            is_plain: self.links.has_plain_pictures,
        };
        pictures::write(output, picture, &print)
    }

    /// A picture of the library; its words where it is not there.
    fn internal(&mut self, address: &str, words: &str, title: &str) -> Result<String, fmt::Error> {
        let mut html = String::new();
        match self.links.picture(address) {
            Some(picture) => {
                let (mut alt_html, mut title_html) = (String::new(), String::new());
                escape(&mut alt_html, picture.words(words))?;
                escape(&mut title_html, title)?;
                self.print(&mut html, picture, (&alt_html, &title_html), None)?;
            }
            None => escape(&mut html, words.trim())?,
        }
        Ok(html)
    }

    fn html_of(
        &mut self,
        image: &NodeLink,
        words: &str,
        title: &str,
    ) -> Result<String, fmt::Error> {
        if links::is_internal(&image.url) {
            return self.internal(&image.url, words, title);
        }
        let mut html = String::new();
        pictures::write_address(&mut html, &image.url, words, title)?;
        Ok(html)
    }
}

/// Writes a picture that stands in a line.
pub(super) fn write<'a>(
    context: &mut Context<'_, '_, Page<'_>>,
    node: &'a AstNode<'a>,
    image: &NodeLink,
) -> fmt::Result {
    let words = node.collect_text();
    let html = context.user.html_of(image, &words, &image.title)?;
    context.write_str(&html)
}

/// Writes a paragraph that is one picture: with a title as a figure, whose caption that is.
pub(super) fn write_paragraph<'a>(
    context: &mut Context<'_, '_, Page<'_>>,
    paragraph: &'a AstNode<'a>,
) -> fmt::Result {
    let Some(node) = paragraph.first_child() else {
        return Ok(());
    };
    let NodeValue::Image(image) = &node.data().value else {
        return Ok(());
    };
    let is_there =
        !links::is_internal(&image.url) || context.user.links.picture(&image.url).is_some();
    let html = context.user.html_of(image, &node.collect_text(), "")?;
    let caption = image.title.trim();
    match (is_there, caption) {
        (true, "") => writeln!(context, "<p class=\"picture\">{html}</p>"),
        (true, _) => {
            write!(context, "<figure class=\"picture\">{html}<figcaption>")?;
            context.escape(caption)?;
            context.write_str("</figcaption></figure>\n")
        }
        // Of a picture that is gone its words are left, and nothing where it had none.
        (false, _) => {
            if !html.is_empty() {
                writeln!(context, "<p>{html}</p>")?;
            }
            if !caption.is_empty() {
                context.write_str("<p>")?;
                context.escape(caption)?;
                context.write_str("</p>\n")?;
            }
            Ok(())
        }
    }
}

/// The owner's HTML, with pictures of the library printed, what can be wide made to scroll and
/// internal links resolved. It comes before the cleaning, so that whatever is replaced here is
/// parsed and judged once more.
pub(super) fn raw(page: &mut Page<'_>, html: &str) -> Result<String, fmt::Error> {
    let mut made = String::with_capacity(html.len());
    for part in raw::parts(html) {
        match part {
            Part::Img(tag, img) => raw_picture(page, &mut made, tag, &img)?,
            Part::Other(html) => made.push_str(
                &links::in_raw_html(html, &page.links)
                    .replace("<table>", TABLE)
                    .replace("</table>", "</table></div>")
                    .replace("<pre>", "<pre tabindex=\"0\">")
                    // A drawing may be wider than a phone's screen.
                    .replace("<figure>", "<figure tabindex=\"0\">"),
            ),
        }
    }
    Ok(made)
}

fn raw_picture(page: &mut Page<'_>, made: &mut String, tag: &str, img: &Img<'_>) -> fmt::Result {
    let Some(address) = img.internal() else {
        let (start, rest) = tag.split_at(raw::START.len());
        made.push_str(start);
        if !img.has_loading {
            made.push_str(" loading=\"lazy\"");
        }
        made.push_str(rest);
        return Ok(());
    };
    let written = img.alt.map(raw::requoted);
    let Some(picture) = page.links.picture(address) else {
        made.push_str(written.as_deref().unwrap_or_default());
        return Ok(());
    };
    // Empty words in HTML say on purpose that this is decoration.
    let alt_html = match written {
        Some(written) => written,
        None => {
            let mut own = String::new();
            escape(&mut own, picture.words(""))?;
            own
        }
    };
    let title_html = img.title.map(raw::requoted).unwrap_or_default();
    let width_px = img
        .width
        .and_then(|width| width.trim().parse().ok())
        .filter(|width| (1..=WIDEST_PX).contains(width));
    page.print(made, picture, (&alt_html, &title_html), width_px)
}
