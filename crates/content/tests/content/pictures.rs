//! Pictures of the library in a text.

use std::collections::HashMap;
use std::fs;

use content::{
    Candidate, Focus, Links, Loading, Picture, Placement, Source, Tone, TooComplex, check,
    description, picture_html, plain_text, render_markdown,
};
use uuid::Uuid;

use super::{html, path};

pub(super) const ID: &str = "0197a3c4-5d6e-7f80-9123-456789abcdef";
const OTHER: &str = "0197a3c4-5d6e-7f80-9123-0000000000aa";
const HASH: &str = "0123456789abcdef0123456789abcdef";

fn candidates(extension: &str, widths: &[u32]) -> Vec<Candidate> {
    widths
        .iter()
        .map(|width| Candidate {
            src: format!("/media/{HASH}-{width}.{extension}"),
            width_px: *width,
        })
        .collect()
}

pub(super) fn picture() -> Picture {
    let widths = [480, 960, 1600];
    Picture {
        fallback: candidates("jpg", &[960]).remove(0),
        fallback_srcset: candidates("jpg", &widths),
        sources: vec![Source {
            mime: "image/webp",
            candidates: candidates("webp", &widths),
        }],
        width_px: 4000,
        height_px: 3000,
        alt: "A \"cat\" & <dog>".to_owned(),
        is_decorative: false,
        has_transparency: false,
        tone: Some(Tone::of([200, 100, 10])),
        focus: Focus { x: 50, y: 50 },
    }
}

/// A picture of which only the stored file is there yet.
fn fresh() -> Picture {
    Picture {
        fallback: Candidate {
            src: format!("/media/{HASH}.png"),
            width_px: 300,
        },
        fallback_srcset: Vec::new(),
        sources: Vec::new(),
        width_px: 300,
        height_px: 200,
        has_transparency: true,
        alt: String::new(),
        ..picture()
    }
}

