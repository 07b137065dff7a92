//! The articles of a new site.

use domain::{ArticleDraft, MarkdownText, Slug, Summary, Title, parse_tags};
use serde::Deserialize;

use crate::StarterContentError;
use crate::error::InField;
use crate::front_matter::{File, file, parse_document};

const FILES: [File; 3] = [
    file!("articles/why-effortless-software-takes-work.md"),
    file!("articles/what-lies-under-an-interface.md"),
    file!("articles/traffic-data-and-teams-grow-differently.md"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleShape {
    title: String,
    slug: String,
    excerpt: String,
    tags: Vec<String>,
    /// The place in time: 1 is the oldest.
    order: u32,
}

/// Each article, the newest last.
pub(crate) fn load() -> Result<Vec<ArticleDraft>, StarterContentError> {
    let mut articles = FILES.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    articles.sort_by_key(|(order, _)| *order);
    Ok(articles.into_iter().map(|(_, article)| article).collect())
}

fn read(file: &File) -> Result<(u32, ArticleDraft), StarterContentError> {
    let (shape, body) = parse_document::<ArticleShape>(file)?;
    let article = ArticleDraft {
        slug: Slug::parse(&shape.slug).in_field(file.path, "slug")?,
        title: Title::parse(&shape.title).in_field(file.path, "title")?,
        excerpt: Summary::parse(&shape.excerpt)
            .in_field(file.path, "excerpt")?
            .into_option(),
        body: MarkdownText::parse(body).in_field(file.path, "body")?,
        tags: parse_tags(&shape.tags.join(",")).in_field(file.path, "tags")?,
        series: None,
        feature: None,
        declared_update: None,
    };
    Ok((shape.order, article))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What the public side's cleaner lets through inside a figure.
    const FIGURE_ELEMENTS: [&str; 15] = [
        "figure",
        "figcaption",
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "marker",
    ];
    const FIGURE_CLASSES: [&str; 7] = [
        "fig-line",
        "fig-accent",
        "fig-fill",
        "fig-fill-accent",
        "fig-text",
        "fig-text-small",
        "fig-muted",
    ];

    fn body(article: &ArticleDraft) -> &str {
        article.body.as_str()
    }

    /// The figure's lines, from its opening to its closing tag.
    fn figure(article: &ArticleDraft) -> &str {
        let (_, rest) = body(article).split_once("<figure>").unwrap();
        rest.split_once("</figure>").unwrap().0
    }

    /// The words outside code blocks, figures and tables.
    fn count_prose_words(markdown: &str) -> usize {
        let (mut words, mut in_code, mut in_figure) = (0, false, false);
        for line in markdown.lines() {
            if line.starts_with("```") {
                in_code = !in_code;
            } else if line.starts_with("<figure>") {
                in_figure = true;
            } else if line.starts_with("</figure>") {
                in_figure = false;
            } else if !in_code && !in_figure && !line.starts_with('|') {
                words += line.split_whitespace().count();
            }
        }
        words
    }

    #[test]
    fn prose_is_counted_without_code_figure_and_table() {
        let markdown = "one two\n```\ncode\n```\n<figure>\nx\n</figure>\n| a | b |\nthree\n";
        assert_eq!(count_prose_words(markdown), 3);
    }

    #[test]
    fn each_article_is_of_full_length_with_code_table_and_figure() {
        for article in load().unwrap() {
            let slug = &article.slug;
            let words = count_prose_words(body(&article));
            assert!((900..=1_500).contains(&words), "{slug}: {words}");
            assert!(
                ["\n```rust\n", "\n```sql\n"]
                    .iter()
                    .any(|fence| body(&article).contains(fence)),
                "{slug}: code"
            );
            assert!(body(&article).contains("\n| --- |"), "{slug}: table");
            assert!(figure(&article).contains("<svg viewBox="), "{slug}: figure");
            assert!(article.excerpt.is_some(), "{slug}: excerpt");
            assert!((2..=3).contains(&article.tags.len()), "{slug}: tags");
        }
    }

    #[test]
    fn a_figure_is_one_block_with_a_name_and_a_caption() {
        for article in load().unwrap() {
            let figure = figure(&article);
            // A blank line would end the HTML block, and Markdown would read the rest.
            assert!(!figure.contains("\n\n"), "{}", article.slug);
            assert!(
                figure.contains("role=\"img\" aria-label=\""),
                "{}",
                article.slug
            );
            assert!(figure.contains("<figcaption>"), "{}", article.slug);
        }
    }

    #[test]
    fn a_figure_uses_only_what_the_cleaner_keeps() {
        for article in load().unwrap() {
            let figure = figure(&article);
            for tag in figure.split('<').skip(1) {
                let name = tag
                    .trim_start_matches('/')
                    .split([' ', '>', '/'])
                    .next()
                    .unwrap();
                assert!(FIGURE_ELEMENTS.contains(&name), "{}: {name}", article.slug);
            }
            for value in figure.split("class=\"").skip(1) {
                for class in value.split('"').next().unwrap().split(' ') {
                    assert!(FIGURE_CLASSES.contains(&class), "{}: {class}", article.slug);
                }
            }
            assert!(!figure.contains("style"), "{}", article.slug);
        }
    }

    #[test]
    fn each_article_has_its_own_address_and_its_own_place_in_time() {
        let articles: Vec<_> = FILES.iter().map(|file| read(file).unwrap()).collect();
        let slugs: BTreeSet<_> = articles.iter().map(|(_, article)| &article.slug).collect();
        let orders: BTreeSet<_> = articles.iter().map(|(order, _)| *order).collect();
        assert_eq!(slugs.len(), articles.len());
        assert_eq!(orders, BTreeSet::from([1, 2, 3]));
    }
}
