//! The place of an article in a series, with the ways to its neighbours.

use serde::Serialize;

/// What `templates/public/articles/_series.hbs` reads.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesNavigation {
    title: String,
    href: Option<String>,
    part: usize,
    total: usize,
    parts: Vec<SeriesEntry>,
    previous: Option<SeriesEntry>,
    next: Option<SeriesEntry>,
    has_ways: bool,
}

/// An article of a series.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesEntry {
    /// Its title.
    pub title: String,
    /// Its address; `None` while it has none that the reader could follow.
    pub href: Option<String>,
    /// Whether it is the one on this page.
    pub is_current: bool,
}

impl SeriesNavigation {
    /// The title of the series.
    pub(crate) fn title(&self) -> &str {
        &self.title
    }

    /// The address of the page of the series, where it has one.
    pub(crate) fn href(&self) -> Option<&str> {
        self.href.as_deref()
    }

    /// The navigation of a series with these parts, in order. Nothing for a series of one, or when
    /// none of them is the one on this page.
    pub fn of(title: String, href: Option<String>, parts: Vec<SeriesEntry>) -> Option<Self> {
        let index = parts.iter().position(|part| part.is_current)?;
        if parts.len() < 2 {
            return None;
        }
        // A part that cannot be read yet is named in the list, but no way leads there.
        let can_be_read = |part: &&SeriesEntry| part.href.is_some();
        let previous = parts[..index].iter().rev().find(can_be_read).cloned();
        let next = parts[index + 1..].iter().find(can_be_read).cloned();
        Some(Self {
            title,
            href,
            part: index + 1,
            total: parts.len(),
            has_ways: previous.is_some() || next.is_some(),
            previous,
            next,
            parts,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ArticleView, article_page, fixtures};

    /// Parts named by letters; a capital is the one on the page, and a dash has no address.
    fn parts(letters: &str) -> Vec<SeriesEntry> {
        letters
            .chars()
            .map(|letter| SeriesEntry {
                title: format!("Part <{letter}>"),
                href: (letter != '-').then(|| format!("/articles/{letter}")),
                is_current: letter.is_ascii_uppercase(),
            })
            .collect()
    }

    fn html(series: Option<SeriesNavigation>) -> String {
        let article = fixtures::article("Words.");
        let mut view = ArticleView::from(&article);
        view.series = series;
        let frame = fixtures::frame();
        fixtures::render(&article_page(&view, &fixtures::surroundings(&frame)))
    }

    fn html_of(letters: &str) -> String {
        html(series(letters))
    }

    fn series(letters: &str) -> Option<SeriesNavigation> {
        SeriesNavigation::of("On & on".into(), None, parts(letters))
    }

    #[test]
    fn a_part_in_the_middle_leads_both_ways_and_names_every_part() {
        let html = html_of("aBc");
        assert!(
            html.contains(r#"<nav class="series" id="series" aria-label="Series: On &amp; on">"#)
        );
        assert!(html.contains("Part 2 of 3"));
        assert!(html.contains(r#"<a href="/articles/a" rel="prev"><bdi>Part &lt;a&gt;</bdi></a>"#));
        assert!(html.contains(r#"<a href="/articles/c" rel="next"><bdi>Part &lt;c&gt;</bdi></a>"#));
        assert!(html.contains(r#"<li aria-current="page"><bdi>Part &lt;B&gt;</bdi></li>"#));
        assert!(html.contains(r##"<a href="#series">"##));
        assert_eq!(html.matches("Part &lt;").count(), 5, "{html}");
    }

    #[test]
    fn the_first_part_leads_on_only_and_the_last_one_back_only() {
        let first = html_of("Ab");
        assert!(!first.contains(r#"rel="prev""#) && first.contains(r#"rel="next""#));
        let last = html_of("aB");
        assert!(last.contains(r#"rel="prev""#) && !last.contains(r#"rel="next""#));
    }

    #[test]
    fn a_part_that_cannot_be_read_is_named_and_passed_over() {
        let html = html_of("A-c");
        assert!(html.contains("<li><bdi>Part &lt;-&gt;</bdi></li>"));
        assert!(html.contains(r#"<a href="/articles/c" rel="next">"#));
        let alone = html_of("A-");
        assert!(alone.contains("Part 1 of 2"));
        assert!(!alone.contains("series__ways"));
    }

    #[test]
    fn the_series_is_a_link_where_it_has_a_page_of_its_own() {
        assert!(html_of("Ab").contains("<bdi>On &amp; on</bdi>"));
        let linked = SeriesNavigation::of("On".into(), Some("/series/on".into()), parts("Ab"));
        assert!(html(linked).contains(r#"<a href="/series/on"><bdi>On</bdi></a>"#));
    }

    #[test]
    fn an_article_without_a_series_or_alone_in_one_shows_none() {
        for series in [None, series("A"), series("ab")] {
            assert!(!html(series).contains("series"));
        }
    }
}
