use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "One long paragraph with many words in it.\n\n",
        "One long paragraph with several words in it.\n\n",
        "Another paragraph, quite short.\n\n",
        "Another paragraph, quite long.\n",
        "# A heading of words\n\n",
        "- an item of it\n",
        "- an item of that\n",
        "```\nlet a = 1;\n\nlet b = 2;\n```\n",
        "```\nlet a = 1;\n\nlet b = 3;\n```\n\n",
        "---\n\n",
        "\n",
        "ئەمە دەقێکی کورتە.\r\n\r\n",
        "これは短い段落です。\n\n",
        "the end",
    ]);
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn the_comparison_gives_both_texts_back(before in text(), after in text()) {
        let blocks = compare(&before, &after);
        prop_assert_eq!(blocks.iter().map(Block::before).collect::<String>(), before);
        prop_assert_eq!(blocks.iter().map(Block::after).collect::<String>(), after);
    }

    #[test]
    fn the_two_ends_of_a_move_know_each_other(before in text(), after in text()) {
        let blocks = compare(&before, &after);
        for (place, block) in blocks.iter().enumerate() {
            match block.kind {
                BlockKind::MovedAway { to } => prop_assert_eq!(blocks[to].kind, BlockKind::MovedHere { from: place }),
                BlockKind::MovedHere { from } => prop_assert_eq!(blocks[from].kind, BlockKind::MovedAway { to: place }),
                _ => {}
            }
        }
    }

    #[test]
    fn a_text_compared_with_itself_is_the_same(text in text()) {
        prop_assert!(compare(&text, &text).iter().all(Block::is_same));
    }

    #[test]
    fn the_same_texts_give_the_same_comparison(before in text(), after in text()) {
        prop_assert_eq!(compare(&before, &after), compare(&before, &after));
    }
}

fn kinds(before: &str, after: &str) -> Vec<BlockKind> {
    compare(before, after)
        .into_iter()
        .map(|block| block.kind)
        .collect()
}

#[test]
fn each_block_is_told_what_became_of_it() {
    use BlockKind::{Added, Changed, Removed, Same};
    assert_eq!(
        kinds(
            "# Head\n\nThis paragraph is going away.\n\nThe sun shines on the house.\n\nEnd.",
            "# Head\n\nThe sun shone on the house.\n\nEnd.\n\nSomething entirely new!\n",
        ),
        [Same, Removed, Changed, Same, Added]
    );
}

#[test]
fn a_moved_block_is_said_to_have_moved_and_its_changed_words_are_marked() {
    let one = "The first paragraph talks of the sea and of ships.\n\n";
    let two = "Here is the second one, which is about trees.\n\n";
    let three = "Mountains come third, and they end the text.\n\n";
    let (away, here) = (
        BlockKind::MovedAway { to: 3 },
        BlockKind::MovedHere { from: 0 },
    );
    let blocks = compare(&[one, two, three].concat(), &[two, three, one].concat());
    let found: Vec<_> = blocks.iter().map(|block| block.kind).collect();
    assert_eq!(found, [away, BlockKind::Same, BlockKind::Same, here]);

    let edited = one.replace("ships", "boats");
    let blocks = compare(&[one, two, three].concat(), &[two, three, &edited].concat());
    let found: Vec<_> = blocks.iter().map(|block| block.kind).collect();
    assert_eq!(found, [away, BlockKind::Same, BlockKind::Same, here]);
    let marked: Vec<_> = blocks[3]
        .spans
        .iter()
        .map(|span| (span.kind, span.text.as_str()))
        .collect();
    assert_eq!(marked[1], (SpanKind::Deleted, "ships"));
    assert_eq!(marked[2], (SpanKind::Inserted, "boats"));
}

#[test]
fn blank_lines_alone_do_not_make_a_block_a_changed_one() {
    let blocks = compare("One.\n\nEnd.", "One.\n\n\n\nEnd.\n");
    assert!(blocks.iter().all(Block::is_same));
    assert_eq!(
        blocks.iter().map(Block::after).collect::<String>(),
        "One.\n\n\n\nEnd.\n"
    );
}

#[test]
fn code_is_marked_by_line_and_word() {
    let before = "```rust\nlet a = 1;\nlet b = 2;\n```\n";
    let after = "```rust\nlet a = 1;\nlet b = 3;\n```\n";
    let blocks = compare(before, after);
    let marked: Vec<_> = blocks[0]
        .spans
        .iter()
        .map(|span| (span.kind, span.text.as_str()))
        .collect();
    assert_eq!(
        marked,
        [
            (SpanKind::Same, "```rust\nlet a = 1;\nlet b = "),
            (SpanKind::Deleted, "2"),
            (SpanKind::Inserted, "3"),
            (SpanKind::Same, ";\n```\n"),
        ]
    );
}

/// Words of a text of about 200,000 characters, from a small generator so that they are always the
/// same ones.
fn words(seed: u64, vocabulary: u64) -> Vec<String> {
    let mut state = seed;
    let next = |_| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        format!("{seed}w{}", (state >> 33) % vocabulary)
    };
    (0..30_000).map(next).collect()
}

#[test]
fn long_texts_with_nothing_in_common_are_still_compared() {
    // Without a bound each of these would take from many seconds to hours, so that the suite would
    // stand still here; what they take with it stands in the documentation of `compare`.
    let shapes: [fn(u64) -> String; 3] = [
        |seed| words(seed, 5_000).join(" "),
        |seed| words(seed, 40).join("\n- "),
        |seed| paragraphs(seed, 30, 300),
    ];
    for shape in shapes {
        // The same words in another order, which is harder than other words.
        let (before, after) = (shape(1), shape(1_001).replace("1001w", "1w"));
        let blocks = compare(&before, &after);
        assert_eq!(blocks.iter().map(Block::before).collect::<String>(), before);
        assert_eq!(blocks.iter().map(Block::after).collect::<String>(), after);
    }
    let (before, after) = (words(1, 5_000).join("\n\n"), words(2, 5_000).join("\n\n"));
    assert_eq!(compare(&before, &after).len(), 60_000);
}

fn paragraphs(seed: u64, vocabulary: u64, length: usize) -> String {
    let words = words(seed, vocabulary);
    let paragraphs = words.chunks(length).map(|words| words.join(" "));
    paragraphs.collect::<Vec<_>>().join(".\n\n")
}
