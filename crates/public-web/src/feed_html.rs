//! Safe HTML as a feed reader can show it: without this site's styles, at another address.

use std::borrow::Cow;

use url::Url;

/// The HTML with its links absolute and its drawings in words.
pub(crate) fn for_readers(html: &str, page: &Url) -> String {
    with_absolute_links(&with_drawings_in_words(html), page)
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

/// The HTML with each `href` and `src` resolved against the page's own address.
///
/// Only the inside of tags is looked at, as a text may well say `href="/"` itself.
fn with_absolute_links(html: &str, page: &Url) -> String {
    let mut done = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, from_tag) = rest.split_at(start);
        done.push_str(text);
        let (tag, after) = from_tag.split_at(tag_length(from_tag));
        push_tag(&mut done, tag, page);
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

fn push_tag(done: &mut String, tag: &str, page: &Url) {
    let mut rest = tag;
    while let Some((value_start, is_link)) = next_value(rest) {
        let (before, value_on) = rest.split_at(value_start);
        done.push_str(before);
        let end = value_on.find('"').unwrap_or(value_on.len());
        let (value, after) = value_on.split_at(end);
        if is_link && let Some(address) = resolved(value, page) {
            done.push_str(&address);
        } else {
            done.push_str(value);
        }
        let (quote, after) = after.split_at(after.len().min(1));
        done.push_str(quote);
        rest = after;
    }
    done.push_str(rest);
}

/// Where the next attribute's value begins, and whether it is a link.
fn next_value(tag: &str) -> Option<(usize, bool)> {
    let equals = tag.find("=\"")?;
    let name = tag[..equals].rsplit([' ', '\n', '\t']).next();
    Some((equals + 2, matches!(name, Some("href" | "src"))))
}

fn resolved(value: &str, page: &Url) -> Option<String> {
    let address = page.join(&value.replace("&amp;", "&")).ok()?;
    Some(address.as_str().replace('&', "&amp;").replace('"', "%22"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &str) {
        let page = Url::parse("https://example.org/articles/a").unwrap();
        assert_eq!(with_absolute_links(html, &page), expected);
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
    }

    #[test]
    fn a_drawing_is_told_in_its_own_words() {
        let page = Url::parse("https://example.org/articles/a").unwrap();
        let html = r#"<figure><svg viewBox="0 0 1 1" role="img" aria-label="One < two"><rect></rect></svg><figcaption>A.</figcaption></figure><svg></svg>."#;
        assert_eq!(
            for_readers(html, &page),
            "<figure><p><em>One &lt; two</em></p><figcaption>A.</figcaption></figure>."
        );
    }

    #[test]
    fn words_that_look_like_links_stay() {
        let text = r#"<code>&lt;a href="/x"&gt;</code> href="/y" 1 &lt; 2"#;
        check(text, text);
        check("<p", "<p");
    }
}
