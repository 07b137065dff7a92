//! Prints how long an article of 1,500 words with code takes: `cargo run --release -p content
//! --example render_time`. What saving and showing it need stands beside what comrak alone needs
//! in the same run, as the first number depends on the machine and its load.

use std::hint::black_box;
use std::time::{Duration, Instant};

use comrak::{Options, markdown_to_html};
use content::{Links, check, description, internal_links, render, word_count};

/// Repetitions of each measurement.
const ROUNDS: usize = 101;

/// What saving and rendering together should stay below.
const AIM: Duration = Duration::from_micros(2_500);

fn main() {
    let article = article();
    println!(
        "article: {} words, {} bytes, of which {} are code",
        word_count(&article),
        article.len(),
        CODE.iter().map(|(_, code)| code.len()).sum::<usize>() * 2,
    );
    let comrak = median("comrak alone", || {
        black_box(markdown_to_html(&article, &Options::default()));
    });
    let save = median("at a save: check, words, description, links", || {
        let _ = black_box(check(&article));
        black_box(word_count(&article));
        black_box(description(None, &article, 220));
        black_box(internal_links(&article));
    });
    let show = median("render", || {
        black_box(render(&article, &Links::none()));
    });
    let both = save + show;
    println!(
        "save and render: {} µs, {:.1} times comrak alone; the aim is {} µs",
        both.as_micros(),
        both.as_secs_f64() / comrak.as_secs_f64(),
        AIM.as_micros(),
    );
}

fn median(name: &str, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..10 {
                work();
            }
            start.elapsed() / 10
        })
        .collect();
    times.sort();
    let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
    println!("{name}: {} µs", median.as_micros());
    median
}

const CODE: [(&str, &str); 4] = [
    (
        "rust title=\"src/pool.rs\" {3-4}",
        "/// Takes a connection.\npub fn take(&self) -> Result<Connection, PoolError> {\n    let waited = Instant::now();\n    let connection = self.idle.pop().ok_or(PoolError::Empty)?;\n    debug!(waited = ?waited.elapsed(), \"connection taken\");\n    Ok(connection)\n}\n",
    ),
    (
        "sql",
        "select article.id, count(*) as words\nfrom article\njoin revision on revision.article_id = article.id\nwhere article.published_at <= now() -- by the database's clock\ngroup by article.id\norder by words desc;\n",
    ),
    (
        "toml linenos",
        "[server]\naddress = \"127.0.0.1:8080\"\nworkers = 4\n\n[log]\nformat = \"json\" # or \"text\"\n",
    ),
    (
        "sh",
        "for file in \"$folder\"/*.sql; do\n  psql --quiet --file \"$file\" || exit 1\ndone\n",
    ),
];

/// Headings, paragraphs with links and emphasis, a list, a table, notes and code.
fn article() -> String {
    const PARAGRAPH: &str = "A connection that nobody *uses* is not free: it holds memory on both \
        sides, and the server has to look at it whenever it [counts](https://example.org/a) who is \
        there. So a pool keeps `few` of them, hands them out for **one** piece of work, and takes \
        them back before anyone waits[^1]. What is left is the question of how many.\n\n";
    let mut article =
        String::from("The opening of the article, in a sentence or two.\n\n<!--more-->\n\n");
    for part in 0..8 {
        article.push_str(&format!("## Part {part} of the matter\n\n"));
        article.push_str(&PARAGRAPH.repeat(2));
        if let Some((info, code)) = CODE.get(part % CODE.len()) {
            article.push_str(&format!("```{info}\n{code}```\n\n"));
        }
        article.push_str("### What follows\n\n");
        article.push_str(PARAGRAPH);
        article.push_str("- one thing that matters\n- another one, with `code`\n\n");
    }
    article.push_str("| size | wait |\n| ---: | ---: |\n| 4 | 12 ms |\n| 8 | 3 ms |\n\n");
    article.push_str("[^1]: Within a second, or the request is refused.\n");
    article
}
