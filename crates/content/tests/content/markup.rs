//! Tables, footnotes, figures and videos.

use super::html;

#[test]
fn tables_and_code_can_be_scrolled_by_keyboard() {
    let made = html("| a |\n| - |\n| b |\n\n```sql\nselect 1;\n```\n");
    assert!(
        made.contains("<div class=\"table-scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>"),
        "{made}"
    );
    assert!(made.contains("</tbody>\n</table>\n</div>"), "{made}");
    assert!(
        made.contains("<pre tabindex=\"0\" dir=\"ltr\"><code class=\"language-sql\">"),
        "{made}"
    );
}

#[test]
fn a_figure_a_table_and_code_in_raw_html_can_be_scrolled_by_keyboard_too() {
    let made = html("<figure><svg viewBox=\"0 0 1 1\"></svg></figure>");
    assert!(made.starts_with("<figure tabindex=\"0\"><svg"), "{made}");
    let made = html("<table>\n<tr><td>a</td></tr>\n</table>\n\n<pre>b</pre>");
    assert!(made.starts_with("<div class=\"table-scroll\""), "{made}");
    assert!(made.contains("</table></div>"), "{made}");
    assert!(made.contains("<pre tabindex=\"0\">b</pre>"), "{made}");
}

#[test]
fn a_table_named_inside_an_attribute_stays_inside_it() {
    let made = html("<a title=\"<table>\" href=\"/x\">x</a>");
    assert!(!made.contains("onclick"), "{made}");
    assert!(!made.contains("<script"), "{made}");
}

#[test]
fn footnotes_link_both_ways() {
    let made = html("Text[^1].\n\n[^1]: Note.\n");
    for part in [
        "href=\"#fn-1\"",
        "id=\"fn-1\"",
        "href=\"#fnref-1\"",
        "id=\"fnref-1\"",
    ] {
        assert!(made.contains(part), "{made}");
    }
}

#[test]
fn the_end_of_the_opening_is_not_seen_on_the_page() {
    for markdown in ["One.\n\n<!--more-->\n\nTwo.", "One <!-- more --> two."] {
        let made = html(markdown);
        assert!(!made.contains("more") && !made.contains("<!--"), "{made}");
    }
}

#[test]
fn an_image_that_stands_alone_with_a_title_is_a_figure_with_a_caption() {
    assert_eq!(
        html("![A *plan*](/plan.png \"The plan, <b>1905</b>\")"),
        "<figure class=\"picture\"><img src=\"/plan.png\" alt=\"A plan\" loading=\"lazy\">\
         <figcaption>The plan, &lt;b&gt;1905&lt;/b&gt;</figcaption></figure>"
    );
}

#[test]
fn an_image_without_a_title_or_among_words_stays_in_its_paragraph() {
    for markdown in [
        "![A](/a.png)",
        "Words ![A](/a.png \"B\")",
        "![A](/a.png \" \")",
    ] {
        let made = html(markdown);
        assert!(
            made.starts_with("<p>") && !made.contains("figure"),
            "{made}"
        );
    }
}

#[test]
fn a_video_that_stands_alone_is_a_figure_with_a_plain_link_and_nothing_from_elsewhere() {
    let address = "https://www.youtube.com/watch?v=aqz-KE-bpKQ";
    assert_eq!(
        html(&format!("[How it is built]({address})")),
        format!(
            "<figure class=\"embed\"><a href=\"{address}\">How it is built</a>\
             <figcaption>A video at youtube.com</figcaption></figure>"
        )
    );
    assert!(html(address).starts_with("<figure class=\"embed\">"));
    assert!(html("https://vimeo.com/76979871").contains("A video at vimeo.com"));
}

#[test]
fn a_video_among_words_and_any_other_link_stay_links() {
    for markdown in [
        "See https://youtu.be/aqz-KE-bpKQ",
        "[a](https://example.org/watch?v=aqz-KE-bpKQ)",
        "[a](https://youtu.be.example.org/aqz-KE-bpKQ)",
    ] {
        let made = html(markdown);
        assert!(made.starts_with("<p>"), "{made}");
        assert!(
            !made.contains("embed") && !made.contains("figure"),
            "{made}"
        );
    }
}
