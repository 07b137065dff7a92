//! Code blocks.

use content::CODE_CLASSES;
use proptest::prelude::*;
use scraper::Html;

use super::html;

/// What a reader would copy.
fn text_of(html: &str) -> String {
    Html::parse_fragment(html).root_element().text().collect()
}

#[test]
fn code_is_coloured_by_short_classes() {
    assert_eq!(
        html("```rust\nlet a = \"b\"; // c\n```"),
        "<pre tabindex=\"0\" dir=\"ltr\"><code class=\"language-rust\">\
         <span class=\"kw\">let </span>a <span class=\"op\">= </span>\
         <span class=\"st\">\"b\"</span>; <span class=\"cm\">// c</span>\n</code></pre>"
    );
}

#[test]
fn each_class_is_made_by_some_code() {
    let code = [
        (
            "rust",
            "#[test]\nfn a() -> Vec<u8> { let b = \"\\n\"; 1 + None } // c\n",
        ),
        ("html", "<p class=\"a\">b</p>\n"),
        ("diff", "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+b\n"),
        ("json", "{\"a\": true}\n"),
    ];
    let made: String = code
        .iter()
        .map(|(language, code)| html(&format!("```{language}\n{code}```\n")))
        .collect();
    for (class, _) in CODE_CLASSES {
        assert!(made.contains(&format!("class=\"{class}\"")), "{class}");
    }
}

/// The classes of some code's pieces, each with its words.
fn pieces(language: &str, code: &str) -> Vec<(String, String)> {
    let made = html(&format!("```{language}\n{code}\n```"));
    made.split("<span class=\"")
        .skip(1)
        .filter_map(|rest| rest.split_once("</span>")?.0.split_once("\">"))
        .map(|(class, words)| (class.to_owned(), words.trim_end().to_owned()))
        .collect()
}

#[test]
fn languages_are_read_as_their_writers_mean_them() {
    for (language, code, class, words) in [
        ("rust", "fn a<'b>(c: &'b str) {}", "ty", "'b"),
        ("rust", "let a = '\\'';", "es", "\\'"),
        ("rust", "let a = r#\"b\"c\\\"#;", "st", "r#\"b\"c\\\"#"),
        ("rust", "vec![1_000u64, 2.5]", "nu", "1_000u64"),
        ("rust", "println!(\"a\")", "fn", "println"),
        (
            "rust",
            "#[derive(Debug)]\nstruct A;",
            "at",
            "#[derive(Debug)]",
        ),
        ("rust", "std::mem::take(a)", "fn", "take"),
        ("sql", "SELECT a FROM b -- c", "kw", "SELECT"),
        ("sql", "select 'it''s' from b", "st", "'it''s'"),
        ("sh", "echo \"$a\" # b", "cm", "# b"),
        ("sh", "a=${b#c}; d", "co", "${b#c}"),
        ("toml", "[a.b]\nc-d = 1", "hd", "[a.b]"),
        ("toml", "[a.b]\nc-d = 1", "pr", "c-d"),
        ("yaml", "a-b: true # c", "pr", "a-b"),
        ("json", "{\"a\": \"b\"}", "pr", "\"a\""),
        ("css", "a { color: #fff; }", "pr", "color"),
        ("css", "a { color: #fff; }", "nu", "#fff"),
        ("js", "a.match(b) /* c", "fn", "match"),
        ("js", "\"\" /*", "cm", "/*"),
        ("ts", "const a = `b\nc`;", "st", "`b"),
        ("python", "@a.b\ndef c(): pass", "at", "@a.b"),
        ("html", "<a href=b>&amp;</a>", "at", "href"),
        ("html", "<!-- a\nb -->", "cm", "b --&gt;"),
        ("hbs", "{{#if a}}b{{/if}}", "kw", "{{#if a}}"),
        ("diff", "-a\n+b", "dl", "-a"),
        ("md", "# a\n`b` c", "hd", "# a"),
    ] {
        let wanted = (class.to_owned(), words.to_owned());
        let pieces = pieces(language, code);
        assert!(pieces.contains(&wanted), "{language}: {code}\n{pieces:?}");
    }
}

#[test]
fn what_looks_like_something_else_stays_what_it_is() {
    for (language, code) in [
        ("sh", "a#b"),
        ("html", "a < b & c; {d}"),
        ("json", "[a]"),
        ("rust", "a"),
    ] {
        assert_eq!(pieces(language, code), [], "{language}: {code}");
    }
}

