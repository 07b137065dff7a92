//! Takes out of HTML whatever could run, load or restyle.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;

use crate::code::highlight::CLASSES;
use crate::pictures::tone;

/// The elements of a drawing. Left out on purpose: `style` and `script`; `title`, `desc` and
/// `foreignObject`, which let HTML in; `use`, `image`, `a` and animations, which point elsewhere.
const DRAWING: [&str; 13] = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
    "tspan", "defs", "marker",
];

/// How a drawing may be described; colours and widths come from the site's own classes.
const DRAWING_ATTRIBUTES: [&str; 33] = [
    "viewBox",
    "preserveAspectRatio",
    "role",
    "aria-label",
    "aria-hidden",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "d",
    "dx",
    "dy",
    "points",
    "transform",
    "text-anchor",
    "dominant-baseline",
    "markerWidth",
    "markerHeight",
    "refX",
    "refY",
    "orient",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
];

/// The classes that the owner's text may carry: those that the renderer makes, and the site's
/// words for drawings. Any other class could dress text up as a part of the page.
fn is_allowed_class(class: &str) -> bool {
    const NAMES: [&str; 9] = [
        "cl",
        "code-figure",
        "code-name",
        "code-numbered",
        "contains-task-list",
        "embed",
        "picture",
        "see-through",
        "table-scroll",
    ];
    const PREFIXES: [&str; 5] = [
        "fig-",
        "language-",
        "footnote",
        "markdown-alert",
        "task-list",
    ];
    NAMES.contains(&class)
        || CLASSES.iter().any(|(name, _)| *name == class)
        || tone::is_class(class)
        || PREFIXES.iter().any(|prefix| class.starts_with(prefix))
}

/// True for files of this site's own library, each with its width. An address elsewhere could tell
/// a stranger who reads the page, in the one attribute that the cleaning does not know as an
/// address.
fn is_own_srcset(value: &str) -> bool {
    let is_own = |address: &str| {
        address.strip_prefix("/media/").is_some_and(|name| {
            !name.is_empty()
                && name.bytes().all(|byte| {
                    byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte)
                })
        })
    };
    let is_width = |descriptor: &str| {
        descriptor.strip_suffix('w').is_some_and(|digits| {
            (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    value.split(',').all(|candidate| {
        let mut words = candidate.split_ascii_whitespace();
        words.next().is_some_and(is_own)
            && words.next().is_some_and(is_width)
            && words.next().is_none()
    })
}

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::default();
    builder
        .add_tags(DRAWING)
        .add_tags(["section", "input"])
        .add_generic_attributes(["class", "id", "dir"])
        .add_tag_attributes("div", ["role", "aria-label"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .add_tag_attribute_values("pre", "tabindex", ["0"])
        .add_tag_attribute_values("figure", "tabindex", ["0"])
        .add_tag_attributes("a", ["aria-label"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("th", ["scope"])
        .add_tags(["picture", "source"])
        .add_tag_attributes("source", ["srcset", "sizes"])
        .add_tag_attribute_values("source", "type", ["image/avif", "image/webp", "image/jpeg"])
        .add_tag_attributes("img", ["srcset", "sizes"])
        .add_tag_attribute_values("img", "loading", ["lazy", "eager"])
        .add_tag_attribute_values("img", "fetchpriority", ["high", "low"])
        .add_tag_attribute_values("img", "decoding", ["async", "sync"])
        // A task's box shows its state; it cannot be used.
        .add_tag_attributes("input", ["checked"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        // No link of ours opens a window, so that `noopener` has nothing to do.
        .link_rel(None)
        .attribute_filter(|_, attribute, value| {
            match attribute {
                "class" => {}
                "srcset" => return is_own_srcset(value).then_some(Cow::Borrowed(value)),
                _ => return Some(Cow::Borrowed(value)),
            }
            let classes: Vec<_> = value
                .split_ascii_whitespace()
                .filter(|class| is_allowed_class(class))
                .collect();
            (!classes.is_empty()).then(|| Cow::Owned(classes.join(" ")))
        });
    for tag in DRAWING {
        builder.add_tag_attributes(tag, DRAWING_ATTRIBUTES);
    }
    builder
});

/// The HTML without what could do harm.
pub(crate) fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_loads_or_restyles_is_taken_out() {
        for (input, forbidden) in [
            ("<script>alert(1)</script>", "alert"),
            ("<p onclick=\"x()\">a</p>", "onclick"),
            ("<a href=\"javascript:alert(1)\">a</a>", "javascript"),
            ("<iframe src=\"https://example.org\"></iframe>", "iframe"),
            ("<style>p{display:none}</style>", "display"),
            ("<p style=\"position:fixed\">a</p>", "position"),
            ("<form action=\"/x\"><button>a</button></form>", "form"),
            ("<svg><script>alert(1)</script></svg>", "alert"),
            ("<svg><style>*{fill:red}</style></svg>", "fill"),
            (
                "<svg><foreignObject><p>a</p></foreignObject></svg>",
                "foreignObject",
            ),
            ("<svg><use href=\"#x\"/></svg>", "use"),
            (
                "<svg><a href=\"javascript:x\"><text>a</text></a></svg>",
                "javascript",
            ),
            ("<svg onload=\"x()\"></svg>", "onload"),
            (
                "<svg><title><img src=x onerror=alert(1)></title></svg>",
                "onerror",
            ),
            (
                "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
                "onerror",
            ),
            ("<input type=\"password\" name=\"p\">", "password"),
            ("<p class=\"site-header\">a</p>", "site-header"),
        ] {
            let cleaned = clean(input);
            assert!(!cleaned.contains(forbidden), "{input} became {cleaned}");
        }
    }

    #[test]
    fn a_drawing_comes_through_whole() {
        let drawing = "<figure><svg viewBox=\"0 0 10 10\" role=\"img\" aria-label=\"A line\"><g class=\"fig-line\"><rect x=\"1\" y=\"1\" width=\"8\" height=\"8\"></rect><text x=\"2\" y=\"2\" class=\"fig-text\" text-anchor=\"middle\">a</text></g></svg><figcaption>A line.</figcaption></figure>";
        assert_eq!(clean(drawing), drawing);
    }

    #[test]
    fn a_task_shows_its_state_and_cannot_be_used() {
        let cleaned = clean("<li><input type=\"checkbox\" checked=\"\"> done</li>");
        assert!(
            cleaned.contains("checked") && cleaned.contains("disabled"),
            "{cleaned}"
        );
    }
}
