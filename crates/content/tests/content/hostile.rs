//! Nothing in a text may run, load or dress up as a part of the page.

use std::collections::HashMap;

use content::{Links, render_markdown};
use proptest::prelude::*;
use uuid::Uuid;

use super::pictures::picture;

/// Pieces that break out of elements, attributes, comments and namespaces when they meet.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "<script>",
        "</script>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<style>",
        "</style>",
        "<title>",
        "<textarea>",
        "</textarea>",
        "<table>",
        "</table>",
        "<pre>",
        "<figure>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"javascript:alert(1)\">",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "\"",
        "'",
        ">",
        "<",
        "`",
        "```\n",
        "\n\n",
        "| a |\n| - |\n",
        "# ",
        "[x](javascript:alert(1))",
        "![x](data:text/html,x)",
        "<p onclick=alert(1)>",
        "&lt;",
        "<foreignObject>",
        "<desc>",
        "<use href=#x>",
        "<a title=\"",
        "&#60;script&#62;",
        "```rust title=\"<script>\" {1}\n",
        "~~~x\" onclick=\"y\n",
        "{#x\" onclick=\"y}",
        "[a](plinth:0197a3c4-5d6e-7f80-9123-456789abcdef)",
        "<a href=\"plinth:0197a3c4-5d6e-7f80-9123-456789abcdef#\"",
        "plinth:0197a3c4-5d6e-7f80-9123-456789abcdef",
        "[a](plinth:\"onclick=\"x)",
        "![a](javascript:x \"<script>\")\n\n",
        "\n\n![a\" onerror=\"x](b \"c\")\n\n",
        "\n\nhttps://youtu.be/aqz-KE-bpKQ\n\n",
        "<iframe src=\"https://www.youtube-nocookie.com/embed/x\">",
        "<!--more-->",
        "<img src=\"plinth:0197a3c4-5d6e-7f80-9123-456789abcdef\"",
        "<img src='plinth:0197a3c4-5d6e-7f80-9123-456789abcdef' alt='\" onerror=\"x'>",
        "![a\" onerror=\"x](plinth:0197a3c4-5d6e-7f80-9123-456789abcdef \"<script>\")",
        "<picture>",
        "<source srcset=\"//example.org/x 1w\">",
        "<img srcset=\"/media/a 1w, https://example.org/x 2w\"",
        " srcset=/media/a.jpg,//example.org/x",
        "<mark class=\"cl\">",
        "let a = \"<b>\";",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_that_runs_comes_out_of_any_mixture(markdown in hostile()) {
        let id: Uuid = "0197a3c4-5d6e-7f80-9123-456789abcdef".parse().unwrap();
        let paths = HashMap::from([(id, "/articles/\"><script>".to_owned())]);
        let mut picture = picture();
        picture.alt.push_str("\" onerror=\"x\"><script>");
        let pictures = HashMap::from([(id, picture)]);
        let made = render_markdown(&markdown, &Links::new(&paths).with_pictures(&pictures)).into_string();
        for part in ["<script", "<style", "<iframe", "<foreignObject", "<use", "<button", "<form"] {
            prop_assert!(!made.contains(part), "{markdown:?} became {made}");
        }
        // Whatever else is left of the pieces is text, or inside the quotes of an attribute.
        for tag in made.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let outside_quotes: String = tag.split('"').step_by(2).collect();
            prop_assert!(!outside_quotes.contains(" on"), "{markdown:?} became {made}");
            for scheme in ["href=\"javascript:", "src=\"javascript:", "src=\"data:", "=\"plinth:"] {
                prop_assert!(!tag.contains(scheme), "{markdown:?} became {made}");
            }
            for sources in tag.split("srcset=\"").skip(1) {
                let sources = sources.split('"').next().unwrap_or_default();
                for source in sources.split(',') {
                    let is_own = source.trim_start().starts_with("/media/");
                    prop_assert!(is_own, "{markdown:?} became {made}");
                }
            }
        }
    }

    #[test]
    fn the_same_text_always_gives_the_same_page(markdown in hostile()) {
        let once = render_markdown(&markdown, &Links::none());
        prop_assert_eq!(once, render_markdown(&markdown, &Links::none()));
    }
}

#[test]
fn a_text_cannot_take_the_classes_of_the_page() {
    for class in [
        "site-header",
        "button",
        "prose",
        "embed__load",
        "embed__frame",
        "notice",
    ] {
        let made = super::html(&format!("<p class=\"{class} kw\">a</p>"));
        assert_eq!(made, "<p class=\"kw\">a</p>", "{class}");
    }
}
