//! Articles as entries of a feed, in full as long as the feed stays of a size that readers take.

use std::collections::HashMap;
use std::io;

use content::{Links, Loading, Picture, Placement};
use domain::{AltText, Article, Summary};
use site_pages::excerpt;
use url::Url;
use uuid::Uuid;

use super::{Entry, html, join};

/// Markdown that is rendered for one feed, so that the longest texts do not add up.
const MOST_MARKDOWN_BYTES: usize = 512 * 1024;

/// HTML in one feed. Readers give up on feeds of more than some megabytes.
const MOST_HTML_BYTES: usize = 2 * 1024 * 1024;

/// What there is room for in one feed.
#[derive(Debug)]
struct Room {
    markdown_bytes: usize,
    html_bytes: usize,
}

/// The entries, in the order of the articles. The newest is always in full; one that does not fit
/// shows its opening and the way to the rest, as do all that are older.
pub(super) fn of(
    articles: &[Article],
    base_url: &Url,
    links: &Links<'_>,
    pictures: &HashMap<Uuid, Picture>,
) -> io::Result<Vec<Entry>> {
    let room = Room {
        markdown_bytes: MOST_MARKDOWN_BYTES,
        html_bytes: MOST_HTML_BYTES,
    };
    fitting(articles, base_url, links, pictures, room)
}

fn fitting(
    articles: &[Article],
    base_url: &Url,
    links: &Links<'_>,
    pictures: &HashMap<Uuid, Picture>,
    room: Room,
) -> io::Result<Vec<Entry>> {
    let mut room = Some(room);
    articles
        .iter()
        .enumerate()
        .map(|(index, article)| {
            let address = join(base_url, &format!("/articles/{}", article.slug))?;
            let summary = excerpt(
                article.excerpt.as_ref().map(Summary::as_str),
                article.body.as_str(),
            );
            let in_full = match room.take() {
                Some(left) => left.whole(article, &address, links, index == 0),
                None => None,
            };
            let top = top(article, pictures, &address);
            let mut content_html = match in_full {
                Some((html, left)) => {
                    room = Some(left);
                    html
                }
                None => opening(&summary, &address),
            };
            if let Some((_, html)) = &top {
                content_html.insert_str(0, html);
            }
            Ok(Entry {
                image: top.map(|(image, _)| image),
                id: article.id.as_uuid().urn().to_string(),
                title: article.title.to_string(),
                address,
                published_at: article.published_at,
                updated_at: article.updated_at.max(article.published_at),
                tags: article
                    .tags
                    .iter()
                    .map(|tag| tag.name.to_string())
                    .collect(),
                summary,
                content_html,
            })
        })
        .collect()
}

impl Room {
    /// The whole text and what is left after it, if it fits.
    fn whole(
        self,
        article: &Article,
        address: &Url,
        links: &Links<'_>,
        is_first: bool,
    ) -> Option<(String, Self)> {
        let markdown = article.body.as_str();
        if markdown.len() > self.markdown_bytes && !is_first {
            return None;
        }
        let html = content::render_markdown(markdown, links);
        let html = html::for_readers(html.as_ref(), address);
        if html.len() > self.html_bytes && !is_first {
            return None;
        }
        let left = Self {
            markdown_bytes: self.markdown_bytes.saturating_sub(markdown.len()),
            html_bytes: self.html_bytes.saturating_sub(html.len()),
        };
        Some((html, left))
    }
}

/// The picture on top: its address, and how it stands before the text.
fn top(
    article: &Article,
    pictures: &HashMap<Uuid, Picture>,
    address: &Url,
) -> Option<(Url, String)> {
    let feature = article.feature.as_ref()?;
    let picture = pictures.get(&feature.media.as_uuid())?;
    let alt = feature.alt.as_ref().map(AltText::as_str);
    let placement = Placement {
        sizes: "100vw",
        loading: Loading::Lazy,
    };
    let html = content::picture_html(picture, alt, placement);
    let html = format!("<p>{}</p>", html::for_readers(html.as_ref(), address));
    Some((address.join(&picture.fallback.src).ok()?, html))
}

fn opening(summary: &str, address: &Url) -> String {
    let summary = summary
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let address = html::attribute(address.as_str());
    format!("<p>{summary}</p><p><a href=\"{address}\">Read the whole article</a></p>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use site_pages::fixtures;

    fn entries(bodies: &[&str]) -> Vec<Entry> {
        let articles: Vec<_> = bodies.iter().map(|body| fixtures::article(body)).collect();
        of(
            &articles,
            &fixtures::base_url(),
            &Links::none(),
            &HashMap::new(),
        )
        .unwrap()
    }

    #[test]
    fn twenty_articles_of_the_greatest_length_stay_within_bounds_and_lead_to_the_rest() {
        let longest = "word & <b>word</b> ".repeat(10_500);
        let cut: String = longest.chars().take(199_000).collect();
        let bodies = vec![cut.as_str(); 20];
        let entries = entries(&bodies);
        assert_eq!(entries.len(), 20);
        let total: usize = entries.iter().map(|entry| entry.content_html.len()).sum();
        assert!(total < MOST_HTML_BYTES, "{total}");
        assert!(entries[0].content_html.len() > 199_000);
        let way = r#"<a href="https://example.org/articles/an-article">Read the whole article</a>"#;
        assert!(entries[19].content_html.contains(way));
        assert!(!entries[0].content_html.contains(way));
    }

    #[test]
    fn the_newest_is_in_full_however_little_fits_and_none_is_after_one_that_did_not() {
        let bodies = ["First, and a long one.", "Second, much too long.", "Third."];
        let articles = bodies.map(fixtures::article);
        let shown = |markdown_bytes, html_bytes| -> Vec<bool> {
            let room = Room {
                markdown_bytes,
                html_bytes,
            };
            let entries = fitting(
                &articles,
                &fixtures::base_url(),
                &Links::none(),
                &HashMap::new(),
                room,
            )
            .unwrap();
            let is_whole = |entry: &Entry| !entry.content_html.contains("Read the whole article");
            entries.iter().map(is_whole).collect()
        };
        assert_eq!(shown(1, 1_000), [true, false, false]);
        assert_eq!(shown(1_000, 1), [true, false, false]);
        assert_eq!(shown(30, 1_000), [true, false, false]);
        assert_eq!(shown(1_000, 1_000), [true, true, true]);
    }

    #[test]
    fn an_opening_is_escaped() {
        let page = Url::parse("https://example.org/articles/a").unwrap();
        assert!(opening("a < b & c", &page).starts_with("<p>a &lt; b &amp; c</p>"));
    }
}
