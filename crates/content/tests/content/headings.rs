//! Anchors that keep leading to the same heading.

use content::{Links, outline, render};
use proptest::prelude::*;

use super::html;

/// The ids of a text's headings, with every second anchor after its heading's id.
fn anchors(markdown: &str) -> Vec<String> {
    html(markdown)
        .split("id=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .map(str::to_owned)
        .collect()
}

/// True if this anchor leads into the heading of these words.
fn leads_to(markdown: &str, anchor: &str, words: &str) -> bool {
    let made = html(markdown);
    let heading = made
        .split("<h")
        .skip(1)
        .find(|heading| heading.contains(&format!("id=\"{anchor}\"")));
    heading.is_some_and(|heading| heading.contains(words))
}

#[test]
fn headings_get_ids_and_stand_below_the_title() {
    let rendered = render("# One\n\n## Two *words*\n", &Links::none());
    assert_eq!(
        rendered.html.as_str(),
        "<h2 id=\"h-one\">One</h2>\n\
         <h2 id=\"h-two-words\"><span id=\"h-one-two-words\"></span>Two <em>words</em></h2>"
    );
    let texts: Vec<_> = rendered
        .outline
        .iter()
        .map(|entry| (entry.level, entry.id.as_str(), entry.text.as_str()))
        .collect();
    assert_eq!(
        texts,
        [(2, "h-one", "One"), (2, "h-two-words", "Two words")]
    );
    assert_eq!(outline("# One\n\n## Two *words*\n"), rendered.outline);
}

#[test]
fn equal_headings_are_told_apart_by_the_heading_above_them() {
    assert_eq!(
        anchors("## Linux\n### Setup\n## macOS\n### Setup\n"),
        [
            "h-linux",
            "h-setup",
            "h-linux-setup",
            "h-macos",
            "h-macos-setup"
        ]
    );
}

#[test]
fn only_equal_headings_below_equal_headings_are_counted() {
    assert_eq!(
        anchors("## Setup\n## Setup\n## Setup 2\n## Setup\n"),
        ["h-setup", "h-setup-3", "h-setup-2", "h-setup-4"]
    );
}

#[test]
fn an_anchor_that_the_owner_wrote_stays_whatever_changes() {
    let anchored = "## Installing it {#setup}\n";
    for before in ["", "## Setup\n", "## Setup\n### Setup\n", "## h-setup\n"] {
        let made = html(&format!("{before}{anchored}"));
        assert!(
            made.contains("<h2 id=\"h-setup\">Installing it</h2>"),
            "{made}"
        );
    }
    assert_eq!(anchors("## A {#h-b}\n"), ["h-b"]);
}

#[test]
fn what_is_not_an_anchor_stays_in_the_words() {
    for words in ["A {#}", "A {#b c}", "A {#b", "A #b}", "A {#\"onclick=\"x}"] {
        let outline = outline(&format!("## {words}\n"));
        assert_eq!(outline[0].text, words);
    }
}

#[test]
fn a_later_heading_keeps_its_address_when_an_earlier_one_of_its_words_goes() {
    let both = "## Linux\n### Setup\nFirst.\n## macOS\n### Setup\nSecond.\n";
    let second = outline(both)[3].id.clone();
    assert_eq!(second, "h-macos-setup");
    assert!(leads_to(
        "## Linux\n## macOS\n### Setup\nSecond.\n",
        &second,
        "Second"
    ));
}

#[test]
fn a_later_heading_keeps_its_address_when_another_one_of_its_words_comes_before_it() {
    let before = "## Linux\n### Setup\n## macOS\n### Setup\nSecond.\n";
    let second = outline(before)[3].id.clone();
    let after = "## Android\n### Setup\n## Linux\n### Setup\n## macOS\n### Setup\nSecond.\n";
    assert!(leads_to(after, &second, "Second"));
}

#[test]
fn a_heading_keeps_its_address_when_the_heading_above_it_is_renamed_moved_or_put_in_between() {
    let id = &outline("## Linux\n### Setup\n")[1].id;
    for after in [
        "## Debian\n### Setup\n",
        "### Setup\n",
        "## Linux\n### Before\n### Setup\n",
        "## Linux\n## Between\n### Setup\n",
    ] {
        assert!(
            outline(after).iter().any(|entry| entry.id == *id),
            "{after}"
        );
    }
}

#[test]
fn a_link_within_the_text_may_leave_the_prefix_out() {
    let made = html("[a](#setup) [b](#h-setup) [c](#nothing)\n\n## Setup\n");
    assert!(made.contains("<a href=\"#h-setup\">a</a>"), "{made}");
    assert!(made.contains("<a href=\"#h-setup\">b</a>"), "{made}");
    assert!(made.contains("<a href=\"#nothing\">c</a>"), "{made}");
}

#[test]
fn a_heading_cannot_break_out_of_its_id() {
    let made = html("## \"><img src=x onerror=alert(1)>\n");
    assert!(!made.contains("onerror"), "{made}");
}

proptest! {
    #[test]
    fn no_two_anchors_are_equal_and_each_heading_has_one(
        headings in prop::collection::vec(("#{1,6}", "[ab ]{0,3}[12]?( \\{#[ab]\\})?"), 0..20)
    ) {
        let markdown: String = headings
            .iter()
            .map(|(marks, words)| format!("{marks} {words}\n\n"))
            .collect();
        let mut anchors = anchors(&markdown);
        let count = anchors.len();
        prop_assert_eq!(outline(&markdown).len(), headings.len());
        prop_assert!(count >= headings.len());
        anchors.sort();
        anchors.dedup();
        prop_assert_eq!(anchors.len(), count, "{}", markdown);
    }

    #[test]
    fn other_headings_of_other_words_never_change_an_address(
        before in prop::collection::vec(("#{1,6}", "[a-m]{1,6}"), 0..6),
        after in prop::collection::vec(("#{1,6}", "[a-m]{1,6}"), 0..6),
        marks in "#{1,6}",
    ) {
        let text = |others: Vec<(String, String)>| {
            let others: String = others
                .iter()
                .map(|(marks, words)| format!("{marks} {words}\n\n"))
                .collect();
            format!("{others}{marks} zebra\n")
        };
        let id = |markdown: &str| outline(markdown).pop().map(|entry| entry.id);
        prop_assert_eq!(id(&text(before)), id(&text(after)));
    }
}
