use proptest::prelude::*;

use super::*;

fn strategy() -> impl Strategy<Value = String> {
    let line = prop::sample::select(vec![
        "",
        "",
        "word",
        "more words",
        "# Head",
        "---",
        "===",
        "- item",
        "  - nested",
        "2. two",
        "```",
        "~~~~",
        "  ```",
        "- ```",
        "> said",
        "| a | b |",
        "|---|---|",
        "<div>",
        "</div>",
        "<!-- x",
        "-->",
        "<pre>",
        "[^1]: note",
        "    code",
        "\u{feff}",
        "ئەمە",
        "段落",
    ]);
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\r\n", ""]);
    prop::collection::vec((line, end), 0..24).prop_map(|lines| {
        lines
            .into_iter()
            .map(|(line, end)| format!("{line}{end}"))
            .collect()
    })
}

proptest! {
    #[test]
    fn no_byte_is_lost_and_no_block_is_empty(text in strategy()) {
        let blocks = blocks(&text);
        prop_assert_eq!(blocks.concat(), text.as_str());
        prop_assert!(blocks.iter().all(|block| !block.is_empty()));
    }

    #[test]
    fn no_byte_of_any_text_is_lost(text in any::<String>()) {
        prop_assert_eq!(blocks(&text).concat(), text);
    }

    #[test]
    fn a_block_alone_is_one_block(text in strategy()) {
        for block in blocks(&text) {
            prop_assert_eq!(blocks(block), vec![block]);
        }
    }
}

#[test]
fn paragraphs_and_headings_stand_alone_with_their_blank_lines() {
    assert_eq!(
        blocks("# One\nText\nof two lines\n\n\nTwo\n===\nThree\n"),
        [
            "# One\n",
            "Text\nof two lines\n\n\n",
            "Two\n===\n",
            "Three\n"
        ]
    );
}

#[test]
fn each_list_item_is_a_block_with_what_it_holds() {
    assert_eq!(
        blocks(
            "Before:\n- one\n  still one\n- two\n  ```\n  - code\n\n  ```\n  - inner\n1. first\n2. second\n"
        ),
        [
            "Before:\n",
            "- one\n  still one\n",
            "- two\n  ```\n  - code\n\n  ```\n",
            "  - inner\n",
            "1. first\n",
            "2. second\n"
        ]
    );
    assert_eq!(
        blocks("- ```\n  - a\n\n  ```\n- b"),
        ["- ```\n  - a\n\n  ```\n", "- b"]
    );
}

#[test]
fn a_year_at_the_start_of_a_line_is_no_list() {
    assert_eq!(blocks("It was\n1986. Then\n"), ["It was\n1986. Then\n"]);
}

#[test]
fn a_fence_is_whole_whatever_is_in_it() {
    for fence in ["```", "~~~", "`````"] {
        let code = format!("{fence}rust\n# no heading\n\n- no item\n{fence}\n");
        assert_eq!(
            blocks(&format!("Text\n{code}After\n")),
            ["Text\n", code.as_str(), "After\n"]
        );
    }
    assert_eq!(blocks("````\n```\n\n````\nx"), ["````\n```\n\n````\n", "x"]);
    assert_eq!(
        blocks("a\n\n```\nopen\n\nto the end"),
        ["a\n\n", "```\nopen\n\nto the end"]
    );
    assert_eq!(
        blocks("``` x ``` in a sentence\nmore"),
        ["``` x ``` in a sentence\nmore"]
    );
}

#[test]
fn a_table_is_whole_and_apart_from_the_text_before_it() {
    assert_eq!(
        blocks("Look:\n| a | b |\n|---|---|\n| 1 | 2 |\n\nAfter\n"),
        ["Look:\n", "| a | b |\n|---|---|\n| 1 | 2 |\n\n", "After\n"]
    );
}

#[test]
fn html_is_a_block_until_its_end() {
    assert_eq!(
        blocks("<figure>\n<svg/>\n</figure>\n\nText\n<!-- a\n\nb -->\nMore\n<https://a.example>\n"),
        [
            "<figure>\n<svg/>\n</figure>\n\n",
            "Text\n",
            "<!-- a\n\nb -->\n",
            "More\n<https://a.example>\n"
        ]
    );
}

#[test]
fn quotes_footnotes_and_rules_are_blocks() {
    assert_eq!(
        blocks("Text\n> said\nlazily\n\n***\n[^a]: one\n[^b]: two\n"),
        [
            "Text\n",
            "> said\nlazily\n\n",
            "***\n",
            "[^a]: one\n",
            "[^b]: two\n"
        ]
    );
}

#[test]
fn blank_lines_at_the_beginning_are_a_block() {
    assert_eq!(blocks("\n \nText"), ["\n \n", "Text"]);
    assert!(blocks("").is_empty());
}

#[test]
fn line_ends_of_windows_stay() {
    assert_eq!(
        blocks("# A\r\nb\r\n\r\nc\r\n"),
        ["# A\r\n", "b\r\n\r\n", "c\r\n"]
    );
}
