//! A preview is the page and one line more, whatever the owner writes: 500 articles, and every kind
//! of page, through the real templates.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{FeatureImage, MarkdownText, SectionContent, SectionKey, TagName};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::{
    ArticleView, Frame, PreviewBanner, SeriesEntry, SeriesNavigation, ServiceView, Surroundings,
    TagLink, article_page, fixtures, home_page, service_page,
};

const ARTICLES: u32 = 500;

/// The banner and the page around it. The banner is where it must be, or this fails.
fn cut(preview: &str) -> (String, String) {
    let (head, after) = preview.split_once("<body>\n").expect("a body");
    let (banner, rest) = after.split_once("</aside>\n").expect("a banner");
    assert!(
        banner.starts_with("<aside class=\"preview-banner\""),
        "{banner}"
    );
    (banner.to_owned(), format!("{head}<body>\n{rest}"))
}

fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "## A heading\n\n",
        "### The same\n\n### The same\n\n",
        "```rust\nfn main() { println!(\"<&>\"); }\n```\n\n",
        "| a | b |\n| - | -: |\n| `1` | <b>2</b> |\n\n",
        "- [x] done\n- [ ] open\n  1. inner\n\n",
        "> [!NOTE]\n> Take care.\n\n",
        "Text[^1] here.\n\n[^1]: A note.\n\n",
        "مرحبا بالعالم، هذا نص من اليمين إلى اليسار.\n\n",
        "שלום *עולם* \u{200f}and back\n\n",
        "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301} 𝔘\n\n",
        "<aside class=\"preview-banner\">not the banner</aside>\n\n",
        "</body></html>\n\n<body>\n\n",
        "<details><summary>more</summary>\n\nhidden\n\n</details>\n\n",
        "<script>alert(1)</script><p onclick=\"x()\">p</p>\n\n",
        "<!-- {{chrome.title}} {{{body_html}}} -->\n\n",
        "{{#if preview}}{{/if}} {{> public/_layout}}\n\n",
        "[a link](/services) ![an image](/x.png \"y\") https://example.org/?a=1&b=2\n\n",
        "<svg viewBox=\"0 0 1 1\" role=\"img\" aria-label=\"A > b\"><rect/></svg>\n\n",
        "![](plinth:00000000-0000-0000-0000-000000000007 \"A caption\")\n\n",
        "<img src=\"plinth:00000000-0000-0000-0000-000000000007\" width=\"9\">\n\n",
        "***~~`\u{0301}*[](<>)\"'=&amp;&#0;\n\n",
    ])
    .prop_map(str::to_owned);
    prop_oneof![
        3 => fixed,
        1 => "[a-z]{60,400}\n\n",
        1 => "(#{1,6} )?\\PC{0,80}\n\n",
        1 => "[ \\t*_`~<>|\\[\\]()!#&;\"'-]{0,60}\n",
    ]
}

/// What an article may be made of.
#[derive(Clone, Debug)]
struct Written {
    title: String,
    slug: String,
    excerpt: Option<String>,
    body: MarkdownText,
    tags: Vec<TagName>,
    published_at: DateTime<Utc>,
    days_until_changed: i64,
    parts: usize,
    saved_minutes_ago: i64,
    feature: Option<FeatureImage>,
}

fn written() -> impl Strategy<Value = Written> {
    let body = prop::collection::vec(piece(), 0..14).prop_filter_map("a text", |pieces| {
        MarkdownText::parse(&pieces.concat()).ok()
    });
    let tags = prop::collection::vec("[\\p{L}\\p{N}&<'\" ]{1,20}", 0..5).prop_map(|names| {
        let names = names.iter().filter_map(|name| TagName::parse(name).ok());
        names.collect()
    });
    let words = (
        "\\PC{0,120}",
        "[a-z0-9]{1,12}(-[a-z0-9]{1,8}){0,3}",
        proptest::option::of("\\PC{0,200}"),
    );
    let numbers = (0_i64..4_000_000_000, 0_i64..400, 0_usize..5, 0_i64..3_000);
    (words, body, tags, numbers).prop_map(
        |((title, slug, excerpt), body, tags, (seconds, days, parts, minutes))| Written {
            title,
            slug,
            excerpt,
            body,
            tags,
            published_at: DateTime::from_timestamp(seconds, 0).expect("a date"),
            days_until_changed: days,
            parts,
            saved_minutes_ago: minutes,
            feature: (parts % 2 == 0).then(|| FeatureImage {
                media: fixtures::picture_id(),
                focus: None,
                alt: None,
            }),
        },
    )
}

