//! Prints how long texts take that were made to be slow: `cargo run --release -p content --example
//! slow_texts`. The limits in `limits.rs` were found with it. A second is too long for any of them.
#![expect(
    clippy::expect_used,
    reason = "an example may end at what is not as it must be"
)]

use std::collections::HashMap;
use std::time::Duration;

use content::{
    Candidate, Focus, Links, Picture, Source, check, description, outline, plain_text, references,
    render, word_count,
};
use uuid::Uuid;

/// Characters of the longest text that the site stores.
const CHARS: usize = 200_000;

fn main() {
    let stack = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    stack
        .spawn(run)
        .expect("a thread starts")
        .join()
        .expect("no text overflows the stack");
}

fn run() {
    println!(
        "{:>9} {:>9} {:>9} {:>10}  answer, text",
        "check", "render", "the rest", "bytes out"
    );
    let pictures = HashMap::from([(Uuid::nil(), picture())]);
    let links = Links::none().with_pictures(&pictures);
    let mut longest = Duration::ZERO;
    for (name, text) in texts() {
        let (checked, check_time) = timed(|| check(&text));
        let (rendered, render_time) = timed(|| render(&text, &links));
        let ((), rest_time) = timed(|| {
            outline(&text);
            references(&text);
            plain_text(&text);
            word_count(&text);
            description(None, &text, 200);
        });
        longest = longest.max(check_time).max(render_time).max(rest_time);
        println!(
            "{:>6} ms {:>6} ms {:>6} ms {:>10}  {}, {name}",
            check_time.as_millis(),
            render_time.as_millis(),
            rest_time.as_millis(),
            rendered.html.as_str().len(),
            match checked {
                Ok(()) => "rendered".to_owned(),
                Err(refusal) => format!("{refusal:?}"),
            },
        );
    }
    println!("longest: {} ms", longest.as_millis());
}

