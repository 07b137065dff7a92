//! The source of a page: its Markdown behind a few lines of YAML that say what it is.

use domain::{Article, Service};
use web_kit::dates;

use crate::surroundings::Surroundings;

/// The source of an article. It belongs on a blocking thread, as its Markdown is read.
pub fn article_source(article: &Article, around: &Surroundings<'_>) -> String {
    let mut matter = Matter::new(article.title.as_str());
    matter.text("author", &around.frame.owner_name);
    matter.plain("date", &dates::iso(article.published_at));
    if let Some(day) = article.declared_update {
        matter.plain("updated", &day.to_string());
    }
    matter.text("url", &around.address(&article_path(article)));
    if let Some(excerpt) = &article.excerpt {
        matter.text("description", excerpt.as_str());
    }
    if let Some(place) = &article.series {
        matter.text("series", place.series.title.as_str());
        if let Some(part) = place.part {
            matter.plain("part", &part.get().to_string());
        }
    }
    let tags = article.tags.iter().map(|tag| tag.name.as_str());
    matter.list("tags", tags);
    matter.before(&around.source(article.body.as_str()))
}

/// The source of a service. It belongs on a blocking thread, as its Markdown is read.
pub fn service_source(service: &Service, around: &Surroundings<'_>) -> String {
    let mut matter = Matter::new(service.title.as_str());
    matter.text("author", &around.frame.owner_name);
    let path = format!("/services/{}", service.slug);
    matter.text("url", &around.address(&path));
    matter.text("description", service.summary.as_str());
    let deliverables = service.deliverables.as_slice().iter();
    matter.list("deliverables", deliverables.map(|text| text.as_str()));
    matter.before(&around.source(service.body.as_str()))
}

fn article_path(article: &Article) -> String {
    format!("/articles/{}", article.slug)
}

/// Lines of YAML 1.2 between two rows of hyphens, as most programs for Markdown read them.
struct Matter(String);

impl Matter {
    fn new(title: &str) -> Self {
        let mut matter = Self("---\n".to_owned());
        matter.text("title", title);
        matter
    }

    /// A value of which each character means itself.
    fn text(&mut self, name: &str, value: &str) {
        self.plain(name, &quoted(value));
    }

    fn plain(&mut self, name: &str, value: &str) {
        self.0.push_str(&format!("{name}: {value}\n"));
    }

    fn list<'v>(&mut self, name: &str, values: impl Iterator<Item = &'v str>) {
        let mut is_first = true;
        for value in values {
            if is_first {
                self.0.push_str(&format!("{name}:\n"));
                is_first = false;
            }
            self.0.push_str(&format!("  - {}\n", quoted(value)));
        }
    }

    fn before(mut self, markdown: &str) -> String {
        self.0.push_str("---\n\n");
        self.0.push_str(markdown);
        if !markdown.ends_with('\n') {
            self.0.push('\n');
        }
        self.0
    }
}

/// A double-quoted scalar (YAML 1.2.2, 7.3.1): only what is printable stands for itself.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => push_code(&mut quoted, character),
            other if other.is_control() => push_code(&mut quoted, other),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn push_code(quoted: &mut String, character: char) {
    quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures;
    use chrono::NaiveDate;
    use domain::{Series, SeriesId, SeriesPart, SeriesPlace, Slug, Summary, Title};
    use uuid::Uuid;

    fn source(article: &Article) -> String {
        article_source(article, &fixtures::surroundings(&fixtures::frame()))
    }

    #[test]
    fn the_source_says_what_it_is_and_holds_the_text_as_it_was_written() {
        let mut article = fixtures::article("## One\n\nSome *words*.\n");
        article.title = Title::parse("On \"C:\\\" & on").unwrap();
        article.excerpt = Some(Summary::parse("What it: says.").unwrap());
        article.declared_update = NaiveDate::from_ymd_opt(2026, 11, 20);
        article.series = Some(SeriesPlace {
            series: Series {
                id: SeriesId::from_uuid(Uuid::nil()),
                slug: Slug::parse("on").unwrap(),
                title: Title::parse("On").unwrap(),
            },
            part: SeriesPart::parse("2").unwrap(),
        });
        assert_eq!(
            source(&article),
            r#"---
title: "On \"C:\\\" & on"
author: "The Owner"
date: 2026-11-12T09:00:00Z
updated: 2026-11-20
url: "https://example.org/articles/an-article"
description: "What it: says."
series: "On"
part: 2
tags:
  - "databases"
---

## One

Some *words*.
"#
        );
    }

    #[test]
    fn what_an_article_does_not_have_leaves_no_line() {
        let mut article = fixtures::article("Words.");
        article.tags.clear();
        let source = source(&article);
        for name in ["updated", "description", "series", "part", "tags"] {
            assert!(!source.contains(&format!("{name}:")), "{name}");
        }
        assert!(source.ends_with("---\n\nWords.\n"));
    }

    #[test]
    fn no_character_of_a_title_ends_it() {
        assert_eq!(quoted("a\n---\u{85}\u{2028}b"), r#""a\n---\u0085\u2028b""#);
    }
}