impl Written {
    fn view(&self) -> ArticleView<'_> {
        let parts = (0..self.parts).map(|index| SeriesEntry {
            title: format!("{} {index}", self.title),
            href: (index % 2 == 0).then(|| format!("/articles/{}-{index}", self.slug)),
            is_current: index == self.parts / 2,
        });
        ArticleView {
            slug: &self.slug,
            title: &self.title,
            excerpt: self.excerpt.as_deref(),
            body: self.body.as_str(),
            word_count: u32::try_from(self.body.word_count()).unwrap(),
            tags: self.tags.iter().map(TagLink::of_name).collect(),
            published_at: self.published_at,
            updated_at: self.published_at + TimeDelta::days(self.days_until_changed),
            declared_update: (self.parts == 1).then(|| self.published_at.date_naive()),
            series: SeriesNavigation::of(self.title.clone(), None, parts.collect()),
            feature: self.feature.as_ref(),
            neighbours: None,
            related: Vec::new(),
        }
    }

    /// One of the banners that there are.
    fn banner(&self, now: DateTime<Utc>, frame: &Frame) -> PreviewBanner {
        let saved_at = now - TimeDelta::minutes(self.saved_minutes_ago);
        let zone = frame.time_zone;
        match self.saved_minutes_ago % 3 {
            0 => PreviewBanner::of_unsaved_text(),
            1 => PreviewBanner::of_draft(saved_at, now, zone),
            _ => PreviewBanner::of_revision(self.saved_minutes_ago, saved_at, zone)
                .with_link_until(now + TimeDelta::days(7), zone),
        }
    }
}

#[test]
fn the_preview_of_each_of_500_articles_differs_from_its_page_by_the_banner_alone() {
    let config = Config {
        cases: ARTICLES,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, random);
    let frame = fixtures::frame();
    let pictures = fixtures::pictures();
    let around = Surroundings {
        pictures: &pictures,
        ..fixtures::surroundings(&frame)
    };
    let seen = std::cell::Cell::new(0);
    runner
        .run(&written(), |article| {
            let banner = article.banner(around.now, &frame);
            let page = fixtures::render(&article_page(&article.view(), &around));
            // Made anew from the same article, as the panel and the site each make their own.
            let preview = article_page(&article.view(), &around).with_preview(banner);
            let preview = fixtures::render(&preview);
            let (banner, rest) = cut(&preview);
            prop_assert!(banner.contains("<strong>Preview</strong> of "));
            prop_assert_eq!(rest, page);
            seen.set(seen.get() + 1);
            Ok(())
        })
        .unwrap();
    assert_eq!(seen.get(), ARTICLES);
}

#[test]
fn the_preview_of_a_service_differs_from_its_page_by_the_banner_alone() {
    let frame = fixtures::frame();
    let around = fixtures::surroundings(&frame);
    let service = ServiceView {
        slug: "api-design",
        title: "API <design>",
        summary: "One & one.",
        body: "Some *words*.\n\n<aside>aside</aside>",
        deliverables: vec!["A contract"],
        feature: None,
    };
    let page = service_page(&service, &around, "stamp".into());
    let preview = service_page(&service, &around, "stamp".into())
        .with_preview(PreviewBanner::of_unsaved_text());
    assert_eq!(cut(&fixtures::render(&preview)).1, fixtures::render(&page));
}

#[test]
fn the_preview_of_a_section_is_the_first_page_as_it_will_be() {
    let live = fixtures::frame();
    let mut section = live.section(SectionKey::About).unwrap().clone();
    let SectionContent::About { body, .. } = &mut section.content else {
        panic!("the section about the owner");
    };
    *body = MarkdownText::parse("Words of the *draft*.").unwrap();
    let draft = live.clone().with_section(section);
    let banner = PreviewBanner::of_unsaved_text();
    let around = fixtures::surroundings(&draft);
    let preview = home_page(&around, Vec::new(), "stamp".into()).with_preview(banner);
    let (_, rest) = cut(&fixtures::render(&preview));
    assert!(rest.contains("<p>Words of the <em>draft</em>.</p>"));
    // Published, the same section comes from the database into the frame of the page.
    let links = HashMap::new();
    let published = Surroundings {
        links: &links,
        ..around
    };
    let page = home_page(&published, Vec::new(), "stamp".into());
    assert_eq!(rest, fixtures::render(&page));
}
