//! Preview links, as a stranger follows them, and what a preview has in common with its page.

use chrono::{TimeDelta, Utc};
use domain::{ArticleDraft, ContentId, MarkdownText, PreviewLinkId, SeriesPart, TagName, Title};
use page_assembly::{Site as Around, Subject, page_of, published_article};
use persistence::preview_links::{self, NewPreviewLink};
use persistence::{articles, revisions, site};
use plinth_tests::TestDatabase;
use plinth_tests::client::Answer;
use plinth_tests::factories::{article, article_id, article_saying};
use plinth_tests::site::Site;
use plinth_tests::writing::{publish_article, save_article, stored_version};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use site_pages::{ContentPage, Frame, PreviewBanner};
use url::Url;
use uuid::Uuid;
use web_kit::{Assets, Templates, link_tokens};

/// Makes a link to the newest revision of a content that ends in so many minutes.
fn issue(site: &Site, content: ContentId, minutes: i64) -> (PreviewLinkId, String) {
    let conn = &mut site.database.connection();
    let version = stored_version(conn, content);
    let revision = revisions::find_id_of_version(conn, content, version)
        .unwrap()
        .expect("it was saved by hand");
    let token = link_tokens::issue();
    let ends_at = Utc::now() + TimeDelta::minutes(minutes);
    let id = PreviewLinkId::from_uuid(Uuid::now_v7());
    let link = NewPreviewLink {
        id,
        content_id: content.as_uuid(),
        revision_id: revision.as_uuid(),
        token_hash: &link_tokens::hash(&token),
        created_at: ends_at - TimeDelta::days(7),
        expires_at: ends_at,
    };
    preview_links::insert(conn, &link).unwrap();
    (id, token)
}

fn follow(site: &Site, token: &str) -> Answer {
    let answer = site.visitor().get(&format!("/preview/{token}"));
    for (name, value) in [
        ("x-robots-tag", "noindex, nofollow"),
        ("cache-control", "private, no-store"),
        ("referrer-policy", "no-referrer"),
        ("content-type", "text/html; charset=utf-8"),
        ("set-cookie", ""),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    answer
}

#[test]
fn a_stranger_with_the_link_reads_which_revision_it_is_and_until_when() {
    let site = Site::start();
    let id = article_id();
    let conn = &mut site.database.connection();
    save_article(conn, id, &article("draft"));
    save_article(conn, id, &article_saying("draft", "Words of the draft."));
    let (_, token) = issue(&site, id.into(), 60);
    let page = follow(&site, &token);
    assert_eq!(page.status, 200);
    let banner = page.text_of(".preview-banner");
    assert!(banner.contains("Preview of revision 2 of"), "{banner}");
    assert!(banner.contains("This link ends on"), "{banner}");
    assert_eq!(page.text_of("h1"), "Article draft");
    assert_eq!(page.text_of(".prose"), "Words of the draft.");
    follow(&site, &token);
    let links = preview_links::list_of_content(conn, id.as_uuid()).unwrap();
    assert_eq!(links[0].uses, 2);
    assert!(links[0].last_used_at.is_some());
}

#[test]
fn a_link_that_ended_was_taken_back_lost_its_content_or_never_was_is_told_alike() {
    let site = Site::start();
    let conn = &mut site.database.connection();
    let (id, gone_id) = (article_id(), article_id());
    save_article(conn, id, &article("draft"));
    save_article(conn, gone_id, &article("gone"));
    let (_, ended) = issue(&site, id.into(), -1);
    let (link, revoked) = issue(&site, id.into(), 60);
    preview_links::revoke(conn, id.as_uuid(), link, Utc::now()).unwrap();
    let (_, gone) = issue(&site, gone_id.into(), 60);
    articles::delete(conn, gone_id).unwrap();
    let mut pages = Vec::new();
    for token in [&ended, &revoked, &gone, "unknown", "%C3%A9%00"] {
        let page = follow(&site, token);
        assert_eq!(page.status, 410, "{token}");
        pages.push(page.text());
    }
    assert!(pages[0].contains("This preview link has ended"));
    assert!(pages[0].contains("noindex"));
    assert!(pages.iter().all(|page| *page == pages[0]));
    let links = preview_links::list_of_content(conn, gone_id.as_uuid()).unwrap();
    assert_eq!(links[0].uses, 0, "nothing was shown");
}

const ARTICLES: usize = 500;

/// An article without its address, which its number gives.
#[derive(Debug, Clone)]
struct Written {
    title: Title,
    excerpt: Option<domain::Summary>,
    pieces: Vec<String>,
    link: Option<usize>,
    tags: Vec<TagName>,
    series: Option<(u8, Option<u16>)>,
}

fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "## A heading\n\n### The same\n\n### The same\n\n",
        "```rust\nfn main() { println!(\"<&>\"); }\n```\n\n",
        "```\nno language\n```\n\n",
        "| a | b |\n| - | -: |\n| `1` | <b>2</b> |\n\n",
        "- [x] done\n- [ ] open\n  1. inner\n\n",
        "> [!NOTE]\n> Take care.\n\n",
        "Text[^1] here.\n\n[^1]: A note.\n\n",
        "<!--more-->\n\n",
        "مرحبا بالعالم، هذا نص من اليمين إلى اليسار.\n\n",
        "👩‍👩‍👧‍👦 🏳️‍🌈 e\u{301} 𝔘\n\n",
        "<aside class=\"preview-banner\">not the banner</aside>\n\n",
        "<script>alert(1)</script><p onclick=\"x()\">p</p>\n\n",
        "{{#if preview}}{{/if}} {{> public/_layout}}\n\n",
        "![an image](/x.png \"y\") https://example.org/?a=1&b=2\n\n",
    ])
    .prop_map(str::to_owned);
    prop_oneof![3 => fixed, 1 => "[a-z]{60,300}\n\n", 1 => "\\PC{0,80}\n\n"]
}

