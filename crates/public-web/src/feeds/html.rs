//! Safe HTML as a feed reader can show it: without this site's styles, at another address.

use std::borrow::Cow;

use url::Url;

/// Of a picture a reader gets these; what remains asks for a style, a script or a choice of sizes.
const PICTURE: [&str; 5] = ["src", "alt", "title", "width", "height"];

/// The HTML with its addresses absolute, its pictures plain and its drawings in words.
pub(super) fn for_readers(html: &str, page: &Url) -> String {
    with_tags_for_readers(&with_drawings_in_words(html), page)
}

/// A text as the value of an attribute.
pub(super) fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The drawings take their colours from the site's style sheet; without it they would be black
/// shapes, so a reader gets what they say to those who cannot see them.
fn with_drawings_in_words(html: &str) -> Cow<'_, str> {
    const OPEN: &str = "<svg";
    const CLOSE: &str = "</svg>";
    if !html.contains(OPEN) {
        return Cow::Borrowed(html);
    }
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, drawing)) = rest.split_once(OPEN) {
        done.push_str(before);
        let (tag, inside) = drawing.split_at(tag_length(drawing));
        if let Some((_, label)) = tag.split_once("aria-label=\"")
            && let Some((label, _)) = label.split_once('"')
        {
            // An attribute may hold a bare angle bracket; a text may not.
            let label = label.replace('<', "&lt;").replace('>', "&gt;");
            done.push_str(&format!("<p><em>{label}</em></p>"));
        }
        rest = inside.split_once(CLOSE).map_or("", |(_, after)| after);
    }
    done.push_str(rest);
    Cow::Owned(done)
}

/// The HTML with each address resolved against the page's own, and each picture as one `img`.
///
/// Only the inside of tags is looked at, as a text may well say `href="/"` itself.
fn with_tags_for_readers(html: &str, page: &Url) -> String {
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    let mut is_in_picture = false;
    while let Some(start) = rest.find('<') {
        let (text, from_tag) = rest.split_at(start);
        done.push_str(text);
        let (tag, after) = from_tag.split_at(tag_length(from_tag));
        match name(tag) {
            "picture" => is_in_picture = true,
            "/picture" => is_in_picture = false,
            "source" if is_in_picture => {}
            "img" => push_picture(&mut done, tag, page),
            _ => push_tag(&mut done, tag, page),
        }
        rest = after;
    }
    done.push_str(rest);
    done
}

/// Bytes up to and with the `>` that ends the tag; one inside quotation marks does not.
fn tag_length(text: &str) -> usize {
    let mut is_quoted = false;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// The name of a tag, with the slash of one that ends an element.
fn name(tag: &str) -> &str {
    let inside = tag.trim_start_matches('<');
    let end = inside.find([' ', '\n', '\t', '>']);
    end.and_then(|end| inside.get(..end)).unwrap_or(inside)
}

/// A picture without what belongs to this site's pages.
fn push_picture(done: &mut String, tag: &str, page: &Url) {
    done.push_str("<img");
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let attribute = before.rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        if PICTURE.contains(&attribute) {
            let value = changed(attribute, value, page);
            done.push_str(&format!(" {attribute}=\"{value}\""));
        }
        rest = after;
    }
    done.push('>');
}

/// Any other tag, as it stands but for its addresses.
fn push_tag(done: &mut String, tag: &str, page: &Url) {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let attribute = before.rsplit([' ', '\n', '\t']).next().unwrap_or_default();
        let (value, after) = after.split_once('"').unwrap_or((after, ""));
        done.push_str(before);
        done.push_str("=\"");
        done.push_str(&changed(attribute, value, page));
        done.push('"');
        rest = after;
    }
    done.push_str(rest);
}

/// The value of an attribute as a reader needs it.
fn changed<'a>(attribute: &str, value: &'a str, page: &Url) -> Cow<'a, str> {
    let found = match attribute {
        "href" | "src" | "poster" | "cite" => resolved(value, page),
        "srcset" => resolved_set(value, page),
        _ => None,
    };
    found.map_or(Cow::Borrowed(value), Cow::Owned)
}

