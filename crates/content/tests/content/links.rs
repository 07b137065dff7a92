//! Internal links, stored by id and printed as the present address.

use std::collections::HashMap;

use content::{Links, internal_links, render_markdown};
use uuid::Uuid;

const ID: &str = "0197a3c4-5d6e-7f80-9123-456789abcdef";

fn linked(markdown: &str, path: &str) -> String {
    let paths = HashMap::from([(ID.parse::<Uuid>().unwrap(), path.to_owned())]);
    render_markdown(markdown, &Links::new(&paths)).into_string()
}

#[test]
fn an_internal_link_is_printed_as_the_present_address() {
    assert_eq!(
        linked(&format!("[*Words*](plinth:{ID})"), "/articles/a"),
        "<p><a href=\"/articles/a\"><em>Words</em></a></p>"
    );
    assert_eq!(
        linked(&format!("[Words](plinth:{ID}#h-part)"), "/articles/a"),
        "<p><a href=\"/articles/a#h-part\">Words</a></p>"
    );
    assert_eq!(
        linked(&format!("[Words][w]\n\n[w]: plinth:{ID}"), "/articles/a"),
        "<p><a href=\"/articles/a\">Words</a></p>"
    );
}

#[test]
fn a_link_to_what_is_not_there_prints_its_words_alone() {
    for address in [
        "plinth:0197a3c4-5d6e-7f80-9123-000000000000".to_owned(),
        format!("plinth:{ID}x"),
        format!("PLINTH:x{ID}"),
        "plinth:".to_owned(),
        "plinth:javascript:alert(1)".to_owned(),
        "plinth:%22onclick=%22x".to_owned(),
    ] {
        let made = linked(&format!("[*Words*]({address} \"Title\")"), "/a");
        assert_eq!(made, "<p><em>Words</em></p>", "{address}");
    }
}

#[test]
fn an_internal_link_in_raw_html_is_printed_as_the_present_address_too() {
    for quote in ['"', '\''] {
        let markdown = format!("A <a href={quote}plinth:{ID}#x{quote}>b</a> c");
        assert_eq!(
            linked(&markdown, "/services/d"),
            "<p>A <a href=\"/services/d#x\">b</a> c</p>"
        );
        assert_eq!(internal_links(&markdown).len(), 1);
    }
    let unknown = "<p><a href=\"plinth:0197a3c4-5d6e-7f80-9123-000000000000\">b</a></p>";
    assert_eq!(linked(unknown, "/a"), "<p><a>b</a></p>");
}

#[test]
fn neither_a_path_nor_an_anchor_breaks_out_of_the_address() {
    let evil = "/a\"><script>alert(1)</script>";
    for markdown in [
        format!("[a](plinth:{ID})"),
        format!("<a href=\"plinth:{ID}\">a</a>"),
        format!("<a href='plinth:{ID}#\"onclick=\"x'>a</a>"),
        format!("[a](<plinth:{ID}#\"onclick=\"x> \"b\")"),
    ] {
        let made = linked(&markdown, evil);
        assert!(!made.contains("<script"), "{made}");
        let outside: String = made.split('"').step_by(2).collect();
        assert!(!outside.contains("onclick"), "{made}");
    }
    let made = linked(&format!("[a](plinth:{ID})"), "javascript:alert(1)");
    assert!(!made.contains("javascript"), "{made}");
}

#[test]
fn the_scheme_never_reaches_the_page() {
    let markdown = format!(
        "![a](plinth:{ID}) <img src=\"plinth:{ID}\"> <a href=plinth:{ID}>b</a> <plinth:{ID}>"
    );
    let made = render_markdown(&markdown, &Links::none()).into_string();
    assert!(!made.contains("=\"plinth:"), "{made}");
}