fn shown_by(markdown: &str, picture: Picture, links: impl Fn(Links<'_>) -> Links<'_>) -> String {
    let pictures = HashMap::from([(ID.parse::<Uuid>().unwrap(), picture)]);
    let links =
        links(Links::none().in_column("(min-width: 40rem) 38rem, 100vw")).with_pictures(&pictures);
    render_markdown(markdown, &links).into_string()
}

fn shown(markdown: &str, picture: Picture) -> String {
    shown_by(markdown, picture, |links| links)
}

const WHOLE: &str = "<picture><source type=\"image/webp\" \
    srcset=\"/media/0123456789abcdef0123456789abcdef-480.webp 480w, \
    /media/0123456789abcdef0123456789abcdef-960.webp 960w, \
    /media/0123456789abcdef0123456789abcdef-1600.webp 1600w\" \
    sizes=\"(min-width: 40rem) 38rem, 100vw\">\
    <img src=\"/media/0123456789abcdef0123456789abcdef-960.jpg\" \
    srcset=\"/media/0123456789abcdef0123456789abcdef-480.jpg 480w, \
    /media/0123456789abcdef0123456789abcdef-960.jpg 960w, \
    /media/0123456789abcdef0123456789abcdef-1600.jpg 1600w\" \
    sizes=\"(min-width: 40rem) 38rem, 100vw\" width=\"4000\" height=\"3000\" \
    alt=\"Words\" class=\"tone-310\" loading=\"eager\" fetchpriority=\"high\" decoding=\"async\">\
    </picture>";

#[test]
fn a_picture_comes_in_every_format_and_width_with_its_measures_and_its_place_kept() {
    let expected = format!("<p class=\"picture\">{WHOLE}</p>");
    for markdown in [
        format!("![Words](plinth:{ID})"),
        format!("![*Words*][p]\n\n[p]: plinth:{ID}"),
    ] {
        assert_eq!(shown(&markdown, picture()), expected, "{markdown}");
    }
    let raw = format!("<div>\n<img src=\"plinth:{ID}\" alt='Words'>\n</div>");
    assert_eq!(shown(&raw, picture()), format!("<div>\n{WHOLE}\n</div>"));
}

#[test]
fn a_title_is_the_caption_and_a_picture_in_a_line_or_a_list_stays_there() {
    let captioned = shown(&format!("![Words](plinth:{ID} \"A *b* & c\")"), picture());
    assert_eq!(
        captioned,
        format!("<figure class=\"picture\">{WHOLE}<figcaption>A *b* &amp; c</figcaption></figure>")
    );
    let inline = shown(&format!("a ![Words](plinth:{ID}) b"), picture());
    assert_eq!(inline, format!("<p>a {WHOLE} b</p>"));
    let listed = shown(&format!("- ![Words](plinth:{ID})\n- b"), picture());
    assert!(listed.contains(&format!("<li>{WHOLE}</li>")), "{listed}");
    let linked = shown(
        &format!("[![Words](plinth:{ID})](https://example.org)"),
        picture(),
    );
    assert!(
        linked.contains(&format!("<a href=\"https://example.org\">{WHOLE}</a>")),
        "{linked}"
    );
}

#[test]
fn the_first_picture_of_a_page_comes_first_and_the_others_when_the_reader_does() {
    let markdown = format!("![](/typed.png) ![a](plinth:{ID}) ![b](plinth:{ID})\n\n<img src=x>");
    let loading = |html: &str| -> Vec<bool> {
        let imgs = html.split("<img").skip(1);
        imgs.map(|img| {
            assert_ne!(
                img.contains("loading=\"eager\" fetchpriority=\"high\""),
                img.contains("loading=\"lazy\""),
                "{img}"
            );
            img.contains("eager")
        })
        .collect()
    };
    let alone = shown(&markdown, picture());
    assert_eq!(loading(&alone), [false, true, false, false]);
    let below = shown_by(&markdown, picture(), |links| links.below_a_picture());
    assert_eq!(loading(&below), [false; 4]);
    assert!(html("<img src=\"/x.png\" loading=\"eager\">").contains("loading=\"eager\""));
}

#[test]
fn the_words_of_the_text_win_then_those_of_the_library_and_decoration_has_none() {
    let alt = |markdown: &str, picture: Picture| {
        let html = shown(markdown, picture);
        let (_, rest) = html.split_once("alt=\"").unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let own = "A &quot;cat&quot; &amp; &lt;dog&gt;";
    let empty = format!("![ ](plinth:{ID})");
    let raw = |attributes: &str| format!("<img src=\"plinth:{ID}\" {attributes}>");
    let decorative = || Picture {
        is_decorative: true,
        ..picture()
    };
    assert_eq!(alt(&format!("![Mine](plinth:{ID})"), picture()), "Mine");
    assert_eq!(alt(&format!("![Mine](plinth:{ID})"), decorative()), "Mine");
    assert_eq!(alt(&empty, picture()), own);
    assert_eq!(alt(&empty, decorative()), "");
    assert_eq!(alt(&raw(""), picture()), own);
    assert_eq!(alt(&raw("alt=\"\""), picture()), "");
    assert_eq!(alt(&raw("alt"), picture()), "");
    assert_eq!(
        alt(&raw("alt='a \"b\" &amp; c'"), picture()),
        "a &quot;b&quot; &amp; c"
    );
}

#[test]
fn a_picture_without_renditions_or_with_transparency_is_its_stored_file_on_paper() {
    assert_eq!(
        shown(&format!("![a](plinth:{ID})"), fresh()),
        format!(
            "<p class=\"picture\"><img src=\"/media/{HASH}.png\" width=\"300\" height=\"200\" \
             alt=\"a\" class=\"see-through\" loading=\"eager\" fetchpriority=\"high\" \
             decoding=\"async\"></p>"
        )
    );
    let drawing = Picture {
        width_px: 0,
        height_px: 0,
        ..fresh()
    };
    let made = shown(&format!("![a](plinth:{ID})"), drawing);
    assert!(!made.contains("width="), "{made}");
}

#[test]
fn html_may_ask_for_a_width_and_the_proportion_stays() {
    let made = shown(
        &format!("<img src=\"plinth:{ID}\" alt=a width=\"400\" title='b \"c\"'>"),
        picture(),
    );
    assert!(
        made.contains("sizes=\"400px\" width=\"400\" height=\"300\""),
        "{made}"
    );
    assert!(made.contains("title=\"b &quot;c&quot;\""), "{made}");
    for width in ["0", "50%", "-1", "99999999999"] {
        let markdown = format!("<img src=\"plinth:{ID}\" alt=a width=\"{width}\">");
        assert!(
            shown(&markdown, picture()).contains("width=\"4000\" height=\"3000\""),
            "{width}"
        );
    }
}

#[test]
fn a_picture_that_is_not_there_leaves_its_words_and_no_broken_image() {
    for (markdown, expected) in [
        (format!("![a & b](plinth:{OTHER})"), "<p>a &amp; b</p>"),
        (format!("![](plinth:{OTHER})"), ""),
        (
            format!("![a](plinth:{OTHER} \"The caption\")"),
            "<p>a</p>\n<p>The caption</p>",
        ),
        (format!("x ![a](plinth:{OTHER}) y"), "<p>x a y</p>"),
        (format!("![a](plinth:{ID}x)"), "<p>a</p>"),
        (
            format!("x <img src='plinth:{OTHER}' alt='<b>'> y"),
            "<p>x &lt;b&gt; y</p>",
        ),
        (format!("x <img src='plinth:{OTHER}'> y"), "<p>x  y</p>"),
    ] {
        assert_eq!(shown(&markdown, picture()), expected, "{markdown}");
    }
}

#[test]
fn a_feed_gets_one_plain_image() {
    let made = shown_by(&format!("![a](plinth:{ID} \"b\")"), picture(), |links| {
        links.with_plain_pictures()
    });
    assert_eq!(
        made,
        format!(
            "<figure class=\"picture\"><img src=\"/media/{HASH}-960.jpg\" width=\"4000\" \
             height=\"3000\" alt=\"a\"><figcaption>b</figcaption></figure>"
        )
    );
}

#[test]
fn a_picture_outside_of_a_text_is_printed_in_the_same_way() {
    let placement = Placement {
        sizes: "(min-width: 40rem) 38rem, 100vw",
        loading: Loading::First,
    };
    assert_eq!(
        picture_html(&picture(), Some("Words"), placement).as_str(),
        WHOLE
    );
    let own = picture_html(&picture(), None, placement);
    assert!(own.as_str().contains("alt=\"A &quot;cat&quot;"), "{own}");
}

#[test]
fn no_set_of_sources_leads_elsewhere() {
    for srcset in [
        "https://example.org/x.jpg 480w",
        "//example.org/x.jpg 480w",
        "/media/a.jpg 480w, https://example.org/x.jpg 960w",
        "/media/a.jpg 480w,//example.org/x.jpg 960w",
        "/media/../admin 480w",
        "/media//example.org 1w",
        "/media/a.jpg 2x",
        "/media/a.jpg",
        "/media/ 1w",
        "data:image/png,x 1w",
        "/contact 480w",
        "",
    ] {
        for markdown in [
            format!("<img src=\"/x.png\" alt=a srcset=\"{srcset}\">"),
            format!(
                "<picture>\n<source srcset=\"{srcset}\">\n<img src=\"/x.png\" alt=a></picture>"
            ),
        ] {
            let made = html(&markdown);
            assert!(!made.contains("srcset"), "{markdown} became {made}");
        }
    }
    let own = "<picture><source type=\"image/webp\" srcset=\"/media/a-1.webp 480w\" media=\"print\">\
        <source type=\"text/html\" src=\"https://example.org/x\"><img src=\"/x.png\" alt=\"a\"></picture>";
    assert_eq!(
        html(own),
        "<p><picture><source type=\"image/webp\" srcset=\"/media/a-1.webp 480w\"><source>\
         <img loading=\"lazy\" src=\"/x.png\" alt=\"a\"></picture></p>"
    );
}

#[test]
fn what_a_picture_shows_is_no_sentence_of_the_text() {
    let markdown = format!("![A cat.](plinth:{ID})\n\nThe text ![icon](/i.png) begins.");
    assert_eq!(plain_text(&markdown), "The text begins.");
    assert_eq!(description(None, &markdown, 99), "The text begins.");
}

#[test]
fn thousands_of_pictures_are_shown_and_more_are_refused() {
    let reference = format!("\n\n[a]: plinth:{ID}");
    let many = format!("![](plinth:{ID})\n\n").repeat(3_500);
    let short = "![][a] ".repeat(27_000) + &reference;
    let raw = format!("<img src=\"plinth:{ID}\">\n").repeat(2_500);
    for text in [&many, &short, &raw] {
        assert_eq!(check(text), Ok(()));
        let made = shown(text, picture());
        let count = made.matches("<picture>").count();
        assert!(count > 2_000, "{count}: {}", &made[..200]);
        assert!(made.len() < text.len() * 120, "{}", made.len());
    }
    let too_many = "![](a)\n".repeat(5_001);
    assert_eq!(check(&too_many), Err(TooComplex::ManyPictures));
    assert_eq!(check(&"<img>".repeat(5_001)), Err(TooComplex::ManyPictures));
}

#[test]
fn a_text_that_is_not_refused_is_shown_with_all_of_its_pictures() {
    // Each is four elements, which count where others are left open.
    let open = (0..90).map(|id| format!("<b id={id}>")).collect::<String>();
    let text = open + &format!("<img src=\"plinth:{ID}\">").repeat(700);
    assert_eq!(check(&text), Err(TooComplex::TangledHtml));
    assert!(shown(&text, picture()).starts_with("<pre"));
}

#[test]
fn every_tone_has_a_rule() {
    let css = fs::read_to_string(path("assets/css/shared/34-tones.css")).unwrap();
    for red in [0, 64, 128, 192] {
        for green in [0, 64, 128, 192] {
            for blue in [0, 64, 128, 192] {
                let tone = Tone::of([red, green, blue]);
                let colour = [red, green, blue].map(|channel| format!("{:02x}", channel + 32));
                let rule = format!(".{tone} {{ background-color: #{}; }}", colour.concat());
                assert!(css.contains(&rule), "{rule}");
            }
        }
    }
}