fn resolved(value: &str, page: &Url) -> Option<String> {
    let plain = value
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let address = page.join(&plain).ok()?;
    Some(attribute(address.as_str()))
}

/// Addresses with a width or a density behind each, separated by commas.
fn resolved_set(value: &str, page: &Url) -> Option<String> {
    let candidates: Option<Vec<_>> = value
        .split(", ")
        .map(|candidate| {
            let candidate = candidate.trim();
            let (address, size) = candidate.split_once(' ').unwrap_or((candidate, ""));
            let address = resolved(address, page)?;
            Some(format!("{address} {size}").trim_end().to_owned())
        })
        .collect();
    Some(candidates?.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Url {
        Url::parse("https://example.org/articles/a").unwrap()
    }

    fn check(html: &str, expected: &str) {
        assert_eq!(for_readers(html, &page()), expected);
    }

    #[test]
    fn links_of_every_kind_become_absolute() {
        check(
            r##"<p title="a > b"><a href="/b?x=1&amp;y=2" rel="x">b</a> <a href="#n">n</a></p>"##,
            r##"<p title="a > b"><a href="https://example.org/b?x=1&amp;y=2" rel="x">b</a> <a href="https://example.org/articles/a#n">n</a></p>"##,
        );
        check(
            r#"<img src="c.png" alt="x"><a href="mailto:a@b.c">m</a>"#,
            r#"<img src="https://example.org/articles/c.png" alt="x"><a href="mailto:a@b.c">m</a>"#,
        );
        check(
            r#"<video src="/v.mp4" poster="/p.jpg"><source src="/w.webm"></video><blockquote cite="/q">"#,
            r#"<video src="https://example.org/v.mp4" poster="https://example.org/p.jpg"><source src="https://example.org/w.webm"></video><blockquote cite="https://example.org/q">"#,
        );
    }

    #[test]
    fn a_picture_of_the_library_is_one_plain_img_with_its_size_and_its_words() {
        check(
            r#"<figure><picture><source type="image/webp" srcset="/media/a-480.webp 480w, /media/a-960.webp 960w" sizes="100vw"><img src="/media/a.jpg" srcset="/media/a-480.jpg 480w" sizes="(min-width: 48em) 40rem, 100vw" alt="A &quot;b&quot; > c" class="tone-07" width="960" height="640" loading="lazy" fetchpriority="high"></picture><figcaption>C.</figcaption></figure>"#,
            r#"<figure><img src="https://example.org/media/a.jpg" alt="A &quot;b&quot; > c" width="960" height="640"><figcaption>C.</figcaption></figure>"#,
        );
    }

    #[test]
    fn each_address_of_a_choice_of_sizes_becomes_absolute() {
        check(
            r#"<video><source srcset="/a.webp 1x, b.webp 2x, /c.webp"></video>"#,
            r#"<video><source srcset="https://example.org/a.webp 1x, https://example.org/articles/b.webp 2x, https://example.org/c.webp"></video>"#,
        );
    }

    #[test]
    fn an_address_cannot_break_out_of_its_attribute() {
        check(
            r#"<a href="/a?q=&quot;&lt;b&gt;&amp;amp;c">x</a>"#,
            r#"<a href="https://example.org/a?q=%22%3Cb%3E&amp;amp;c">x</a>"#,
        );
    }

    #[test]
    fn a_drawing_is_told_in_its_own_words() {
        check(
            r#"<figure><svg viewBox="0 0 1 1" role="img" aria-label="One < two"><rect></rect></svg><figcaption>A.</figcaption></figure><svg></svg>."#,
            "<figure><p><em>One &lt; two</em></p><figcaption>A.</figcaption></figure>.",
        );
    }

    #[test]
    fn words_that_look_like_links_stay() {
        let text = r#"<code>&lt;a href="/x"&gt;</code> href="/y" 1 &lt; 2"#;
        check(text, text);
        check("<p", "<p");
    }
}