#[test]
fn the_colours_cost_no_more_than_the_code_again_and_again() {
    let code = "pub fn find(&self, name: &str) -> Option<&Tag> {\n    self.tags.iter().find(|tag| tag.name == name)\n}\n"
        .repeat(20);
    let made = html(&format!("```rust\n{code}```"));
    assert!(
        made.len() < code.len() * 6,
        "{} of {}",
        made.len(),
        code.len()
    );
}

#[test]
fn a_name_numbers_and_marked_lines_are_printed() {
    let made = html("```toml title=\"a & <b>.toml\" linenos {2}\na = 1\nb = 2\nc = 3\n```");
    assert!(
        made.starts_with(
            "<figure class=\"code-figure\"><figcaption class=\"code-name\">\
             a &amp; &lt;b&gt;.toml</figcaption>\
             <pre tabindex=\"0\" dir=\"ltr\" class=\"code-numbered\"><code class=\"language-toml\">\
             <span class=\"cl\">"
        ),
        "{made}"
    );
    assert_eq!(made.matches("<span class=\"cl\">").count(), 2, "{made}");
    assert_eq!(made.matches("<mark class=\"cl\">").count(), 1, "{made}");
    assert!(made.ends_with("\n</span></code></pre></figure>"), "{made}");
    assert!(text_of(&made).ends_with("a = 1\nb = 2\nc = 3\n"), "{made}");
}

#[test]
fn ranges_without_a_name_mark_lines_of_a_plain_block() {
    let made = html("```rust {1,3-4}\na\nb\nc\nd\ne\n```");
    assert!(made.starts_with("<pre"), "{made}");
    let marked: Vec<_> = made
        .split("<mark class=\"cl\">")
        .skip(1)
        .filter_map(|rest| rest.chars().next())
        .collect();
    assert_eq!(marked, ['a', 'c', 'd']);
}

#[test]
fn an_unknown_language_and_none_are_printed_plain() {
    assert_eq!(
        html("```nonsense\na < b && \"c\"\n```"),
        "<pre tabindex=\"0\" dir=\"ltr\"><code class=\"language-nonsense\">a &lt; b &amp;&amp; \"c\"\n</code></pre>"
    );
    for markdown in ["```\na\n```", "    a\n", "```text\na\n```"] {
        assert!(!html(markdown).contains("<span"), "{markdown}");
    }
}

#[test]
fn very_much_code_is_printed_plain_and_whole() {
    let code = "let a = 1;\n".repeat(10_000);
    let made = html(&format!("```rust\n{code}```"));
    assert!(!made.contains("<span"));
    assert_eq!(text_of(&made), code);
}

#[test]
fn what_is_written_behind_the_fence_cannot_break_out() {
    for info in [
        "rust\" onclick=\"alert(1)",
        "\"><script>alert(1)</script>",
        "rust title=\"\"><script>alert(1)</script>\"",
        "rust title='\" onmouseover=alert(1) x=\"'",
        "x title=</figcaption><script>alert(1)</script>",
        "rust {1-99999999999999999999} title=\"<img src=x onerror=alert(1)>\"",
        "&quot;&gt;&lt;script&gt;alert(1)",
        "site-header",
    ] {
        let made = html(&format!("~~~{info}\na\n~~~"));
        let tree = Html::parse_fragment(&made);
        for element in tree.root_element().descendent_elements() {
            let value = element.value();
            assert!(
                [
                    "html",
                    "figure",
                    "figcaption",
                    "pre",
                    "code",
                    "span",
                    "mark"
                ]
                .contains(&value.name()),
                "{info} became {made}"
            );
            for (name, _) in value.attrs() {
                assert!(
                    ["class", "tabindex", "dir"].contains(&name),
                    "{info} became {made}"
                );
            }
            assert!(
                value.classes().all(|class| class != "site-header"),
                "{made}"
            );
        }
    }
}

proptest! {
    #[test]
    fn highlighting_never_changes_a_character(
        language in prop::sample::select(vec![
            "rust", "html", "js", "json", "sh", "sql", "toml", "yaml", "md", "css", "scss", "python",
            "ruby", "go", "java", "c", "php", "lua", "haskell", "dockerfile", "nginx", "make", "diff",
        ]),
        code in "([ -~é\t]{0,30}\n|[\"'`#$@{}<>!&\\[\\]/*\\\\rR-]{0,12}\n){0,12}",
        options in prop::sample::select(vec!["", " linenos", " {2-3}"]),
    ) {
        // A parser of HTML drops a line break at the very beginning.
        let code = format!("x{code}\n");
        let made = html(&format!("~~~~~~~~{language}{options}\n{code}~~~~~~~~\n"));
        prop_assume!(!code.contains("~~~~~~~~"));
        prop_assert_eq!(text_of(&made), code);
    }
}
