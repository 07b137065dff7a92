//! Texts that would take long, or reach too deep.

use std::thread;

use content::{
    Links, TooComplex, check, description, outline, plain_text, references, render, word_count,
};

use super::html;

/// The stack of a thread on which the site renders.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// Characters of the longest text that the site stores.
const CHARS: usize = 200_000;

fn deep_texts() -> Vec<String> {
    let half = CHARS / 2;
    let mut texts: Vec<String> = [
        ">",
        "> ",
        "- ",
        "1. ",
        "* + - ",
        "[",
        "![",
        "[a](",
        "*",
        "**a ",
        "*a **a ",
        "_a ",
        "~~a ",
        "<div>",
        "<b>",
        "<a href=x>",
        "<svg>",
        "<table>",
        "<div>\n\n",
        "<ul><li>",
        "<x>",
        "<b><p>",
        "<select>",
        "<img ",
        "<img src=\"",
        "<img src=plinth:x>",
        "<math>",
        "<template>",
        "`",
        "<!--",
        "> - ",
    ]
    .iter()
    .map(|piece| piece.repeat(CHARS / piece.len()))
    .collect();
    texts.push("[".repeat(half) + &"]".repeat(half));
    texts.push("[a](b".repeat(half / 5) + &")".repeat(half / 5));
    texts.push("*a **a ".repeat(half / 7) + &" a** a*".repeat(half / 7));
    texts.push("<div>".repeat(half / 5) + &"</div>".repeat(half / 6));
    texts.push(
        (0..600)
            .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
            .collect(),
    );
    texts
}

#[test]
fn no_text_overflows_the_stack_of_a_thread() {
    let work = || {
        for text in deep_texts() {
            let _ = check(&text);
            render(&text, &Links::none());
            outline(&text);
            references(&text);
            plain_text(&text);
            word_count(&text);
            description(None, &text, 200);
        }
    };
    thread::Builder::new()
        .stack_size(STACK_BYTES)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn what_a_person_writes_is_never_refused() {
    let article = "## Head\n\nSome *words* & `code` with a [link](/x)[^1].\n\n- one\n  - two\n    - three\n\n> said\n\n| a | b |\n| - | - |\n| c | d |\n\n```rust\nfn a() {}\n```\n\n<figure><svg viewBox=\"0 0 1 1\"><g><path d=\"M0 0\"/></g></svg></figure>\n\n";
    let long = article.repeat(CHARS / article.len()) + "[^1]: A note.\n";
    assert_eq!(check(&long), Ok(()));
    let nested: String = (0..40)
        .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
        .collect();
    assert_eq!(check(&nested), Ok(()));
    assert_eq!(check(&format!("{} a", ">".repeat(90))), Ok(()));
    assert_eq!(check(&"a".repeat(CHARS)), Ok(()));
    assert_eq!(
        check(&"Ä & ü ".repeat(CHARS / 6)),
        Err(TooComplex::ManySigns)
    );
    assert_eq!(check(&"Ä & ü\n\n".repeat(CHARS / 7)), Ok(()));
}

#[test]
fn what_would_take_long_is_refused_with_a_sentence_that_says_why() {
    let table = |columns: usize, rows: usize| {
        let row = |cell: &str| format!("|{}\n", format!("{cell}|").repeat(columns));
        row("a") + &row("-") + &"|b\n".repeat(rows)
    };
    for (text, refusal) in [
        ("[".repeat(1_000_000), TooComplex::Long),
        (">".repeat(CHARS), TooComplex::Deep),
        (format!("- {}", ">".repeat(101)), TooComplex::Deep),
        (
            "*a **a ".repeat(200) + &" a** a*".repeat(200),
            TooComplex::Deep,
        ),
        ("<div>".repeat(300), TooComplex::Deep),
        (table(3_000, 30), TooComplex::ManyCells),
        (table(30_000, 1), TooComplex::ManyCells),
        ("a\n".repeat(CHARS / 2), TooComplex::ManyParts),
        (
            "[^a]: b\n\n".to_owned() + &"[^a] ".repeat(3_000),
            TooComplex::ManyNotes,
        ),
        ("&".repeat(CHARS), TooComplex::ManySigns),
        (
            format!("```\n{}```\n", "&\n".repeat(CHARS / 2)),
            TooComplex::ManySigns,
        ),
        ("<p>".repeat(60_000), TooComplex::LongHtml),
        ("</b>".repeat(300), TooComplex::TangledHtml),
        (
            format!(
                "<!--> {} -->\n\n{}",
                "<b>".repeat(90),
                "a\n\n".repeat(5_000)
            ),
            TooComplex::TangledHtml,
        ),
        (
            (0..90).map(|id| format!("<b id={id}>")).collect::<String>() + &"\n\na".repeat(5_000),
            TooComplex::TangledHtml,
        ),
    ] {
        let start: String = text.chars().take(20).collect();
        assert_eq!(check(&text), Err(refusal), "{start}");
        assert!(refusal.to_string().ends_with('.'), "{refusal}");
    }
}

#[test]
fn a_refused_text_is_printed_as_it_was_written() {
    let text = "<script>alert(1)</script> & \"x\"\n".to_owned() + &">".repeat(101);
    assert_eq!(check(&text), Err(TooComplex::Deep));
    let made = html(&text);
    assert!(
        made.starts_with("<pre tabindex=\"0\" dir=\"auto\">&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;\n"),
        "{made}"
    );
    assert!(outline(&text).is_empty() && references(&text).links.is_empty());
    assert!(word_count(&text) > 0 && plain_text(&text).contains("alert"));
}

#[test]
fn the_html_of_what_is_rendered_stays_in_proportion_to_the_text() {
    for piece in [
        "[",
        "*a_ ",
        "# a\n",
        "#\n",
        "a@b.c ",
        "> > > a\n\n",
        "- [ ] ",
        "![a](b \"c\")\n\n",
        "<a ",
        "[a]: b\n\n[a] ",
        "[^1] ",
        "<b>c</b> ",
        "# a\n## b\n### b\n",
        "<",
        "https://youtu.be/aqz-KE-bpKQ\n\n",
        "```rust {1}\na=b\n```\n",
        "> [!NOTE]\n> a\n\n",
    ] {
        let text = piece.repeat(20_000 / piece.len());
        let made = html(&text);
        assert!(made.len() < text.len() * 40, "{piece:?}: {}", made.len());
    }
}
