//! The examples of the CommonMark and GitHub specifications, against the parser as it is set up
//! here but before our own additions. They come from npm; nothing of them is kept in this
//! repository.

use std::fs;
use std::path::Path;

use comrak::{Options, markdown_to_html};
use serde::Deserialize;

use super::options;

#[derive(Debug, Deserialize)]
struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

/// Example numbers with the reason why this site answers otherwise.
type Differences<'a> = &'a [(usize, &'a str)];

fn examples(name: &str) -> Vec<Example> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/spec/dist")
        .join(format!("{name}.json"));
    let text = fs::read_to_string(&file).unwrap_or_else(|error| {
        panic!(
            "The examples of the specification are not at {}: {error}.\n\
             Type: (cd tests/spec && npm ci && npm run build)",
            file.display()
        )
    });
    serde_json::from_str(&text).unwrap()
}

/// CommonMark alone, as the parser has it before this site's extensions.
fn commonmark() -> Options<'static> {
    let mut options = Options::default();
    options.render.r#unsafe = true;
    options
}

/// Compares, prints the count, and insists on just these differences.
fn compare(
    name: &str,
    title: &str,
    count: usize,
    options: &Options<'_>,
    differences: Differences<'_>,
) {
    let examples = examples(name);
    assert_eq!(examples.len(), count, "{title}");
    let different: Vec<_> = examples
        .iter()
        .filter(|example| markdown_to_html(&example.markdown, options) != example.html)
        .collect();
    println!(
        "{title}: {} of {count} examples as in the specification",
        count - different.len()
    );
    for (number, reason) in differences {
        println!("  example {number}: {reason}");
    }
    let expected: Vec<_> = differences.iter().map(|(number, _)| *number).collect();
    let numbers: Vec<_> = different.iter().map(|example| example.number).collect();
    let shown: String = different
        .iter()
        .filter(|example| !expected.contains(&example.number))
        .map(|example| {
            format!(
                "\nexample {} ({})\n{}\nshould be\n{}\nbut is\n{}",
                example.number,
                example.section,
                example.markdown,
                example.html,
                markdown_to_html(&example.markdown, options)
            )
        })
        .collect();
    assert_eq!(numbers, expected, "{title}{shown}");
}

#[test]
fn the_parser_answers_every_example_of_commonmark() {
    compare(
        "commonmark",
        "CommonMark 0.31.2, no extensions",
        652,
        &commonmark(),
        &[],
    );
}

#[test]
fn this_sites_markdown_answers_the_examples_of_commonmark_but_for_its_extensions() {
    const AUTOLINK: &str = "GitHub's extension makes a link of a bare address";
    compare(
        "commonmark",
        "CommonMark 0.31.2, with this site's extensions",
        652,
        &options(),
        &[
            (602, AUTOLINK),
            (608, AUTOLINK),
            (611, AUTOLINK),
            (612, AUTOLINK),
        ],
    );
}

#[test]
fn this_sites_markdown_answers_the_examples_of_github_but_for_those_that_it_should_not() {
    const AUTOLINK: &str =
        "shows the text without the autolink extension, which is on here as on GitHub";
    const TASKS: &str = "the same list, with classes for the style sheet";
    const COMMENT: &str =
        "CommonMark 0.31 allows more in a comment than 0.28 did, which this quotes";
    const XMPP: &str =
        "comrak reads resources of xmpp: addresses otherwise; the cleaning drops that scheme";
    compare(
        "gfm",
        "GitHub 0.29, with this site's extensions",
        677,
        &options(),
        &[
            (279, TASKS),
            (280, TASKS),
            (611, AUTOLINK),
            (617, AUTOLINK),
            (620, AUTOLINK),
            (621, AUTOLINK),
            (634, XMPP),
            (635, XMPP),
            (649, COMMENT),
            (650, COMMENT),
            (
                657,
                "the cleaning takes these elements out, instead of the extension that names them",
            ),
        ],
    );
}
