//! Markdown (CommonMark with GitHub's extensions) to HTML that is safe to print unescaped.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use comrak::adapters::{HeadingAdapter, HeadingMeta};
use comrak::nodes::Sourcepos;
use comrak::options::Plugins;
use comrak::{Anchorizer, Options};

use crate::clean;

/// HTML without scripts, styles or anything else that the page would have to fear. Only this crate
/// makes it, so a template may print it unescaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The HTML, without a copy.
    pub fn into_string(self) -> String {
        self.0
    }
}

impl AsRef<str> for SafeHtml {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A heading of the text, for a contents list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineEntry {
    /// The heading's level on the page, 2 to 6.
    pub level: u8,
    /// The element's id.
    pub id: String,
    /// The heading's words.
    pub text: String,
}

/// A text with its outline, made in one pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The text.
    pub html: SafeHtml,
    /// Its headings, in order.
    pub outline: Vec<OutlineEntry>,
}

/// Renders a text and its outline.
pub fn render(markdown: &str) -> Rendered {
    let headings = Headings::default();
    let mut plugins = Plugins::default();
    plugins.render.heading_adapter = Some(&headings);
    let raw = comrak::markdown_to_html_with_plugins(markdown, &options(), &plugins);
    // Before the cleaning, so that whatever this replaces is parsed and judged once more.
    let raw = raw
        .replace(
            "<table>",
            r#"<div class="table-scroll" role="region" aria-label="Table" tabindex="0"><table>"#,
        )
        .replace("</table>", "</table></div>")
        .replace("<pre>", r#"<pre tabindex="0">"#)
        // A drawing may be wider than a phone's screen.
        .replace("<figure>", r#"<figure tabindex="0">"#);
    Rendered {
        html: SafeHtml(clean::clean(&raw)),
        outline: headings.into_outline(),
    }
}

/// Renders a text.
pub fn render_markdown(markdown: &str) -> SafeHtml {
    render(markdown).html
}

/// The headings of a text, in order.
pub fn outline(markdown: &str) -> Vec<OutlineEntry> {
    render(markdown).outline
}

/// What this site understands as Markdown.
pub(crate) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.strikethrough = true;
    options.extension.table = true;
    options.extension.autolink = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.alerts = true;
    options.render.tasklist_classes = true;
    // The owner may write HTML; what is not safe of it is taken out afterwards.
    options.render.r#unsafe = true;
    options
}

/// Gives each heading an id, and moves the first level below the page's own `h1`.
struct Headings {
    state: Mutex<(Anchorizer, Vec<OutlineEntry>)>,
}

impl Default for Headings {
    fn default() -> Self {
        Self {
            state: Mutex::new((Anchorizer::new(), Vec::new())),
        }
    }
}

impl Headings {
    fn into_outline(self) -> Vec<OutlineEntry> {
        self.state
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .1
    }

    fn level(heading: &HeadingMeta) -> u8 {
        heading.level.clamp(2, 6)
    }
}

impl HeadingAdapter for Headings {
    fn enter(
        &self,
        output: &mut dyn fmt::Write,
        heading: &HeadingMeta,
        _: Option<Sourcepos>,
    ) -> fmt::Result {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        // The prefix keeps a heading's id from meeting one of the page around it.
        let id = format!("h-{}", state.0.anchorize(&heading.content));
        let level = Self::level(heading);
        // An anchor is made of letters, digits, marks, hyphens and underscores only.
        write!(output, "<h{level} id=\"{id}\">")?;
        state.1.push(OutlineEntry {
            level,
            id,
            text: heading.content.clone(),
        });
        Ok(())
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        write!(output, "</h{}>", Self::level(heading))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(markdown: &str) -> String {
        render_markdown(markdown).into_string()
    }

    #[test]
    fn headings_get_ids_and_stand_below_the_title() {
        let rendered = render("# One\n\n## Two *words*\n\n## Two words\n");
        assert_eq!(
            rendered.html.as_str(),
            "<h2 id=\"h-one\">One</h2>\n<h2 id=\"h-two-words\">Two <em>words</em></h2>\n<h2 id=\"h-two-words-1\">Two words</h2>"
        );
        let texts: Vec<_> = rendered
            .outline
            .iter()
            .map(|entry| entry.text.as_str())
            .collect();
        assert_eq!(texts, ["One", "Two words", "Two words"]);
        assert_eq!(rendered.outline[2].id, "h-two-words-1");
    }

    #[test]
    fn a_heading_cannot_break_out_of_its_id() {
        let made = html("## \"><img src=x onerror=alert(1)>\n");
        assert!(!made.contains("onerror"), "{made}");
    }

    #[test]
    fn tables_code_and_drawings_can_be_scrolled_by_keyboard() {
        let made = html("| a |\n| - |\n| b |\n\n```sql\nselect 1;\n```\n");
        assert!(made.contains("<div class=\"table-scroll\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table>"), "{made}");
        assert!(
            made.contains("<pre tabindex=\"0\"><code class=\"language-sql\">select 1;"),
            "{made}"
        );
    }

    #[test]
    fn a_figure_in_raw_html_can_be_scrolled_by_keyboard_too() {
        let made = html("<figure><svg viewBox=\"0 0 1 1\"></svg></figure>");
        assert!(made.starts_with("<figure tabindex=\"0\"><svg"), "{made}");
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
        assert!(
            made.contains("href=\"#fn-1\"") && made.contains("id=\"fn-1\""),
            "{made}"
        );
        assert!(
            made.contains("href=\"#fnref-1\"") && made.contains("id=\"fnref-1\""),
            "{made}"
        );
    }

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
        ]);
        prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn nothing_that_runs_comes_out_of_any_mixture(markdown in hostile()) {
            let made = html(&markdown);
            for part in ["<script", "<style", "<iframe", "<foreignObject", "<use"] {
                prop_assert!(!made.contains(part), "{markdown:?} became {made}");
            }
            // Whatever else is left of the pieces is text, or inside the quotes of an attribute.
            for tag in made.split('<').skip(1) {
                let tag = tag.split('>').next().unwrap_or_default();
                let outside_quotes: String = tag.split('"').step_by(2).collect();
                prop_assert!(!outside_quotes.contains(" on"), "{markdown:?} became {made}");
                for scheme in ["href=\"javascript:", "src=\"javascript:", "src=\"data:"] {
                    prop_assert!(!tag.contains(scheme), "{markdown:?} became {made}");
                }
            }
        }
    }
}