/// A picture with everything that one may have.
fn picture() -> Picture {
    let candidates = |extension: &str| -> Vec<Candidate> {
        [480, 960, 1600]
            .into_iter()
            .map(|width_px| Candidate {
                src: format!("/media/{}-{width_px}.{extension}", "0".repeat(32)),
                width_px,
            })
            .collect()
    };
    let source = |mime, extension| Source {
        mime,
        candidates: candidates(extension),
    };
    Picture {
        fallback: Candidate {
            src: format!("/media/{}-960.jpg", "0".repeat(32)),
            width_px: 960,
        },
        fallback_srcset: candidates("jpg"),
        sources: vec![source("image/avif", "avif"), source("image/webp", "webp")],
        width_px: 4000,
        height_px: 3000,
        alt: "What it shows & \"says\" ".repeat(20),
        is_decorative: false,
        has_transparency: false,
        tone: None,
        focus: Focus { x: 50, y: 50 },
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = on_processor();
    let result = work();
    (result, on_processor().saturating_sub(start))
}

/// The time that this thread has been worked for, which other programs do not lengthen.
fn on_processor() -> Duration {
    let times = std::fs::read_to_string("/proc/thread-self/schedstat").expect("this is Linux");
    let nanoseconds = times.split(' ').next().and_then(|time| time.parse().ok());
    Duration::from_nanos(nanoseconds.expect("the first word is a number"))
}

/// As much of this as a text may have.
fn full(piece: &str) -> String {
    piece.repeat(CHARS / piece.chars().count())
}

/// Numbered pieces up to the length that a text may have.
fn numbered(piece: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < CHARS {
        text.push_str(&piece(number));
        number += 1;
    }
    text
}

fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, text: String| texts.push((name.to_owned(), text));
    add("as many brackets as may be", "[".repeat(800_000));
    let nil = Uuid::nil();
    add(
        "pictures of the library",
        format!("![](plinth:{nil})\n\n").repeat(CHARS / 52),
    );
    add(
        "one picture referred to",
        "![][a] ".repeat(CHARS / 7) + &format!("\n\n[a]: plinth:{nil}"),
    );
    add(
        "pictures of the library in HTML",
        format!("<img src=plinth:{nil}>").repeat(2_800),
    );
    add("a megabyte of brackets", "[".repeat(1_000_000));
    for piece in [
        "[",
        "]",
        "[]",
        "![",
        "[a](",
        "[a](<",
        "[^",
        "[^1]",
        "*",
        "**a ",
        "*a_ ",
        "_a ",
        "~~a ",
        "`",
        "`` ` ",
        "<",
        "<a ",
        "</",
        "<!--",
        "<?",
        "<![CDATA[",
        "&",
        "&#",
        "&amp;",
        "\\",
        "> ",
        ">",
        "- ",
        "1. ",
        "+ * ",
        "# ",
        "#\n",
        "# a\n",
        "a\n===\n",
        "```\n",
        "~~~a\n",
        "    a\n",
        "\n",
        "\t",
        "a\n",
        "a  \n",
        "|",
        "|a\n",
        "www.",
        "http://",
        "a@",
        "a@b.c ",
        "- [ ] ",
        "\u{0}",
        "\u{202e}",
        "\r",
        "a",
        "Ä",
        "<b>",
        "<div>",
        "<div>\n\n",
        "<p>",
        "<a href=x>",
        "</div>",
        "<table>",
        "<td>",
        "<svg>",
        "<math>",
        "<x>",
        "<select>",
        "<button>",
        "<!-- a -->",
        "<title>",
        "<textarea>",
        "<br>",
        "<b><p>",
        "<b></i>",
        "<p><b>\n\n",
        "<b>\n\n</p>\n\n",
        "> [!NOTE]\n",
        "> > > a\n\n",
        "- a\n\n\n",
        "a <b>c</b> ",
        "<i>x\n\n",
        "**a** *b* `c` ~~d~~ [e](f) ",
        "https://youtu.be/aqz-KE-bpKQ\n\n",
        "![a](b \"c\")\n\n",
        "*a **a ",
    ] {
        add(&format!("{piece:?}"), full(piece));
    }
    add(
        "signs in many paragraphs",
        format!("{}\n\n", "&".repeat(2_000)).repeat(CHARS / 2_002),
    );
    add("signs of two bytes", full("a§"));
    add(
        "signs in a block of code",
        format!("```\n{}\n```", full("&\n")),
    );
    add("signs in an address", format!("[a](b?{})", full("&c")));
    let half = CHARS / 2;
    add(
        "nested brackets closed",
        "[".repeat(half) + &"]".repeat(half),
    );
    add(
        "nested emphasis closed",
        "*a **a ".repeat(half / 7) + &" a** a*".repeat(half / 7),
    );
    add("nested links", "[a](b".repeat(half / 5) + &")".repeat(half));
    add(
        "nested lists by indentation",
        (0..600)
            .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
            .collect(),
    );
    add(
        "ninety levels of quotation",
        format!("{} a\n", ">".repeat(90)).repeat(CHARS / 93),
    );
    add(
        "ninety levels and lazy lines",
        format!("{} a\n", "> ".repeat(90)) + &full("b\n"),
    );
    add(
        "ninety levels of lists",
        format!("{} a\n\n", "- ".repeat(90)).repeat(CHARS / 185),
    );
    add("a table of many columns", table(30_000, 1));
    add("a table of many short rows", table(2_000, 60_000));
    add("a table of many rows", table(4, 4_900));
    add("a table of as many cells as may be", table(200, 98));
    add(
        "references to definitions",
        format!("[a]: {}\n\n", "b".repeat(half)) + &"[a] ".repeat(half / 4),
    );
    add(
        "many definitions",
        numbered(|number| format!("[a{number}]: b\n")),
    );
    add(
        "many definitions and uses",
        numbered(|number| format!("[a{number}]: b\n\n[a{number}] [a{number}]\n\n")),
    );
    add(
        "many footnotes",
        numbered(|number| format!("[^{number}] a\n\n[^{number}]: b\n\n")),
    );
    add(
        "one footnote many times",
        "[^a]: b\n\n".to_owned() + &full("[^a] "),
    );
    add(
        "many headings",
        numbered(|number| format!("## a {number}\n\n[a](#a-{number})\n\n")),
    );
    add(
        "equal headings below each other",
        full("# a\n## b\n### b\n#### b\n"),
    );
    add(
        "long headings",
        full(&format!("# {}\n## b\n", "c".repeat(1_000))),
    );
    add(
        "an unclosed emphasis and paragraphs",
        numbered_tags(100, "b") + &full("a\n\n"),
    );
    add(
        "few unclosed and paragraphs",
        numbered_tags(3, "b") + &full("a\n\n"),
    );
    add(
        "few unclosed and HTML paragraphs",
        numbered_tags(3, "b") + &full("<p>"),
    );
    add(
        "crosswise",
        numbered(|number| format!("<b id={number}><table><td></b></table>")),
    );
    add(
        "many attributes",
        format!("<a {}>", numbered(|number| format!("b{number} "))),
    );
    add(
        "many attributes, smaller",
        format!(
            "<a {}>",
            (0..25_000).map(|n| format!("b{n} ")).collect::<String>()
        ),
    );
    add(
        "elements before a table",
        "<table>".to_owned() + &"<br>".repeat(49_000),
    );
    add(
        "text before a table",
        "<table>".to_owned() + &"a<tr>".repeat(39_000),
    );
    add(
        "rows of a table in HTML",
        "<table>".to_owned() + &"<tr><td>a".repeat(22_000),
    );
    add("selects", full("<select><option>a"));
    add(
        "a hundred divs and paragraphs",
        "<div>".repeat(100) + &full("<p>a"),
    );
    add(
        "a large drawing",
        format!("<svg>{}</svg>", "<path d=\"M0 0L1 1\"/>".repeat(9_000)),
    );
    for language in [
        "rust", "html", "md", "sql", "js", "cpp", "php", "haskell", "sh", "toml", "yaml", "css",
        "scss", "python", "diff",
    ] {
        add(
            &format!("{language}: first use"),
            format!("```{language}\nfn a\n```\n"),
        );
        for piece in [
            "fn a<'a>(b: &'a str) -> u8 { \"c\" }\n",
            "((((((((((((((((((((((\n",
            "#[#[#[#[#[",
            "${${${",
            "\"\\",
            "/*",
            "a \"b\" 1 ",
            "{{",
            "<a b=",
            "'",
            "a   ",
            "<a b=\"c\">{{{<<<\"'\n",
            "a::b::c::d::e(f, g)\n",
            "* ** _ __ [a](b) `c`\n",
        ] {
            let code: String = piece.repeat(99_900 / piece.len());
            add(
                &format!("{language}: {piece:?}"),
                format!("```{language}\n{code}```\n"),
            );
        }
        let lines: String = format!("{}\n", "(a[{<\"'b ".repeat(49)).repeat(70);
        add(
            &format!("{language}: long lines"),
            format!("```{language}\n{lines}```\n"),
        );
    }
    texts
}

fn table(columns: usize, rows: usize) -> String {
    let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
    row("a") + &row("-") + &"|b\n".repeat(rows)
}

fn numbered_tags(count: usize, name: &str) -> String {
    let tags: String = (0..count)
        .map(|number| format!("<{name} id={number}>"))
        .collect();
    format!("<div>\n{tags}\n\n")
}
