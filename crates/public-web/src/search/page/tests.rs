use chrono::TimeZone as _;
use domain::SearchCursor;
use persistence::search::Span;
use site_pages::fixtures as site;
use uuid::Uuid;
use web_kit::RetryAfter;

use super::*;
use crate::fixtures;

fn query(text: &str) -> SearchQuery {
    SearchQuery::parse(text).unwrap()
}

fn marked(parts: &[(&str, bool)]) -> Marked {
    let spans = parts.iter().map(|(text, is_found)| Span {
        text: (*text).to_owned(),
        is_found: *is_found,
    });
    Marked {
        spans: spans.collect(),
    }
}

fn found(text: &str, hits: usize) -> Found {
    let hit = |number: usize| Hit {
        kind: if number == 0 {
            HitKind::Service
        } else {
            HitKind::Article
        },
        slug: format!("s{number}"),
        title: marked(&[("A ", false), ("<b>", true)]),
        excerpt: marked(&[("before ", false), ("<script>", true), (" & after", false)]),
        published_at: (number > 0)
            .then(|| chrono::Utc.with_ymd_and_hms(2026, 11, 12, 9, 0, 0).unwrap()),
    };
    Found {
        hits: (0..hits).map(hit).collect(),
        next: None,
        query: query(text),
        instead: None,
        is_bounded: false,
    }
}

fn html(typed: &str, found: &Found, is_later: bool) -> String {
    let state = fixtures::state();
    let page = SearchPage::with_results(
        &state,
        &site::frame(),
        &query(typed),
        found,
        is_later,
        false,
    );
    site::render(&page)
}

#[test]
fn what_was_found_is_marked_and_escaped() {
    let html = html("a <b>", &found("a <b>", 2), false);
    assert!(
        html.contains("<bdi>A <mark>&lt;b&gt;</mark></bdi></a>"),
        "{html}"
    );
    assert!(
        html.contains("before <mark>&lt;script&gt;</mark> &amp; after</p>"),
        "{html}"
    );
    assert!(html.contains(r#"value="a &lt;b&gt;""#));
    assert!(html.contains("noindex"));
    assert!(html.contains("<span>Service</span></p>"));
    assert!(html.contains(
        "<span>Article</span> <time datetime=\"2026-11-12T09:00:00Z\">12 November 2026</time>"
    ));
}

#[test]
fn the_heading_counts_the_page() {
    let mut some = found("a", 3);
    assert!(html("a", &some, false).contains(">3 results<"));
    assert!(html("a", &found("a", 1), false).contains(">1 result<"));
    some.next = Some(SearchCursor {
        rank: 0.5,
        id: Uuid::nil(),
    });
    let first = html("a b", &some, false);
    assert!(first.contains(">The best 3 results<"));
    assert!(first.contains(r#"rel="next">More results"#));
    let later = html("a", &some, true);
    assert!(later.contains(">3 more results<") && later.contains("Back to the best"));
    assert!(html("a", &found("a", 0), true).contains("No more results"));
}

#[test]
fn an_address_carries_the_query_and_the_place() {
    assert_eq!(
        address(&query("a&b \"c\""), Some("1.2".into()), true),
        "/search?q=a%26b+%22c%22&exact=1&after=1.2"
    );
}

#[test]
fn nothing_found_shows_ways_on() {
    let html = html("one two", &found("one two", 0), false);
    assert!(html.contains("Nothing found"));
    assert!(html.contains("q&#x3D;one+or+two"), "{html}");
    assert!(html.contains(r#"<li><a href="/articles">"#));
}

#[test]
fn other_words_are_named_with_a_way_back_to_those_that_were_typed() {
    let mut mended = found("postgres* index*", 1);
    mended.instead = Some(Instead::Mended);
    let page = html("postgers indxe", &mended, false);
    assert!(
        page.contains("results for <strong dir=\"auto\">postgres index</strong>"),
        "{page}"
    );
    assert!(
        page.contains("q&#x3D;postgers+indxe&amp;exact&#x3D;1"),
        "{page}"
    );
    mended.instead = Some(Instead::OpenEnd);
    assert!(html("postg", &mended, false).contains("words that begin so"));
}

#[test]
fn limits_are_said() {
    let mut many = found("a", 1);
    many.is_bounded = true;
    let typed = "word ".repeat(40);
    let html = html(&typed, &many, false);
    assert!(html.contains("the newest 500") && html.contains("were read"));
}

#[test]
fn a_search_that_was_not_done_keeps_its_words() {
    let state = fixtures::state();
    let frame = site::frame();
    let often = Refusal::TooOften(RetryAfter { seconds: 7 });
    for (refusal, words) in [
        (&often, "in 7 seconds"),
        (&Refusal::Busy, "in a few seconds"),
    ] {
        let page = site::render(&SearchPage::refused(
            &state,
            &frame,
            &query("kept <words>"),
            refusal,
        ));
        assert!(page.contains(words) && page.contains("kept &lt;words&gt;"));
    }
}

#[test]
fn a_blank_page_takes_the_focus_and_signs_alone_are_no_words() {
    let state = fixtures::state();
    let frame = site::frame();
    assert!(site::render(&SearchPage::without_words(&state, &frame, " ")).contains("autofocus"));
    let signs = site::render(&SearchPage::without_words(&state, &frame, "?!\u{0}"));
    assert!(signs.contains("no word in this") && !signs.contains("autofocus"));
}