fn written() -> impl Strategy<Value = Written> {
    let title = "\\PC{1,80}".prop_filter_map("a title", |text| Title::parse(&text).ok());
    let excerpt = proptest::option::of("\\PC{0,120}").prop_map(|text| {
        text.and_then(|text| domain::Summary::parse(&text).ok())
            .and_then(domain::Summary::into_option)
    });
    let names = vec!["Rust", "rust ", "Data", "Ünïcode", "مرحبا", "A & B", "C++"];
    let tags = prop::collection::vec(prop::sample::select(names), 0..5)
        .prop_map(|names| domain::parse_tags(&names.join(", ")).expect("valid tags"));
    let series = proptest::option::of((0_u8..60, proptest::option::of(1_u16..40)));
    let pieces = prop::collection::vec(piece(), 0..10);
    let link = proptest::option::of(0..ARTICLES);
    (title, excerpt, pieces, link, tags, series).prop_map(
        |(title, excerpt, pieces, link, tags, series)| Written {
            title,
            excerpt,
            pieces,
            link,
            tags,
            series,
        },
    )
}

impl Written {
    fn draft(self, number: usize, ids: &[domain::ArticleId]) -> Option<ArticleDraft> {
        let mut body = self.pieces.concat();
        if let Some(target) = self.link {
            body.push_str(&format!("\n\nSee [the other](plinth:{}).\n", ids[target]));
        }
        Some(ArticleDraft {
            title: self.title,
            excerpt: self.excerpt,
            tags: self.tags,
            series: self.series.map(|(series, part)| {
                let title = Title::parse(&format!("Series {series}")).expect("a title");
                (
                    title,
                    part.map(|part| SeriesPart::new(part).expect("a part")),
                )
            }),
            body: MarkdownText::parse(&body).ok()?,
            ..article(&format!("a{number}"))
        })
    }
}

/// The page without the banner, which must be where it belongs.
fn without_banner(preview: &str) -> String {
    let (head, after) = preview.split_once("<body>\n").expect("a body");
    let (banner, rest) = after.split_once("</aside>\n").expect("a banner");
    assert!(
        banner.starts_with("<aside class=\"preview-banner\""),
        "{banner}"
    );
    format!("{head}<body>\n{rest}")
}

#[test]
fn the_preview_of_each_of_500_stored_articles_is_its_page_and_the_banner() {
    let database = TestDatabase::with_site();
    let conn = &mut database.connection();
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), random);
    let ids: Vec<_> = (0..ARTICLES).map(|_| article_id()).collect();
    let strategy = written();
    for (number, id) in ids.iter().enumerate() {
        let draft = loop {
            let tree = strategy.new_tree(&mut runner).expect("an article");
            if let Some(draft) = tree.current().draft(number, &ids) {
                break draft;
            }
        };
        publish_article(conn, *id, &draft);
    }
    let templates = Templates::load(&Assets::load()).unwrap();
    let frame = Frame::of(site::load_published(conn).unwrap());
    let base_url = Url::parse("https://example.org/").unwrap();
    let around = Around {
        frame: &frame,
        base_url: &base_url,
        now: Utc::now(),
    };
    let (mut with_series, mut with_links) = (0, 0);
    for id in ids {
        let live = articles::find_published(conn, id).unwrap().unwrap();
        let page = published_article(conn, &around, &live).unwrap();
        let page = ContentPage::from(page).render(&templates).unwrap();
        let revision = revisions::find(conn, live.revision).unwrap().unwrap();
        let subject = Subject {
            id: revision.content,
            snapshot: &revision.snapshot,
            revision: Some(revision.id),
        };
        let banner = PreviewBanner::of_revision(
            revision.number.into(),
            revision.created_at,
            frame.time_zone,
        );
        let preview = page_of(conn, &around, &subject, String::new()).unwrap();
        let preview = preview.with_preview(banner).render(&templates).unwrap();
        assert_eq!(without_banner(&preview), page, "{id}");
        with_series += usize::from(live.series.is_some());
        with_links += usize::from(page.contains("href=\"/articles/a"));
    }
    assert!(with_series > 100 && with_links > 100);
}
